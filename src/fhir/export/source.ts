import type { Call, RecordId } from '#kernel';
import type { Store } from '#store';
import type { Sight } from '../sight.ts';
import type { AskedExport } from './asked.ts';
import { deletedSince, exportPage, exportShared, homesOfDepositor } from './export.sql.ts';

/** One resource as it goes into a file. */
export interface ExportedRow {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly body: string;
}

/**
 * Gives the homes where the caller has something to read, in ascending order, after `after`. What is said here only shortens the way:
 * of each home the caller gets what rights show them at that moment.
 */
export type OwnRecords = (call: Call, after: RecordId | undefined) => AsyncIterable<RecordId>;

const page = 500;
const atOnce = 1000;
const first = '00000000-0000-0000-0000-000000000001' as RecordId;

/** A citizen’s record is their own; anyone else’s are those where they deposited. */
export function ownRecordsFrom(store: Store): OwnRecords {
  return async function* ({ actor }, after = first) {
    if (actor.kind === 'citizen') {
      if (actor.record > after) yield actor.record;
      return;
    }
    for (let last: RecordId = after; ; ) {
      const rows = await store.query<{ record_id: RecordId }>(homesOfDepositor, [actor.id, last, atOnce]);
      for (const { record_id: record } of rows) yield record;
      const next = rows.at(-1)?.record_id;
      if (next === undefined || rows.length < atOnce) return;
      last = next;
    }
  };
}

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
