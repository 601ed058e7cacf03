import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { everyEntry } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { seenBy } from './seen.ts';

/**
 * Every document of a record that a Permit shows, newest first, put away and replaced ones too, `most` at most: for a walk of another module,
 * which decides before and traces after. One statement.
 */
export async function shownTo(desk: Pick<Desk, 'store'>, permit: Permit, most: number): Promise<readonly Entry[]> {
  const { seen, values } = seenBy(permit, 3);
  const rows = await desk.store.query<EntryRow>(everyEntry(seen), [permit.record, most, ...values]);
  return rows.map((row) => entryOf(permit.record, row));
}

/**
 * Where words stand in the documents that a Permit shows: `choose` says, of the numbers of all that hold them (best first), for which the words
 * around are wanted, 50 at most. Undefined when the Permit shows no document. Decides and traces nothing; refuses as `find.ts`.
 */
export function passages(
  desk: Pick<Desk, 'texts'>,
  permit: Permit,
  typed: string,
  choose: (numbers: readonly number[]) => readonly number[],
): ReturnType<Desk['texts']['find']> {
  return desk.texts.find(permit, typed, 50, 0, choose);
}
