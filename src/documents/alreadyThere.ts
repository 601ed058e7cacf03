import { type ItemId, itemId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { sameIds } from './documents.sql.ts';
import type { Existing } from './lookUp.ts';

/** A document that somebody holds. */
export interface HeldDocument {
  readonly uniqueId: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Which of these very documents stand in a record, in the same order; undefined for one that does not, or with other bytes. For a walk that holds the
 * bytes and would deposit them again: it tells what their deposit would tell by its refusal. Asks for no Permit, traces nothing.
 */
export async function alreadyThere(
  { store }: Pick<Desk, 'store'>,
  record: RecordId,
  held: readonly HeldDocument[],
): Promise<readonly (ItemId | undefined)[]> {
  const rows = await store.query<Existing>(sameIds, [record, held.map(({ uniqueId }) => uniqueId), []]);
  return held.map(({ uniqueId, sha256 }) => {
    const same = rows.find((row) => !row.withdrawn && row.unique_id === uniqueId && row.sha256.toString('hex') === sha256);
    return same === undefined ? undefined : itemId(record, same.n);
  });
}
