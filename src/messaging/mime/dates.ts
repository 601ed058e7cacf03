import { withoutComments } from './parameters.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322 §4.3; military letters and unknown names are UTC there. Minutes. */
const zones: Readonly<Record<string, number>> = {
  edt: -240,
  est: -300,
  cdt: -300,
  cst: -360,
  mdt: -360,
  mst: -420,
  pdt: -420,
  pst: -480,
};

const form =
  /^(?:[a-z]{3,9}\s*,?\s*)?(\d{1,2})\s*[ -]\s*([a-z]{3})[a-z]*\s*[ -]\s*(\d{2,4})\s+(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:\.\d+)?)?\s*([+-]\d{4}|[a-z]{1,5})?/;

/**
 * A Date field (RFC 5322 §3.3 and the obsolete forms of §4.3: years of two or three digits, named zones, comments and white space anywhere).
 * undefined for what is no date, or none between 1970 and 9999.
 */
export function readDate(text: string): Date | undefined {
  if (text.length > 500) return undefined;
  const match = form.exec(withoutComments(text).replace(/\s+/g, ' ').trim().toLowerCase());
  if (match === null) return undefined;
  const [, day, monthName = '', year = '', hour, minute, second = '0', zone = ''] = match;
  const month = months.indexOf(monthName);
  const written = new Date(
    Date.UTC(fullYear(year), month, Number(day), Number(hour), Number(minute), Math.min(Number(second), 59)),
  );
  const inRange = month >= 0 && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61;
  if (!inRange || written.getUTCDate() !== Number(day)) return undefined;
  const at = new Date(written.getTime() - offsetMinutes(zone) * 60_000);
  return at.getTime() >= 0 && at.getUTCFullYear() <= 9999 ? at : undefined;
}

function fullYear(written: string): number {
  const year = Number(written);
  if (written.length >= 4) return year;
  if (written.length === 3 || year >= 50) return 1900 + year;
  return 2000 + year;
}

function offsetMinutes(zone: string): number {
  const numbers = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (numbers === null) return zones[zone] ?? 0;
  const [, sign, hours, minutes] = numbers;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
