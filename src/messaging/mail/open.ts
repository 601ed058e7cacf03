import type { Store } from '#store';
import type { Trace } from '#trace';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { parseMessage } from '../mime/index.ts';
import { append } from './append.ts';
import { openChanges } from './changes.ts';
import { flag } from './flag.ts';
import { createFolder, deleteFolder, folders, renameFolder, subscribe } from './folders/folders.ts';
import type { MailGround } from './ground.ts';
import { flagBits, type Mail, type Placed, type UidRanges } from './mail.ts';
import { copy, expunge, vanished } from './move.ts';
import { ofUids } from './ranges.ts';
import { fetch, raw } from './read.ts';
import { noMessage } from './refusals.ts';
import { search } from './search/search.ts';
import { status, uids } from './status.ts';
import { quotaOf, setMarks } from './threads.sql.ts';
import { thread, threads } from './threads.ts';

export interface MailParts {
  readonly store: Store;
  readonly trace: Pick<Trace, 'expect' | 'append' | 'journal'>;
  readonly log: (line: string) => void;
}

/** {@link Mail} with what the walk of a message needs of it. */
export interface OpenedMail extends Mail {
  readonly ground: MailGround;
  /** Ends the listening; nothing is watched any more. */
  close(): Promise<void>;
}

const everything: UidRanges = [[1, Number.POSITIVE_INFINITY]];

export function openMail({ store, trace, log }: MailParts): OpenedMail {
  const changes = openChanges(store, log);
  const ground: MailGround = { store, trace, parse: parseMessage, changed: changes.changed };
  const mail: OpenedMail = {
    ground,
    close: changes.close,
    watch: changes.watch,
    folders: (permit) => folders(ground, permit),
    createFolder: (permit, name) => createFolder(ground, permit, name),
    renameFolder: (permit, name, to) => renameFolder(ground, permit, name, to),
    deleteFolder: (permit, name) => deleteFolder(ground, permit, name),
    subscribe: (permit, name, subscribed) => subscribe(ground, permit, name, subscribed),
    status: (permit, name, claims = false) => status(ground, permit, name, claims),
    uids: (permit, folder) => uids(ground, permit, folder),
    fetch(permit, folder, ranges, wanted, { changedSince, seen = false } = {}) {
      if (seen) requireRight(permit, 'write');
      const since = changedSince === undefined ? {} : { changedSince };
      return fetch(ground, permit, folder, ranges, wanted, {
        ...since,
        ...(seen ? { read: (page) => markedSeen(ground, permit, folder, page) } : {}),
      });
    },
    raw: raw(ground),
    flag: (permit, folder, ranges, change) => flag(ground, permit, folder, ranges, change),
    append: (permit, name, bytes, options) => append(ground, permit, name, bytes, options),
    copy: (permit, folder, ranges, to) => copy(ground, permit, folder, ranges, to, false),
    move: (permit, folder, ranges, to) => copy(ground, permit, folder, ranges, to, true),
    expunge: (permit, folder, ranges = everything) => expunge(ground, permit, folder, ranges),
    search: (permit, folder, key) => search(ground, permit, folder, key),
    vanished: (permit, folder, since, ranges = everything) => vanished(ground, permit, folder, since, ranges),
    threads: (permit, asked) => threads(ground, permit, asked),
    thread: (permit, number) => thread(ground, permit, number),
    async mark({ mailbox: { id } }, content, marks, patient) {
      const rows = await store.query(setMarks, [id, content, JSON.stringify(marks), patient ?? null]);
      if (rows.length === 0) throw noMessage();
      changes.changed(id);
    },
    async quota({ mailbox: { id } }) {
      type Row = { readonly used_bytes: number; readonly quota_bytes: number; readonly messages: number };
      const [row] = await store.query<Row>(quotaOf, [id]);
      if (row === undefined) throw noMessage();
      return { usedBytes: row.used_bytes, quotaBytes: row.quota_bytes, messages: row.messages };
    },
  };
  return mail;
}

/** What is read again costs nothing. */
async function markedSeen(
  ground: MailGround,
  permit: MailboxPermit,
  folder: number,
  page: readonly Placed[],
): Promise<readonly Placed[]> {
  if (page.every(({ flags }) => (flags & flagBits.seen) !== 0)) return page;
  const uids = ofUids(page.map(({ uid }) => uid));
  return (await flag(ground, permit, folder, uids, { how: 'add', flags: flagBits.seen, keywords: [] })).changed;
}
