import { isObject, type Json, objects, text } from '../../../json.ts';
import { type Choice, choiceOf, extensionValues } from '../elements.ts';
import { compareAnswers } from './comparison.ts';
import type { Form, Item } from './form.ts';

/** Where the walk through a response stands: an item of it and the one around it. The outermost is the response itself, of no item. */
export interface Scope {
  readonly item: Item | undefined;
  readonly element: Json;
  readonly outer: Scope | undefined;
}

const enableWhenExpression = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression';

/**
 * Whether a question is to be answered, from the answers given so far; undefined when that cannot be told: an expression, a comparison of
 * two types, `!=` on a question without answer, several conditions and no enableBehavior.
 *
 * Source: FHIR R4 §9.9.5.1, Questionnaire.item.enableWhen; value set questionnaire-enable-operator.
 */
export function isEnabled(form: Form, item: Item, scope: Scope): boolean | undefined {
  const conditions = objects(item.element.enableWhen);
  if (extensionValues(item.element, enableWhenExpression).length > 0) return undefined;
  if (conditions.length === 0) return true;
  const results = conditions.map((condition) => holds(condition, answersTo(form, text(condition.question) ?? '', item, scope)));
  if (results.length > 1 && item.element.enableBehavior === undefined) return undefined;
  return item.element.enableBehavior === 'any' || results.length === 1 ? any(results) : all(results);
}

const any = (results: readonly (boolean | undefined)[]): boolean | undefined =>
  results.includes(true) ? true : results.includes(undefined) ? undefined : false;
const all = (results: readonly (boolean | undefined)[]): boolean | undefined =>
  results.includes(false) ? false : results.includes(undefined) ? undefined : true;

function holds(condition: Json, answers: readonly Choice[]): boolean | undefined {
  const expected = choiceOf(condition, 'answer');
  if (expected === undefined) return undefined;
  if (condition.operator === 'exists') {
    return typeof expected.value === 'boolean' ? answers.length > 0 === expected.value : undefined;
  }
  if (condition.operator === '=') return any(answers.map((answer) => equal(expected, answer)));
  if (condition.operator === '!=') {
    return answers.length === 0 ? undefined : all(answers.map((answer) => not(equal(expected, answer))));
  }
  return any(answers.map((answer) => ordered(condition.operator, expected, answer)));
}

const not = (result: boolean | undefined): boolean | undefined => (result === undefined ? undefined : !result);

function equal(expected: Choice, answer: Choice): boolean | undefined {
  if (expected.type !== answer.type) return undefined;
  const [left, right] = [expected.value, answer.value];
  if (!isObject(left) || !isObject(right)) {
    return typeof left === 'boolean' ? left === right : zero(compareAnswers(expected.type, right, left));
  }
  if (expected.type === 'Coding') return left.code === right.code && (left.system === undefined || left.system === right.system);
  if (expected.type === 'Reference') return left.reference === right.reference;
  return zero(compareAnswers(expected.type, right, left));
}

const zero = (order: number | undefined): boolean | undefined => (order === undefined ? undefined : order === 0);

function ordered(operator: unknown, expected: Choice, answer: Choice): boolean | undefined {
  if (expected.type !== answer.type) return undefined;
  const order = compareAnswers(expected.type, answer.value, expected.value);
  if (order === undefined) return undefined;
  if (operator === '>') return order > 0;
  if (operator === '<') return order < 0;
  if (operator === '>=') return order >= 0;
  return operator === '<=' ? order <= 0 : undefined;
}

/** The answers within the innermost group that holds both questions: a group that repeats is asked about its own answers. */
function answersTo(form: Form, linkId: string, asking: Item, scope: Scope): readonly Choice[] {
  const target = form.byLinkId.get(linkId);
  if (target === undefined) return [];
  const group = commonGroup(asking, target);
  for (let here: Scope | undefined = scope; here !== undefined; here = here.outer) {
    if (here.item === group) return answersIn(here.element).get(linkId) ?? [];
  }
  return [];
}

function commonGroup(asking: Item, target: Item): Item | undefined {
  const around = new Set<Item>();
  for (let item: Item | undefined = target; item !== undefined; item = item.parent) around.add(item);
  let group = asking.parent;
  while (group !== undefined && !around.has(group)) group = group.parent;
  return group;
}

const known = new WeakMap<Json, ReadonlyMap<string, readonly Choice[]>>();

/** The answers inside a response, a group or an item, by linkId; read once for each. */
function answersIn(element: Json): ReadonlyMap<string, readonly Choice[]> {
  let answers = known.get(element);
  if (answers === undefined) {
    const found = new Map<string, Choice[]>();
    collect(element, found);
    answers = found;
    known.set(element, answers);
  }
  return answers;
}

function collect(element: Json, into: Map<string, Choice[]>): void {
  const linkId = text(element.linkId);
  for (const answer of objects(element.answer)) {
    const value = choiceOf(answer, 'value');
    if (linkId !== undefined && value !== undefined) {
      const others = into.get(linkId);
      if (others === undefined) into.set(linkId, [value]);
      else others.push(value);
    }
    for (const item of objects(answer.item)) collect(item, into);
  }
  for (const item of objects(element.item)) collect(item, into);
}
