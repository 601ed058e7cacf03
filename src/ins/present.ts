import type { Sentence } from '#kernel';
import type { TraitName } from './differences.ts';
import type { Identity } from './identity.ts';
import type { Matricule } from './matricule.ts';
import { type InsNature, natureOf } from './oid.ts';
import { allows } from './status.ts';
import { type Traits, unknownPlace } from './traits.ts';

/** One trait as a person reads it. */
export interface PresentedTrait {
  readonly name: TraitName;
  readonly label: Sentence;
  readonly value: Sentence;
}

export interface PresentedIdentity {
  /** The five strict traits, always all of them, in this order: family name, first given name, birth date, sex, birth place. */
  readonly traits: readonly PresentedTrait[];
  /** The names the person goes by; absent when they are those of birth. */
  readonly used?: string;
  /** In groups, followed by its nature. Absent unless the identity is qualified. */
  readonly matricule?: { readonly text: string; readonly nature: InsNature };
}

/**
 * How an identity is shown on a screen or a printed document. An identity that is not qualified never shows its matricule.
 * Source: Guide d’implémentation de l’INS, règles 3, 28 and 32.
 */
export function presentIdentity(identity: Identity): PresentedIdentity {
  const { traits, matricule, oid, status, attributes } = identity;
  const shows = matricule !== undefined && oid !== undefined && allows(status, 'send-matricule', attributes);
  const used = usedNames(traits);
  return {
    traits: [
      { name: 'birthFamily', label: { fr: 'Nom de naissance', en: 'Birth family name' }, value: same(traits.birthFamily) },
      {
        name: 'firstBirthGiven',
        label: { fr: 'Premier prénom de naissance', en: 'First birth given name' },
        value: same(traits.firstBirthGiven),
      },
      { name: 'birthDate', label: { fr: 'Date de naissance', en: 'Birth date' }, value: same(dayFirst(traits.birthDate)) },
      { name: 'sex', label: { fr: 'Sexe', en: 'Sex' }, value: sexes[traits.sex] },
      {
        name: 'birthPlace',
        label: { fr: 'Lieu de naissance (code)', en: 'Birth place (code)' },
        value: place(traits.birthPlace),
      },
    ],
    ...(used === undefined ? {} : { used }),
    ...(shows ? { matricule: { text: formatMatricule(matricule), nature: natureOf(oid) } } : {}),
  };
}

/** `2 79 03 51 215 189 89`: sex, year, month, department, commune, order, key, held together by no-break spaces. */
export function formatMatricule(matricule: Matricule): string {
  const cuts = [0, 1, 3, 5, 7, 10, 13, 15];
  return cuts
    .slice(0, -1)
    .map((from, n) => matricule.slice(from, cuts[n + 1]))
    .join('\u00a0');
}

const sexes: Readonly<Record<Traits['sex'], Sentence>> = {
  M: { fr: 'Masculin', en: 'Male' },
  F: { fr: 'Féminin', en: 'Female' },
};

function usedNames({ usedFamily, usedGiven, birthFamily, firstBirthGiven }: Traits): string | undefined {
  const family = usedFamily ?? birthFamily;
  const given = usedGiven ?? firstBirthGiven;
  return family === birthFamily && given === firstBirthGiven ? undefined : `${family} ${given}`;
}

function place(code: string): Sentence {
  return code === unknownPlace ? { fr: 'inconnu', en: 'unknown' } : same(code);
}

/** `03/07/1979` for both languages: a person in France compares it with their card. */
function dayFirst(date: string): string {
  return date.split('-').reverse().join('/');
}

function same(text: string): Sentence {
  return { fr: text, en: text };
}
