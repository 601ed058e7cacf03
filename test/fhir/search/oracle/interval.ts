/**
 * Prefixes as relations between the interval searched for and the interval found, by the letter of FHIR R4 §3.1.1.4.5. Bounds are half-open:
 * `from` belongs to the interval and `to` does not.
 */
export interface Interval<Bound extends number | bigint> {
  readonly from: Bound | typeof open;
  readonly to: Bound | typeof open;
}

/** A bound that is not told: the interval goes on for ever on that side. */
export const open = 'open';

export const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

/** `ge2020` as prefix and rest; no prefix means `eq`. */
export function splitPrefix(text: string): { readonly prefix: Prefix; readonly rest: string } {
  const prefix = prefixes.find((one) => text.startsWith(one));
  return prefix === undefined ? { prefix: 'eq', rest: text } : { prefix, rest: text.slice(2) };
}

export function relates<B extends number | bigint>(prefix: Prefix, searched: Interval<B>, found: Interval<B>): boolean {
  switch (prefix) {
    case 'eq':
      return contains(searched, found);
    case 'ne':
      return !contains(searched, found);
    case 'gt':
      return reachesAbove(searched, found);
    case 'lt':
      return reachesBelow(searched, found);
    case 'ge':
      return reachesAbove(searched, found) || contains(searched, found);
    case 'le':
      return reachesBelow(searched, found) || contains(searched, found);
    case 'sa':
      return searched.to !== open && found.from !== open && found.from >= searched.to;
    case 'eb':
      return searched.from !== open && found.to !== open && found.to <= searched.from;
    case 'ap':
      return overlaps(searched, found);
  }
}

function contains<B extends number | bigint>(outer: Interval<B>, inner: Interval<B>): boolean {
  const begins = outer.from === open || (inner.from !== open && outer.from <= inner.from);
  const ends = outer.to === open || (inner.to !== open && inner.to <= outer.to);
  return begins && ends;
}

function reachesAbove<B extends number | bigint>(searched: Interval<B>, found: Interval<B>): boolean {
  return searched.to !== open && (found.to === open || found.to > searched.to);
}

function reachesBelow<B extends number | bigint>(searched: Interval<B>, found: Interval<B>): boolean {
  return searched.from !== open && (found.from === open || found.from < searched.from);
}

function overlaps<B extends number | bigint>(a: Interval<B>, b: Interval<B>): boolean {
  const before = (x: Interval<B>, y: Interval<B>) => x.from === open || y.to === open || x.from < y.to;
  return before(a, b) && before(b, a);
}
