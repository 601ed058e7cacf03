import type { Interval, Prefix } from './interval.ts';

/** Decimals are whole numbers of this many digits after the point, so that no comparison rounds. */
const digits = 24;

const shape = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * The exact value of a decimal's text and half of the unit of its last digit, with an exponent a tenth of that: R4 says that 1e2 is [95, 105).
 * Undefined for another text.
 */
export function decimalOf(text: string): { readonly value: bigint; readonly half: bigint } | undefined {
  const [all, sign, whole, fraction = '', exponent] = shape.exec(text) ?? [];
  if (all === undefined || whole === undefined) return undefined;
  const unit = 10n ** BigInt(digits - fraction.length + Number(exponent ?? 0));
  const value = BigInt(whole + fraction) * unit;
  return { value: sign === '-' ? -value : value, half: unit / (exponent === undefined ? 2n : 20n) };
}

/** A number alone, as the shortest interval that can be told. */
export function point(value: bigint): Interval<bigint> {
  return { from: value, to: value + 1n };
}

/**
 * The interval that a searched number stands for. `eq` and `ne` take half a unit of its last digit on both sides; `ap` a tenth of the
 * number; with the other prefixes it is exact. Source: FHIR R4 §3.1.1.4.6.
 */
export function searchedNumber(prefix: Prefix, text: string): Interval<bigint> | undefined {
  const number = decimalOf(text);
  if (number === undefined) return undefined;
  const { value, half } = number;
  if (prefix === 'eq' || prefix === 'ne') return { from: value - half, to: value + half };
  if (prefix !== 'ap') return point(value);
  const margin = (value < 0n ? -value : value) / 10n;
  return { from: value - margin, to: value + margin + 1n };
}
