import { language, localeOf } from '../i18n.ts';
import type { ResultPoint } from './shapes.ts';

/** A number in the words of the screen's language, with as many digits as it has. */
export function number(value: number): string {
  return new Intl.NumberFormat(localeOf(language()), { maximumSignificantDigits: 6 }).format(value);
}

const printed: Readonly<Record<string, string>> = { 'mm[Hg]': 'mmHg', Cel: '°C', '1': '' };

/** A UCUM unit as it is printed. */
export function unitName(unit: string): string {
  return printed[unit] ?? unit.replace(/^u(?=(?:g|mol|[lL]|m|s|kat|eq|V)\b)/, 'µ').replace(/[{}[\]]/g, '');
}

export function amount(value: number, unit: string, comparator = ''): string {
  return [comparator, number(value), unitName(unit)].filter((part) => part !== '').join(' ');
}

/** The band of reference of one result; undefined when there was none. */
export function band({ low, high, rangeText }: ResultPoint): string | undefined {
  if (low !== undefined && high !== undefined) return `${number(low)} – ${number(high)}`;
  if (low !== undefined) return `≥ ${number(low)}`;
  if (high !== undefined) return `≤ ${number(high)}`;
  return rangeText;
}

/** Whether a result lies outside of its own band, or its laboratory says so. */
export function isOutside({ value, low, high, flag, comparator }: ResultPoint): boolean {
  if (flag !== undefined && flag.code !== 'N') return ['A', 'AA', 'H', 'HH', 'HX', 'L', 'LL', 'LX'].includes(flag.code);
  if (comparator !== undefined) return false;
  return (low !== undefined && value < low) || (high !== undefined && value > high);
}
