import { beginsNames, normalisedName } from './name.ts';
import { type Traits, unknownPlace } from './traits.ts';

/** The traits that two identities are compared by. */
export type TraitName = 'birthFamily' | 'firstBirthGiven' | 'birthGivens' | 'sex' | 'birthDate' | 'birthPlace';

/** Traits as some document shows them: not checked, and with less in them than {@link Traits}, which are always accepted here. */
export interface SeenTraits {
  readonly birthFamily: string;
  readonly firstBirthGiven: string;
  readonly birthGivens?: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly birthPlace?: string;
}

/**
 * The strict traits by which two identities differ; none when they may be one person's.
 *
 * Names are compared without case, accent, ligature, hyphen, apostrophe or space. A list of given names that is the beginning of the
 * other, or absent, is no difference; nor is a birth place unknown on one side. Used names are never compared.
 *
 * Source: RNIV 1, strict traits; Guide d’implémentation de l’INS, règle 17; cases in `spec/ins/differences.json`.
 */
export function traitDifferences(a: SeenTraits, b: SeenTraits): TraitName[] {
  const found: TraitName[] = [];
  if (normalisedName(a.birthFamily) !== normalisedName(b.birthFamily)) found.push('birthFamily');
  if (normalisedName(a.firstBirthGiven) !== normalisedName(b.firstBirthGiven)) found.push('firstBirthGiven');
  if (givensDiffer(a.birthGivens, b.birthGivens)) found.push('birthGivens');
  if (a.sex !== b.sex) found.push('sex');
  if (a.birthDate !== b.birthDate) found.push('birthDate');
  if (placesDiffer(a.birthPlace, b.birthPlace)) found.push('birthPlace');
  return found;
}

function givensDiffer(a = '', b = ''): boolean {
  if (normalisedName(a) === '' || normalisedName(b) === '') return false;
  return !beginsNames(a, b) && !beginsNames(b, a);
}

function placesDiffer(a = unknownPlace, b = unknownPlace): boolean {
  return a !== b && isPlace(a) && isPlace(b);
}

function isPlace(text: string): boolean {
  return text !== '' && text !== unknownPlace;
}

/** The traits that only INSi may change once it has given them; the used names are the person's own. */
export function strictPart(traits: Traits): Pick<Traits, TraitName> {
  const { birthFamily, firstBirthGiven, birthGivens, sex, birthDate, birthPlace } = traits;
  return { birthFamily, firstBirthGiven, birthGivens, sex, birthDate, birthPlace };
}
