import type { Tx } from '#store';
import { requireRight } from '../../mailboxes/enter.ts';
import type { MailboxPermit } from '../../mailboxes/mailbox.ts';
import type { MailGround } from '../ground.ts';
import { type LockedMailbox, lock } from '../lock.ts';
import { foldersOf } from '../mail.sql.ts';
import type { Folder } from '../mail.ts';
import { moveAll, removeAll } from '../move.ts';
import { folderExists, folderKept, folderName, noFolder, tooManyFolders } from '../refusals.ts';
import { type FolderRow, folderOf } from '../row.ts';
import { addFolders, dropFolder, renameFolders, setSubscribed } from './folders.sql.ts';
import { canonicalName, checkedName } from './name.ts';

const mostFolders = 500;

export async function folders({ store }: MailGround, { mailbox: { id } }: MailboxPermit): Promise<readonly Folder[]> {
  return (await store.query<FolderRow>(foldersOf, [id])).map(folderOf);
}

/** With those above it that are missing. RFC 3501 §6.3.3. */
export async function createFolder(ground: MailGround, permit: MailboxPermit, wanted: string): Promise<Folder> {
  requireRight(permit, 'write');
  const name = checkedName(wanted.replace(/\/$/, ''));
  const { id } = permit.mailbox;
  return ground.store.transaction(async (tx) => {
    const [locked, known] = await standing(ground, tx, permit);
    if (known.some((folder) => folder.name === name)) throw folderExists();
    const made = add(tx, locked, known, name);
    tx.afterCommit(() => ground.changed(id));
    const created = made.at(-1);
    if (created === undefined) throw folderExists();
    return folderOf(created);
  });
}

function standing(
  ground: MailGround,
  tx: Tx,
  { mailbox: { id } }: MailboxPermit,
  traced = false,
): Promise<[LockedMailbox, FolderRow[]]> {
  return Promise.all([lock(ground, tx, id, traced), tx.query<FolderRow>(foldersOf, [id])]);
}

/** Numbers are never used again, and the validity of uids grows with them: a folder made anew under an old name is another. RFC 3501 §2.3.1.1. */
function add(tx: Tx, { id, lastFolder, modseq, opened }: LockedMailbox, known: readonly FolderRow[], name: string): FolderRow[] {
  const levels = name.split('/');
  const all = levels.map((_, index) => levels.slice(0, index + 1).join('/'));
  const missing = all.filter((one) => !known.some((folder) => folder.name === one));
  if (known.length + missing.length > mostFolders) throw tooManyFolders(mostFolders);
  const from = Math.max(lastFolder, ...known.map(({ folder }) => folder)) + 1;
  const made = missing.map((one, index): FolderRow => fresh(from + index, one, opened, modseq + 1));
  if (made.length === 0) return made;
  const lists = [made.map(({ folder }) => folder), made.map((one) => one.name), made.map(({ uid_validity }) => uid_validity)];
  tx.write(addFolders, [id, ...lists, modseq + 1, from + made.length - 1]);
  return made;
}

function fresh(folder: number, name: string, opened: number, modseq: number): FolderRow {
  const nothing = { messages: 0, unseen: 0, deleted: 0, bytes: 0, recent_uid: 0, expunged: 0, forgotten: 0 };
  return { folder, name, special: null, uid_validity: opened + folder, uid_next: 1, modseq, subscribed: true, ...nothing };
}

/** INBOX gives its messages to the new folder, and stays with what is below it. RFC 3501 §6.3.5. */
export async function renameFolder(ground: MailGround, permit: MailboxPermit, name: string, wanted: string): Promise<void> {
  requireRight(permit, 'write');
  const from = canonicalName(name);
  const to = checkedName(wanted);
  const { id } = permit.mailbox;
  await ground.store.transaction(async (tx) => {
    const [locked, known] = await standing(ground, tx, permit);
    const source = known.find((folder) => folder.name === from);
    if (source === undefined) throw noFolder();
    if (known.some((folder) => folder.name === to)) throw folderExists();
    tx.afterCommit(() => ground.changed(id));
    if (source.special === 'inbox') {
      const made = add(tx, locked, known, to).at(-1);
      if (made === undefined) throw folderExists();
      await moveAll(tx, { ...locked, modseq: locked.modseq + 1 }, source, made);
      return;
    }
    if (to.startsWith(`${from}/`)) throw folderName();
    const moving = known.filter((folder) => folder.name === from || folder.name.startsWith(`${from}/`));
    const names = moving.map((folder) => checkedName(`${to}${folder.name.slice(from.length)}`));
    if (names.some((one) => known.some((folder) => folder.name === one && !moving.includes(folder)))) throw folderExists();
    const above = to.split('/').slice(0, -1).join('/');
    if (above !== '') add(tx, locked, known, above);
    tx.write(renameFolders, [id, moving.map(({ folder }) => folder), names]);
  });
}

/** With its messages; what is below it stays. One line of the log when messages went with it. */
export async function deleteFolder(ground: MailGround, permit: MailboxPermit, name: string): Promise<void> {
  requireRight(permit, 'write');
  const { id } = permit.mailbox;
  await ground.store.transaction(async (tx) => {
    const [locked, known] = await standing(ground, tx, permit, true);
    const folder = known.find((one) => one.name === canonicalName(name));
    if (folder === undefined) throw noFolder();
    if (folder.special !== null) throw folderKept();
    tx.afterCommit(() => ground.changed(id));
    await removeAll(ground, tx, permit, locked, folder);
    tx.write(dropFolder, [id, folder.folder]);
  });
}

export async function subscribe(
  { store, changed }: MailGround,
  permit: MailboxPermit,
  name: string,
  subscribed: boolean,
): Promise<void> {
  requireRight(permit, 'write');
  const { id } = permit.mailbox;
  if ((await store.query(setSubscribed, [id, canonicalName(name), subscribed])).length === 0) throw noFolder();
  changed(id);
}
