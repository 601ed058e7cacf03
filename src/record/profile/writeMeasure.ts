import { isObject, type Json, objects, text } from '#fhir';
import { printedUnit } from '#terminology';
import type { ProfileEntry } from './entry.ts';
import { kindOfCode, type MeasureKind, measureKinds } from './kinds.ts';
import * as refusals from './refusals.ts';

const ucum = 'http://unitsofmeasure.org';
const categories = 'http://terminology.hl7.org/CodeSystem/observation-category';

/**
 * Code, category, day and value of a measure or a habit. A number is written as people write it, `72,5`; a blood pressure `128/78`, in mmHg or, as
 * it is said in France, `12/8`. Refuses `record.bad-measure` for what cannot be one.
 */
export function measureFields({ kind = '', label, from }: ProfileEntry): Json {
  const measure = measureKinds[kind];
  if (measure === undefined) throw refusals.malformedEntry('kind');
  return {
    category: [{ coding: [{ system: categories, code: measure.category }] }],
    code: { coding: [{ system: measure.system, code: measure.code }], text: measure.text },
    effectiveDateTime: from,
    ...measured(measure, label),
  };
}

function measured(measure: MeasureKind, label: string): Json {
  const { unit, parts } = measure;
  if (unit === undefined)
    return measure.category === 'laboratory' ? { valueCodeableConcept: { text: label } } : { valueString: label };
  if (parts === undefined) return { valueQuantity: quantity(numberIn(label, measure), unit) };
  const [, upper = '', lower = ''] = /^\s*([\d,.]+)\s*(?:\/|-|sur)\s*([\d,.]+)\s*$/.exec(label) ?? [];
  // «12/8»: in centimetres of mercury, as people are told it.
  const scale = Number(upper.replace(',', '.')) <= 30 ? 10 : 1;
  const [high, low] = [numberIn(upper, measure, scale), numberIn(lower, measure, scale)];
  if (high <= low) throw refusals.badMeasure('label');
  return {
    component: [high, low].map((value, index) => ({
      code: { coding: [{ system: measure.system, code: parts[index === 0 ? 0 : 1] }], text: sides[index] ?? '' },
      valueQuantity: quantity(value, unit),
    })),
  };
}

/** The two numbers of a blood pressure, as they are told apart from it. */
const sides = ['Tension systolique', 'Tension diastolique'];

const quantity = (value: number, code: string): Json => ({ value, unit: printedUnit(code), system: ucum, code });

function numberIn(words: string, { between = [0, 0] }: MeasureKind, scale = 1): number {
  const value = /^\d{1,4}([,.]\d{1,2})?$/.test(words.trim()) ? Number(words.trim().replace(',', '.')) * scale : Number.NaN;
  if (!(value >= between[0] && value <= between[1])) throw refusals.badMeasure('label');
  return Number(value.toPrecision(6));
}

/** The kind and the value as a person would write them again. */
export function measureIn({
  code,
  component,
  valueQuantity,
  valueString,
  valueCodeableConcept,
}: Json): Pick<ProfileEntry, 'kind' | 'label'> {
  const [coding] = isObject(code) ? objects(code.coding) : [];
  const kind = kindOfCode(measureKinds, text(coding?.code));
  const numbers = objects(component).map((part) => written(part.valueQuantity));
  const words = isObject(valueCodeableConcept) ? text(valueCodeableConcept.text) : text(valueString);
  return {
    ...(kind === undefined ? {} : { kind }),
    label: words ?? (numbers.length > 0 ? numbers.join('/') : written(valueQuantity)),
  };
}

const written = (value: unknown): string =>
  isObject(value) && typeof value.value === 'number' ? String(value.value).replace('.', ',') : '';
