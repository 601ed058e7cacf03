import type { Json } from '#packages';
import type { Element } from './element.ts';
import { type Interval, open, relates, splitPrefix } from './interval.ts';

const shape = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const day = 86_400_000;

/** All the time that a date or dateTime of its precision may mean, in milliseconds; without a zone it is UTC. Undefined for another text. */
export function timeOf(text: string): Interval<number> | undefined {
  const [whole, year, month, date, hour, minute, second, fraction, zone] = shape.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const y = Number(year);
  if (month === undefined) return { from: Date.UTC(y, 0, 1), to: Date.UTC(y + 1, 0, 1) };
  const m = Number(month) - 1;
  if (date === undefined) return { from: Date.UTC(y, m, 1), to: Date.UTC(y, m + 1, 1) };
  if (hour === undefined) return { from: Date.UTC(y, m, Number(date)), to: Date.UTC(y, m, Number(date)) + day };
  const from = Date.parse(
    `${year}-${month}-${date}T${hour}:${minute}:${second ?? '00'}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}${zone ?? 'Z'}`,
  );
  return { from, to: from + (second === undefined ? 60_000 : fraction === undefined ? 1000 : 1) };
}

/** What time an element takes: FHIR R4 §3.1.1.4.7. Of a Timing the outer limits; undefined for what is no time. */
export function timeIn({ type, value }: Element): Interval<number> | undefined {
  if (/^(date|dateTime|instant)$/.test(type)) return timeOf(String(value));
  if (type === 'Period') return periodOf(value as Json);
  if (type === 'Timing') return timingOf(value as Json);
  return undefined;
}

function periodOf({ start, end }: Json): Interval<number> | undefined {
  if (start === undefined && end === undefined) return undefined;
  return { from: timeOf(String(start))?.from ?? open, to: timeOf(String(end))?.to ?? open };
}

function timingOf({ event, repeat }: Json): Interval<number> | undefined {
  const bounds = (repeat as Json | undefined)?.boundsPeriod as Json | undefined;
  const all = [...((event ?? []) as string[]).map(timeOf), bounds && periodOf(bounds)].filter((one) => one !== undefined);
  if (all.length === 0) return undefined;
  const froms = all.map(({ from }) => from);
  const tos = all.map(({ to }) => to);
  return {
    from: froms.includes(open) ? open : Math.min(...(froms as number[])),
    to: tos.includes(open) ? open : Math.max(...(tos as number[])),
  };
}

/** `ap` widens by a tenth of the time between the value and now, by nothing when now is in it: FHIR R4 §3.1.1.4.5 recommends a tenth. */
export function dateMatches(asked: string, element: Element, now: Date): boolean {
  const { prefix, rest } = splitPrefix(asked);
  const found = timeIn(element);
  const searched = timeOf(rest);
  if (found === undefined || searched === undefined) return false;
  return relates(prefix, prefix === 'ap' ? widened(searched, now.getTime()) : searched, found);
}

function widened({ from, to }: Interval<number>, now: number): Interval<number> {
  if (from === open || to === open) return { from, to };
  const margin = Math.floor(Math.max(0, from - now, now - (to - 1)) / 10);
  return { from: from - margin, to: to + margin };
}
