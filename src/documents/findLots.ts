import { type Call, type ItemId, itemId, parseItemId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { findSubmissions } from './documents.sql.ts';
import { traceList } from './list.ts';
import { afterIn, eachLinked } from './listed.ts';
import { unpack } from './packed.ts';
import { withPermit } from './read.ts';

/** A place in a sorted list: stable whatever is added meanwhile. */
export interface Position {
  readonly key: Date;
  readonly n: number;
  /** In which of the person's records, the survivor's first, then those linked to it. */
  readonly of?: number;
}

export interface Found<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next?: Position;
}

export interface SubmissionQuery {
  readonly uids?: readonly string[];
  readonly numbers?: readonly number[];
  readonly date?: string;
  readonly after?: Position;
  readonly limit: number;
}

export interface Lot {
  readonly id: ItemId;
  readonly at: Date;
  readonly body: string;
  readonly entries: readonly ItemId[];
}

/**
 * Submissions of one record (ITI-66) that hold at least one document the caller may see; `entries` names only those. Traced. With those of the
 * records that were linked to it, each under its own Permit; numbers are those of the record itself.
 */
export async function findLots(desk: Desk, call: Call, record: RecordId, query: SubmissionQuery): Promise<Found<Lot>> {
  const part = (one: RecordId, of: number): Promise<Found<Lot>> => {
    const { after: ended, ...rest } = query;
    const place = afterIn(of, ended && { date: ended.key, n: ended.n, of: ended.of ?? 0 });
    const after = place && { key: place.date, n: place.n };
    return findLotsIn(desk, call, one, { ...rest, ...(after === undefined ? {} : { after }) }, of > 0);
  };
  const own = await part(record, 0);
  const linked = query.numbers === undefined ? await eachLinked(desk, record, part) : [];
  return linked.length === 0 ? own : joined([own, ...linked], query.limit);
}

function joined(looked: readonly (Found<Lot> | undefined)[], limit: number): Found<Lot> {
  const all = looked.flatMap((part, of) => (part?.items ?? []).map((lot) => ({ lot, of, n: parseItemId(lot.id).n })));
  all.sort((a, b) => b.lot.at.getTime() - a.lot.at.getTime() || a.of - b.of || b.n - a.n);
  const shown = all.slice(0, limit);
  const last = shown.at(-1);
  const more = all.length > limit || looked.some((part) => part?.next !== undefined);
  return {
    items: shown.map(({ lot }) => lot),
    total: looked.reduce((sum, part) => sum + (part?.total ?? 0), 0),
    ...(more && last !== undefined ? { next: { key: last.lot.at, n: last.n, of: last.of } } : {}),
  };
}

async function findLotsIn(
  desk: Desk,
  call: Call,
  record: RecordId,
  query: SubmissionQuery,
  isLinked: boolean,
): Promise<Found<Lot>> {
  type Row = {
    readonly n: number;
    readonly key: Date;
    readonly body: Buffer;
    readonly entries: readonly string[];
    readonly total: number;
    /** Holds documents too that are not shown. */
    readonly partly: boolean;
  };
  const found = await withPermit(desk, call, record, 'list', async (permit) => {
    const { text, values } = permit.predicate(8);
    const { uids, numbers, date, after, limit } = query;
    const filters = [uids ?? null, numbers ?? null, date ?? null, after?.key ?? null, after?.n ?? null, limit + 1];
    const rows = await desk.store.query<Row>(findSubmissions(text), [record, ...filters, ...values]);
    return rows.length === 0 ? undefined : { rows, permit };
  });
  await traceList(desk, call, record, found?.permit, isLinked);
  return pageOf(found?.rows ?? [], query.limit, (row) => ({
    id: itemId(record, row.n),
    at: row.key,
    body: row.partly ? withoutWords(unpack(row.body)) : unpack(row.body),
    entries: row.entries.map((n) => itemId(record, Number(n))),
  }));
}

/** What its sender says of a whole submission may name what of it is not shown. */
function withoutWords(body: string): string {
  const { title: _, note: __, ...rest } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return JSON.stringify(rest);
}

function pageOf<Row extends { key: Date; n: number; total: number }, T>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => T,
): Found<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    total: rows[0]?.total ?? 0,
    ...(rows.length > limit && last !== undefined ? { next: { key: last.key, n: last.n } } : {}),
  };
}
