import { instantsOf } from '../keys/instants.ts';
import type { Box } from '../query.ts';
import { type Bounds, boxesOf, prefixOf } from './bounds.ts';
import { badValue } from './refusals.ts';

/**
 * A date as searched: the span of all that it may mean. `ap` takes a tenth of the time between it and now more and less, at least nothing.
 * Undefined when it is no date. Source: FHIR R4 §3.1.1.4.8.
 */
export function dateBounds(text: string, now: Date): Bounds | undefined {
  // A plus sign that was not escaped in a URL arrives as a space.
  const instants = instantsOf(text.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (instants === undefined) return undefined;
  const [first, last] = instants;
  const gap = Math.floor(Math.max(0, first - now.getTime(), now.getTime() - last) / 10);
  const [less, more] = [first - 1, last + 1];
  return { first, last, outside: [less, more], less, more, orEqual: undefined, near: [first - gap, last + gap] };
}

/** Refuses `fhir.bad-value`. */
export function dateBoxes(value: string, parameter: string, now: Date): readonly Box[] {
  const { prefix, rest } = prefixOf(value);
  const bounds = dateBounds(rest, now);
  if (bounds !== undefined) return boxesOf(prefix, bounds);
  throw badValue(
    parameter,
    'une date est attendue : AAAA, AAAA-MM, AAAA-MM-JJ ou date-heure, avec un préfixe éventuel (eq, ne, gt, lt, ge, le, sa, eb, ap).',
    'a date is expected: YYYY, YYYY-MM, YYYY-MM-DD or date-time, with an optional prefix (eq, ne, gt, lt, ge, le, sa, eb, ap).',
  );
}
