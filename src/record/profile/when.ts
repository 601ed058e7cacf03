import { isObject, type Json, text } from '#fhir';

/** The first of these values that is a FHIR date, an instant or a Period (its beginning). */
export function momentOf(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const said = isObject(value) ? text(value.start) : text(value);
    if (said !== undefined && /^\d{4}/.test(said)) return said;
  }
  return undefined;
}

export const endOf = (period: unknown): string | undefined => (isObject(period) ? text(period.end) : undefined);

/** The date of a FHIR date or instant, as far as it is said: `2024`, `2024-05`, `2024-05-02`. */
export const dayOf = (at: string | undefined): string | undefined => at?.slice(0, 10);

/** Whether a date lies wholly before another: a month is over when the day is in a later one. */
export const isBefore = (date: string | undefined, today: string): boolean => {
  const day = dayOf(date);
  return day !== undefined && day < today.slice(0, day.length);
};

const dayMs = 86_400_000;
const unitDays: Readonly<Record<string, number>> = { d: 1, wk: 7, mo: 30.44, a: 365.25 };

/** The last day of what lasts so long from then; undefined when either is not known to the day. */
export function lastDay(from: string | undefined, duration: unknown): string | undefined {
  if (!isObject(duration) || typeof duration.value !== 'number') return undefined;
  const days = duration.value * (unitDays[text(duration.code) ?? text(duration.unit) ?? ''] ?? Number.NaN);
  return daysAfter(from, days - 1);
}

export function daysAfter(from: string | undefined, days: number): string | undefined {
  const day = dayOf(from);
  const start = day?.length === 10 ? Date.parse(day) : Number.NaN;
  const end = new Date(start + Math.max(0, Math.round(days)) * dayMs);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString().slice(0, 10);
}

/** When it came to be kept here. */
export const keptAt = ({ meta }: Json): string | undefined => (isObject(meta) ? text(meta.lastUpdated) : undefined);
