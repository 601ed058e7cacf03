import type { Call, RecordId } from '#kernel';
import type { Store } from '#store';
import type { Sight } from '../sight.ts';
import type { AskedExport } from './asked.ts';
import { anythingSeen, deletedSince, exportPage, exportShared } from './export.sql.ts';

/** One resource as it goes into a file. */
export interface ExportedRow {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly body: string;
}

/**
 * Gives the records where the caller has something to read, in ascending order, after `after`. What is said here only shortens the way:
 * of each the caller gets what rights show them at that moment. It may lag behind what is written: see `ExportDesk.settleMs`.
 */
export type OwnRecords = (call: Call, after: RecordId | undefined) => AsyncIterable<RecordId>;

const page = 500;

/** The next resources of a home after number `after`; fewer than a page at its end. */
export async function nextOf(
  store: Store,
  home: RecordId,
  sight: Sight,
  after: number,
  asked: AskedExport,
  until: Date,
): Promise<readonly ExportedRow[]> {
  const narrow = sight.all ? { text: 'true', values: [] } : sight.permit.predicate(7);
  const given = [home, after, asked.types ?? null, asked.since ?? null, until, page];
  return store.query<ExportedRow>(exportPage(narrow.text), [...given, ...narrow.values]);
}

/** Whether anything of a home is for the caller: who it is about is told to those who treat them, not to whoever keeps a list. */
export async function showsAny(store: Store, home: RecordId, sight: Sight): Promise<boolean> {
  if (sight.all || !sight.permit.ownOnly) return true;
  const narrow = sight.permit.predicate(2);
  return (await store.query(anythingSeen(narrow.text), [home, ...narrow.values])).length > 0;
}

export async function deletedOf(store: Store, home: RecordId, sight: Sight, asked: AskedExport, until: Date) {
  if (asked.since === undefined) return [];
  const narrow = sight.all ? { text: 'true', values: [] } : sight.permit.predicate(5);
  const given = [home, asked.types ?? null, asked.since, until];
  return store.query<{ type: string; id: string }>(deletedSince(narrow.text), [...given, ...narrow.values]);
}

/** The next of what all share, after `type/id`. */
export async function nextShared(store: Store, after: string, asked: AskedExport, until: Date): Promise<readonly ExportedRow[]> {
  return store.query<ExportedRow>(exportShared, [after, asked.types ?? null, asked.since ?? null, until, page]);
}

export const isLastPage = (rows: readonly unknown[]): boolean => rows.length < page;
