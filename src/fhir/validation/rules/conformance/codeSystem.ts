import { type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { choiceOf, indexed, mapOf } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';

const rule = 'code-system';

/**
 * The concepts of a CodeSystem: as many as it counts when it says that it is complete; properties that it declares, with values of the
 * declared type; a code that stands for a property of type code is one of its own. That codes are unique is the invariant csd-1.
 *
 * Source: FHIR R4 §4.8, CodeSystem.count, content and property.
 */
export const codeSystem: Rule = function* ({ resource, at }) {
  const concepts = [...conceptsIn(resource, at)];
  if (resource.content === 'not-present' && concepts.length > 0) {
    yield error(rule, 'invalid', `${at}.concept[0]`, 'There can be no concepts when the content is not-present');
  }
  if (resource.content === 'complete' && typeof resource.count === 'number' && concepts.length !== resource.count) {
    yield error(
      rule,
      'invalid',
      `${at}.count`,
      `The code system is complete with ${concepts.length} concepts, and counts ${resource.count}`,
    );
  }
  if (resource.content === 'supplement' && text(resource.supplements) === undefined) {
    yield error(rule, 'required', at, 'A supplement names the code system that it supplements');
  }
  const declared = new Map(objects(resource.property).map((property) => [text(property.code) ?? '', property]));
  const codes = new Set(concepts.map(([concept]) => concept.code));
  for (const [concept, here] of concepts) {
    for (const [n, property] of indexed(concept.property))
      yield* propertyRules(property, declared, codes, `${here}.property[${n}]`);
  }
};

function* conceptsIn(holder: Json, at: string): Iterable<readonly [Json, string]> {
  for (const [i, concept] of indexed(holder.concept)) {
    const here = `${at}.concept[${i}]`;
    yield [concept, here];
    yield* conceptsIn(concept, here);
  }
}

/** FHIR R4 §4.8.11 concept-properties: known without being declared. */
const standard = mapOf({
  inactive: 'boolean',
  notSelectable: 'boolean',
  parent: 'code',
  child: 'code',
});

function* propertyRules(
  property: Json,
  declared: ReadonlyMap<string, Json>,
  codes: ReadonlySet<unknown>,
  at: string,
): Iterable<Issue> {
  const code = text(property.code);
  const value = choiceOf(property, 'value');
  if (code === undefined || value === undefined) return;
  const definition = declared.get(code);
  const type = text(definition?.type) ?? standard.get(code);
  if (definition === undefined && !standard.has(code)) {
    yield warning(rule, 'invalid', at, `The property '${code}' is not declared in CodeSystem.property`);
  } else if (type !== undefined && type !== value.type) {
    yield error(rule, 'invalid', at, `The property '${code}' has a value of type ${value.type}, and is declared as ${type}`);
  } else if ((code === 'parent' || code === 'child') && !codes.has(value.value)) {
    yield warning(rule, 'code-invalid', at, `The ${code} '${value.value}' is not a code of this system`);
  }
}
