import { type Call, type ItemId, itemId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { findEntries, findSubmissions, newestEntries, type Sortable } from './documents.sql.ts';
import { traceList } from './list.ts';
import { withPermit } from './read.ts';

/** What a registry query may ask; within a list any may match, between fields all must. */
export interface DocumentQuery {
  readonly types?: readonly string[];
  readonly classes?: readonly string[];
  readonly statuses?: readonly string[];
  readonly uniqueIds?: readonly string[];
  readonly formats?: readonly string[];
  readonly facilities?: readonly string[];
  readonly settings?: readonly string[];
  readonly numbers?: readonly number[];
  readonly authors?: readonly string[];
  /** PostgreSQL `tstzmultirange` texts. */
  readonly date?: string;
  /** The event overlaps this… */
  readonly period?: string;
  /** …or lies within this. */
  readonly periodWithin?: string;
  readonly sort: Sortable;
  readonly descending: boolean;
  readonly after?: Position;
  readonly limit: number;
}

/** A place in a sorted list: stable whatever is added meanwhile. */
export interface Position {
  readonly key: Date;
  readonly n: number;
}

export interface Found<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next?: Position;
}

/** Documents of one record (ITI-67): bodies as stored; never more than the Permit shows, in items and total alike. Traced. */
export async function find(
  desk: Desk,
  call: Call,
  record: RecordId,
  query: DocumentQuery,
): Promise<Found<{ id: ItemId; body: string }>> {
  type Row = { readonly n: number; readonly key: Date; readonly body: string; readonly total: number };
  const found = await withPermit(desk, call, record, 'list', async (permit) => {
    const { text, values } = permit.predicate(2);
    const filters = filtersOf(query);
    if (newestOnly(query, filters)) {
      const rows = await desk.store.query<Omit<Row, 'total'>>(newestEntries(text), [record, ...values, query.limit + 1]);
      if (rows.length <= query.limit) {
        return rows.length === 0 ? undefined : { rows: rows.map((row) => ({ ...row, total: rows.length })), permit };
      }
    }
    const statement = findEntries(text, query.sort, query.descending);
    const rows = await desk.store.query<Row>(statement, [record, ...values, ...filters]);
    return rows.length === 0 ? undefined : { rows, permit };
  });
  await traceList(desk, call, record, found?.permit);
  return pageOf(found?.rows ?? [], query.limit, (row) => ({ id: itemId(record, row.n), body: row.body }));
}

export interface SubmissionQuery {
  readonly uids?: readonly string[];
  readonly numbers?: readonly number[];
  readonly date?: string;
  readonly after?: Position;
  readonly limit: number;
}

/** Submissions of one record (ITI-66) that hold at least one document the caller may see; `entries` names only those. Traced. */
export async function findLots(
  desk: Desk,
  call: Call,
  record: RecordId,
  query: SubmissionQuery,
): Promise<Found<{ id: ItemId; at: Date; body: string; entries: readonly ItemId[] }>> {
  type Row = {
    readonly n: number;
    readonly key: Date;
    readonly body: string;
    readonly entries: readonly string[];
    readonly total: number;
  };
  const found = await withPermit(desk, call, record, 'list', async (permit) => {
    const { text, values } = permit.predicate(2);
    const { uids, numbers, date, after, limit } = query;
    const filters = [uids ?? null, numbers ?? null, date ?? null, after?.key ?? null, after?.n ?? null, limit + 1];
    const rows = await desk.store.query<Row>(findSubmissions(text), [record, ...values, ...filters]);
    return rows.length === 0 ? undefined : { rows, permit };
  });
  await traceList(desk, call, record, found?.permit);
  return pageOf(found?.rows ?? [], query.limit, (row) => ({
    id: itemId(record, row.n),
    at: row.key,
    body: row.body,
    entries: row.entries.map((n) => itemId(record, Number(n))),
  }));
}

/** Everything newest first, from the beginning. */
function newestOnly({ sort, descending, limit }: DocumentQuery, filters: readonly unknown[]): boolean {
  return sort === 'date' && descending && limit > 0 && filters.slice(0, -1).every((filter) => filter === null);
}

function filtersOf(q: DocumentQuery): readonly unknown[] {
  const lists = [q.types, q.classes, q.statuses, q.uniqueIds, q.formats, q.facilities, q.settings, q.numbers];
  const ranges = [q.date, q.period, q.periodWithin];
  return [...[...lists, ...ranges, q.authors].map((one) => one ?? null), q.after?.key ?? null, q.after?.n ?? null, q.limit + 1];
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
