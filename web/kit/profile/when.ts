import { show } from '../dates.ts';
import { language, localeOf } from '../i18n.ts';

/** A FHIR date as precise as it was written: a year, a month of it, a day. */
export function showAsFar(at: string): string {
  if (/^\d{4}$/.test(at)) return at;
  if (!/^\d{4}-\d\d$/.test(at)) return show(at, 'day');
  const words = new Intl.DateTimeFormat(localeOf(language()), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return words.format(new Date(`${at}-01T00:00:00Z`));
}
