import { type Analyte, analyteOfKey } from './analytes.ts';
import { distinct, type Once } from './distinct.ts';
import type { Amount, Measure, Named } from './measure.ts';
import { shortlyNamed } from './shortName.ts';
import { applied, conversionOf } from './units.ts';

/** One result in the unit of its series. */
export interface Point {
  /** As it was written: a day or an instant. */
  readonly at: string;
  readonly value: number;
  readonly comparator?: string;
  /** The band of reference of this very result, in the unit of the series. */
  readonly low?: number;
  readonly high?: number;
  readonly range?: string;
  readonly interpretation?: string;
  readonly laboratory?: string;
  /** As the laboratory gave it, where that was another unit. */
  readonly given?: { readonly value: number; readonly unit: string };
  readonly preliminary: boolean;
  readonly observation: string;
  /** The documents that give it; none for a result that came as data. */
  readonly documents: readonly string[];
}

/** A result without a number. */
export type Words = Omit<Point, 'value' | 'comparator' | 'low' | 'high' | 'given'> & { readonly words: string };

export interface Series {
  /** UCUM, or what was written; `''` for a bare number. */
  readonly unit: string;
  /** Oldest first. */
  readonly points: readonly Point[];
}

/** All results of one analyte: one series, and another for each unit that cannot be turned into the first. */
export interface Results {
  readonly key: string;
  readonly label: string;
  /** Of the latest result: `laboratory`, `vital-signs` … */
  readonly category?: string;
  /** Every code under which it was given. */
  readonly codes: readonly { readonly system: string; readonly code: string }[];
  readonly series: readonly Series[];
  readonly words: readonly Words[];
}

/**
 * Results put together by analyte, in one unit as far as units can be turned into one another; the analyte with the latest result first.
 * `unit`: in which to show them, where that can be said; else the one of the table, else that of the latest result. A result that several
 * documents give counts once. Names are short ones as long as no two are the same. Pure.
 */
export function resultsOf(measures: readonly Measure[], unit?: string): readonly Results[] {
  const groups = [...Map.groupBy(measures, ({ named }) => named.key)];
  return shortlyNamed(groups.map(([key, all]) => ofAnalyte(key, distinct(all, analyteOfKey(key)), unit))).sort((a, b) =>
    latest(b) < latest(a) ? -1 : latest(b) > latest(a) ? 1 : a.key < b.key ? -1 : 1,
  );
}

function ofAnalyte(key: string, all: readonly Once[], unit: string | undefined): Results {
  const ordered = all.toSorted(byTime);
  const newest = ordered.at(-1);
  const analyte = analyteOfKey(key);
  return {
    key,
    label: newest?.named.label ?? key,
    ...(newest?.category === undefined ? {} : { category: newest.category }),
    codes: codesOf(ordered.map(({ named }) => named)),
    series: seriesIn(ordered, analyte, unit),
    words: ordered.flatMap((one) => (one.words === undefined ? [] : [{ words: one.words, ...commonOf(one) }])),
  };
}

function seriesIn(ordered: readonly Once[], analyte: Analyte | undefined, unit: string | undefined): readonly Series[] {
  const numbers = ordered.flatMap((one) => (one.amount === undefined ? [] : [{ ...one, amount: one.amount }]));
  const series: { unit: string; points: Point[] }[] = [];
  // The newest decides in which unit the others are shown.
  for (const one of numbers.toReversed()) {
    const wished = [unit, analyte?.unit].filter((wish) => wish !== undefined);
    const home =
      series.find((each) => conversionOf(analyte, one.amount.unit, each.unit) !== undefined) ??
      opened(series, wished.find((wish) => conversionOf(analyte, one.amount.unit, wish) !== undefined) ?? one.amount.unit);
    home.points.push(pointIn(one, analyte, home.unit));
  }
  return series.map(({ unit: own, points }) => ({ unit: own, points: points.reverse() }));
}

function opened(series: { unit: string; points: Point[] }[], unit: string) {
  const made = { unit, points: [] };
  series.push(made);
  return made;
}

function pointIn(one: Once & { readonly amount: Amount }, analyte: Analyte | undefined, unit: string): Point {
  const { amount, low, high } = one;
  const said = (other: Amount | undefined): number | undefined => {
    if (other === undefined) return undefined;
    const to = conversionOf(analyte, other.unit === '' ? amount.unit : other.unit, unit);
    return to === undefined ? undefined : applied(to, other.value);
  };
  const [from, to] = [said(low), said(high)];
  return {
    ...commonOf(one),
    value: said(amount) ?? amount.value,
    ...(amount.comparator === undefined ? {} : { comparator: amount.comparator }),
    ...(from === undefined ? {} : { low: from }),
    ...(to === undefined ? {} : { high: to }),
    ...(amount.unit === unit ? {} : { given: { value: amount.value, unit: amount.unit } }),
  };
}

function commonOf({ at, range, interpretation, laboratory, preliminary, observation, documents }: Once) {
  return {
    at,
    ...(range === undefined ? {} : { range }),
    ...(interpretation === undefined ? {} : { interpretation }),
    ...(laboratory === undefined ? {} : { laboratory }),
    preliminary,
    observation,
    documents,
  };
}

function codesOf(names: readonly Named[]) {
  const codes = names.flatMap(({ code }) => (code === undefined ? [] : [[`${code.system}|${code.code}`, code] as const]));
  return [...new Map(codes).values()];
}

/** A day comes before its instants: what was written with no time has none. */
function byTime(a: Once, b: Once): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.observation < b.observation ? -1 : 1);
}

function latest({ series, words }: Results): string {
  const last = [...series.map(({ points }) => points.at(-1)?.at ?? ''), words.at(-1)?.at ?? ''];
  return last.reduce((newest, at) => ((Date.parse(at) || 0) > (Date.parse(newest) || 0) ? at : newest), '');
}
