import { language, localeOf } from '../i18n.ts';
import type { ResultPoint } from './shapes.ts';

/** A number in the words of the screen's language, with as many digits as it has. */
export function number(value: number, digits = 6): string {
  return new Intl.NumberFormat(localeOf(language()), { maximumSignificantDigits: digits }).format(value);
}

/** `printed`: the unit as it is printed. */
export function amount(value: number, printed: string): string {
  return [number(value), printed].filter((part) => part !== '').join(' ');
}

/** A result in the printed unit of its series; one that was turned into it has no more digits than a laboratory gives. */
export function resultOf({ value, comparator, given }: ResultPoint, printed: string): string {
  const figure = number(value, given === undefined ? 6 : 3);
  return [comparator ?? '', figure, printed].filter((part) => part !== '').join(' ');
}

/** The band of reference of one result; undefined when there was none. */
export function band({ low, high, rangeText, given }: ResultPoint): string | undefined {
  const digits = given === undefined ? 6 : 3;
  if (low !== undefined && high !== undefined) return `${number(low, digits)} – ${number(high, digits)}`;
  if (low !== undefined) return `≥ ${number(low, digits)}`;
  if (high !== undefined) return `≤ ${number(high, digits)}`;
  return rangeText;
}

/** Whether a result lies outside of its own band, or its laboratory says so. */
export function isOutside({ value, low, high, flag, comparator }: ResultPoint): boolean {
  if (flag !== undefined && flag.code !== 'N') return ['A', 'AA', 'H', 'HH', 'HX', 'L', 'LL', 'LX'].includes(flag.code);
  if (comparator !== undefined) return false;
  return (low !== undefined && value < low) || (high !== undefined && value > high);
}
