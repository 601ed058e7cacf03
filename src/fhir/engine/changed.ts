import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { FhirDesk } from './desk.ts';

/** The topic of the feed of changes. Its messages hold `{ changes: [[type, id, n, version, method], …] }`. */
export const changedTopic = 'fhir.changed';

/** One change, as the feed of changes tells it: type, id, number in its home, version, method. */
export type Changed = readonly [type: string, id: string, n: number, version: number, method: 'POST' | 'PUT' | 'DELETE'];

export function changed(
  { type, id, n, version }: { type: string; id: string; n: number; version: number },
  method: Changed[4],
): Changed {
  return [type, id, n, version, method];
}

/**
 * One message for each home of each act, in its transaction; what is shared is told under PLATFORM. With it the home's counter is brought to the
 * highest number among the changes. The caller holds the home's lock.
 */
export function emit(desk: FhirDesk, tx: Tx, home: RecordId, at: Date, changes: readonly Changed[]): void {
  if (changes.length === 0) return;
  const highest = Math.max(...changes.map(([, , n]) => n));
  desk.store.outbox.emit(tx, home, at, changedTopic, { changes }, highest);
}
