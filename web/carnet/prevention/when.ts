import { show } from '../../kit/dates.ts';
import { language, localeOf } from '../../kit/i18n.ts';

/** A FHIR date as precise as it was written: a year, a month of it, a day. */
export function showDate(at: string): string {
  if (/^\d{4}$/.test(at)) return at;
  if (/^\d{4}-\d\d$/.test(at))
    return new Intl.DateTimeFormat(localeOf(language()), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${at}-01T00:00:00Z`),
    );
  return show(at, 'day');
}

/** The day before a day: what is asked for up to it. */
export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
