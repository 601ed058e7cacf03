import type { Box } from '../query.ts';
import { after, type Bounds, before, boxesOf, prefixOf } from './bounds.ts';
import { badValue } from './refusals.ts';

const shape = /^([+-]?\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A number as searched, with what its digits leave open: 100 is [99.5, 100.5), 100.00 is [99.995, 100.005), 1e2 is [95, 105). The prefixes gt, lt,
 * ge, le, sa and eb compare with exactly the number; ap takes a tenth of it more and less. Undefined when it is no number.
 * Numbers are held as IEEE doubles: beyond 15 digits two may count as equal. Source: FHIR R4 §3.1.1.4.7.
 */
export function numberBounds(text: string): Bounds | undefined {
  const m = shape.exec(text.trim());
  if (m === null) return undefined;
  const [, whole = '0', fraction = '', exponent] = m;
  const digits = BigInt(`${whole}${fraction}`) * 100n;
  const at = (offset: bigint): number => Number(`${digits + offset}e${Number(exponent ?? 0) - fraction.length - 2}`);
  // With an exponent the published example counts one digit more than is written.
  const half = exponent === undefined ? 50n : 5n;
  const value = at(0n);
  if (!Number.isFinite(value)) return undefined;
  const tenth = Math.abs(value) / 10;
  return {
    first: at(-half),
    last: before(at(half)),
    outside: [before(at(-half)), at(half)],
    less: before(value),
    more: after(value),
    orEqual: [value, value],
    near: [value - tenth, value + tenth],
  };
}

/** Refuses `fhir.bad-value`. */
export function numberBoxes(value: string, parameter: string): readonly Box[] {
  const { prefix, rest } = prefixOf(value);
  const bounds = numberBounds(rest);
  if (bounds !== undefined) return boxesOf(prefix, bounds);
  throw badValue(
    parameter,
    'un nombre est attendu, avec un préfixe éventuel (eq, ne, gt, lt, ge, le, sa, eb, ap).',
    'a number is expected, with an optional prefix (eq, ne, gt, lt, ge, le, sa, eb, ap).',
  );
}
