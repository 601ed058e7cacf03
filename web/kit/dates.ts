import { language, localeOf } from './i18n.ts';

const styles = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  shortDay: { day: '2-digit', month: '2-digit', year: 'numeric' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  moment: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/**
 * A date of the API in the words of the screen's language, on the reader's clock. A date without time (`1990-01-31`) is a day of
 * the calendar: it must not slide to the day before in the overseas territories. An unreadable text is shown as it came.
 */
export function show(iso: string, style: keyof typeof styles): string {
  const calendarDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const words = new Intl.DateTimeFormat(localeOf(language()), {
    ...styles[style],
    ...(calendarDay ? { timeZone: 'UTC' } : {}),
  }).format(date);
  return language() === 'fr' ? firstOfMonth(words) : words;
}

/** « 1er février », as French says it and `Intl` does not. */
export const firstOfMonth = (words: string): string => words.replace(/(^|\s)1(?= \p{L})/u, '$11er');

/** A FHIR date as precise as it was written: a year, a month of it, a day. */
export function showAsFar(at: string): string {
  if (/^\d{4}$/.test(at)) return at;
  if (!/^\d{4}-\d\d$/.test(at)) return show(at, 'day');
  const words = new Intl.DateTimeFormat(localeOf(language()), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return words.format(new Date(`${at}-01T00:00:00Z`));
}

/** Today on the reader's calendar, as `2026-11-21`. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
