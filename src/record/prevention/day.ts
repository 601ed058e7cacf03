import type { Sentence } from '#kernel';

/** A day of the calendar, `2026-11-22`: as texts they stand in their order. */
export type Day = string;

/** A stretch of life as people say it: an age, or the time between two things. */
export interface Span {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
}

/** The day that comes `span` after another; the 31st of a month goes to the last day of a shorter one. */
export function dayAfter(day: Day, { years = 0, months = 0, days = 0 }: Span): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + years * 12 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), ((index % 12) + 12) % 12];
  const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return new Date(Date.UTC(toYear, toMonth, Math.min(date, last) + days)).toISOString().slice(0, 10);
}

/** The first day that a FHIR date or instant may mean: the year 2019 begins on its first day. Undefined when it is none. */
export function dayOf(written: string): Day | undefined {
  const [, year, month = '01', date = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T|$)/.exec(written) ?? [];
  if (year === undefined) return undefined;
  const day = `${year}-${month}-${date}`;
  const read = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day ? undefined : day;
}

/** The day of an instant on the clock of this place. */
export function today(at: Date): Day {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** An age in words: `2 mois`, `25 ans`. */
export function ageWords({ years = 0, months = 0, days = 0 }: Span): Sentence {
  if (years > 0) return { fr: years === 1 ? '1 an' : `${years} ans`, en: years === 1 ? '1 year' : `${years} years` };
  if (months > 0) return { fr: `${months} mois`, en: months === 1 ? '1 month' : `${months} months` };
  return { fr: days === 1 ? '1 jour' : `${days} jours`, en: days === 1 ? '1 day' : `${days} days` };
}
