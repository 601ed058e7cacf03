import { ucumUtils } from 'fhirpath';
import { isUcum } from './grammars.ts';

/** How a value in one unit is said in another: `scale × value + offset`. */
export interface Conversion {
  readonly scale: number;
  readonly offset: number;
}

const known = new Map<string, Conversion | undefined>();
const mostKnown = 5000;

/**
 * The conversion between two UCUM units; undefined when there is none, or none that is linear (pH, decibels). Between mass and amount of
 * substance only with the molar mass, in g/mol. International units go among themselves: what one is depends on the substance.
 */
export function conversion(from: string, to: string, molarMass?: number): Conversion | undefined {
  if (from === to) return same;
  const key = `${from}\n${to}\n${molarMass ?? ''}`;
  if (known.has(key)) return known.get(key);
  if (known.size >= mostKnown) known.clear(); // units come from outside
  const both = isUcum(from) && isUcum(to);
  // The library takes a molar mass for the order to go from mass to amount: the way without comes first.
  const made = both ? (linear(from, to, undefined) ?? massive(from, to, molarMass)) : undefined;
  known.set(key, made);
  return made;
}

const same: Conversion = { scale: 1, offset: 0 };
const international = /\[i?IU\]|\[iU\]/;

function linear(from: string, to: string, molarMass: number | undefined): Conversion | undefined {
  if (international.test(from) !== international.test(to)) return undefined;
  // The library converts no arbitrary unit: for the ratio of two of the same any other base serves.
  const [a, b] = [from, to].map((unit) => unit.replace(international, 'cd')) as [string, string];
  const offset = convert(a, b, 0, molarMass);
  const one = convert(a, b, 1, molarMass);
  const ten = convert(a, b, 10, molarMass);
  if (offset === undefined || one === undefined || ten === undefined) return undefined;
  const scale = one - offset;
  if (!(scale > 0) || Math.abs(offset + 10 * scale - ten) > 1e-9 * Math.abs(ten)) return undefined;
  return { scale, offset: Math.abs(offset) < 1e-12 * scale ? 0 : offset };
}

const massive = (from: string, to: string, molarMass: number | undefined) =>
  molarMass === undefined ? undefined : linear(from, to, molarMass);

function convert(from: string, to: string, value: number, molarMass: number | undefined): number | undefined {
  try {
    const { status, toVal } = units.convertUnitTo(from, value, to, false, molarMass ?? null);
    return status === 'succeeded' && typeof toVal === 'number' && Number.isFinite(toVal) ? toVal : undefined;
  } catch {
    return undefined;
  }
}

const units = ucumUtils as unknown as {
  convertUnitTo(
    from: string,
    value: number,
    to: string,
    suggest: boolean,
    molarMass: number | null,
  ): { readonly status: string; readonly toVal: number | null };
};
