/** The first and the last millisecond of a date or time of any precision, both inside it. */
export type Instants = readonly [first: number, last: number];

const shape = /^(?!0000)(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::([0-5]\d|60)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const day = 86_400_000;

/**
 * In: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a time to the minute, second or fraction. Without a zone it is UTC. Undefined when it is none of these
 * or no day of the calendar. Fractions count to the millisecond; second 60 counts as 59. Source: FHIR R4 §3.1.1.4.8.
 */
export function instantsOf(text: string): Instants | undefined {
  const m = shape.exec(text);
  if (m === null) return undefined;
  const [, year = '', month, date, hour, minute, second, fraction, zone] = m;
  if (month === undefined) return within(`${year}-01-01`, (first) => endOfMonths(first, 12));
  if (date === undefined) return within(`${year}-${month}-01`, (first) => endOfMonths(first, 1));
  if (Number(date) > 28 && new Date(`${year}-${month}-${date}T00:00:00Z`).getUTCDate() !== Number(date)) return undefined;
  if (hour === undefined) return within(`${year}-${month}-${date}`, (first) => first + day);
  const to = second === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  const seconds = `${second === '60' ? '59' : (second ?? '00')}.${(fraction ?? '').slice(0, 3).padEnd(3, '0')}`;
  const first = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${seconds}${zone ?? 'Z'}`);
  return Number.isNaN(first) ? undefined : [first, first + to - 1];
}

function within(date: string, end: (first: number) => number): Instants | undefined {
  const first = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(first) ? undefined : [first, end(first) - 1];
}

function endOfMonths(first: number, months: number): number {
  const end = new Date(first);
  return end.setUTCMonth(end.getUTCMonth() + months);
}
