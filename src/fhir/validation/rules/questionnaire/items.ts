import { type Json, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { choiceOf, indexed, mapOf } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';
import { type Form, formOf, type Item } from './form.ts';

const rule = 'questionnaire-item';

/** FHIR R4 §9.9, item-type: what may stand as first answer, and as the answer that another item waits for. */
const answeredWith: ReadonlyMap<string, readonly string[]> = mapOf({
  boolean: ['boolean'],
  decimal: ['decimal'],
  integer: ['integer'],
  date: ['date'],
  dateTime: ['dateTime', 'date'],
  time: ['time'],
  string: ['string'],
  text: ['string'],
  url: ['uri'],
  attachment: ['Attachment'],
  reference: ['Reference'],
  quantity: ['Quantity'],
});

/**
 * What ties the items of a form together: enableWhen names another item of the form, not one inside itself, and waits for an answer of that
 * item's type; initial values are of the item's type. The invariants que-1 to que-13 are checked with the definitions.
 *
 * Source: FHIR R4 §9.9, Questionnaire.item.enableWhen and initial.
 */
export const questionnaireItems: Rule = ({ resource, at }) => level(formOf(resource), resource, at);

function* level(form: Form, holder: Json, at: string): Iterable<Issue> {
  for (const [i, element] of indexed(holder.item)) {
    const here = `${at}.item[${i}]`;
    for (const [n, condition] of indexed(element.enableWhen)) {
      yield* enableWhen(form, element, condition, `${here}.enableWhen[${n}]`);
    }
    yield* initialValues(element, here);
    yield* level(form, element, here);
  }
}

function* enableWhen(form: Form, element: Json, condition: Json, at: string): Iterable<Issue> {
  const question = text(condition.question);
  const own = text(element.linkId);
  if (question === undefined || own === undefined) return;
  const target = form.byLinkId.get(question);
  if (target === undefined) {
    yield error(rule, 'not-found', at, `No item has the linkId '${question}', which the enableWhen of '${own}' names`);
  } else if (question === own) {
    yield error(rule, 'business-rule', at, `The enableWhen of '${own}' cannot name the item itself`);
  } else if (inside(target, own)) {
    yield error(rule, 'business-rule', at, `The enableWhen of '${own}' cannot name an item inside it`);
  } else {
    const expected = choiceOf(condition, 'answer');
    const types = answeredWith.get(target.type);
    if (condition.operator !== 'exists' && expected !== undefined && types !== undefined && !types.includes(expected.type)) {
      yield warning(rule, 'value', at, `'${question}' is answered with ${types.join(' or ')}, not ${expected.type}`);
    }
    if (target.order > (form.byLinkId.get(own)?.order ?? 0)) {
      yield warning(rule, 'business-rule', at, `The target of this enableWhen (${question}) comes after the item itself`);
    }
  }
}

function inside(target: Item, linkId: string): boolean {
  for (let item = target.parent; item !== undefined; item = item.parent) if (item.linkId === linkId) return true;
  return false;
}

function* initialValues(element: Json, at: string): Iterable<Issue> {
  const types = answeredWith.get(text(element.type) ?? '');
  if (types === undefined) return;
  for (const [name, place] of [
    ['initial', 'initial value'],
    ['answerOption', 'option'],
  ] as const) {
    for (const [n, holder] of indexed(element[name])) {
      const value = choiceOf(holder, 'value');
      if (value === undefined || types.includes(value.type)) continue;
      yield error(
        rule,
        'value',
        `${at}.${name}[${n}]`,
        `The ${place} of a ${element.type} item must be ${types.join(' or ')}, not ${value.type}`,
      );
    }
  }
}
