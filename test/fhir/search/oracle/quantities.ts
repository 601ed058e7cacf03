import type { Json } from '#packages';
import { decimalOf, point, searchedNumber } from './decimals.ts';
import type { Element } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { type Interval, open, type Prefix, relates, splitPrefix } from './interval.ts';

/** An amount found in a resource, with its unit in the three ways in which one may ask for it. */
export interface Amount {
  readonly interval: Interval<bigint>;
  readonly system: unknown;
  readonly code: unknown;
  readonly unit: unknown;
}

/** A number, Quantity and its kin, both ends of a Range, the bounds of what was sampled; undefined without a number. */
export function amountIn({ type, value }: Element): Amount | undefined {
  if (typeof value === 'number') return { interval: point(decimalOf(String(value))?.value ?? 0n), ...unitOf({}) };
  const json = value as Json;
  if (type === 'Range') return amountOfRange(json);
  if (type === 'SampledData') return amountOfSamples(json);
  const number = decimalOf(String(json.value));
  return number === undefined ? undefined : { interval: compared(number.value, json.comparator), ...unitOf(json) };
}

/** After a comparator all that it allows: `<5` is everything below. */
function compared(value: bigint, comparator: unknown): Interval<bigint> {
  const only = point(value);
  if (comparator === undefined) return only;
  return String(comparator).startsWith('<') ? { from: open, to: only.to } : { from: only.from, to: open };
}

/** From the lowest to the highest of all samples. */
function amountOfSamples({ origin, factor = 1, data }: Json): Amount | undefined {
  const zero = Number((origin as Json).value);
  const samples = String(data)
    .split(' ')
    .map(Number)
    .filter((one) => !Number.isNaN(one));
  const values = samples
    .map((one) => decimalOf(String(one * Number(factor) + zero))?.value ?? 0n)
    .sort((a, b) => (a < b ? -1 : 1));
  const [low, high] = [values.at(0), values.at(-1)];
  if (low === undefined || high === undefined) return undefined;
  return { interval: { from: low, to: high + 1n }, ...unitOf(origin as Json) };
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

/** How many milligrammes: the units of UCUM that the tests are made of. */
const masses: Readonly<Record<string, bigint>> = { mg: 1n, g: 1000n, kg: 1_000_000n };
const ucum = 'http://unitsofmeasure.org';

/** Milligrammes in one of a UCUM unit. */
export function massOf(system: unknown, code: unknown): bigint | undefined {
  return system === ucum ? masses[String(code)] : undefined;
}

const times = ({ from, to }: Interval<bigint>, factor: bigint): Interval<bigint> => ({
  from: from === open ? open : from * factor,
  to: to === open ? open : (to - 1n) * factor + 1n,
});

/** `number`, `number|system|code`, `number||unit`; in UCUM what is written in other units of mass is converted. Source: FHIR R4 §3.1.1.4.11. */
export function quantityMatches(asked: string, element: Element): boolean {
  const [number = '', system = '', code = ''] = splitAt('|', asked).map(unescaped);
  const { prefix, rest } = splitPrefix(number);
  const searched = searchedNumber(prefix, rest);
  const found = amountIn(element);
  if (searched === undefined || found === undefined) return false;
  const [mass, foundMass] = [massOf(system, code), massOf(found.system, found.code)];
  if (mass !== undefined && foundMass !== undefined)
    return compares(prefix, times(searched, mass), times(found.interval, foundMass));
  if (system !== '' && found.system !== system) return false;
  if (code !== '' && found.code !== code && (system !== '' || found.unit !== code)) return false;
  return compares(prefix, searched, found.interval);
}

/** With an exact number, what reaches just to it has something equal to it. */
function compares(prefix: Prefix, searched: Interval<bigint>, found: Interval<bigint>): boolean {
  const touches =
    (prefix === 'ge' && (found.to === open || (searched.from !== open && found.to > searched.from))) ||
    (prefix === 'le' && (found.from === open || (searched.to !== open && found.from < searched.to)));
  return touches || relates(prefix, searched, found);
}

export function numberMatches(asked: string, element: Element): boolean {
  const { prefix, rest } = splitPrefix(asked);
  const searched = searchedNumber(prefix, rest);
  const found = amountIn(element);
  return searched !== undefined && found !== undefined && compares(prefix, searched, found.interval);
}
