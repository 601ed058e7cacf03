import fhirpath from 'fhirpath';

/** A UCUM unit in base units: what a value is multiplied with, and the dimension in which it then stands. */
export interface BaseUnit {
  readonly factor: number;
  /** `L-3M` for a mass concentration; amounts of substance (`N`) are kept apart from numbers. */
  readonly dimension: string;
}

export const ucum = 'http://unitsofmeasure.org';

const known = new Map<string, BaseUnit | undefined>();
const mostKnown = 2000;
const letters = 'LTMAKQC';

/**
 * Undefined for what cannot be compared by a factor: an unknown code, special units (`Cel`), arbitrary ones (`[iU]`), and numbers without a
 * dimension (`%`, `{score}`), which say different things. Source: UCUM 2.1, FHIR R4 §3.1.1.4.14.
 */
export function baseUnit(code: string): BaseUnit | undefined {
  if (known.has(code)) return known.get(code);
  const made = code.length > 60 ? undefined : read(code);
  // Codes come from outside: what is kept of them has an end.
  if (known.size >= mostKnown) known.clear();
  known.set(code, made);
  return made;
}

interface Found {
  readonly csCode_?: unknown;
  readonly magnitude_: number;
  readonly dim_?: { readonly dimVec_?: readonly number[] | null } | null;
  readonly moleExp_?: number;
  readonly cnv_: unknown;
  readonly isSpecial_: boolean;
  readonly isArbitrary_: boolean;
}

function read(code: string): BaseUnit | undefined {
  const { unit, origString } = units.getSpecifiedUnit(code, 'validate');
  // A unit that UCUM only guesses at from another spelling is not that unit.
  if (unit === null || origString !== code || String(unit.csCode_) !== code) return undefined;
  if (unit.isSpecial_ || unit.isArbitrary_ || unit.cnv_ !== null || !Number.isFinite(unit.magnitude_)) return undefined;
  const exponents = [...(unit.dim_?.dimVec_ ?? [])].map((exponent, i) => part(letters[i] ?? '', exponent));
  const dimension = `${exponents.join('')}${part('N', unit.moleExp_ ?? 0)}`;
  return dimension === '' ? undefined : { factor: unit.magnitude_, dimension };
}

const part = (letter: string, exponent: number): string =>
  exponent === 0 ? '' : exponent === 1 ? letter : `${letter}${exponent}`;

const units = fhirpath.ucumUtils as unknown as {
  getSpecifiedUnit(code: string, how: 'validate'): { readonly unit: Found | null; readonly origString: string };
};
