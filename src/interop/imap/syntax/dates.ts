import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `"17-Jul-1996 02:44:25 +0000"` as INTERNALDATE writes it, in UTC; a day below 10 after a space. */
export function printDateTime(at: Date): string {
  const day = String(at.getUTCDate()).padStart(2, ' ');
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `"${day}-${months[at.getUTCMonth()]}-${String(at.getUTCFullYear()).padStart(4, '0')} ${time} +0000"`;
}

/** date-time of APPEND: day, month, year, time and zone in quotes. */
export function readDateTime(cursor: Cursor, where: string): Date {
  const written = cursor.stringBytes(where).toString('latin1');
  const form = /^([ \d]\d|\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(written);
  const [, day, monthName, year, hour, minute, second, sign, zoneHours, zoneMinutes] = form ?? [];
  const date = dayOf(day, monthName, year);
  const time = [Number(hour), Number(minute), Number(second)] as const;
  if (form === null || date === undefined || time[0] > 23 || time[1] > 59 || time[2] > 60 || Number(zoneMinutes) > 59)
    throw new SyntaxFault(`${where}: expected a date such as "17-Jul-1996 02:44:25 -0700"`);
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes));
  return new Date(date.getTime() + ((time[0] * 60 + time[1] - offset) * 60 + Math.min(time[2], 59)) * 1_000);
}

/** A day of SEARCH, `1-Feb-1994` with or without quotes, as `1994-02-01`. */
export function readDay(cursor: Cursor, where: string): string {
  const written = cursor.peek() === '"' ? cursor.stringBytes(where).toString('latin1') : cursor.atom(where);
  const [, day, monthName, year] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(written) ?? [];
  const date = dayOf(day, monthName, year);
  if (date === undefined) throw new SyntaxFault(`${where}: expected a day such as 1-Feb-1994`);
  return date.toISOString().slice(0, 10);
}

function dayOf(day: string | undefined, monthName: string | undefined, year: string | undefined): Date | undefined {
  const month = months.findIndex((name) => name.toLowerCase() === monthName?.toLowerCase());
  if (month < 0 || day === undefined || year === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month, Number(day));
  return date.getUTCDate() === Number(day) ? date : undefined;
}
