import { type Call, isThemself, type RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { type Entry, entryOf } from './entry.ts';
import { tracedUnder, withPermit } from './read.ts';
import type { Snippet, Unread } from './text/index.ts';

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

const nothing = { asked: true, numbers: [], hits: [], unread: { waiting: 0, partly: 0, beyond: false } };

/**
 * Finds words in the documents of one record that the caller may see: in what they say, in PDFs, in titles, types and authors. Whoever is not
 * the person themself leaves a line in the log before anything is given: that words were looked for, and that what stands around them was
 * shown; neither which words, being about health, nor in how many documents, some of which the person may not know of yet. Refuses
 * `documents.search-too-long` and what `rights.decide` refuses; refusals are traced on the record.
 */
export async function find(
  desk: Desk,
  call: Call,
  record: RecordId,
  typed: string,
  { from = 0, limit }: FindQuery,
): Promise<FoundDocuments> {
  let shownBy: Permit | undefined;
  const found =
    (await withPermit(desk, call, record, 'list', async (permit) => {
      const texts = await desk.texts.find(permit, typed, limit, from);
      if (texts !== undefined) shownBy = permit;
      return texts;
    })) ?? nothing;
  await traceFind(desk, call, record, shownBy);
  const { asked, numbers, hits, unread } = found;
  const next = from + limit;
  return {
    asked,
    items: hits.map(({ row, exact, snippet }) => ({ entry: entryOf(record, row), exact, snippet })),
    total: numbers.length,
    ...(numbers.length > next ? { next } : {}),
    unread,
  };
}

async function traceFind(desk: Desk, call: Call, record: RecordId, permit: Permit | undefined): Promise<void> {
  if (isThemself(call.actor)) return;
  const ground = permit?.ground === undefined ? {} : { ground: permit.ground };
  const under = permit === undefined ? await tracedUnder(desk, record) : record;
  const detail = { types: 'DocumentReference', by: 'words', shown: 'passages' };
  await desk.trace.journal(call, under, { action: 'search', outcome: 'done', detail, ...ground });
}
