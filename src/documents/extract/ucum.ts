import { isUcum } from '#terminology';

/** Ways of writing a unit that French software uses, and the UCUM code of each. */
const written: ReadonlyMap<string, string> = new Map([
  ['UI/L', '[IU]/L'],
  ['UI/mL', '[IU]/mL'],
  ['UI', '[IU]'],
  ['mUI/L', 'm[IU]/L'],
  ['µmol/L', 'umol/L'],
  ['µg/L', 'ug/L'],
  ['mmHg', 'mm[Hg]'],
  ['°C', 'Cel'],
  ['jour', 'd'],
  ['jours', 'd'],
  ['ans', 'a'],
  ['an', 'a'],
  ['mois', 'mo'],
  ['semaines', 'wk'],
]);

/**
 * The UCUM code of a unit as it is written; undefined when it is none, `1` for an empty one. A bare number is a quantity, or EDQM's code of a
 * form, and no unit, unless it is a small factor.
 */
export function ucumOf(unit: string): string | undefined {
  if (unit === '') return '1';
  return written.get(unit) ?? (isUcum(unit) && !/^\d{4,}$/.test(unit) ? unit : undefined);
}

/** The first unit costs some 40 ms, in which the list of UCUM is read: better at the start than for the first document. */
export function warmUnits(): void {
  isUcum('mg/dL');
}
