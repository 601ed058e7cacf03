import type { CodedValue } from '#kernel';
import type { Block, Format, LabResult } from '../outside.ts';
import type { DemoProfessional } from '../professionals.ts';

/** A titled part of a paper; the code is that of the section in a structured document. */
export interface Part {
  readonly title: string;
  readonly code?: CodedValue;
  readonly blocks: readonly Block[];
}

/** A chapter of a laboratory report. */
export interface Chapter {
  readonly code: CodedValue;
  readonly title: string;
  readonly results: readonly LabResult[];
}

/** A vaccine, by its name and its ATC class. */
export interface Vaccine {
  readonly name: string;
  readonly atc: CodedValue;
}

/** A document to come: who writes it, when and about what. Its words are made only when it is written. */
export interface Paper {
  readonly at: Date;
  /** End of a stay; the document is written then. */
  readonly until?: Date;
  readonly author: DemoProfessional;
  /** Who asked for the act. */
  readonly prescriber?: DemoProfessional;
  /** JDV_J07; the couloir of the author's structure publishes it. */
  readonly type: string;
  readonly format: Format;
  readonly title: string;
  /** The act documented. */
  readonly act?: CodedValue;
  readonly encounter?: CodedValue;
  readonly parts: () => readonly Part[];
  readonly chapters?: () => readonly Chapter[];
  /** The vaccine that was given, named at `vac` in the first part. */
  readonly vaccine?: Vaccine;
  readonly hidden?: 'from-professionals' | 'from-patient';
  /** The number of days after which a second version replaces it, and the sentence that it adds. */
  readonly corrected?: { readonly afterDays: number; readonly why: string };
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

export function list(...items: readonly string[]): Block {
  return { kind: 'list', items };
}

export function part(title: string, ...blocks: readonly (Block | string)[]): Part {
  return { title, blocks: blocks.map((block) => (typeof block === 'string' ? paragraph(block) : block)) };
}

/** The same part under a code of LOINC. */
export function coded(code: CodedValue, of: Part): Part {
  return { ...of, code };
}

const paris = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', day: '2-digit', month: '2-digit', year: 'numeric' });

/** `12/03/2026`, the day in Paris. */
export function french(day: Date): string {
  return paris.format(day);
}
