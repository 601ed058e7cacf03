import { Refusal } from '#kernel';

export type Sex = 'M' | 'F';

/** The identity traits as they were received, spelled as received. Made by {@link parseTraits}. */
export interface Traits {
  readonly birthFamily: string;
  /** All birth given names in order, separated by one space; the first one alone when the list is not known. */
  readonly birthGivens: string;
  readonly firstBirthGiven: string;
  readonly sex: Sex;
  /** `YYYY-MM-DD`, a day of the calendar. */
  readonly birthDate: string;
  /** COG code of the commune or country, 5 characters; {@link unknownPlace} when unknown. */
  readonly birthPlace: string;
  readonly usedFamily?: string;
  readonly usedGiven?: string;
}

/** What the RNIV writes for a birth place that nobody knows. */
export const unknownPlace = '99999';

const longestName = 100;
const nameShape = /^[\p{L}\p{M} '’ʼ\-‐‑–]+$/u;
const placeShape = /^(\d\d|2[AB])\d{3}$/;
const dateShape = /^\d{4}-\d\d-\d\d$/;

/**
 * Checks traits that come from outside: the five strict ones (birth family name, first birth given name, sex, birth date, birth place)
 * present and well-formed, the others well-formed when present. Names: letters, space, hyphen, apostrophe, at most 100 characters;
 * spaces around and doubled are dropped, nothing else is changed.
 *
 * Refuses `ins.missing-trait` and `ins.malformed-trait`, `at` naming the trait. Does not say that the person exists, nor that the first
 * given name begins the list: documents in the field list the other names only.
 *
 * Source: Guide d’implémentation de l’INS, règles 1 and 5; cases in `spec/ins/traits.json`.
 */
export function parseTraits(input: { readonly [name in keyof Traits]?: unknown }): Traits {
  const firstBirthGiven = required(input.firstBirthGiven, 'firstBirthGiven', nameOf);
  return {
    birthFamily: required(input.birthFamily, 'birthFamily', nameOf),
    birthGivens: optional(input.birthGivens, 'birthGivens', nameOf) ?? firstBirthGiven,
    firstBirthGiven,
    sex: required(input.sex, 'sex', (text) => (text === 'M' || text === 'F' ? text : undefined)),
    birthDate: required(input.birthDate, 'birthDate', dateOf),
    birthPlace: required(input.birthPlace, 'birthPlace', (text) => (placeShape.test(text) ? text : undefined)),
    ...named('usedFamily', optional(input.usedFamily, 'usedFamily', nameOf)),
    ...named('usedGiven', optional(input.usedGiven, 'usedGiven', nameOf)),
  };
}

type Reader<Value> = (text: string) => Value | undefined;

function required<Value>(given: unknown, at: keyof Traits, read: Reader<Value>): Value {
  const value = optional(given, at, read);
  if (value === undefined) throw missing(at);
  return value;
}

/** An empty text is an absent trait: forms and messages send it for what they do not know. */
function optional<Value>(given: unknown, at: keyof Traits, read: Reader<Value>): Value | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'string') throw malformed(at);
  const text = given.trim();
  if (text === '') return undefined;
  const value = read(text);
  if (value === undefined) throw malformed(at);
  return value;
}

function nameOf(text: string): string | undefined {
  const name = text.replace(/ {2,}/g, ' ').normalize('NFC');
  return name.length <= longestName && nameShape.test(name) && /\p{L}/u.test(name) ? name : undefined;
}

function dateOf(text: string): string | undefined {
  if (!dateShape.test(text) || text < '1800') return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

function named<Name extends keyof Traits>(name: Name, value: string | undefined): { [name in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: string });
}

/** The words for each trait in a sentence. */
const words: Readonly<Record<keyof Traits, { fr: string; en: string }>> = {
  birthFamily: { fr: 'Le nom de naissance', en: 'The birth family name' },
  birthGivens: { fr: 'La liste des prénoms de naissance', en: 'The list of birth given names' },
  firstBirthGiven: { fr: 'Le premier prénom de naissance', en: 'The first birth given name' },
  sex: { fr: 'Le sexe', en: 'The sex' },
  birthDate: { fr: 'La date de naissance', en: 'The birth date' },
  birthPlace: { fr: 'Le code du lieu de naissance', en: 'The code of the birth place' },
  usedFamily: { fr: 'Le nom utilisé', en: 'The used family name' },
  usedGiven: { fr: 'Le prénom utilisé', en: 'The used given name' },
};

const nameHint = {
  fr: 'lettres, espace, trait d’union, apostrophe, 100 caractères au plus',
  en: 'letters, space, hyphen, apostrophe, at most 100 characters',
};
const hints: { readonly [name in keyof Traits]?: { fr: string; en: string } } = {
  sex: { fr: 'M ou F', en: 'M or F' },
  birthDate: {
    fr: 'un jour du calendrier, AAAA-MM-JJ, qui n’est pas à venir',
    en: 'a day of the calendar, YYYY-MM-DD, not in the future',
  },
  birthPlace: { fr: 'code COG de 5 caractères, 99999 s’il est inconnu', en: 'COG code of 5 characters, 99999 when unknown' },
};

function missing(at: keyof Traits): Refusal {
  const hint = hints[at] ?? nameHint;
  return new Refusal(
    'ins.missing-trait',
    { fr: `${words[at].fr} manque (${hint.fr}).`, en: `${words[at].en} is missing (${hint.en}).` },
    { source: 'Guide d’implémentation de l’INS, règle 5', at },
  );
}

export function malformed(at: keyof Traits): Refusal {
  const hint = hints[at] ?? nameHint;
  return new Refusal(
    'ins.malformed-trait',
    {
      fr: `${words[at].fr} n’a pas la forme attendue (${hint.fr}).`,
      en: `${words[at].en} does not have the expected form (${hint.en}).`,
    },
    { source: 'Guide d’implémentation de l’INS, règle 1', at },
  );
}
