import type { Ins15 } from '../confirm.ts';
import { nameWords, normalisedName } from '../name.ts';
import { natureOf } from '../oid.ts';
import { type Traits, unknownPlace } from '../traits.ts';
import { compareDates, type DateAgreement } from './dates.ts';
import { better, compareNames, type NameAgreement } from './names.ts';

/** Somebody to be compared: an identity, or what a person looks for. What is not given counts for nothing. */
export type Compared = Pick<Traits, 'birthFamily'> & Partial<Omit<Traits, 'birthFamily'>> & { readonly ins?: Ins15 | undefined };

export type ComparedTrait = 'family' | 'given' | 'givens' | 'birthDate' | 'sex' | 'birthPlace' | 'matricule';
/** `used`: the name that one goes by; `listed`: another of the given names; `crossed`: family and given name in each other's place. */
export type Agreement = NameAgreement | DateAgreement | 'used' | 'listed' | 'crossed' | 'unknown';

export interface TraitLikeness {
  readonly trait: ComparedTrait;
  readonly how: Agreement;
  readonly points: number;
}

export const levels = ['same', 'possible', 'different'] as const;
export type Level = (typeof levels)[number];

/** How far two identities may be one person's, and why: no value of a trait is in it. */
export interface Likeness {
  /** The sum of the points, from -77 to 37. */
  readonly score: number;
  readonly level: Level;
  readonly traits: readonly TraitLikeness[];
}

/** From how many points on two identities are probably, or possibly, one person's. */
export const thresholds = { same: 28, possible: 15 } as const;

/**
 * How many points each agreement is worth. What twins share (all but the given name) and what a father and a son of one name share (all but
 * the date) stays under `possible`; one mistake in an identity that is the same otherwise stays above, and most above `same`.
 */
const points: Readonly<Record<ComparedTrait, Partial<Readonly<Record<Agreement, number>>>>> = {
  family: { same: 10, part: 8, sound: 7, close: 6, used: 7, crossed: 8, different: -10 },
  given: { same: 7, part: 5, sound: 5, close: 1, listed: 4, crossed: 5, different: -14 },
  givens: { same: 4, different: -3 },
  birthDate: { same: 11, swapped: 7, near: 2, different: -12 },
  sex: { same: 1, different: -8 },
  birthPlace: { same: 4, different: -6 },
  matricule: { different: -24 },
};

/**
 * Compares two identities. Pure, and the same both ways round. Links nothing: whether they are one person's is decided by people.
 * Source: RNIV 1, doublons and collisions; weights are ours, measured by `pairs.long.test.ts`.
 */
export function compareIdentities(a: Compared, b: Compared): Likeness {
  const crossed = isCrossed(a, b);
  const sex = a.sex === undefined || b.sex === undefined ? 'unknown' : a.sex === b.sex ? 'same' : 'different';
  const found: readonly (readonly [ComparedTrait, Agreement])[] = [
    ['family', crossed ? 'crossed' : familyAgreement(a, b)],
    ['given', crossed ? 'crossed' : givenAgreement(a, b, sex === 'different')],
    ['givens', listAgreement(a.birthGivens, b.birthGivens)],
    ['birthDate', a.birthDate === undefined || b.birthDate === undefined ? 'unknown' : compareDates(a.birthDate, b.birthDate)],
    ['sex', sex],
    ['birthPlace', placeAgreement(a.birthPlace, b.birthPlace)],
    ['matricule', matriculeAgreement(a.ins, b.ins)],
  ];
  const traits = found.map(([trait, how]): TraitLikeness => ({ trait, how, points: points[trait][how] ?? 0 }));
  const score = traits.reduce((sum, one) => sum + one.points, 0);
  return { score, level: levelOf(score), traits };
}

function levelOf(score: number): Level {
  if (score >= thresholds.same) return 'same';
  return score >= thresholds.possible ? 'possible' : 'different';
}

function familyAgreement(a: Compared, b: Compared): Agreement {
  const ofBirth = compareNames(a.birthFamily, b.birthFamily);
  if (ofBirth !== 'different') return ofBirth;
  const others = [
    [a.usedFamily, b.birthFamily],
    [a.birthFamily, b.usedFamily],
    [a.usedFamily, b.usedFamily],
  ] as const;
  const known = others.map(([one, other]) => (one === undefined || other === undefined ? 'different' : compareNames(one, other)));
  return known.reduce(better, 'different') === 'different' ? 'different' : 'used';
}

/** A given name that is another's but for a letter is a brother's or a sister's when the sex differs. */
function givenAgreement(a: Compared, b: Compared, otherSex: boolean): Agreement {
  const [first, second] = [a.firstBirthGiven, b.firstBirthGiven];
  if (first === undefined || second === undefined) return 'unknown';
  const agreed = compareNames(first, second);
  if (agreed === 'same') return agreed;
  if (otherSex) return 'different';
  if (agreed === 'part' || agreed === 'sound') return agreed;
  const listed = [
    [first, `${b.birthGivens ?? ''} ${b.usedGiven ?? ''}`],
    [second, `${a.birthGivens ?? ''} ${a.usedGiven ?? ''}`],
  ].some(([one = '', list = '']) => nameWords(one).every((word) => nameWords(list).includes(word)));
  if (listed || (a.usedGiven !== undefined && b.usedGiven !== undefined && compareNames(a.usedGiven, b.usedGiven) === 'same'))
    return 'listed';
  return agreed;
}

/** Says something only where both list more than one given name. */
function listAgreement(a = '', b = ''): Agreement {
  const [listA, listB] = [nameWords(a), nameWords(b)];
  if (listA.length < 2 || listB.length < 2) return 'unknown';
  if (listA.join(' ') === listB.join(' ')) return 'same';
  const [shorter, longer] = listA.length <= listB.length ? [listA, listB] : [listB, listA];
  return shorter.every((word) => longer.includes(word)) ? 'unknown' : 'different';
}

function placeAgreement(a = unknownPlace, b = unknownPlace): Agreement {
  if (a === unknownPlace || b === unknownPlace) return 'unknown';
  return a === b ? 'same' : 'different';
}

/** Two matricules of one nature are two people's; who had a temporary one gets another later. */
function matriculeAgreement(a: Ins15 | undefined, b: Ins15 | undefined): Agreement {
  if (a === undefined || b === undefined || natureOf(a.oid) !== natureOf(b.oid)) return 'unknown';
  return a.oid === b.oid && a.matricule === b.matricule ? 'same' : 'different';
}

function isCrossed(a: Compared, b: Compared): boolean {
  if (a.firstBirthGiven === undefined || b.firstBirthGiven === undefined) return false;
  const [familyA, givenA] = [normalisedName(a.birthFamily), normalisedName(a.firstBirthGiven)];
  const [familyB, givenB] = [normalisedName(b.birthFamily), normalisedName(b.firstBirthGiven)];
  return familyA !== familyB && familyA === givenB && givenA === familyB;
}
