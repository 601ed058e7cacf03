import { isObject, type Json, text } from '../../../json.ts';
import { codingText, extensionValues } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { AnswerCheck } from './asked.ts';
import { compareQuantities } from './comparison.ts';
import { decimalPlaces } from './limits.ts';

const rule = 'questionnaire-answer-quantity';
const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

/**
 * The extensions minQuantity, maxQuantity, maxDecimalPlaces, unitOption and unitValueSet. A limit in another UCUM unit is converted; a
 * quantity that cannot be compared with a limit is refused. Source: FHIR R4 §9.9, SDC 3.0.
 */
export const quantityLimits: AnswerCheck = function* (item, { value }, at, asked) {
  if (!isObject(value)) return;
  for (const [name, word, beyond] of limits) {
    for (const limit of extensionValues(item.element, sdc + name)) {
      if (!isObject(limit)) continue;
      const order = compareQuantities(value, limit);
      if (order === undefined) {
        const why = coded(value) && coded(limit) ? '' : ' because no formal units are specified';
        const message = `The quantity ${quantityText(value)} cannot be compared to the allowed ${word} of ${quantityText(limit)}${why}`;
        yield error(rule, 'value', at, message);
      } else if (order * beyond > 0) {
        const side = beyond > 0 ? 'greater' : 'less';
        yield error(
          rule,
          'value',
          at,
          `The quantity ${quantityText(value)} is ${side} than the allowed ${word} of ${quantityText(limit)}`,
        );
      }
    }
  }
  const [places] = extensionValues(item.element, `${core}maxDecimalPlaces`);
  if (typeof places === 'number' && typeof value.value === 'number' && decimalPlaces(value.value) > places) {
    yield error(rule, 'value', at, `The value ${value.value} has too many decimal places (limit = ${places})`);
  }
  const units = extensionValues(item.element, `${core}questionnaire-unitOption`).filter(isObject);
  if (units.length > 0 && !units.some((unit) => sameUnit(value, unit))) {
    const allowed = units.map((unit) => codingText(unit)).join(', ');
    yield error(rule, 'value', at, `The value ${quantityText(value)} has a unit that is not valid (allowed = ${allowed})`);
  }
  for (const valueSet of extensionValues(item.element, `${core}questionnaire-unitValueSet`)) {
    const code = text(value.code);
    const system = text(value.system);
    if (typeof valueSet !== 'string') continue;
    const membership =
      code === undefined
        ? 'out'
        : asked.ground.terminology.membership(valueSet, { code, ...(system === undefined ? {} : { system }) });
    if (membership === 'out') {
      yield error(
        rule,
        'code-invalid',
        at,
        `The value ${quantityText(value)} has a unit that is not in the value set '${valueSet}'`,
      );
    } else if (membership === 'unknown') {
      yield warning(rule, 'not-found', at, `The unit value set '${valueSet}' is not known here, so the unit was not checked`);
    }
  }
};

const limits = [
  ['minQuantity', 'minimum', -1],
  ['maxQuantity', 'maximum', 1],
] as const;

const coded = (quantity: Json): boolean => typeof quantity.code === 'string' && typeof quantity.system === 'string';

/** What the option leaves open is free. */
function sameUnit(quantity: Json, unit: Json): boolean {
  return (
    (unit.system === undefined || unit.system === quantity.system) &&
    (unit.code === undefined || unit.code === quantity.code) &&
    (unit.code !== undefined || unit.display === undefined || unit.display === quantity.unit)
  );
}

function quantityText(quantity: Json): string {
  const unit = text(quantity.unit) ?? '';
  return `${quantity.comparator ?? ''}${quantity.value} ${unit}${coded(quantity) ? ` (${codingText(quantity)})` : ''}`.trim();
}
