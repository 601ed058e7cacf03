import { isObject, type Json, text } from '../../json.ts';
import { systemKey } from './system.ts';
import { baseUnit, ucum } from './units.ts';

/**
 * `[low, high, code, system, unit, factor, dimension]`, null where there is none and cut after the last that is there; the unit only when it is
 * written otherwise than the code. Low and high are equal for a plain value, null on an open side.
 */
export type QuantityKey = readonly (number | string | null)[];

/** UCUM, under which most quantities stand. */
export const ucumKey = 'u';
export const unitSystemKey = (system: string): string => (system === ucum ? ucumKey : systemKey(system));

/** Gives the quantities of one value of this FHIR type; undefined when the type has none. Source: FHIR R4 §3.1.1.4.14. */
export function quantitiesOf(type: string): ((value: unknown, into: QuantityKey[]) => void) | undefined {
  return table[type];
}

/** The plain numbers of one value of this FHIR type, as `[low, high]`. Source: FHIR R4 §3.1.1.4.7. */
export function numbersOf(type: string): ((value: unknown, into: QuantityKey[]) => void) | undefined {
  return numbers[type];
}

/** Where a number or quantity stands in a sorted list. */
export function quantityOrder([low, high, , , , factor]: QuantityKey): number {
  return Number(low ?? high ?? 0) * Number(factor ?? 1);
}

/** A value after a comparator is an open range: `<5` is everything below. */
const quantity = (value: unknown, into: QuantityKey[]): void => {
  const { value: number, comparator } = value as Json;
  if (typeof number !== 'number') return;
  const low = comparator === '<' || comparator === '<=' ? null : number;
  const high = comparator === '>' || comparator === '>=' ? null : number;
  push(low, high, value as Json, into);
};

const range = (value: unknown, into: QuantityKey[]): void => {
  const low = isObject((value as Json).low) ? ((value as Json).low as Json) : undefined;
  const high = isObject((value as Json).high) ? ((value as Json).high as Json) : undefined;
  const [from, to] = [low?.value, high?.value];
  if (typeof from !== 'number' && typeof to !== 'number') return;
  push(typeof from === 'number' ? from : null, typeof to === 'number' ? to : null, low ?? high ?? {}, into);
};

/** The bounds of all that was sampled. */
const sampled = (value: unknown, into: QuantityKey[]): void => {
  const { origin, factor, data } = value as Json;
  const zero = isObject(origin) ? origin.value : undefined;
  if (!isObject(origin) || typeof zero !== 'number' || typeof data !== 'string') return;
  let [low, high] = [Infinity, -Infinity];
  for (const word of data.split(' ')) {
    const one = Number.parseFloat(word);
    if (Number.isNaN(one)) continue;
    low = Math.min(low, one);
    high = Math.max(high, one);
  }
  const scale = typeof factor === 'number' ? factor : 1;
  if (low <= high) push(Math.min(low * scale, high * scale) + zero, Math.max(low * scale, high * scale) + zero, origin, into);
};

function push(low: number | null, high: number | null, unitOf: Json, into: QuantityKey[]): void {
  const [code, system, unit] = [text(unitOf.code), text(unitOf.system), text(unitOf.unit)];
  const base = code !== undefined && system === ucum ? baseUnit(code) : undefined;
  const key: (number | string | null)[] = [
    low,
    high,
    code ?? null,
    system === undefined ? null : unitSystemKey(system),
    unit === undefined || unit === code ? null : unit,
    base?.factor ?? null,
    base?.dimension ?? null,
  ];
  while (key.length > 2 && key.at(-1) === null) key.pop();
  into.push(key);
}

const money = (value: unknown, into: QuantityKey[]): void => {
  const { value: amount, currency } = value as Json;
  if (typeof amount !== 'number') return;
  push(amount, amount, typeof currency === 'string' ? { code: currency, system: 'urn:iso:std:iso:4217' } : {}, into);
};

const table: Readonly<Record<string, (value: unknown, into: QuantityKey[]) => void>> = {
  Age: quantity,
  Count: quantity,
  Distance: quantity,
  Duration: quantity,
  Money: money,
  MoneyQuantity: quantity,
  Quantity: quantity,
  Range: range,
  SampledData: sampled,
  SimpleQuantity: quantity,
};

const number = (value: unknown, into: QuantityKey[]): void => {
  if (typeof value === 'number') into.push([value, value]);
};
const withoutUnit =
  (of: (value: unknown, into: QuantityKey[]) => void) =>
  (value: unknown, into: QuantityKey[]): void => {
    const found: QuantityKey[] = [];
    of(value, found);
    for (const [low, high] of found) into.push([low ?? null, high ?? null]);
  };

const numbers: Readonly<Record<string, (value: unknown, into: QuantityKey[]) => void>> = {
  decimal: number,
  integer: number,
  positiveInt: number,
  unsignedInt: number,
  Quantity: withoutUnit(quantity),
  Range: withoutUnit(range),
};
