import type { Box } from '../query.ts';

export const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

/** A searched value: what it means by itself, and what it is compared with under a prefix that asks for more or less. */
export interface Bounds {
  /** The lowest and highest point that the value stands for, both inside, and the next points outside. */
  readonly first: number;
  readonly last: number;
  readonly outside: readonly [number, number];
  /** From where on a point is less (lt, eb) or more (gt, sa). */
  readonly less: number;
  readonly more: number;
  /** The same, with what is equal (le, ge); undefined: less or more, or inside. */
  readonly orEqual: readonly [number, number] | undefined;
  /** What `ap` still takes for the same. */
  readonly near: readonly [number, number];
}

const any = [-Infinity, Infinity] as const;

/** `lt2013` and the rest as boxes around the low and the high end of what is stored. Source: FHIR R4 §3.1.1.4.5, prefixes on ranges. */
export function boxesOf(prefix: Prefix, bounds: Bounds): readonly Box[] {
  const { first, last, outside, less, more, orEqual, near } = bounds;
  const inside: Box = { low: [first, last], high: [first, last] };
  const lowTo = (to: number): Box => ({ low: [-Infinity, to], high: any });
  const highFrom = (from: number): Box => ({ low: any, high: [from, Infinity] });
  switch (prefix) {
    case 'eq':
      return [inside];
    case 'ne':
      return [lowTo(outside[0]), highFrom(outside[1])];
    case 'gt':
      return [highFrom(more)];
    case 'lt':
      return [lowTo(less)];
    case 'ge':
      return orEqual === undefined ? [highFrom(more), inside] : [highFrom(orEqual[1])];
    case 'le':
      return orEqual === undefined ? [lowTo(less), inside] : [lowTo(orEqual[0])];
    case 'sa':
      return [{ low: [more, Infinity], high: any }];
    case 'eb':
      return [{ low: any, high: [-Infinity, less] }];
    case 'ap':
      return [{ low: [-Infinity, near[1]], high: [near[0], Infinity] }];
  }
}

export function prefixOf(value: string): { prefix: Prefix; rest: string } {
  const prefix = prefixes.find((one) => value.startsWith(one));
  return prefix === undefined ? { prefix: 'eq', rest: value } : { prefix, rest: value.slice(2) };
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The next number that a computer can hold above this one. */
export function after(value: number): number {
  if (!Number.isFinite(value)) return value;
  float[0] = value === 0 ? 0 : value;
  bits[0] = (bits[0] ?? 0n) + (value >= 0 ? 1n : -1n);
  return float[0] ?? value;
}

export function before(value: number): number {
  return -after(-value);
}
