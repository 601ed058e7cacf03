import { isObject, type Json } from '../../json.ts';
import { instantsOf } from './instants.ts';

/** First and last millisecond, both inside; infinite on an open side. */
export type Span = readonly [first: number, last: number];

type Spans = (value: unknown, into: Span[]) => void;

/** Gives the span of one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.8. */
export function datesOf(type: string): Spans | undefined {
  return table[type];
}

const point: Spans = (value, into) => {
  const instants = typeof value === 'string' ? instantsOf(value) : undefined;
  if (instants !== undefined) into.push(instants);
};

const period: Spans = (value, into) => {
  const { start, end } = value as Json;
  const first = typeof start === 'string' ? instantsOf(start)?.[0] : undefined;
  const last = typeof end === 'string' ? instantsOf(end)?.[1] : undefined;
  if (first !== undefined || last !== undefined) into.push([first ?? -Infinity, last ?? Infinity]);
};

const table: Readonly<Record<string, Spans>> = {
  date: point,
  dateTime: point,
  instant: point,
  Period: period,
  /** The outer limits of the schedule, as far as it tells them: a rule of repetition without bounds tells none. */
  Timing(value, into) {
    const { event, repeat } = value as Json;
    const spans: Span[] = [];
    if (Array.isArray(event)) for (const one of event) point(one, spans);
    if (isObject(repeat) && isObject(repeat.boundsPeriod)) period(repeat.boundsPeriod, spans);
    if (spans.length > 0) into.push([Math.min(...spans.map(([first]) => first)), Math.max(...spans.map(([, last]) => last))]);
  },
};

const origin = 1e15;
const digits = 10;
/** An open side: no instant of FHIR's years 1 to 9999 is written like this. */
export const openStart = '0'.repeat(digits);
export const openEnd = 'z'.repeat(digits);

/** An instant in base 36, of ever the same length: the order of the texts is the order of the instants. */
export function instantKey(ms: number): string {
  if (ms === -Infinity) return openStart;
  return ms === Infinity ? openEnd : (ms + origin).toString(36);
}

/** A span in the keys: its two instants, one behind the other. */
export const spanKey = ([first, last]: Span): string => `${instantKey(first)}${instantKey(last)}`;

/** Where a span stands in a sorted list: its beginning, else its end. */
export const spanOrder = ([first, last]: Span): number => (first === -Infinity ? last : first);

/** The instant of {@link spanOrder}, read from the keys. */
export function instantOfSpan(key: string): Date {
  const first = key.slice(0, digits);
  return new Date(Number.parseInt(first === openStart ? key.slice(digits) : first, 36) - origin);
}
