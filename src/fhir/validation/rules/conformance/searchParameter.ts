import { objects, text } from '../../../json.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';

const rule = 'search-parameter';

/**
 * A SearchParameter of type composite has components, and only that type has; one derived from another has its type and is not for other
 * resources; its code can stand in a URL. Source: FHIR R4 §5.4.
 */
export const searchParameter: Rule = function* ({ resource, at, ground }) {
  const components = objects(resource.component);
  if (resource.type === 'composite' && components.length < 2) {
    yield error(rule, 'required', at, 'A composite search parameter has two components or more');
  }
  if (resource.type !== undefined && resource.type !== 'composite' && components.length > 0) {
    yield error(rule, 'invalid', at, `Only a composite search parameter has components, this one is of type ${resource.type}`);
  }
  if (/[.$|]/.test(text(resource.code) ?? '')) {
    yield warning(
      rule,
      'invalid',
      `${at}.code`,
      `The code '${resource.code}' has a character that means something else in a search`,
    );
  }
  const derived = text(resource.derivedFrom);
  const master = derived === undefined ? undefined : ground.shelf.find('SearchParameter', derived);
  if (master === undefined) return;
  if (master.type !== resource.type) {
    yield error(rule, 'invalid', at, `The type is ${resource.type}, and ${master.type} in '${derived}'`);
  }
  const [bases, allowed] = [resource.base, master.base];
  if (!Array.isArray(bases) || !Array.isArray(allowed) || allowed.includes('Resource')) return;
  for (const base of bases.filter((one) => !allowed.includes(one))) {
    yield error(rule, 'invalid', at, `The base ${base} is not one of those of '${derived}'`);
  }
};
