import type { Sentence } from '#kernel';

/** What the server's web API answers, as both spaces read it. Dates are ISO 8601 texts in UTC. */
export type { Sentence };

export interface Labelled {
  readonly code: string;
  readonly label: string;
}

/** A ground of access with its name in both languages. */
export interface GroundLabel {
  readonly code: string;
  readonly label: Sentence;
}

export interface StructureName {
  readonly id: string;
  readonly name: string;
}

export type Session =
  | { readonly kind: 'operator'; readonly id: string; readonly name: string }
  | {
      readonly kind: 'citizen';
      readonly name: string;
      /** For whom they act now, when not for themself. */
      readonly acting?: { readonly name: string; readonly kind: 'legal' | 'adult'; readonly purposes: readonly string[] };
    }
  | {
      readonly kind: 'professional';
      readonly id: string;
      readonly name: string;
      readonly professionLabel: Sentence;
      readonly structure: StructureName;
      /** They have yet to say that they understood that each look is told. */
      readonly noticeDue?: true;
    };

export interface SignIn {
  readonly kind: 'citizen' | 'professional' | 'operator';
  readonly login: string;
  readonly name: string;
  readonly note?: string;
}

export interface Territory {
  readonly demo: boolean;
  readonly name: string;
  readonly signIns?: readonly SignIn[];
}

export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  readonly type: Labelled;
  readonly category: Labelled;
  /** Date of the act; `depositedAt` is when Socle received it. */
  readonly date: string;
  readonly depositedAt: string;
  /** When the person could first see it: as it came, or when it was announced to them. */
  readonly toldAt: string;
  readonly author: { readonly name: string; readonly specialtyLabel?: string };
  readonly structure?: string;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly status: 'current' | 'superseded';
  /** Put away from the usual lists. */
  readonly archived: boolean;
  readonly isNew: boolean;
  readonly format: 'N1' | 'N3';
  readonly size: number;
  readonly version: number;
  readonly replacedBy?: string;
}

export interface Attachment {
  readonly index: number;
  readonly mediaType: string;
  readonly url: string;
}

/** Another version of a document, or what completes one. */
export interface RelatedDocument {
  readonly id: string;
  readonly title: string;
  readonly depositedAt: string;
  readonly status: 'current' | 'superseded';
  readonly archived: boolean;
}

export interface DocumentDetail extends DocumentSummary {
  readonly html?: string;
  /** `active`: what it could do besides being read, outside of this page. */
  readonly pdf?: { readonly url: string; readonly active: readonly string[] };
  readonly attachments: readonly Attachment[];
  readonly replaces?: string;
  /** The document that this one completes. */
  readonly appends?: string;
  /** All versions that the reader may see, this one among them, newest first. */
  readonly versions: readonly RelatedDocument[];
  readonly addenda: readonly RelatedDocument[];
  /** The reader wrote or deposited it. */
  readonly mine: boolean;
}

export interface CountedCategory extends Labelled {
  readonly count: number;
}

/** A document in which words were found. */
export interface FoundDocument extends DocumentSummary {
  /** False when a word was found with a slip of spelling only. */
  readonly exact: boolean;
  /** What stands around the words, on one line. */
  readonly snippet: string;
  /** Where they stand in it: beginnings and ends, in order, apart. */
  readonly highlights: readonly (readonly [start: number, end: number])[];
}

export interface FoundAnswer {
  /** False when nothing was typed that could be looked for. */
  readonly asked: boolean;
  readonly items: readonly FoundDocument[];
  readonly total: number;
  readonly next?: number;
  readonly unread: { readonly waiting: number; readonly partly: number; readonly beyond: boolean };
}

export interface DocumentListAnswer {
  readonly items: readonly DocumentSummary[];
  readonly next?: string;
  readonly categories: readonly CountedCategory[];
}
