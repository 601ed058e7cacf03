import type { CountedCategory, DocumentDetail, DocumentSummary, FoundAnswer, FoundDocument } from '../../kit/shapes.ts';

/** Answers and bodies of `/api/pro/patients/:record/chronology`. */
export type LineKind = 'document' | 'results' | 'vaccination' | 'appointment' | 'stay' | 'act';
export const lineStates = ['usual', 'current', 'masked', 'hidden', 'replaced', 'archived', 'all'] as const;
export type LineState = (typeof lineStates)[number];

export interface DocumentLine {
  readonly kind: 'document';
  readonly key: string;
  readonly isNew: boolean;
  readonly document: ShownDocument;
  readonly match?: Pick<FoundDocument, 'exact' | 'snippet' | 'highlights'>;
}

export interface DataLine {
  readonly kind: Exclude<LineKind, 'document'>;
  readonly key: string;
  readonly isNew: boolean;
  readonly at: string;
  readonly title: string;
  readonly detail?: string;
  readonly author?: string;
  readonly undone?: string;
}

export type Line = DocumentLine | DataLine;

export type ShownDocument = DocumentSummary & { readonly hiddenFromRepresentatives?: boolean };

export interface Narrowed {
  readonly words?: string;
  readonly kind?: LineKind;
  readonly category?: string;
  readonly year?: number;
  readonly author?: string;
  readonly onlyNew?: boolean;
  readonly state?: LineState;
}

export interface Facets {
  readonly kinds: readonly { readonly code: LineKind; readonly count: number }[];
  readonly categories: readonly CountedCategory[];
  readonly years: readonly { readonly year: number; readonly count: number }[];
  readonly authors: readonly { readonly name: string; readonly count: number }[];
  readonly states: readonly { readonly code: LineState; readonly count: number }[];
  readonly fresh: number;
  /** So much came that `fresh` is the least. */
  readonly freshMore?: true;
}

export interface ChronologyAnswer {
  readonly lines: readonly Line[];
  readonly next?: string;
  readonly total: number;
  readonly since?: string;
  readonly facets: Facets;
  readonly unread?: FoundAnswer['unread'];
  readonly cut: boolean;
}

export interface Prior {
  readonly id: string;
  readonly title: string;
  readonly date: string;
}

export type ReadDocument = DocumentDetail & ShownDocument & { readonly priors?: readonly Prior[] };
