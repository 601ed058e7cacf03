import { itemId, type RecordId } from '#kernel';
import type { Desk } from '../desk.ts';
import { untold } from '../documents.sql.ts';

/**
 * The documents of a record that its person is not to know of yet: they wait to be announced, or were withdrawn before they were. Who shows
 * the person what happened in their record leaves out what happened to these. `toWhom`: a representative is not to know of what is hidden
 * from them either. Ids only, no rights asked: it is for leaving out.
 */
export async function untoldOf(
  { store }: Desk,
  record: RecordId,
  toWhom: 'person' | 'representative' = 'person',
): Promise<ReadonlySet<string>> {
  const rows = await store.query<{ n: number }>(untold, [record, toWhom === 'representative']);
  return new Set(rows.map(({ n }) => itemId(record, n)));
}
