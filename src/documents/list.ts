import { type Call, isThemself, type RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { countByClass, lastVisit, listEntries, newEntries, visit } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { afterIn, eachLinked, joinedLists, joinedNews, throughDetail } from './listed.ts';
import type { DocumentList, ListQuery } from './listing.ts';
import { tracedUnder, withPermit } from './read.ts';
import { seenBy } from './seen.ts';

/**
 * A page of a record's documents, newest first, as the web spaces show them; traced as one look at the list. With those of the records that
 * were linked to it, each under its own Permit.
 */
export async function list(desk: Desk, call: Call, record: RecordId, query: ListQuery): Promise<DocumentList> {
  const part = (one: RecordId, of: number): Promise<DocumentList> => {
    const { after: ended, ...rest } = query;
    const after = afterIn(of, ended);
    return listOne(desk, call, one, { ...rest, ...(after === undefined ? {} : { after }) }, of > 0);
  };
  const own = await part(record, 0);
  const linked = await eachLinked(desk, record, part);
  return linked.length === 0 ? own : joinedLists([own, ...linked], query.limit);
}

async function listOne(desk: Desk, call: Call, record: RecordId, query: ListQuery, isLinked: boolean): Promise<DocumentList> {
  const { classCode, archived = false, after, limit } = query;
  const found = await withPermit(desk, call, record, 'list', async (permit) => {
    const listed = seenBy(permit, 7);
    const filters = [classCode ?? null, after?.date ?? null, after?.n ?? null, archived, limit + 1];
    const rows = await desk.store.query<EntryRow>(listEntries(listed.seen), [record, ...filters, ...listed.values]);
    const { text, values } = permit.predicate(2);
    const counts = await desk.store.query<{ class_code: string; count: number }>(countByClass(text), [record, ...values]);
    return counts.length === 0 && rows.length === 0 ? undefined : { rows, counts, permit };
  });
  if (after === undefined) await traceList(desk, call, record, found?.permit, isLinked);
  const rows = found?.rows ?? [];
  const items = rows.slice(0, limit).map((row) => entryOf(record, row));
  const last = items.at(-1);
  const since = await newSince(desk, record);
  return {
    items,
    ...(rows.length > limit && last !== undefined ? { next: { date: last.date, n: last.n } } : {}),
    counts: new Map((found?.counts ?? []).map((row) => [row.class_code, row.count])),
    ...(since === undefined ? {} : { newSince: since }),
  };
}

/** What came since the person's visit before this one; notes this visit. A visit ends after half an hour without one. */
export async function news(
  desk: Desk,
  call: Call,
  record: RecordId,
  limit: number,
): Promise<{ items: readonly Entry[]; total: number; since?: Date }> {
  const own = await newsOf(desk, call, record, limit);
  const linked = await eachLinked(desk, record, (one) => newsOf(desk, call, one, limit, own));
  if (linked.length === 0) return own;
  const parts = [own, ...linked].filter((part) => part !== undefined);
  return { ...joinedNews(parts, limit), ...(own.since === undefined ? {} : { since: own.since }) };
}

/** Of one record; `visited` when the person's visit is told of another. */
async function newsOf(
  desk: Desk,
  call: Call,
  record: RecordId,
  limit: number,
  visited?: { since?: Date },
): Promise<{ items: readonly Entry[]; total: number; since?: Date }> {
  const permit = await desk.rights.decide(call, record, 'list');
  const since = visited === undefined ? await lastVisitOf(desk, call, record) : visited.since;
  const look = async (by: Permit): Promise<(EntryRow & { total: number })[]> => {
    const { seen, values } = seenBy(by, 4);
    return desk.store.query(newEntries(seen), [record, since ?? new Date(0), limit, ...values]);
  };
  let rows = await look(permit);
  const renewed = rows.length === 0 ? await desk.rights.renewed(permit, 'list') : undefined;
  if (renewed !== undefined) rows = await look(renewed);
  return {
    items: rows.map((row) => entryOf(record, row)),
    total: rows[0]?.total ?? 0,
    ...(since === undefined ? {} : { since }),
  };
}

/** Of who never came before, nothing: all would be new. */
export async function newSince(desk: Pick<Desk, 'store'>, record: RecordId): Promise<Date | undefined> {
  const [seen] = await desk.store.query<{ last: Date; previous: Date | null }>(lastVisit, [record]);
  return seen?.previous ?? undefined;
}

async function lastVisitOf(desk: Desk, call: Call, record: RecordId): Promise<Date | undefined> {
  // A delegate's visit is not the person's: what is new to the person stays new.
  const [seen] =
    call.actor.kind === 'citizen'
      ? await desk.store.query<{ previous: Date | null }>(visit, [record, call.at])
      : await desk.store.query<{ previous: Date | null }>(lastVisit, [record]);
  return seen?.previous ?? undefined;
}

/** The person looking through their own list is no news to anyone; everybody else's look is traced. */
export async function traceList(
  desk: Desk,
  call: Call,
  record: RecordId,
  permit: Permit | undefined,
  isLinked = false,
): Promise<void> {
  if (isThemself(call.actor)) return;
  const ground = permit?.ground === undefined ? {} : { ground: permit.ground };
  // A permit comes with what it showed: the record is there.
  const under = permit === undefined ? await tracedUnder(desk, record) : record;
  await desk.trace.journal(call, under, { action: 'list', outcome: 'done', ...ground, ...throughDetail(isLinked) });
}
