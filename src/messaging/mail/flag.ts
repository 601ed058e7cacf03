import type { Tx } from '#store';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { changed, checkedKeywords } from './flags.ts';
import type { MailGround } from './ground.ts';
import { lock } from './lock.ts';
import { countFolder, pageOf, setFlags } from './mail.sql.ts';
import { type FlagChange, flagBits, type Mail, type Placed, type UidRanges } from './mail.ts';
import { bounds } from './ranges.ts';
import { type PlacedRow, placedOf } from './row.ts';

const all = 2 ** 31;

/**
 * Changes flags under the mailbox's lock, as one act with one modseq. Gives every message that is there, as it is now; those that
 * `unchangedSince` spares are left as they are. One whose flags were so already keeps its modseq.
 */
export async function flag(
  ground: MailGround,
  permit: MailboxPermit,
  folder: number,
  ranges: UidRanges,
  { unchangedSince, ...asked }: FlagChange,
): ReturnType<Mail['flag']> {
  requireRight(permit, 'write');
  const change = { ...asked, keywords: checkedKeywords(asked.keywords) };
  const { id } = permit.mailbox;
  return ground.store.transaction(async (tx) => {
    const [locked, rows] = await Promise.all([
      lock(ground, tx, id, false),
      tx.query<PlacedRow>(pageOf, [id, folder, ...bounds(ranges), -1, all]),
    ]);
    const fresh = rows.filter(({ modseq }) => unchangedSince === undefined || modseq <= unchangedSince);
    const modified = rows.filter(({ modseq }) => unchangedSince !== undefined && modseq > unchangedSince).map(({ uid }) => uid);
    const modseq = locked.modseq + 1;
    const after = fresh.map((row) => altered(placedOf(row), change, modseq));
    write(ground, tx, permit, folder, modseq, after);
    return { changed: after.map(({ now }) => now), modified };
  });
}

interface Altered {
  readonly before: Placed;
  readonly now: Placed;
}

function altered(before: Placed, change: FlagChange, modseq: number): Altered {
  const now = changed(before, change);
  const same = now.flags === before.flags && now.keywords.join(' ') === before.keywords.join(' ');
  return { before, now: same ? before : { ...before, ...now, modseq } };
}

function write(
  ground: MailGround,
  tx: Tx,
  { mailbox: { id } }: MailboxPermit,
  folder: number,
  modseq: number,
  rows: readonly Altered[],
): void {
  const moved = rows.filter(({ before, now }) => before !== now);
  if (moved.length === 0) return;
  const lists = [
    moved.map(({ now }) => now.uid),
    moved.map(({ now }) => now.flags),
    moved.map(({ now }) => now.keywords.join(' ')),
  ];
  tx.write(setFlags, [id, folder, modseq, ...lists]);
  const more = (bit: number): number => count(moved, 'now', bit) - count(moved, 'before', bit);
  tx.write(countFolder, [id, folder, modseq, -more(flagBits.seen), more(flagBits.deleted)]);
  tx.afterCommit(() => ground.changed(id));
}

function count(rows: readonly Altered[], which: keyof Altered, bit: number): number {
  return rows.reduce((sum, row) => sum + ((row[which].flags & bit) === 0 ? 0 : 1), 0);
}
