import type { Entry } from './entry.ts';
import type { Snippet, Unread } from './text/index.ts';

export interface ListQuery {
  readonly classCode?: string;
  /** Those put away, in place of all others. */
  readonly archived?: boolean;
  /** Where the page before ended. */
  readonly after?: Ended;
  readonly limit: number;
}

/** The last document of a page; `of`: in which of the person's records, the survivor's first, then those linked to it. */
export interface Ended {
  readonly date: Date;
  readonly n: number;
  readonly of?: number;
}

export interface DocumentList {
  readonly items: readonly Entry[];
  readonly next?: Ended;
  /** Current documents by class, whatever the filter. */
  readonly counts: ReadonlyMap<string, number>;
  /** What the person could first see after this instant is new to them. */
  readonly newSince?: Date;
}

export interface FindQuery {
  /** How many come before those asked for. */
  readonly from?: number;
  /** 50 at most. */
  readonly limit: number;
}

/** A document that holds the words, and what stands around them. */
export interface FoundDocument {
  readonly entry: Entry;
  /** False when a word was found with a slip of spelling only. */
  readonly exact: boolean;
  readonly snippet: Snippet;
}

export interface FoundDocuments {
  /** False when nothing was typed that could be looked for. */
  readonly asked: boolean;
  /** Best first. */
  readonly items: readonly FoundDocument[];
  readonly total: number;
  /** How many come before the rest. */
  readonly next?: number;
  readonly unread: Unread;
}
