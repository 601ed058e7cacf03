import type { Tx } from '#store';
import { countDeed } from '../figures/count.ts';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { canonicalName } from './folders/name.ts';
import type { MailGround } from './ground.ts';
import { letGo } from './letGo.ts';
import { type LockedMailbox, lock } from './lock.ts';
import { folderNamed, folderNumbered } from './mail.sql.ts';
import type { Copied, UidRanges } from './mail.ts';
import { copyMessages, expungedSince, forgetExpunged, takeOut } from './move.sql.ts';
import { bounds, normalised } from './ranges.ts';
import { noFolder } from './refusals.ts';
import { type FolderRow, folderOf } from './row.ts';
import { uids } from './status.ts';

/** What was expunged is remembered one by one up to here; then the older half is forgotten. */
export const mostExpunged = 20_000;
const everything: UidRanges = [[1, Number.POSITIVE_INFINITY]];

interface Gone {
  readonly uid: number;
  readonly content: number;
}

/** The content is shared: a copy costs a row. With `moving` the messages leave where they were, in the same act. */
export async function copy(
  ground: MailGround,
  permit: MailboxPermit,
  folder: number,
  ranges: UidRanges,
  to: string,
  moving: boolean,
): Promise<Copied> {
  requireRight(permit, 'write');
  const { id } = permit.mailbox;
  return ground.store.transaction(async (tx) => {
    const [locked, [source], [target]] = await Promise.all([
      lock(ground, tx, id, false),
      tx.query<FolderRow>(folderNumbered, [id, folder]),
      tx.query<FolderRow>(folderNamed, [id, canonicalName(to)]),
    ]);
    if (source === undefined || target === undefined) throw noFolder();
    const pairs = await transfer(tx, locked, source, target, ranges, moving);
    if (pairs.length > 0) tx.afterCommit(() => ground.changed(id));
    return { folder: folderOf(target), pairs };
  });
}

/** Only what is there now: messages moved within one folder arrive behind these. */
async function transfer(
  tx: Tx,
  { id, modseq }: LockedMailbox,
  source: FolderRow,
  target: FolderRow,
  ranges: UidRanges,
  moving: boolean,
): Promise<Copied['pairs']> {
  const there = bounds(ranges.map(([from, to]) => [from, Math.min(to, source.uid_next - 1)] as const));
  type Pair = { readonly from: number; readonly to: number };
  const pairs = await tx.query<Pair>(copyMessages, [id, source.folder, ...there, target.folder, target.uid_next, modseq + 1]);
  if (moving && pairs.length > 0) {
    tx.write(takeOut, [id, source.folder, ...there, modseq + 2, true]);
    boundExpunged(tx, id, source, pairs.length);
  }
  return pairs.map(({ from, to }) => [from, to] as const);
}

export async function moveAll(tx: Tx, locked: LockedMailbox, source: FolderRow, target: FolderRow): Promise<void> {
  await transfer(tx, locked, source, target, everything, true);
}

/** Leaves one line in the log: how many messages, none of what they were. */
export async function expunge(
  ground: MailGround,
  permit: MailboxPermit,
  folder: number,
  ranges: UidRanges,
): Promise<readonly number[]> {
  requireRight(permit, 'write');
  const { id } = permit.mailbox;
  return ground.store.transaction(async (tx) => {
    const [locked, [source]] = await Promise.all([lock(ground, tx, id, true), tx.query<FolderRow>(folderNumbered, [id, folder])]);
    if (source === undefined) throw noFolder();
    const gone = await remove(ground, tx, permit, locked, source, ranges, false);
    if (gone.length > 0) tx.afterCommit(() => ground.changed(id));
    return gone.map(({ uid }) => uid);
  });
}

export async function removeAll(
  ground: MailGround,
  tx: Tx,
  permit: MailboxPermit,
  locked: LockedMailbox,
  folder: FolderRow,
): Promise<void> {
  await remove(ground, tx, permit, locked, folder, everything, true);
}

async function remove(
  ground: MailGround,
  tx: Tx,
  { call, mailbox: { id } }: MailboxPermit,
  { modseq }: LockedMailbox,
  folder: FolderRow,
  ranges: UidRanges,
  whole: boolean,
): Promise<readonly Gone[]> {
  const gone = await tx.query<Gone>(takeOut, [id, folder.folder, ...bounds(ranges), modseq + 1, whole]);
  if (gone.length === 0) return gone;
  const contents = [...new Set(gone.map(({ content }) => content))];
  countDeed(tx, { mailbox: id, at: call.at, what: 'deleted', n: gone.length });
  const released = letGo(ground, tx, id, contents);
  boundExpunged(tx, id, folder, gone.length);
  const [one, ...others] = contents;
  const object = one === undefined || others.length > 0 ? {} : { object: { kind: 'Message', id: String(one) } };
  await ground.trace.append(tx, call, id, {
    action: 'remove',
    outcome: 'done',
    ...object,
    detail: { messages: String(gone.length) },
  });
  await released;
  return gone;
}

function boundExpunged(tx: Tx, id: LockedMailbox['id'], { folder, expunged }: FolderRow, more: number): void {
  if (expunged + more > mostExpunged) tx.write(forgetExpunged, [id, folder, mostExpunged / 2]);
}

/** When it is too long ago to be known one by one: every uid that was given and is not there. RFC 7162 §3.2.5.1 allows it. */
export async function vanished(
  ground: MailGround,
  permit: MailboxPermit,
  folder: number,
  since: number,
  ranges: UidRanges,
): Promise<readonly number[]> {
  const { id } = permit.mailbox;
  const [row] = await ground.store.query<FolderRow>(folderNumbered, [id, folder]);
  if (row === undefined) throw noFolder();
  if (since >= row.modseq) return [];
  if (since >= row.forgotten) {
    const found = await ground.store.query<{ uid: number }>(expungedSince, [id, folder, since, ...bounds(ranges)]);
    return found.map(({ uid }) => uid);
  }
  const there = new Set(await uids(ground, permit, folder));
  const gone: number[] = [];
  for (const [from, to] of normalised(ranges)) {
    for (let uid = from; uid <= Math.min(to, row.uid_next - 1); uid++) if (!there.has(uid)) gone.push(uid);
  }
  return gone;
}
