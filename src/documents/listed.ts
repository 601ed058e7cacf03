import { type RecordId, Refusal } from '#kernel';
import { throughLink } from '#rights';
import type { Desk } from './desk.ts';
import type { Entry } from './entry.ts';
import type { DocumentList, FindQuery, FoundDocuments, ListQuery } from './listing.ts';

/*
 * A record that goes on for others is shown with theirs: each looked at by itself, under a Permit and a line of its own. What one of them
 * refuses is left out.
 */

export type Place = NonNullable<ListQuery['after']>;

/** What a part of a list begins behind, when the whole ended at `after`: of one instant the survivor's come first, then the others' in order. */
export function afterIn(part: number, after: Place | undefined): Place | undefined {
  const { of = 0 } = after ?? {};
  if (after === undefined || part === of) return after;
  return { date: after.date, n: part < of ? -1 : Number.MAX_SAFE_INTEGER };
}

/** The lists of several records as one, newest first, cut to a page. */
export function joinedLists(looked: readonly (DocumentList | undefined)[], limit: number): DocumentList {
  const all = looked.flatMap((part, of) => (part?.items ?? []).map((entry) => ({ entry, of })));
  const parts = looked.filter((part) => part !== undefined);
  all.sort((a, b) => b.entry.date.getTime() - a.entry.date.getTime() || a.of - b.of || b.entry.n - a.entry.n);
  const shown = all.slice(0, limit);
  const last = shown.at(-1);
  const more = all.length > limit || parts.some(({ next }) => next !== undefined);
  const counts = new Map<string, number>();
  for (const part of parts) for (const [code, count] of part.counts) counts.set(code, (counts.get(code) ?? 0) + count);
  const newSince = parts[0]?.newSince;
  return {
    items: shown.map(({ entry }) => entry),
    ...(more && last !== undefined ? { next: { date: last.entry.date, n: last.entry.n, of: last.of } } : {}),
    counts,
    ...(newSince === undefined ? {} : { newSince }),
  };
}

/** News of several records as one. */
export function joinedNews(
  parts: readonly { readonly items: readonly Entry[]; readonly total: number }[],
  limit: number,
): { items: readonly Entry[]; total: number } {
  const items = parts.flatMap((part) => part.items).sort((a, b) => b.toldAt.getTime() - a.toldAt.getTime());
  return { items: items.slice(0, limit), total: parts.reduce((sum, { total }) => sum + total, 0) };
}

/** Words are looked for in one record after the other: best first in each, the survivor's before the others'. */
export async function findInEach(
  records: readonly RecordId[],
  { from = 0, limit }: FindQuery,
  findOne: (record: RecordId, query: FindQuery) => Promise<FoundDocuments | undefined>,
): Promise<FoundDocuments> {
  let before = 0;
  let joined: FoundDocuments | undefined;
  for (const record of records) {
    const left = limit - (joined?.items.length ?? 0);
    const found = await findOne(record, { from: Math.max(0, from - before), limit: Math.max(1, left) });
    if (found === undefined) continue;
    before += found.total;
    const items = left > 0 ? found.items : [];
    joined =
      joined === undefined
        ? { ...found, items }
        : {
            asked: joined.asked,
            items: [...joined.items, ...items],
            total: joined.total + found.total,
            unread: {
              waiting: joined.unread.waiting + found.unread.waiting,
              partly: joined.unread.partly + found.unread.partly,
              beyond: joined.unread.beyond || found.unread.beyond,
            },
          };
  }
  const { next: _, ...whole } = joined ?? { asked: true, items: [], total: 0, unread: { waiting: 0, partly: 0, beyond: false } };
  return { ...whole, ...(whole.total > from + limit ? { next: from + limit } : {}) };
}

/** What each linked record gives, undefined where it refuses: that was told in its log by who threw it. */
export async function eachLinked<T>(
  desk: Desk,
  record: RecordId,
  look: (linked: RecordId, part: number) => Promise<T>,
): Promise<readonly (T | undefined)[]> {
  const linked = await desk.rights.linkedTo(record);
  return Promise.all(linked.map((one, index) => unlessRefused(() => look(one, index + 1))));
}

export async function unlessRefused<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}

/** What a line in a linked record's log says when the walk began at the one that goes on. */
export const throughDetail = (isLinked: boolean): { detail?: typeof throughLink } => (isLinked ? { detail: throughLink } : {});
