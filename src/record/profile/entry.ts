import { kindsOf } from './kinds.ts';
import { type ProfileSection, profileSections } from './line.ts';
import * as refusals from './refusals.ts';
import { isBefore } from './when.ts';

/** What a person enters of one line of their profile: words and FHIR dates. */
export interface ProfileEntry {
  readonly section: ProfileSection;
  /** What it is; a value, of a measure. */
  readonly label: string;
  /** One of {@link kindsOf} the section: which measure, which relation, which wish. */
  readonly kind?: string;
  readonly from?: string;
  readonly until?: string;
  readonly ended?: boolean;
  readonly severe?: boolean;
  /** Why, of a treatment. */
  readonly reason?: string;
  readonly dose?: string;
  /** Anything else, in the person's words. */
  readonly note?: string;
  readonly telephone?: string;
  /** The « personne de confiance ». */
  readonly trusted?: boolean;
  /** To be told when something happens. */
  readonly emergency?: boolean;
}

type Field = Exclude<keyof ProfileEntry, 'section' | 'label'>;
type Rule = readonly [fields: string, needed: string];

/** What may be said of each section, and what must. */
const rules: Readonly<Record<ProfileSection, Rule>> = {
  problems: ['from until ended note', ''],
  allergies: ['kind from ended severe note', ''],
  treatments: ['dose reason from until ended note', ''],
  vaccinations: ['from note', ''],
  measures: ['kind from', 'kind from'],
  devices: ['ended note', ''],
  family: ['kind note', 'kind'],
  relatives: ['kind telephone trusted emergency note', ''],
  wishes: ['kind', 'kind'],
};

const mostLabel = 200;
const mostWords = 500;

/**
 * Reads what a form sends: texts, dates, yes and no. In: `{ section, label, … }`; texts of at most 500 characters, the label 200; dates as
 * `2024`, `2024-05` or `2024-05-02`; nothing begins after `today`, but a treatment. Refuses `record.malformed-entry`, `record.bad-date`,
 * `record.too-long`, `record.missing`, each with the field.
 */
export function readEntry(body: unknown, today: string): ProfileEntry {
  const asked = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const section = profileSections.find((one) => one === asked.section);
  if (section === undefined) throw refusals.malformedEntry('section');
  const [may, must] = rules[section].map((names) => names.split(' ').filter((name) => name !== '') as Field[]);
  const label = wordsIn(asked.label, 'label', mostLabel);
  if (label === undefined) throw refusals.missing('label');
  const read = Object.fromEntries(
    (may ?? []).flatMap((name) => {
      const value = fieldIn(name, asked[name], section);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Partial<ProfileEntry>;
  for (const name of must ?? []) if (read[name] === undefined) throw refusals.missing(name);
  const { from, until } = read;
  if (from !== undefined && section !== 'treatments' && isBefore(today, from)) throw refusals.badDate('from');
  if (from !== undefined && until !== undefined && isBefore(until, from)) throw refusals.badDate('until');
  if (section === 'measures' && from?.length !== 10) throw refusals.badDate('from');
  return { section, label, ...read };
}

function fieldIn(name: Field, value: unknown, section: ProfileSection): string | true | undefined {
  switch (name) {
    case 'ended':
    case 'severe':
    case 'trusted':
    case 'emergency':
      if (value === undefined || value === false) return undefined;
      if (value !== true) throw refusals.malformedEntry(name);
      return true;
    case 'from':
    case 'until':
      return dateIn(value, name);
    case 'kind': {
      const kind = wordsIn(value, name, mostLabel);
      if (kind !== undefined && !kindsOf(section).has(kind)) throw refusals.malformedEntry(name);
      return kind;
    }
    case 'telephone': {
      const number = wordsIn(value, name, 40);
      if (number !== undefined && !/^\+?[\d .()-]{4,}$/.test(number)) throw refusals.malformedEntry(name);
      return number;
    }
    default:
      return wordsIn(value, name, mostWords);
  }
}

function wordsIn(value: unknown, at: string, most: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (typeof value !== 'string' || /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(value) || !value.isWellFormed())
    throw refusals.malformedEntry(at);
  const words = value.replace(/\s+/g, ' ').trim();
  if (words.length > most) throw refusals.tooLong(at, most);
  return words === '' ? undefined : words;
}

function dateIn(value: unknown, at: string): string | undefined {
  const date = wordsIn(value, at, 10);
  if (date === undefined) return undefined;
  const [, year = '', month = '01', day = '01'] = /^((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date) ?? [];
  const whole = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (year === '' || Number.isNaN(whole.getTime()) || whole.getUTCDate() !== Number(day)) throw refusals.badDate(at);
  return date;
}
