import { isOutside } from '../../kit/results/say.ts';
import type { Analyte, ResultPoint, ResultSeries } from '../../kit/results/shapes.ts';

/** One analyte in one unit, to be drawn beside others. */
export interface Trend {
  readonly key: string;
  readonly label: string;
  readonly printed: string;
  /** Oldest first; never empty. */
  readonly points: ResultSeries['points'];
  readonly last: ResultPoint;
  readonly isOut: boolean;
}

export const mostTogether = 6;
const atFirst = 4;

/** What can be drawn, those whose last result is outside of its band first, then by the date of the last one. */
export function trendsOf(analytes: readonly Analyte[]): readonly Trend[] {
  const all = analytes.flatMap(({ key, label, series }) =>
    series.flatMap(({ unit, printed, points }): Trend[] => {
      const last = points.at(-1);
      return last === undefined ? [] : [{ key: `${key} ${unit}`, label, printed, points, last, isOut: isOutside(last) }];
    }),
  );
  return all.sort((a, b) => Number(b.isOut) - Number(a.isOut) || Date.parse(b.last.at) - Date.parse(a.last.at));
}

/** Whose trends are drawn before anybody chose: those that are outside, else the latest that have a course. */
export function chosenAtFirst(trends: readonly Trend[]): readonly string[] {
  const out = trends.filter(({ isOut }) => isOut).slice(0, mostTogether);
  const rest = trends.filter(({ isOut, points }) => !isOut && points.length > 1).slice(0, Math.max(0, atFirst - out.length));
  const chosen = [...out, ...rest];
  return (chosen.length > 0 ? chosen : trends.slice(0, atFirst)).map(({ key }) => key);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time that all of them together take, in milliseconds; at least a day. */
export function spanOf(trends: readonly Trend[]): Span {
  const times = trends.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return to - from < 86_400_000 ? { from: from - 43_200_000, to: to + 43_200_000 } : { from, to };
}

export interface DayRow {
  /** `2026-11-21`, of the reader’s calendar. */
  readonly day: string;
  /** What each trend says of that day, in the order of the trends; usually one, or none. */
  readonly cells: readonly (readonly ResultPoint[])[];
}

/** The values of several trends side by side, a row a day, the newest first. */
export function daysOf(trends: readonly Trend[]): readonly DayRow[] {
  const days = new Set(trends.flatMap(({ points }) => points.map(({ at }) => dayOf(at))));
  return [...days]
    .sort((a, b) => (a < b ? 1 : -1))
    .map((day) => ({ day, cells: trends.map(({ points }) => points.filter(({ at }) => dayOf(at) === day)) }));
}

function dayOf(at: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return at;
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
