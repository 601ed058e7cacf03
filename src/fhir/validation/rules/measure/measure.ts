import { type Json, objects } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { warning } from '../issues.ts';
import type { Rule } from '../rule.ts';

const rule = 'measure';

/** Groups, populations and stratifiers that are several are told apart by their codes: reports name them so. Source: FHIR R4 §9.13, §9.14. */
export const measure: Rule = function* ({ resource, at }) {
  if (objects(resource.group).length === 0) yield warning(rule, 'required', at, 'A measure should contain at least one group');
  yield* coded(resource, 'group', at);
  for (const [i, group] of indexed(resource.group)) {
    const here = `${at}.group[${i}]`;
    if (objects(group.population).length === 0)
      yield warning(rule, 'required', here, 'A group should have at least one population');
    yield* coded(group, 'population', here);
    yield* coded(group, 'stratifier', here);
    for (const [n, stratifier] of indexed(group.stratifier)) yield* coded(stratifier, 'component', `${here}.stratifier[${n}]`);
  }
};

function* coded(holder: Json, name: string, at: string): Iterable<Issue> {
  const all = indexed(holder[name]);
  for (const [i, one] of all) {
    if (all.length > 1 && one.code === undefined) {
      yield warning(rule, 'required', `${at}.${name}[${i}]`, `A ${name} should have a code when there are several`);
    }
  }
}
