/** What of the log is shown; a word that is empty narrows nothing. Days are those of the reader's calendar. */
export interface LogFilter {
  readonly who: string;
  readonly kind: string;
  readonly ground: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export const wholeLog: LogFilter = { who: '', kind: '', ground: '', fromDay: '', toDay: '' };

/** The same in the words of the API, as the query of an address. */
export function queryOf({ who, kind, ground, fromDay, toDay }: LogFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ who, kind, ground })) if (value !== '') query.set(name, value);
  const from = instantOf(fromDay, 0);
  const to = instantOf(toDay, 1);
  if (from !== undefined) query.set('from', from);
  if (to !== undefined) query.set('to', to);
  return query;
}

export function isNarrowed(filter: LogFilter): boolean {
  return [...queryOf(filter)].length > 0;
}

/** The beginning of a day on the reader's clock, `more` days later; undefined for what is no day. */
function instantOf(day: string, more: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined || year < 1900 || year > 9999) return undefined;
  const at = new Date(year, month - 1, date + more);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
