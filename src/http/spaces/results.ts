import { createHmac } from 'node:crypto';
import type { RecordId, Sentence } from '#kernel';
import type { Point, SeriesAnswer, SeriesAsk, Words } from '#record';
import { printedUnit } from '#terminology';
import { malformed } from './words.ts';

/**
 * Results over time as the web spaces receive them: `{ analytes: [{ key, label, category?, codes, series: [{ unit, printed, points }], words }], cut }`, the analyte
 * with the latest result first, the points oldest first; `printed` is the unit as it is printed. Each point has `at`, `value`, `comparator?`, its own band `low?` `high?` `rangeText?`,
 * `flag?`, `laboratory?`, `given?` (value and unit as the laboratory wrote them, and the unit printed), `preliminary?`, `documents` (ids).
 */
export function resultsAnswer({ results, cut }: SeriesAnswer, refOf?: (key: string) => string): object {
  return {
    analytes: results.map(({ key, label, category, codes, series, words }) => ({
      key,
      ...(refOf === undefined ? {} : { ref: refOf(key) }),
      label,
      ...(category === undefined ? {} : { category }),
      codes,
      series: series.map(({ unit, points }) => ({ unit, printed: printedUnit(unit), points: points.map(pointAnswer) })),
      words: words.map((one) => ({ words: one.words, ...commonOf(one) })),
    })),
    cut,
  };
}

export function pointAnswer(point: Point): object {
  const { value, comparator, low, high, given } = point;
  return {
    value,
    ...(comparator === undefined ? {} : { comparator }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(given === undefined ? {} : { given: { ...given, printed: printedUnit(given.unit) } }),
    ...commonOf(point),
  };
}

function commonOf({ at, range, interpretation, laboratory, preliminary, documents }: Omit<Words, 'words'>): object {
  const flag = interpretation === undefined ? undefined : flags[interpretation];
  return {
    at,
    ...(range === undefined ? {} : { rangeText: range }),
    ...(flag === undefined || interpretation === undefined ? {} : { flag: { code: interpretation, label: flag } }),
    ...(laboratory === undefined ? {} : { laboratory }),
    ...(preliminary ? { preliminary } : {}),
    documents,
  };
}

/**
 * What stands in the address of one analyte's page: which analyte one looks at is about health, so it is its name under the record's id, which
 * nobody who reads a browser's history knows.
 */
export const analyteRef =
  (record: RecordId) =>
  (key: string): string =>
    createHmac('sha256', record).update(key).digest('hex').slice(0, 20);

/** What a laboratory may say of a result, in plain words. Source: HL7 v3 ObservationInterpretation. */
const flags: Readonly<Record<string, Sentence>> = {
  N: { fr: 'dans les valeurs usuelles', en: 'within the usual values' },
  A: { fr: 'hors des valeurs usuelles', en: 'outside the usual values' },
  AA: { fr: 'très hors des valeurs usuelles', en: 'far outside the usual values' },
  H: { fr: 'au-dessus des valeurs usuelles', en: 'above the usual values' },
  HH: { fr: 'très au-dessus des valeurs usuelles', en: 'far above the usual values' },
  HX: { fr: 'au-dessus du seuil d’alerte', en: 'above the alert threshold' },
  L: { fr: 'au-dessous des valeurs usuelles', en: 'below the usual values' },
  LL: { fr: 'très au-dessous des valeurs usuelles', en: 'far below the usual values' },
  LX: { fr: 'au-dessous du seuil d’alerte', en: 'below the alert threshold' },
  POS: { fr: 'positif', en: 'positive' },
  NEG: { fr: 'négatif', en: 'negative' },
};

/** `{ analyte?, unit? }` of the body. Refuses `http.malformed`. */
export function resultsAsked(body: unknown): SeriesAsk {
  const asked = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const said = (name: 'analyte' | 'unit', most: number): Partial<SeriesAsk> => {
    const value = asked[name];
    if (value === undefined) return {};
    if (typeof value !== 'string' || value.length > most || value.includes('\0')) throw malformed(name);
    return { [name]: value };
  };
  return { ...said('analyte', 500), ...said('unit', 60) };
}
