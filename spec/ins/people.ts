import type { Traits } from '#ins';

/*
 * Made-up people by the million, and what goes wrong when one of them is written down twice. Everything follows from the seed. Names are put
 * together from syllables and are as common and as rare as names in France are: the first of 300,000 family names is borne by 4 in 1,000.
 */

/** A source of numbers in [0, 1) that depends on its seed alone (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Chance = () => number;

const onsets = 'B C CH D F G GR GU H J L M N P PH R S T TH V BR CL TR'.split(' ');
const nuclei = 'A E I O U AI AU OU É EI'.split(' ');
const codas = ['', '', '', 'N', 'R', 'L', 'S', 'LL', 'TT', 'RD', 'NT'];
const ends = 'EAU ARD IER OT EL IN ET ON AULT Y EZ OUX ANT IÈRE AC IC'.split(' ');

function pick<T>(chance: Chance, from: readonly T[]): T {
  return from[Math.floor(chance() * from.length)] as T;
}

/** Low numbers often, high ones seldom: the larger `flat`, the less the first ones stand out. */
function rank(chance: Chance, count: number, flat: number): number {
  return Math.min(count - 1, Math.floor(flat * ((count / flat + 1) ** chance() - 1)));
}

const familyNames = new Map<number, string>();
const givenNames = new Map<string, string>();

/** The n-th family name; the same n gives the same name. */
function familyName(n: number): string {
  const known = familyNames.get(n);
  if (known !== undefined) return known;
  const chance = chanceOf(n * 7919 + 17);
  const syllable = () => `${pick(chance, onsets)}${pick(chance, nuclei)}${pick(chance, codas)}`;
  const word = () => `${syllable()}${chance() < 0.35 ? syllable() : ''}${pick(chance, onsets)}${pick(chance, ends)}`;
  const particle = chance() < 0.05 ? pick(chance, ['LE ', 'DE ', "D'", 'DE LA ', 'DU ']) : '';
  const name = `${particle}${word()}${chance() < 0.04 ? `-${word()}` : ''}`;
  familyNames.set(n, name);
  return name;
}

function givenName(n: number, sex: 'M' | 'F'): string {
  const key = `${sex}${n}`;
  const known = givenNames.get(key);
  if (known !== undefined) return known;
  const chance = chanceOf(n * 104_729 + (sex === 'F' ? 5 : 11));
  const syllable = () => `${pick(chance, onsets)}${pick(chance, nuclei)}${pick(chance, codas)}`;
  const end = pick(chance, sex === 'F' ? ['INE', 'ETTE', 'A', 'IE', 'ELLE', 'ANE'] : ['IN', 'AS', 'O', 'EL', 'IEN', 'AND']);
  const word = `${syllable()}${chance() < 0.4 ? syllable() : ''}${pick(chance, onsets)}${end}`;
  const name = chance() < 0.06 ? `${word}-${syllable()}${pick(chance, onsets)}${end}` : word;
  givenNames.set(key, name);
  return name;
}

const two = (n: number): string => String(n).padStart(2, '0');

function date(chance: Chance): string {
  const day = new Date(Date.UTC(1925, 0, 1) + Math.floor(chance() * 36_500) * 86_400_000);
  return day.toISOString().slice(0, 10);
}

function place(chance: Chance): string {
  if (chance() < 0.03) return '99999';
  const n = rank(chance, 36_000, 20);
  return `${two(1 + (n % 95)).replace('20', '2A')}${String(1 + Math.floor(n / 95)).padStart(3, '0')}`;
}

const family = (chance: Chance): string => familyName(rank(chance, 300_000, 30));
const given = (chance: Chance, sex: 'M' | 'F'): string => givenName(rank(chance, 2000, 5), sex);

/** Somebody made up. */
export function someone(chance: Chance): Traits {
  const sex = chance() < 0.51 ? 'F' : 'M';
  const firstBirthGiven = given(chance, sex);
  const others = Array.from({ length: chance() < 0.55 ? 1 + Math.floor(chance() * 2) : 0 }, () => given(chance, sex));
  const birthFamily = family(chance);
  const birthDate = date(chance);
  const married = sex === 'F' && birthDate < '2000' && chance() < 0.4;
  const called = chance() < 0.04 && others[0] !== undefined ? { usedGiven: others[0] } : {};
  return {
    birthFamily,
    firstBirthGiven,
    birthGivens: [firstBirthGiven, ...others].join(' '),
    sex,
    birthDate,
    birthPlace: place(chance),
    ...(married ? { usedFamily: chance() < 0.8 ? family(chance) : `${birthFamily}-${family(chance)}` } : {}),
    ...called,
  };
}

const letters = 'ABCDEFGHIJLMNOPRSTUV';

function typo(chance: Chance, name: string): string {
  const at = 1 + Math.floor(chance() * (name.length - 1));
  const other = letters[Math.floor(chance() * letters.length)] ?? 'E';
  switch (Math.floor(chance() * 4)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + other + name.slice(at);
    case 2:
      return name.slice(0, at) + other + name.slice(at + 1);
    default:
      return name.slice(0, at - 1) + (name[at] ?? '') + (name[at - 1] ?? '') + name.slice(at + 1);
  }
}

