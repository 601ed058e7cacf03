import type { Entry, Snippet } from '#documents';

/** What a line of the chronology is: a document, or what a software or the person wrote as data. */
export const lineKinds = ['document', 'results', 'vaccination', 'appointment', 'stay', 'act'] as const;
export type LineKind = (typeof lineKinds)[number];

interface Dated {
  /** Stable, opaque: with `at`, its place in the order. */
  readonly key: string;
  /** When it took place, in milliseconds since 1970. */
  readonly at: number;
  /** When it was kept here, the same: in the order of what is new. */
  readonly kept: number;
  readonly author?: string;
  readonly structure?: string;
}

export interface DocumentLine extends Dated {
  readonly kind: 'document';
  readonly entry: Entry;
  readonly category: string;
}

export interface DataLine extends Dated {
  readonly kind: Exclude<LineKind, 'document'>;
  /** As it was written: a day or an instant. */
  readonly day: string;
  readonly title: string;
  readonly detail?: string;
  /** A code of the resource's own status that changes what it means: `cancelled`, `not-done` … */
  readonly undone?: string;
}

export type ChronologyLine = DocumentLine | DataLine;

/** A line as it is shown. */
export interface ShownLine {
  readonly line: ChronologyLine;
  /** Came since the professional's visit before this one. */
  readonly isNew: boolean;
  /** What stands around the words that were looked for, in a document. */
  readonly match?: { readonly exact: boolean; readonly snippet: Snippet };
}

/** Newest first; of one instant, by their keys. */
export function newestFirst(a: Dated, b: Dated): number {
  return b.at - a.at || (a.key < b.key ? 1 : a.key > b.key ? -1 : 0);
}
