import type { Json } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { type Choice, choiceOf, extensionNumber, mapOf } from '../elements.ts';
import { error } from '../issues.ts';
import type { AnswerCheck, Asked } from './asked.ts';
import { attachmentLimits } from './attachment.ts';
import type { Item } from './form.ts';
import { rangeLimits, stringLimits } from './limits.ts';
import { optionOf } from './options.ts';
import { quantityLimits } from './quantity.ts';
import { referenceLimits } from './reference.ts';

const rule = 'questionnaire-answer';
const base = 'http://hl7.org/fhir/StructureDefinition/questionnaire-';

/** FHIR R4 §9.9, value set item-type: what each type of question is answered with. */
const answerTypes: ReadonlyMap<string, readonly string[]> = mapOf({
  boolean: ['boolean'],
  decimal: ['decimal'],
  integer: ['integer'],
  date: ['date'],
  dateTime: ['dateTime'],
  time: ['time'],
  string: ['string'],
  text: ['string'],
  url: ['uri'],
  choice: ['Coding', 'date', 'time', 'integer', 'string', 'Reference'],
  'open-choice': ['Coding', 'string', 'date', 'time', 'integer', 'Reference'],
  attachment: ['Attachment'],
  reference: ['Reference'],
  quantity: ['Quantity'],
});

const checks: ReadonlyMap<string, readonly AnswerCheck[]> = mapOf({
  decimal: [rangeLimits],
  integer: [rangeLimits],
  date: [rangeLimits],
  dateTime: [rangeLimits],
  time: [rangeLimits],
  string: [stringLimits],
  Attachment: [attachmentLimits],
  Reference: [referenceLimits],
  Quantity: [quantityLimits],
});

/** The answers of one item: how many, of which type, within the limits and among the options of the form. Source: FHIR R4 §9.9. */
export function* checkAnswers(
  asked: Asked,
  item: Item,
  answers: readonly (readonly [number, Json])[],
  at: string,
): Iterable<Issue> {
  if (item.type === 'group') return;
  if (answers.length > 0 && (item.type === 'display' || item.type === 'question')) {
    // `question` is the abstract parent of the types of questions
    yield error(rule, 'structure', at, `Items of type '${item.type}' cannot have answers`);
    return;
  }
  yield* count(item, answers.length, at);
  for (const [i, answer] of answers) {
    const value = choiceOf(answer, 'value');
    if (value === undefined) continue;
    const here = `${at}.answer[${i}]`;
    const types = answerTypes.get(item.type);
    if (types !== undefined && !types.includes(value.type)) {
      const expected = types.length === 1 ? `of the type ${types[0]}` : `one of the types ${types.join(', ')}`;
      yield error(rule, 'value', `${here}.${value.step}`, `Answer value must be ${expected} not ${value.type}`);
      continue;
    }
    yield* checkValue(asked, item, value, here, answers.length);
  }
}

function* checkValue(asked: Asked, item: Item, value: Choice, at: string, count: number): Iterable<Issue> {
  for (const check of checks.get(value.type) ?? []) yield* check(item, value, `${at}.${value.step}`, asked);
  yield* optionOf(asked, item, value, at, count);
}

function* count(item: Item, found: number, at: string): Iterable<Issue> {
  if (found > 1 && !item.repeats) {
    yield error(rule, 'structure', at, `Only one answer allowed for '${item.linkId}', found ${found}`);
  }
  const most = extensionNumber(item.element, `${base}maxOccurs`);
  if (most !== undefined && found > most) {
    yield error(rule, 'structure', at, `The maximum number of answers is ${most} but this has ${found} answers`);
  }
  const least = extensionNumber(item.element, `${base}minOccurs`);
  if (least !== undefined && found < least) {
    yield error(rule, 'structure', at, `The minimum number of answers is ${least} but this has ${found} answers`);
  }
}
