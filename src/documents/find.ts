import { type Call, isThemself, type RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { entryOf } from './entry.ts';
import { findInEach, throughDetail, unlessRefused } from './listed.ts';
import type { FindQuery, FoundDocuments } from './listing.ts';
import { tracedUnder, withPermit } from './read.ts';

const nothing = { asked: true, numbers: [], hits: [], unread: { waiting: 0, partly: 0, beyond: false } };

/**
 * Finds words in the documents of one record that the caller may see: in what they say, in PDFs, in titles, types and authors. Whoever is not
 * the person themself leaves a line in the log before anything is given: that words were looked for, and that what stands around them was
 * shown; neither which words, being about health, nor in how many documents, some of which the person may not know of yet. Refuses
 * `documents.search-too-long` and what `rights.decide` refuses; refusals are traced on the record.
 */
export async function find(desk: Desk, call: Call, record: RecordId, typed: string, query: FindQuery): Promise<FoundDocuments> {
  const own = await findOne(desk, call, record, typed, query);
  const linked = await desk.rights.linkedTo(record);
  if (linked.length === 0) return own;
  return findInEach([record, ...linked], query, async (one, part) =>
    one === record && part.from === (query.from ?? 0)
      ? own
      : unlessRefused(() => findOne(desk, call, one, typed, part, one !== record)),
  );
}

async function findOne(
  desk: Desk,
  call: Call,
  record: RecordId,
  typed: string,
  { from = 0, limit }: FindQuery,
  isLinked = false,
): Promise<FoundDocuments> {
  let shownBy: Permit | undefined;
  const found =
    (await withPermit(desk, call, record, 'list', async (permit) => {
      const texts = await desk.texts.find(permit, typed, limit, from);
      if (texts !== undefined) shownBy = permit;
      return texts;
    })) ?? nothing;
  await traceFind(desk, call, record, shownBy, isLinked);
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

async function traceFind(desk: Desk, call: Call, record: RecordId, permit: Permit | undefined, isLinked: boolean): Promise<void> {
  if (isThemself(call.actor)) return;
  const ground = permit?.ground === undefined ? {} : { ground: permit.ground };
  const under = permit === undefined ? await tracedUnder(desk, record) : record;
  const detail = { types: 'DocumentReference', by: 'words', shown: 'passages', ...throughDetail(isLinked).detail };
  await desk.trace.journal(call, under, { action: 'search', outcome: 'done', detail, ...ground });
}
