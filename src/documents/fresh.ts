import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { freshEntries } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { seenBy } from './seen.ts';

/** What came after an instant, of what a Permit shows. */
export interface Fresh {
  /** The last that came first. */
  readonly items: readonly Entry[];
  readonly total: number;
}

/**
 * Current documents that were deposited after `since`, by anybody but the caller; `most` of them, and how many there are. One statement; decides and
 * traces nothing.
 */
export async function fresh(desk: Desk, permit: Permit, since: Date, most: number): Promise<Fresh> {
  const { seen, values } = seenBy(permit, 5);
  const { actor } = permit.call;
  const own = actor.kind === 'professional' ? actor.id : '';
  const asked = [permit.record, since, own, most, ...values];
  const rows = await desk.store.query<EntryRow & { total: number }>(freshEntries(seen), asked);
  return { items: rows.map((row) => entryOf(permit.record, row)), total: rows[0]?.total ?? 0 };
}
