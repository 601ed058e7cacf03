import { eachPermit, type Permit } from '#rights';
import type { Desk } from './desk.ts';
import { freshEntries } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';

/** Since when things are new, to who holds a Permit. */
export interface Since {
  readonly permit: Permit;
  readonly since: Date;
}

/** What came after an instant, of what a Permit shows. */
export interface Fresh {
  /** The last that came first. */
  readonly items: readonly Entry[];
  readonly total: number;
}

/**
 * Of each of these records the current documents that were deposited after its instant, by anybody but the caller; `most` of each, and how many
 * there are. The Permits are of one caller. One statement, however many records; decides and traces nothing.
 */
export async function fresh(desk: Desk, asked: readonly Since[], most: number): Promise<readonly Fresh[]> {
  const [first] = asked;
  if (first === undefined) return [];
  const { actor } = first.permit.call;
  const own = actor.kind === 'professional' ? actor.id : '';
  const each = eachPermit(
    asked.map(({ permit }) => permit),
    4,
  );
  const values = [asked.map(({ since }) => since), own, most, ...each.values];
  const rows = await desk.store.query<EntryRow & { place: number; total: number }>(freshEntries(each), values);
  const found = Map.groupBy(rows, ({ place }) => place);
  return asked.map(({ permit: { record } }, n) => {
    const mine = found.get(n + 1) ?? [];
    return { items: mine.map((row) => entryOf(record, row)), total: mine[0]?.total ?? 0 };
  });
}
