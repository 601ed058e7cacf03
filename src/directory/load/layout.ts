import type { Fault } from './fault.ts';

/** The extractions that are known, each by what it holds. */
export type Kind = 'rpps' | 'finess' | 'finess-legal' | 'mssante' | 'skills' | 'diplomas';

export interface PersonRow {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly prefix: string | null;
  readonly profession: string;
  readonly specialtyCode: string | null;
  readonly specialtyLabel: string | null;
  /** What is only shown, packed. */
  readonly details: string;
}

export interface PlaceRow {
  readonly id: string;
  readonly name: string;
  readonly couloir: string;
  readonly facilityType: string;
  readonly practiceSetting: string;
  readonly siret: string | null;
  readonly technical: string | null;
  readonly partOf: string | null;
  readonly category: string | null;
  readonly postcode: string | null;
  readonly townKey: string | null;
  readonly lineKey: string | null;
  readonly details: string;
}

export interface ActivityRow {
  readonly professional: string;
  readonly structure: string | null;
  readonly profession: string;
  readonly specialty: string | null;
  readonly mode: string | null;
  readonly role: string | null;
  readonly genre: string | null;
  readonly section: string | null;
  /** False for a line that only says who somebody is. */
  readonly situation: boolean;
  readonly details: string;
}

export interface QualificationRow {
  readonly professional: string;
  readonly kind: 'skill' | 'diploma' | 'authorization';
  readonly typeCode: string;
  readonly code: string;
  readonly label: string;
}

export interface MailboxRow {
  readonly address: string;
  readonly type: string;
  readonly professional: string | null;
  readonly structure: string | null;
  readonly details: string;
}

/** What one line says. */
export interface Rows {
  readonly person?: PersonRow;
  readonly place?: PlaceRow;
  readonly activity?: ActivityRow;
  readonly qualification?: QualificationRow;
  readonly mailbox?: MailboxRow;
}

/** A line understood as far as it takes to know whether it changed. */
export interface Taken {
  readonly line: number;
  /** By which the same thing is known in tomorrow's file. */
  readonly key: string;
  /** Of everything that the line says. */
  readonly digest: string;
  /** Of a thing that its publisher gave an identifier. */
  readonly id?: string;
  /** Whom it names, and how: one identifier has one name. */
  readonly who?: string;
  readonly name?: string;
  readonly rows: () => Rows | Fault;
}

/** How one kind of extraction is read. */
export interface Layout {
  readonly kind: Kind;
  readonly separator: '|' | ';';
  /** How many first cells name the person. */
  readonly group: number;
  /** Lines before the first entry. */
  readonly headerLines: number;
  /** `skipped`: not for this directory, and no fault. */
  readonly read: (line: number, text: string) => Taken | Fault | 'skipped';
}

export const longestValue = 300;

/** Text for a column: absent rather than empty. */
export function orNull(text: string): string | null {
  return text === '' ? null : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\0-\x1f\x7f]/;

/** What is wrong with any line of this many columns; undefined when nothing is. */
export function faultOf(line: number, text: string, cells: readonly string[], count: number): Fault | undefined {
  if (cells.length !== count) return { line, code: 'cut', what: `${cells.length} columns instead of ${count}` };
  if (control.test(text)) return { line, code: 'control-character', what: '' };
  if (text.length <= longestValue) return undefined;
  const long = cells.findIndex((cell) => cell.length > longestValue);
  return long < 0 ? undefined : { line, code: 'too-long-value', what: `column ${long + 1}` };
}
