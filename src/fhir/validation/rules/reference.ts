import { text } from '../../json.ts';
import { error, warning } from './issues.ts';
import { isAbsolute } from './references.ts';
import type { Rule } from './rule.ts';

const rule = 'reference';

/**
 * A literal reference is a URL; one by search (`Patient?identifier=…`) stands in a transaction or batch only. Whether the target is of a type
 * allowed there is checked with the definitions. Source: FHIR R4 §2.3.0, §3.1.0.11.3.
 */
export const reference: Rule = function* ({ resource, at, root }) {
  const literal = text(resource.reference);
  if (literal === undefined) return;
  if (/\s/.test(literal)) {
    yield error(rule, 'invalid', at, `The reference '${literal}' is not a valid reference: it contains white space`);
  } else if (!isAbsolute(literal) && literal.includes('?') && root.type !== 'transaction' && root.type !== 'batch') {
    yield warning(rule, 'invalid', at, `'${literal}' is a search: such a reference has a meaning in a transaction only`);
  }
};