const heard: readonly (readonly [RegExp, string])[] = [
  [/PH/, 'F'],
  [/TH/, 'T'],
  [/EAU$/, 'OT'],
  [/OT$/, 'AUD'],
  [/AU/, 'O'],
  [/AI/, 'EI'],
  [/([LTNRS])\1/, '$1'],
  [/Y$/, 'I'],
  [/ARD$/, 'ART'],
  [/IER$/, 'IEZ'],
  [/AC$/, 'AQUE'],
  [/^H/, ''],
  [/EL$/, 'ELLE'],
];

function asHeard(chance: Chance, name: string): string {
  const fitting = heard.filter(([pattern]) => pattern.test(name));
  if (fitting.length === 0) return typo(chance, name);
  const [pattern, by] = pick(chance, fitting);
  return name.replace(pattern, by);
}

function otherDate(chance: Chance, text: string): string {
  const [year = '', month = '', day = ''] = text.split('-');
  if (chance() < 0.5 && day <= '12' && day !== month) return `${year}-${day}-${month}`;
  if (chance() < 0.5) return `${year}-${month}-${two(1 + ((Number(day) + 9) % 28))}`;
  return `${year.slice(0, 3)}${(Number(year[3]) + 1 + Math.floor(chance() * 8)) % 10}-${month}-${day}`;
}

const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[-'’]/g, ' ');

/** What goes wrong when the same person is written down a second time. */
export const mistakes = {
  'a slip in the family name': (t, chance) => ({ birthFamily: typo(chance, t.birthFamily) }),
  'a slip in the given name': (t, chance) => ({ firstBirthGiven: typo(chance, t.firstBirthGiven), birthGivens: '' }),
  'the family name as it is heard': (t, chance) => ({ birthFamily: asHeard(chance, t.birthFamily) }),
  'the given name as it is heard': (t, chance) => ({ firstBirthGiven: asHeard(chance, t.firstBirthGiven), birthGivens: '' }),
  'a wrong or turned round birth date': (t, chance) => ({ birthDate: otherDate(chance, t.birthDate) }),
  'no second given names': (t) => ({ birthGivens: t.firstBirthGiven }),
  'no hyphen, apostrophe or accent': (t) => ({ birthFamily: plain(t.birthFamily), firstBirthGiven: plain(t.firstBirthGiven) }),
  'the married name as the family name': (t) => (t.usedFamily === undefined ? {} : { birthFamily: t.usedFamily }),
  'no married name': () => ({ usedFamily: undefined }),
  'the particle left out': (t) => ({ birthFamily: t.birthFamily.replace(/^(LE |DE LA |DE |DU |D')/, '') }),
  'a part of a double name': (t) => ({ birthFamily: t.birthFamily.replace(/-.*$/, '') }),
  'no birth place': () => ({ birthPlace: '99999' }),
  'another birth place': (_t, chance) => ({ birthPlace: place(chance) }),
  'family and given name turned round': (t) => ({
    birthFamily: t.firstBirthGiven,
    firstBirthGiven: t.birthFamily,
    birthGivens: '',
  }),
  'the second given name as the first': (t) => ({ firstBirthGiven: t.birthGivens.split(' ')[1] ?? t.firstBirthGiven }),
} as const satisfies Record<string, (traits: Traits, chance: Chance) => Partial<Record<keyof Traits, string | undefined>>>;

export type Mistake = keyof typeof mistakes;
const kinds = Object.keys(mistakes) as readonly Mistake[];

/** The same person, written down with one mistake of seven in ten, two of one in four, else three; and which. */
export function writtenAgain(person: Traits, chance: Chance): { readonly traits: Traits; readonly wrong: readonly Mistake[] } {
  const count = chance() < 0.7 ? 1 : chance() < 0.83 ? 2 : 3;
  const wrong = Array.from({ length: count }, () => pick(chance, kinds));
  let traits = person;
  for (const kind of wrong) {
    const { usedFamily, birthGivens, ...rest } = { ...traits, ...mistakes[kind](traits, chance) };
    const givens = birthGivens === '' ? rest.firstBirthGiven : birthGivens;
    traits = { ...rest, birthGivens: givens, ...(usedFamily === undefined ? {} : { usedFamily }) };
  }
  return { traits, wrong };
}

/** Two people who are easily taken for one. */
export const others = {
  'twins of one sex': (t, chance) => withGiven(t, given(chance, t.sex)),
  'twins, a girl and a boy': (t, chance) => {
    const sex = t.sex === 'F' ? 'M' : 'F';
    return { ...withGiven(t, given(chance, sex)), sex };
  },
  'brothers or sisters': (t, chance) => ({ ...withGiven(t, given(chance, t.sex)), birthDate: date(chance) }),
  'father and son of one name': (t) => ({ ...t, birthDate: `${Number(t.birthDate.slice(0, 4)) - 27}-05-19` }),
  'two of one name': (t, chance) => ({ ...t, birthDate: date(chance), birthPlace: place(chance) }),
  'two of one given name born on one day': (t, chance) => {
    const { usedFamily: _, ...rest } = t;
    return { ...rest, birthFamily: family(chance), birthPlace: place(chance) };
  },
  'two of one family name born on one day': (t, chance) => ({ ...withGiven(t, given(chance, t.sex)), birthPlace: place(chance) }),
  'two strangers': (_t, chance) => someone(chance),
} as const satisfies Record<string, (traits: Traits, chance: Chance) => Traits>;

function withGiven(traits: Traits, firstBirthGiven: string): Traits {
  const { usedGiven: _, ...rest } = traits;
  return { ...rest, firstBirthGiven, birthGivens: firstBirthGiven };
}
