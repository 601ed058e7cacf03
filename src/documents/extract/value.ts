import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '#xml';
import { absentConcept, absentReason, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { oneLine, saidBy } from './narrative.ts';
import { boundOf, numberOf, quantityOf, rangeOf, ratioOf } from './quantity.ts';
import { momentOf, periodOf } from './time.ts';

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The xsi:type of a value without its prefix: official examples write `CD` and `c:CD`. */
export function typeOf(element: XmlElement): string {
  const written = element.attributes.find(({ name, namespace }) => name === 'type' && namespace === schemaInstance)?.value ?? '';
  return written.replace(/^[^:]*:/, '').trim();
}

const readers: Readonly<Record<string, (value: XmlElement, place: Place) => Fields>> = {
  PQ: quantity,
  REAL: quantity,
  INT: quantity,
  PQR: quantity,
  MO: money,
  CD: coded,
  CE: coded,
  CV: coded,
  CO: coded,
  CS: coded,
  ST: words,
  ED: words,
  BL: truth,
  TS: moment,
  EIVL_TS: moment,
  IVL_TS: (value) => {
    const at = momentOf(value);
    return at === undefined ? { valuePeriod: periodOf(value) } : { valueDateTime: at };
  },
  IVL_PQ: interval,
  IVL_REAL: interval,
  IVL_INT: interval,
  RTO: (value) => ({ valueRatio: ratioOf(value) }),
  RTO_PQ_PQ: (value) => ({ valueRatio: ratioOf(value) }),
};

/**
 * `value[x]` of an Observation by the type of the v3 value, or `dataAbsentReason` when the value has a null flavour. Of several values the
 * first that says something counts. Empty when there is none at all.
 */
export function saidValue(observation: XmlElement, place: Place): Fields {
  const values = childrenOf(observation, 'value');
  for (const value of values) {
    const read = Object.entries((readers[typeOf(value)] ?? words)(value, place)).filter(([, each]) => each !== undefined);
    if (read.length > 0) return Object.fromEntries(read);
  }
  const reason = values.map(absentReason).find((each) => each !== undefined);
  return reason === undefined ? {} : { dataAbsentReason: absentConcept(reason) };
}

function quantity(value: XmlElement): Fields {
  return { valueQuantity: quantityOf(value) };
}

function money(value: XmlElement): Fields {
  const amount = numberOf(attributeOf(value, 'value'));
  const currency = attributeOf(value, 'currency')?.trim();
  if (amount === undefined) return {};
  return {
    valueQuantity: { value: amount, unit: currency, ...(currency && { system: 'urn:iso:std:iso:4217', code: currency }) },
  };
}

function coded(value: XmlElement, { narrative }: Place): Fields {
  return { valueCodeableConcept: conceptOf(value, narrative) };
}

function words(value: XmlElement, { narrative }: Place): Fields {
  return {
    valueString: saidBy(value, narrative) ?? oneLine(attributeOf(value, 'value')) ?? oneLine(attributeOf(value, 'displayName')),
  };
}

function truth(value: XmlElement): Fields {
  const said = attributeOf(value, 'value')?.trim();
  return said === 'true' || said === 'false' ? { valueBoolean: said === 'true' } : {};
}

function moment(value: XmlElement): Fields {
  return { valueDateTime: momentOf(value) };
}

/** An interval of one bound is a measure beyond what can be measured; its translation may say it in words. */
function interval(value: XmlElement): Fields {
  const bound = boundOf(value);
  if (bound !== undefined) return { valueQuantity: bound };
  const centre = quantityOf(childOf(value, 'center'));
  return centre === undefined ? { valueRange: rangeOf(value) } : { valueQuantity: centre };
}

/** Reference ranges: bounds, what they mean, and the text when there are no bounds. */
export function referenceRangesOf(observation: XmlElement, place: Place): Fields[] {
  return childrenOf(observation, 'referenceRange').flatMap((each) => {
    const range = childOf(each, 'observationRange');
    const value = range && childOf(range, 'value');
    if (range === undefined) return [];
    const { low, high } = (value && rangeOf(value)) ?? {};
    const meaning = conceptOf(childOf(range, 'interpretationCode'), place.narrative);
    const text =
      saidBy(childOf(range, 'text'), place.narrative) ??
      (value && low === undefined && high === undefined ? oneLine(textOf(value)) : undefined);
    if (low === undefined && high === undefined && text === undefined) return [];
    // The meaning of a range is one code of referencerange-meaning: v3 has no such list, so the v3 code stands by itself.
    return [{ low, high, type: meaning, text }];
  });
}
