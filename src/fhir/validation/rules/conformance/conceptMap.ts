import { type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Focus, Rule } from '../rule.ts';

const rule = 'concept-map';

/** The codes of a ConceptMap are codes of the systems of their group, when these are known whole here. Source: FHIR R4 §4.10. */
export const conceptMap: Rule = function* ({ resource, at, ground }) {
  for (const [g, group] of indexed(resource.group)) {
    const here = `${at}.group[${g}]`;
    const [source, target] = [text(group.source), text(group.target)];
    if (source === undefined) yield warning(rule, 'required', here, 'A group should name its source system');
    if (target === undefined) yield warning(rule, 'required', here, 'A group should name its target system');
    for (const [i, element] of indexed(group.element)) {
      const place = `${here}.element[${i}]`;
      yield* known(source, element, place, ground);
      for (const [n, one] of indexed(element.target)) yield* known(target, one, `${place}.target[${n}]`, ground);
      yield* twice(element, place);
    }
  }
};

function* known(system: string | undefined, element: Json, at: string, { terminology }: Focus['ground']): Iterable<Issue> {
  const code = text(element.code);
  if (system === undefined || code === undefined) return;
  if (terminology.validateCode({ system, code, abstract: true }).fault === 'code') {
    yield error(rule, 'code-invalid', `${at}.code`, `The code '${code}' is not in the system '${system}'`);
  }
}

function* twice(element: Json, at: string): Iterable<Issue> {
  const seen = new Set<unknown>();
  for (const { code } of objects(element.target)) {
    if (code !== undefined && seen.has(code)) yield warning(rule, 'duplicate', at, `The target '${code}' stands twice`);
    seen.add(code);
  }
}
