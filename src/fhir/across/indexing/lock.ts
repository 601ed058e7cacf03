import { type RecordId, Refusal } from '#kernel';
import type { Store, Tx } from '#store';

/** Locks records in the order in which everybody locks them. One that is no more has nobody to wait for. */
export async function lockRecords({ records }: Store, tx: Tx, all: Iterable<RecordId>): Promise<void> {
  const locks = [...new Set(all)].sort().map((record) => records.lock(tx, record));
  for (const lock of await Promise.allSettled(locks)) {
    if (lock.status === 'fulfilled') continue;
    if (!(lock.reason instanceof Refusal) || lock.reason.code !== 'id.unknown') throw lock.reason;
  }
}
