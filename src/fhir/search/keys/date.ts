import { isObject, type Json } from '../../json.ts';
import { instantsOf } from './instants.ts';

/** `[first, last]` millisecond, both inside; null on an open side. */
export type DateKey = readonly [number | null, number | null];

/** Gives the span of one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.8. */
export function datesOf(type: string): ((value: unknown, into: DateKey[]) => void) | undefined {
  return table[type];
}

const point = (value: unknown, into: DateKey[]): void => {
  const instants = typeof value === 'string' ? instantsOf(value) : undefined;
  if (instants !== undefined) into.push(instants);
};

const period = (value: unknown, into: DateKey[]): void => {
  const { start, end } = value as Json;
  const first = typeof start === 'string' ? instantsOf(start)?.[0] : undefined;
  const last = typeof end === 'string' ? instantsOf(end)?.[1] : undefined;
  if (first !== undefined || last !== undefined) into.push([first ?? null, last ?? null]);
};

const table: Readonly<Record<string, (value: unknown, into: DateKey[]) => void>> = {
  date: point,
  dateTime: point,
  instant: point,
  Period: period,
  /** The outer limits of the schedule, as far as it tells them: a rule of repetition without bounds tells none. */
  Timing(value, into) {
    const { event, repeat } = value as Json;
    const spans: DateKey[] = [];
    if (Array.isArray(event)) for (const one of event) point(one, spans);
    if (isObject(repeat) && isObject(repeat.boundsPeriod)) period(repeat.boundsPeriod, spans);
    if (spans.length === 0) return;
    const [firsts, lasts] = [spans.map(([first]) => first), spans.map(([, last]) => last)];
    into.push([
      firsts.includes(null) ? null : Math.min(...firsts.map(Number)),
      lasts.includes(null) ? null : Math.max(...lasts.map(Number)),
    ]);
  },
};

/** Where a span stands in a sorted list: its beginning, else its end. */
export const dateOrder = ([first, last]: DateKey): number => first ?? last ?? 0;
