import type { RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import { dropBlobs } from './keep.ts';
import { release } from './move.sql.ts';

/**
 * Drops contents that nothing holds any more: no message in a folder, nothing that waits to leave or to be told of. Those that something holds
 * stay. The home is locked by the caller; files go after the COMMIT, and one that a crash then leaves is named by no row.
 */
export async function letGo(
  { store }: { readonly store: Pick<Store, 'blobs'> },
  tx: Tx,
  mailbox: RecordId,
  contents: readonly number[],
): Promise<void> {
  const names = (await tx.query<{ blob: string }>(release, [mailbox, contents])).map(({ blob }) => blob);
  if (names.length > 0) tx.afterCommit(() => void dropBlobs(store, names).catch(() => undefined));
}
