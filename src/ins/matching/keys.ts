import { createHash } from 'node:crypto';
import { type Traits, unknownPlace } from '../traits.ts';
import type { Compared } from './compare.ts';
import { swappedDate } from './dates.ts';
import { withoutParticles } from './names.ts';
import { soundOf } from './sound.ts';

/** One way to be found: a number made of what people of one key share, and the birth date as a number, `19790328`. */
export interface PersonKey {
  readonly key: number;
  readonly birth: number;
}

/** Changes whenever {@link keysOf} gives other keys for the same traits: what is kept is made anew. */
export const keysVersion = '1';

/**
 * The keys that somebody is found by: birth date with the sound of a name; birth date, place and sex; the sounds of family and given name with
 * the birth date beside them, for dates that are wrong in one part. Used names have theirs; particles may be left out. At most 24.
 */
export function keysOf(traits: Traits): readonly PersonKey[] {
  const birth = numberOf(traits.birthDate);
  const keys = [...datedKeys(traits, traits.birthDate, false), ...namedKeys(traits, false)];
  return [...new Set(keys)].map((key) => ({ key, birth }));
}

/** What somebody is looked for by: keys that hold the birth date, and keys of names that are taken with one part of the date. */
export interface Probe {
  readonly dated: readonly number[];
  readonly named: readonly number[];
  /** With `named` keys, when a date is sought: the year, or one of these months and days (`0328`). */
  readonly year: number | null;
  readonly days: readonly number[];
}

/** Also with day and month, and family and given name, in each other's place. */
export function probeOf(sought: Compared): Probe {
  const { birthDate } = sought;
  const swapped = birthDate === undefined ? undefined : swappedDate(birthDate);
  const dates = [birthDate, swapped].filter((date) => date !== undefined);
  const dated = dates.flatMap((date) => datedKeys(sought, date, true));
  return {
    dated: [...new Set(dated)],
    named: [...new Set(namedKeys(sought, true))],
    year: birthDate === undefined ? null : Number(birthDate.slice(0, 4)),
    days: dates.map((date) => numberOf(date) % 10_000),
  };
}

function datedKeys(of: Compared, date: string, crossed: boolean): number[] {
  const families = sounds(familiesOf(of));
  const givens = sounds(givensOf(of));
  const { sex, birthPlace = unknownPlace } = of;
  return [
    ...[...givens, ...(crossed ? families : [])].map((sound) => keyOf('g', date, sound)),
    ...[...families, ...(crossed ? givens : [])].map((sound) => keyOf('f', date, sound)),
    ...(sex === undefined || birthPlace === unknownPlace ? [] : [keyOf('p', date, birthPlace, sex)]),
  ];
}

function namedKeys(of: Compared, crossed: boolean): number[] {
  const families = sounds(familiesOf(of));
  const givens = sounds(givensOf(of));
  const pairs = families.flatMap((family) => givens.map((given) => [family, given] as const));
  const both = crossed ? [...pairs, ...pairs.map(([family, given]) => [given, family] as const)] : pairs;
  return both.map(([family, given]) => keyOf('n', family, given));
}

function familiesOf({ birthFamily, usedFamily }: Compared): string[] {
  return [birthFamily, usedFamily].flatMap((name) => (name === undefined ? [] : [name, withoutParticles(name)]));
}

function givensOf({ firstBirthGiven, usedGiven }: Compared): string[] {
  return [firstBirthGiven, usedGiven].filter((name) => name !== undefined);
}

function sounds(names: readonly string[]): string[] {
  return [...new Set(names.map(soundOf))].filter((sound) => sound !== '');
}

const numberOf = (date: string): number => Number(date.replaceAll('-', ''));

/** 48 bits of a digest: a whole number for JavaScript and for PostgreSQL alike. */
function keyOf(...parts: readonly string[]): number {
  return createHash('sha1').update(parts.join('|')).digest().readUIntBE(0, 6);
}
