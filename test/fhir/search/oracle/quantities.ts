import type { Json } from '#packages';
import { decimalOf, point, searchedNumber } from './decimals.ts';
import type { Element } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { type Interval, open, relates, splitPrefix } from './interval.ts';

/** An amount found in a resource, with its unit in the three ways in which one may ask for it. */
export interface Amount {
  readonly interval: Interval<bigint>;
  readonly system: unknown;
  readonly code: unknown;
  readonly unit: unknown;
}

/** Quantity and its kin, both ends of a Range. No unit is converted into another. Source: FHIR R4 §3.1.1.4.11. */
export function amountIn({ type, value }: Element): Amount | undefined {
  const json = value as Json;
  if (type === 'Range') return amountOfRange(json);
  const number = decimalOf(String(json.value));
  if (number === undefined) return undefined;
  return { interval: point(number.value), ...unitOf(json) };
}

function amountOfRange({ low, high }: Json): Amount | undefined {
  const from = decimalOf(String((low as Json | undefined)?.value));
  const to = decimalOf(String((high as Json | undefined)?.value));
  if (from === undefined && to === undefined) return undefined;
  return {
    interval: { from: from?.value ?? open, to: to === undefined ? open : to.value + 1n },
    ...unitOf((low ?? high) as Json),
  };
}

const unitOf = ({ system, code, unit }: Json) => ({ system, code, unit });

export function quantityMatches(asked: string, element: Element): boolean {
  const [number = '', system = '', code = ''] = splitAt('|', asked).map(unescaped);
  const { prefix, rest } = splitPrefix(number);
  const searched = searchedNumber(prefix, rest);
  const found = amountIn(element);
  if (searched === undefined || found === undefined) return false;
  if (system !== '' && found.system !== system) return false;
  if (code !== '' && found.code !== code && (system !== '' || found.unit !== code)) return false;
  return relates(prefix, searched, found.interval);
}
