import type { Analyte } from './analytes.ts';
import type { Amount, Measure } from './measure.ts';
import { conversionOf } from './units.ts';

/** With all the documents that give it. */
export type Once = Measure & { readonly documents: readonly string[] };

/**
 * The results of one analyte, each once: two of one moment are one when they bear one identifier, or are of one value and one laboratory. Of two
 * that bear one identifier but not one value, the one that came last stands: it corrects the other. `measures`: those that came last first.
 */
export function distinct(measures: readonly Measure[], analyte: Analyte | undefined): readonly Once[] {
  const kept: (Measure & { documents: string[] })[] = [];
  const byMoment = new Map<number, (Measure & { documents: string[] })[]>();
  for (const one of measures) {
    const moment = Date.parse(one.at);
    const others = byMoment.get(moment) ?? [];
    byMoment.set(moment, others);
    const own = one.document === undefined ? [] : [one.document];
    const known = others.find((other) => other.observation !== one.observation && isSame(other, one, analyte));
    if (known !== undefined) {
      for (const document of own) if (!known.documents.includes(document)) known.documents.push(document);
      continue;
    }
    const made = { ...one, documents: own };
    kept.push(made);
    others.push(made);
  }
  return kept;
}

function isSame(a: Measure, b: Measure, analyte: Analyte | undefined): boolean {
  // One document may give one identifier to several results: of one report only equal ones are one.
  const bothBear = a.document !== b.document && a.identifiers.some((identifier) => b.identifiers.includes(identifier));
  if (bothBear) return true;
  return a.laboratory === b.laboratory && sameValue(a, b, analyte);
}

function sameValue(a: Measure, b: Measure, analyte: Analyte | undefined): boolean {
  if (a.amount === undefined || b.amount === undefined) return a.words !== undefined && a.words === b.words;
  if (a.amount.comparator !== b.amount.comparator) return false;
  if (a.amount.unit === b.amount.unit) return a.amount.value === b.amount.value;
  const to = conversionOf(analyte, a.amount.unit, b.amount.unit);
  if (to === undefined) return false;
  // The same measure in two units: equal as far as either is written.
  const rounding = roundingOf(a.amount) * to.scale + roundingOf(b.amount);
  return Math.abs(a.amount.value * to.scale + to.offset - b.amount.value) <= rounding;
}

/** Half of the last digit written. */
function roundingOf({ value }: Amount): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return 0.5 * 10 ** (Number(exponent) - decimals.length);
}
