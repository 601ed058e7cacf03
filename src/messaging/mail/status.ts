import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { canonicalName } from './folders/name.ts';
import type { MailGround } from './ground.ts';
import { claimRecent, firstUnseen, folderNamed, folderNumbered, uidsOf } from './mail.sql.ts';
import type { FolderStatus } from './mail.ts';
import { noFolder } from './refusals.ts';
import { type FolderRow, folderOf } from './row.ts';

/** From the folder's own counters: the size of the folder does not matter. */
export async function status(
  { store }: MailGround,
  { mailbox: { id } }: MailboxPermit,
  name: string,
  claims: boolean,
): Promise<FolderStatus> {
  const [row] = await store.query<FolderRow>(folderNamed, [id, canonicalName(name)]);
  if (row === undefined) throw noFolder();
  const [claimed, [unseen]] = await Promise.all([
    claims && row.recent_uid < row.uid_next - 1 ? store.query<{ recent_uid: number }>(claimRecent, [id, row.folder]) : [],
    row.unseen === 0 ? [] : store.query<{ uid: number }>(firstUnseen, [id, row.folder]),
  ]);
  return {
    ...folderOf(row),
    messages: row.messages,
    unseen: row.unseen,
    deleted: row.deleted,
    bytes: row.bytes,
    firstUnseen: unseen?.uid,
    recentAfter: claimed[0]?.recent_uid ?? row.recent_uid,
  };
}

/** A folder from which nothing was ever taken has the uids from 1 on. Refuses `messaging.no-folder`. */
export async function uids({ store }: MailGround, { mailbox: { id } }: MailboxPermit, folder: number): Promise<Float64Array> {
  const [row] = await store.query<FolderRow>(folderNumbered, [id, folder]);
  if (row === undefined) throw noFolder();
  if (row.messages === row.uid_next - 1) return Float64Array.from({ length: row.messages }, (_, index) => index + 1);
  const [found] = await store.query<{ uids: Buffer | null }>(uidsOf, [id, folder]);
  const bytes = found?.uids ?? Buffer.alloc(0);
  const all = new Float64Array(bytes.length / 8);
  for (let n = 0; n < all.length; n++) all[n] = bytes.readUInt32BE(n * 8) * 2 ** 32 + bytes.readUInt32BE(n * 8 + 4);
  return all;
}
