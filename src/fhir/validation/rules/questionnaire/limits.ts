import { text } from '../../../json.ts';
import { extensionNumber, extensionValues } from '../elements.ts';
import { error, warning } from '../issues.ts';
import { matches } from '../pattern.ts';
import type { AnswerCheck } from './asked.ts';
import { compareAnswers } from './comparison.ts';
import type { Item } from './form.ts';

const rule = 'questionnaire-answer-limit';
const base = 'http://hl7.org/fhir/StructureDefinition/';

/** maxLength, and the extensions minLength, regex and entryFormat. A string is one line, a text may have many. Source: FHIR R4 §9.9. */
export const stringLimits: AnswerCheck = function* (item, { value }, at) {
  if (typeof value !== 'string') return;
  const least = extensionNumber(item.element, `${base}minLength`);
  if (least !== undefined && value.length < least) {
    yield error(rule, 'value', at, `The answer '${value}' is shorter than the required minimum length of ${least}`);
  }
  const most = item.element.maxLength;
  if (typeof most === 'number' && value.length > most) {
    yield error(rule, 'value', at, `The answer '${value}' is longer than the allowed maximum length of ${most}`);
  }
  if (item.type === 'string' && /[\r\n]/.test(value)) {
    yield warning(rule, 'value', at, 'The answer should not contain line breaks: the question is of type string, not text');
  }
  for (const regex of extensionValues(item.element, `${base}regex`)) {
    if (typeof regex !== 'string') continue;
    const result = matches(regex, value);
    const [format] = extensionValues(item.element, `${base}entryFormat`);
    const expected = text(format) === undefined ? `the regex '${regex}'` : `the expected format '${format}' (regex '${regex}')`;
    if (result === false) yield error(rule, 'value', at, `The answer '${value}' does not conform to ${expected}`);
    if (result === undefined) yield warning(rule, 'value', at, `The answer could not be compared with ${expected}`);
  }
};

/** The extensions minValue, maxValue and maxDecimalPlaces, on numbers, dates and times. Source: FHIR R4 §9.9. */
export const rangeLimits: AnswerCheck = function* (item, { type, value }, at) {
  const least = limit(item, 'minValue');
  if (least !== undefined && (compareAnswers(type, value, least) ?? 0) < 0) {
    yield error(rule, 'value', at, `The value ${value} is less than the allowed minimum of ${least}`);
  }
  const most = limit(item, 'maxValue');
  if (most !== undefined && (compareAnswers(type, value, most) ?? 0) > 0) {
    yield error(rule, 'value', at, `The value ${value} is greater than the allowed maximum of ${most}`);
  }
  const places = extensionNumber(item.element, `${base}maxDecimalPlaces`);
  if (typeof value === 'number' && places !== undefined && decimalPlaces(value) > places) {
    yield error(rule, 'value', at, `The value ${value} has too many decimal places (limit = ${places})`);
  }
};

function limit(item: Item, name: string): unknown {
  return extensionValues(item.element, base + name)[0];
}

/** Of the number as read: zeros written at the end are not seen. */
export function decimalPlaces(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const written = digits.split('.')[1]?.length ?? 0;
  return Math.max(0, written - Number(exponent));
}
