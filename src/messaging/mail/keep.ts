import { createHmac, type KeyObject } from 'node:crypto';
import { type RecordId, Refusal } from '#kernel';
import type { Store, Tx } from '#store';
import type { MailGround } from './ground.ts';
import { type Incoming, soughtBits, textsOf } from './incoming.ts';
import { type LockedMailbox, lock } from './lock.ts';
import { forgetNotes, keep, keepUnplaced, place, placeFor, takeNote } from './mail.sql.ts';
import type { SpecialUse } from './mail.ts';
import { noFolder } from './refusals.ts';
import type { FolderRow } from './row.ts';
import { mostInRow, sealInRow } from './sealed.ts';

/** Into which folder, and as what. */
export interface Placing {
  readonly folder: { readonly name: string } | { readonly special: SpecialUse };
  readonly flags: number;
  readonly keywords: readonly string[];
  /** INTERNALDATE. */
  readonly at: Date;
}

/** A mailbox that is to keep a message: once, in as many folders as are named; in none when something else holds it. */
export interface Destination {
  readonly mailbox: RecordId;
  readonly placings: readonly Placing[];
  /** What makes it the same message when it comes again within a day: then nothing is written. */
  readonly sameAs?: string;
  /** Refused when the mailbox has no room. */
  readonly full: () => Refusal;
  /** Refused when it was closed meanwhile; absent where that does not matter. */
  readonly closed?: () => Refusal;
}

/** A mailbox of which only the log is told. */
export interface TracedOnly {
  readonly mailbox: RecordId;
  readonly tracedOnly: true;
}

/** A destination with what could be made before anything is locked: the bytes of a large message are on the disk. */
export interface Prepared extends Destination {
  readonly key: KeyObject;
  readonly bits: Buffer;
  readonly blob: string | null;
  readonly note: Buffer | null;
}

/** A destination whose mailbox is locked, and where the message will stand in it. */
export interface Place {
  readonly to: Prepared;
  readonly locked: LockedMailbox;
  readonly folders: readonly FolderRow[];
  /** That of what it answers. */
  readonly thread: number | undefined;
  /** The content that it became when it came before. */
  readonly taken: number | undefined;
}

export interface Kept {
  readonly mailbox: RecordId;
  readonly content: number;
  readonly uids: readonly { readonly folder: FolderRow; readonly uid: number }[];
}

const remembered = 24 * 3600 * 1000;
/** Of how many contents one looks for notes to forget. */
const forgetEach = 64;

/** Seals what is too large for a row, in each mailbox's own key, before the transaction begins. */
export async function prepared(
  { store }: MailGround,
  { bytes, parsed }: Incoming,
  destinations: readonly Destination[],
): Promise<readonly Prepared[]> {
  return Promise.all(
    destinations.map(async (to): Promise<Prepared> => {
      const key = await store.records.key(store, to.mailbox);
      const blob = bytes.length > mostInRow ? await store.blobs.put(to.mailbox, key, bytes) : null;
      const note = to.sameAs === undefined ? null : createHmac('sha256', key).update(to.sameAs).digest();
      return { ...to, key, blob, note, bits: soughtBits(parsed, key) };
    }),
  );
}

/**
 * Locks the mailboxes in the order of their ids, and reads where the message will stand; all of it leaves together. Refuses
 * `messaging.no-folder`, and what each says of a mailbox without room.
 */
