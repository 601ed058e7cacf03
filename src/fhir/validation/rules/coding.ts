import { text } from '../../json.ts';
import { error, warning } from './issues.ts';
import type { Rule } from './rule.ts';

const rule = 'coding';

/** A Coding names a code system, not a value set; a code without system means nothing. Source: FHIR R4 §2.24.0.6, Coding. */
export const coding: Rule = function* ({ resource, at }) {
  const system = text(resource.system);
  if (system === undefined) {
    if (text(resource.code) !== undefined)
      yield warning(rule, 'code-invalid', at, 'A code without a system has no defined meaning');
  } else if (/\/ValueSet\//.test(system)) {
    yield error(rule, 'code-invalid', at, `The Coding references a value set, not a code system ('${system}')`);
  }
};
