import { cast } from './cast.ts';
import { civil, loginOf } from './login.ts';
import { matriculeOf, testOid } from './matricule.ts';
import { birthPlaces, givens, streets, surnames } from './names.ts';
import { type Profile, profileAt } from './profile.ts';
import { Random } from './random.ts';
import { towns } from './structures.ts';

/** A fictitious person. Birth traits are written as INSi gives them; used names keep their accents. */
export interface DemoPerson {
  readonly matricule: string;
  readonly oid: string;
  readonly birthFamily: string;
  /** All birth given names, separated by one space. */
  readonly birthGivens: string;
  readonly firstBirthGiven: string;
  readonly usedFamily: string;
  readonly usedGiven: string;
  readonly sex: 'M' | 'F';
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** COG code. */
  readonly birthPlace: string;
  readonly address: { readonly line: string; readonly postalCode: string; readonly city: string };
  readonly telecom: string;
  readonly login: string;
  readonly profile: Profile;
  readonly note?: string;
  /** Matricules of the parents of a child of the territory, as many as live there. */
  readonly parents?: readonly string[];
}

interface Draft {
  readonly given: string;
  readonly givens?: string;
  readonly family: string;
  readonly used?: string;
  readonly usedGiven?: string;
  readonly sex: 'M' | 'F';
  readonly born: readonly [date: string, place: string];
  readonly profile: Profile;
  readonly note?: string;
  readonly parents?: readonly Draft[];
}

/** The cast first, then households drawn from the seed, `count` people in all. */
export function makePeople(seed: number, count: number, today: Date): DemoPerson[] {
  const random = Random.of(seed, 'people');
  const taken = { logins: new Set<string>(), matricules: new Set<string>() };
  const people: DemoPerson[] = [];
  const settled = new Map<Draft, string>();
  for (const draft of drafts(random, today)) {
    if (people.length >= count) break;
    const person = settle(draft, random, taken);
    settled.set(draft, person.matricule);
    const parents = draft.parents?.flatMap((parent) => settled.get(parent) ?? []) ?? [];
    people.push(parents.length === 0 ? person : { ...person, parents });
  }
  return people;
}

function* drafts(random: Random, today: Date): Generator<Draft> {
  yield* castWithParents;
  for (;;) yield* household(random, today.getUTCFullYear());
}

/** Célestin's mother is of the cast; the others of it have grown up. */
const mother = cast.filter(({ given, family }) => given === 'Léonie' && family === 'Valcastel');
const castWithParents: readonly Draft[] = cast.map((one) => (one.given === 'Célestin' ? { ...one, parents: mother } : one));

/** One to five people under one roof: two adults or one, and the children of those who are of the age to raise some. */
function* household(random: Random, year: number): Generator<Draft> {
  const age = random.int(20, 95);
  const family = random.pick(surnames);
  const alone = random.chance(0.35);
  const first = adult(random, year, age, family);
  yield first;
  const parents = [first];
  if (!alone) {
    const sex = first.sex === 'M' ? 'F' : 'M';
    const second = adult(
      random,
      year,
      Math.max(20, age + random.int(-6, 6)),
      random.pick(surnames),
      sex,
      random.chance(0.6) ? family : undefined,
    );
    parents.push(second);
    yield second;
  }
  if (age < 26 || age > 52) return;
  for (let children = random.int(0, alone ? 1 : 3); children > 0; children--) {
    const child = draw(random, year, random.int(0, Math.min(17, age - 22)), family, random.pick(['M', 'F'] as const));
    yield { ...child, parents };
  }
}

function adult(
  random: Random,
  year: number,
  age: number,
  family: string,
  sex = random.pick(['M', 'F'] as const),
  used?: string,
): Draft {
  return draw(random, year, age, family, sex, used === family ? undefined : used);
}

function draw(random: Random, year: number, age: number, family: string, sex: 'M' | 'F', used?: string): Draft {
  const given = random.pick(givens[sex][age >= 75 ? 'old' : age >= 48 ? 'mature' : age >= 22 ? 'adult' : 'young']);
  const second = random.chance(0.5) ? random.pick(givens[sex].mature) : undefined;
  return {
    given,
    ...(second === undefined || second === given ? {} : { givens: `${given} ${second}` }),
    family,
    ...(used === undefined ? {} : { used }),
    sex,
    born: [birthDate(random, year - age), place(random, year - age)],
    profile: profileAt(age, sex, random.next()),
  };
}

/** In the first ten months, so that nobody is born after the reference date. */
function birthDate(random: Random, year: number): string {
  return `${year}-${String(random.int(1, 10)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
}

/** Corsica only from 1976, when its two departments were made: before, the NIR says 20. */
function place(random: Random, year: number): string {
  const chance = random.next();
  if (chance < 0.03 && year >= 1976) return random.pick(birthPlaces.corsica);
  if (chance < 0.09) return random.pick(birthPlaces.overseas);
  return random.pick(chance < 0.19 ? birthPlaces.abroad : birthPlaces.mainland);
}

function settle(draft: Draft, random: Random, taken: { logins: Set<string>; matricules: Set<string> }): DemoPerson {
  const [birthDate, birthPlace] = draft.born;
  const usedFamily = draft.used ?? draft.family;
  const usedGiven = draft.usedGiven ?? draft.given;
  const town = random.pick(towns);
  return {
    matricule: free(taken.matricules, (n) =>
      matriculeOf({ sex: draft.sex, birthDate, birthPlace, order: ((start(draft) + n) % 999) + 1 }),
    ),
    oid: testOid,
    birthFamily: civil(draft.family),
    birthGivens: civil(draft.givens ?? draft.given),
    firstBirthGiven: civil(draft.given),
    usedFamily,
    usedGiven,
    sex: draft.sex,
    birthDate,
    birthPlace,
    address: { line: `${random.int(1, 98)} ${random.pick(streets)}`, postalCode: town.postalCode, city: town.city },
    // 06 39 98 is the range that ARCEP keeps for works of fiction.
    telecom: `063998${String(random.int(0, 9999)).padStart(4, '0')}`,
    login: free(taken.logins, (n) => `${loginOf(usedGiven, usedFamily)}${n === 0 ? '' : n + 1}`),
    profile: draft.profile,
    ...(draft.note === undefined ? {} : { note: draft.note }),
  };
}

/** Where the register's order starts for a person; their own name decides, so that it does not depend on who came before. */
function start(draft: Draft): number {
  let sum = 0;
  for (const character of draft.given + draft.family) sum = (sum * 31 + character.charCodeAt(0)) % 997;
  return sum;
}

function free(taken: Set<string>, candidate: (n: number) => string): string {
  for (let n = 0; ; n++) {
    const one = candidate(n);
    if (taken.has(one)) continue;
    taken.add(one);
    return one;
  }
}