export async function places(
  ground: MailGround,
  tx: Tx,
  { parsed, bytes }: Incoming,
  all: readonly (Prepared | TracedOnly)[],
  at: Date,
): Promise<readonly Place[]> {
  const answers = [...new Set([...parsed.references, ...parsed.inReplyTo])].slice(0, 101);
  const since = new Date(at.getTime() - remembered);
  const sorted = all.toSorted((a, b) => (a.mailbox < b.mailbox ? -1 : 1));
  type Row = FolderRow & { readonly thread: number | null; readonly taken: number | null };
  const found = await Promise.all(
    sorted.map(async (to): Promise<Place[]> => {
      if ('tracedOnly' in to) {
        await ground.trace.expect(tx, to.mailbox);
        return [];
      }
      const asked = to.placings.length === 0 ? [{ special: 'inbox' as const }] : to.placings.map(({ folder }) => folder);
      const [locked, ...found] = await Promise.all([
        lock(ground, tx, to.mailbox, true),
        ...asked.map((folder) => {
          const [name, special] = 'name' in folder ? [folder.name, null] : [null, folder.special];
          return tx.query<Row>(placeFor, [to.mailbox, name, special, answers, to.note, since]);
        }),
      ]);
      const rows = found.map(([row]) => {
        if (row === undefined) throw noFolder();
        return row;
      });
      const [first] = rows;
      const taken = first?.taken ?? undefined;
      if (taken === undefined && !locked.open && to.closed !== undefined) throw to.closed();
      if (taken === undefined && locked.usedBytes + bytes.length > locked.quotaBytes) throw to.full();
      return [{ to, locked, folders: to.placings.length === 0 ? [] : rows, thread: first?.thread ?? undefined, taken }];
    }),
  );
  return found.flat();
}

/** Writes content, places and counters; the writes go with what follows in the transaction. */
export function put(tx: Tx, message: Incoming, at: Date, { to, locked, folders, thread }: Place): Kept {
  const { bytes, parsed, marks } = message;
  const content = locked.contents + 1;
  const texts = textsOf(parsed);
  const values = [
    ...[to.mailbox, content, bytes.length, at, texts.messageId, thread ?? content, texts.sender, texts.subject],
    ...[writtenAt(parsed.writtenAt), texts.people, parsed.envelope, parsed.bodyStructure, JSON.stringify(marks), null],
    ...[to.blob === null ? sealInRow(to.key, to.mailbox, content, bytes) : null, to.blob, to.bits],
  ];
  const uids: { folder: FolderRow; uid: number }[] = [];
  let modseq = locked.modseq;
  const next = new Map(folders.map((folder) => [folder.folder, folder.uid_next]));
  const [first] = to.placings;
  if (first === undefined) tx.write(keepUnplaced, values);
  for (const [index, { flags, keywords, at: arrived }] of to.placings.entries()) {
    const folder = folders[index];
    if (folder === undefined) throw noFolder();
    const uid = next.get(folder.folder) ?? folder.uid_next;
    next.set(folder.folder, uid + 1);
    modseq += 1;
    const where = [folder.folder, uid, flags, keywords.join(' '), modseq, arrived];
    if (index === 0) tx.write(keep, [...values, ...where]);
    else tx.write(place, [to.mailbox, folder.folder, uid, content, flags, keywords.join(' '), modseq, arrived, bytes.length]);
    uids.push({ folder, uid });
  }
  if (to.note !== null) tx.write(takeNote, [to.mailbox, to.note, content, at]);
  if (content % forgetEach === 0) tx.write(forgetNotes, [to.mailbox, new Date(at.getTime() - remembered)]);
  return { mailbox: to.mailbox, content, uids };
}

/** Years that neither PostgreSQL nor anybody's calendar knows are no date. */
function writtenAt(date: Date | undefined): Date | null {
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return date !== undefined && year > 0 && year < 10_000 ? date : null;
}

/** Bytes on the disk that no row names. After a lost COMMIT the rows may stand: then they stay. */
export async function dropUnkept({ store }: MailGround, all: readonly Prepared[], error: unknown): Promise<void> {
  if (error instanceof Refusal && error.code === 'store.unavailable') return;
  await dropBlobs(
    store,
    all.flatMap(({ blob }) => blob ?? []),
  );
}

export async function dropBlobs({ blobs }: Pick<Store, 'blobs'>, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => blobs.drop(name)));
}
