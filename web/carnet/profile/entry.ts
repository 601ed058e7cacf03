import type { ProfileSection } from '../../kit/profile/shapes.ts';

/** What a person enters, as the API takes and gives it. */
export interface Entry {
  readonly section: ProfileSection;
  readonly label: string;
  readonly kind?: string;
  readonly from?: string;
  readonly until?: string;
  readonly ended?: boolean;
  readonly severe?: boolean;
  readonly reason?: string;
  readonly dose?: string;
  readonly note?: string;
  readonly telephone?: string;
  readonly trusted?: boolean;
  readonly emergency?: boolean;
}

export type FieldName = Exclude<keyof Entry, 'section'>;
export type Flag = 'ended' | 'severe' | 'trusted' | 'emergency';

/** What is typed: texts as they stand in their fields. */
export type Typed = Readonly<Record<Exclude<FieldName, Flag>, string>> & Readonly<Record<Flag, boolean>>;

/** What is asked of each part, a screen after the other: first what it is, then what one may add. */
export const steps: Readonly<Record<ProfileSection, readonly (readonly FieldName[])[]>> = {
  problems: [['label'], ['from', 'ended', 'until', 'note']],
  allergies: [
    ['label', 'kind', 'severe'],
    ['note', 'from', 'ended'],
  ],
  treatments: [
    ['label', 'dose', 'reason'],
    ['from', 'until', 'ended', 'note'],
  ],
  vaccinations: [['label', 'from', 'note']],
  measures: [['kind', 'label', 'from']],
  devices: [['label', 'note', 'ended']],
  family: [['kind', 'label', 'note']],
  relatives: [
    ['label', 'kind', 'telephone'],
    ['trusted', 'emergency', 'note'],
  ],
  wishes: [['kind', 'label']],
};

/** The choices of `kind`; none has words in `entry.kinds` that the API does not know. */
export const kinds = {
  allergies: ['medication', 'food', 'environment'],
  measures: [
    'weight',
    'height',
    'pressure',
    'pulse',
    'temperature',
    'waist',
    'glucose',
    'blood-group',
    'tobacco',
    'alcohol',
    'activity',
  ],
  family: ['mother', 'father', 'sister', 'brother', 'child', 'grandparent', 'aunt', 'uncle', 'cousin'],
  relatives: [
    'spouse',
    'partner',
    'child',
    'mother',
    'father',
    'sister',
    'brother',
    'friend',
    'neighbour',
    'grandparent',
    'aunt',
    'uncle',
    'cousin',
  ],
  wishes: ['directives', 'organs', 'care'],
} as const;
export type WithKind = keyof typeof kinds;
export type Kind = (typeof kinds)[WithKind][number];

export const hasKinds = (section: ProfileSection): section is WithKind => section in kinds;

const needed: Partial<Record<ProfileSection, readonly FieldName[]>> = {
  measures: ['kind', 'from'],
  family: ['kind'],
  wishes: ['kind'],
};
export const isNeeded = (section: ProfileSection, field: FieldName): boolean =>
  field === 'label' || needed[section]?.includes(field) === true;

const empty: Typed = {
  label: '',
  kind: '',
  from: '',
  until: '',
  reason: '',
  dose: '',
  note: '',
  telephone: '',
  ended: false,
  severe: false,
  trusted: false,
  emergency: false,
};

/** An entry as its form shows it; a new one is empty, a measure is of today. */
export function typedOf(entry: Partial<Entry> | undefined, section: ProfileSection, today: string): Typed {
  if (entry === undefined) return section === 'measures' ? { ...empty, from: today } : empty;
  const { from = '', until = '' } = entry;
  return { ...empty, ...entry, from: section === 'measures' ? from : dateTyped(from), until: dateTyped(until) };
}

/** What is sent: only what was said. */
export function entryOf(section: ProfileSection, typed: Typed): Entry {
  const names = steps[section].flat().filter((name) => name !== 'label' && (name !== 'until' || isUntilAsked(section, typed)));
  const said = names.flatMap((name): [string, string | true][] => {
    const value = typed[name];
    if (typeof value === 'boolean') return value ? [[name, true]] : [];
    const words = name === 'from' || name === 'until' ? (dateRead(value) ?? '') : value.trim();
    return words === '' ? [] : [[name, words]];
  });
  return { section, label: typed.label.trim(), ...Object.fromEntries(said) };
}

/** When a disease ended is asked of one that did. */
export const isUntilAsked = (section: ProfileSection, typed: Typed): boolean => section !== 'problems' || typed.ended;

/** `2019`, `05/2019`, `12/05/2019` as a FHIR date; a FHIR date stays. Undefined for what is no date; empty for nothing. */
export function dateRead(text: string): string | undefined {
  const words = text.trim();
  if (words === '') return '';
  const iso = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(words);
  const [, day, month, year] =
    iso === null ? (/^(?:(?:(\d{1,2})[/. ])?(\d{1,2})[/. ])?(\d{4})$/.exec(words) ?? []) : [null, iso[3], iso[2], iso[1]];
  if (year === undefined || year === null) return undefined;
  const parts = [year, month, day].flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]));
  const whole = new Date(`${year}-${parts[1] ?? '01'}-${parts[2] ?? '01'}T00:00:00Z`);
  return Number.isNaN(whole.getTime()) || whole.getUTCDate() !== Number(parts[2] ?? 1) ? undefined : parts.join('-');
}

/** A FHIR date as people type it. */
export const dateTyped = (date: string): string => date.split('-').reverse().join('/');

/** What is wrong with a date of the form, of those that one sees without asking the server; `today` as `2026-11-23`. */
export function dateFault(
  section: ProfileSection,
  name: 'from' | 'until',
  typed: Typed,
  today: string,
): 'badDate' | 'future' | 'order' | undefined {
  const read = dateRead(typed[name]);
  if (read === undefined) return 'badDate';
  if (read === '') return undefined;
  // A treatment may be planned: it begins and ends when it will.
  if (name === 'from' && section !== 'treatments' && isBefore(today, read)) return 'future';
  const from = dateRead(typed.from);
  return name === 'until' && from !== undefined && from !== '' && isBefore(read, from) ? 'order' : undefined;
}

/** As far as both are known. */
const isBefore = (one: string, other: string): boolean => {
  const known = Math.min(one.length, other.length);
  return one.slice(0, known) < other.slice(0, known);
};
