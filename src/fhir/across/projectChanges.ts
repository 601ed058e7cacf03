import { PLATFORM } from '#kernel';
import type { OutboxMessage, Store } from '#store';
import type { Parameters } from '../search/index.ts';
import { keptOf } from './kept.ts';
import { projectRecord } from './project.sql.ts';

/**
 * What keeps the lists across records in step with what is stored: the handler of the topic `fhir.changed`. A message may come twice, late, or
 * after a newer one: each resource that it names is looked at as it is now, under the lock of its record.
 *
 * In: the payload `{ changes: [[type, id, n, version, method], …] }`.
 */
export function projectChanges(store: Store, parameters: Parameters): (message: OutboxMessage) => Promise<void> {
  return async ({ record, payload }) => {
    const changes = Array.isArray(payload.changes) ? (payload.changes as readonly unknown[][]) : [];
    if (record === PLATFORM || changes.length === 0) return;
    const numbers = [...new Set(changes.map(([, , n]) => Number(n)))];
    const kept = keptOf(
      parameters,
      changes.map(([type]) => String(type)),
    );
    await store.transaction(async (tx) => {
      await store.records.lock(tx, record);
      tx.write(projectRecord, [record, numbers, ...kept]);
    });
  };
}
