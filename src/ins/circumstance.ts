import { randomInt } from 'node:crypto';
import { Refusal } from '#kernel';
import type { Attribute } from './status.ts';
import { parseTraits, type Traits, unknownPlace } from './traits.ts';

/**
 * How a person comes whom INSi does not know: `foreign`, without number in France; `newborn`, not declared yet; `anonymous`, whose
 * identity is not asked by law (birth under secrecy, free care) or cannot be known yet.
 */
export const circumstances = ['foreign', 'newborn', 'anonymous'] as const;
export type Circumstance = (typeof circumstances)[number];

export function isCircumstance(text: unknown): text is Circumstance {
  return circumstances.includes(text as Circumstance);
}

/** Stands for a given name that nobody knows yet; INSi knows nobody of that name, so the identity stays PROV until it is corrected. */
export const noGivenYet = 'SANS PRENOM';
const anonymousFamily = 'ANONYME';
const newbornDays = 92;

/** Traits completed as the circumstance allows, with the attributes that it brings and whether INSi is asked. */
export interface Arrival {
  readonly traits: Traits;
  readonly attributes: readonly Attribute[];
  readonly asksInsi: boolean;
}

/**
 * The traits of a person without an INS, from what is known of them. All five strict traits are there in the end (règle 5): what may lack
 * is told, and nothing else is made up.
 *   foreign    the place lacks: unknown (99999). INSi is asked by traits: some have a NIA.
 *   newborn    the first given name lacks: {@link noGivenYet}. Born at most 92 days ago. INSi is asked only once the name is known.
 *   anonymous  names are not taken: a family name that says so and a given name drawn by lot tell two such people apart; the place is
 *              unknown; of a birth date the year is enough. The identity is `fictif`: always PROV, and INSi is never asked.
 * Refuses `ins.not-newborn`, `ins.anonymous-named`, and what `parseTraits` refuses. A child is not tied to their mother here: their
 * record is their own, and a RelatedPerson or a legal mandate says who she is.
 * Source: RNIV 1, EXI on the five traits; RNIV 2, births and care under anonymity; the words chosen are ours.
 */
export function arrivalOf(circumstance: Circumstance, given: Readonly<Record<string, unknown>>, at: Date): Arrival {
  switch (circumstance) {
    case 'foreign':
      return {
        traits: parseTraits({ ...given, birthPlace: present(given.birthPlace) ?? unknownPlace }),
        attributes: [],
        asksInsi: true,
      };
    case 'newborn': {
      const named = present(given.firstBirthGiven);
      const traits = parseTraits({ ...given, firstBirthGiven: named ?? noGivenYet });
      const age = at.getTime() - Date.parse(traits.birthDate);
      if (age > newbornDays * 86_400_000) throw notNewborn();
      return { traits, attributes: [], asksInsi: named !== undefined };
    }
    case 'anonymous': {
      if (nameFields.some((name) => present(given[name]) !== undefined)) throw anonymousNamed();
      const date = present(given.birthDate);
      const birthDate = date !== undefined && /^\d{4}$/.test(date) ? `${date}-01-01` : date;
      const lot = { birthFamily: anonymousFamily, firstBirthGiven: drawn(), birthPlace: unknownPlace };
      return { traits: parseTraits({ sex: given.sex, birthDate, ...lot }), attributes: ['fictif'], asksInsi: false };
    }
  }
}

const nameFields = ['birthFamily', 'firstBirthGiven', 'birthGivens', 'usedFamily', 'usedGiven'] as const;

function present(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Eight letters, none of which is read for another on a wristband: one in twenty thousand million to meet again. */
function drawn(): string {
  const letters = 'ABCDEFGHJKLMNPRSTVWXYZ';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

function notNewborn(): Refusal {
  return new Refusal(
    'ins.not-newborn',
    {
      fr: 'Un nouveau-né est né depuis trois mois au plus : au-delà, son identité se crée comme celle de toute personne.',
      en: 'A newborn was born three months ago at most: later, the identity is created as anybody’s.',
    },
    { source: 'RNIV 2', at: 'birthDate' },
  );
}

function anonymousNamed(): Refusal {
  return new Refusal(
    'ins.anonymous-named',
    {
      fr: 'Une personne prise en charge sous anonymat n’a pas de nom ici : laissez les noms vides, Socle en tire un au sort.',
      en: 'A person cared for under anonymity has no name here: leave the names empty, Socle draws one by lot.',
    },
    { source: 'RNIV 2', at: 'birthFamily' },
  );
}
