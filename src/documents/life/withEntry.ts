import { type Call, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import type { Permit } from '#rights';
import type { Tx } from '#store';
import type { Desk } from '../desk.ts';
import { readEntry } from '../documents.sql.ts';
import type { EntryRow } from '../entry.ts';
import { tracedUnder, withPermit } from '../read.ts';
import { seenBy } from '../seen.ts';
import type { Standing } from './change.ts';
import { readWithdrawn } from './life.sql.ts';
import * as refusals from './refusals.ts';

/** An entry that the caller sees, its record locked. */
export interface Opened {
  readonly tx: Tx;
  readonly permit: Permit;
  readonly record: RecordId;
  readonly row: Standing & EntryRow & { readonly blob: string; readonly class_code: string };
}

/** What must hold of an entry for a change to happen. */
export interface EntryCondition {
  /** The version that the caller last saw. */
  readonly ifMatch?: number;
}

/**
 * Runs `work` on an entry in one transaction, its record locked, with what the caller may see. Refuses `id.unknown` (also when it is there and
 * may not be seen), `documents.withdrawn`, `documents.version-conflict`, and what `rights.decide` and `work` refuse. Refusals are traced; they
 * change nothing.
 */
export async function withEntry<T>(
  desk: Desk,
  call: Call,
  id: string,
  { ifMatch }: EntryCondition,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { record, n } = parseItemId(id);
  try {
    const done = await withPermit(desk, call, record, 'item', (permit) =>
      desk.store.transaction(async (tx) => {
        await desk.store.records.lock(tx, record);
        const { seen, values } = seenBy(permit, 3);
        const [row] = await tx.query<Opened['row']>(readEntry(seen), [record, n, ...values]);
        if (row === undefined) {
          const [gone] = await tx.query(readWithdrawn(seen('e')), [record, n, ...values]);
          if (gone !== undefined) throw refusals.withdrawn();
          return undefined;
        }
        if (ifMatch !== undefined && ifMatch !== row.version) throw refusals.versionConflict(row.version);
        return { result: await work({ tx, permit, record, row }) };
      }),
    );
    if (done === undefined) throw unknownId();
    return done.result;
  } catch (error) {
    // What rights refuse is traced where they are asked.
    if (error instanceof Refusal && error.code !== 'store.unavailable' && !error.code.startsWith('rights.')) {
      const object = { kind: 'DocumentReference', id };
      const under = await tracedUnder(desk, record);
      await desk.trace.journal(call, under, { action: 'write', outcome: 'refused', object, code: error.code });
    }
    throw error;
  }
}
