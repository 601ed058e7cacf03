import { parseItemId, unknownId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { type EntryRow, entryOf } from './entry.ts';
import { keptFacts } from './facts/kept.ts';
import type { ReadEntry } from './read.ts';
import { chosenEntries } from './xdm/xdm.sql.ts';

type Row = EntryRow & { readonly blob: string };

/**
 * The documents of these ids that a Permit shows, newest first; those it does not show are left out, archived ones are not. One statement, and
 * no bytes yet. Decides and traces nothing. Refuses `id.unknown` for the id of another record.
 */
export async function chosen(desk: Desk, permit: Permit, ids: readonly string[]): Promise<readonly ReadEntry[]> {
  const { record } = permit;
  const places = ids.map(parseItemId);
  if (places.some((place) => place.record !== record)) throw unknownId();
  if (places.length === 0) return [];
  const { text, values } = permit.predicate(3);
  const rows = await desk.store.query<Row>(chosenEntries(text), [record, places.map(({ n }) => n), ...values]);
  return rows.map((row) => ({
    ...entryOf(record, row),
    bytes: async () => desk.store.blobs.get(record, await desk.store.records.key(desk.store, record), row.blob),
    drawn: () => keptFacts(desk, permit, row.n),
  }));
}
