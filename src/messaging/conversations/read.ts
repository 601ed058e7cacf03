import { type Call, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Marks } from '../mail/mail.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { attachmentsOf, contentOf, readableOf, readParts } from '../mime/index.ts';
import { refuseStranger } from './choices.ts';
import { closedAmong, conversationAt, conversationsOf, failuresOf, messagesOf, tieBegun, unseenOf } from './conversations.sql.ts';
import { type Kept, readKept } from './correspondence.ts';
import type { ConversationDesk } from './desk.ts';
import { listedTogether, mostShownFiles, shownTogether } from './limits.ts';
import { unknownConversation } from './refusals.ts';
import { type Listed, type ListedRow, listedOf } from './rows.ts';
import { type Around, type Shut, shutToAnswers, shutToNew } from './rules.ts';
import { personOf } from './standing.ts';

export interface ShownFile {
  /** Names it in {@link fileAt}; as IMAP counts parts. */
  readonly section: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

export interface ShownMessage {
  readonly content: number;
  readonly at: Date;
  readonly by: 'citizen' | 'professional';
  /** Plain text; nothing of a message's markup is shown. */
  readonly text: string;
  readonly files: readonly ShownFile[];
  /** Answered by a program (absence). */
  readonly automatic: boolean;
}

export interface ShownConversation extends Listed {
  /** Why the person may not answer here; absent when they may. */
  readonly shut?: Shut;
  /** Why they may not begin another with the same mailbox. */
  readonly shutToNew?: Shut;
  /** Oldest first. */
  readonly shown: readonly ShownMessage[];
  /** Give it as `before` for those before. */
  readonly before?: number;
  /** When what they wrote could not be handed over. */
  readonly failures: readonly Date[];
}

/** Whom one may write to now. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
  readonly questions?: Listed['questions'];
}

export interface ConversationList {
  readonly items: readonly Listed[];
  readonly correspondents: readonly Correspondent[];
}

/** A citizen's mailbox, entered by them or for them; what is private is theirs alone. */
export interface Entered {
  readonly permit: MailboxPermit;
  readonly record: RecordId;
  readonly seesPrivate: boolean;
}

/** Refuses what `refuseStranger` and `Mailboxes.enter` refuse. */
export async function enterOwn(desk: ConversationDesk, call: Call, record: RecordId): Promise<Entered> {
  await refuseStranger(desk, call, record);
  await desk.mailboxes.ofCitizen(call, record);
  return { permit: await desk.mailboxes.enter(call, record, 'read'), record, seesPrivate: call.actor.kind === 'citizen' };
}

/** Traced as a list. Refuses what {@link enterOwn} refuses. At most 100, the last written in first. */
export async function list(desk: ConversationDesk, call: Call, record: RecordId): Promise<ConversationList> {
  const { permit, seesPrivate } = await enterOwn(desk, call, record);
  await desk.store.query(tieBegun, [record]);
  const values = [record, permit.mailbox.address, seesPrivate, listedTogether, null];
  const items = (await desk.store.query<ListedRow>(conversationsOf, values)).map((row) => listedOf(record, row));
  await desk.trace.journal(call, record, { action: 'list', outcome: 'done', detail: { what: 'conversations' } });
  const { closedBy } = await personOf(desk, record, call.at);
  return { items, correspondents: await openTo(desk, items, call.at, closedBy !== undefined) };
}

/** Whom one may begin a conversation with, as far as these tell. */
async function openTo(
  { store }: ConversationDesk,
  items: readonly Listed[],
  at: Date,
  ownClosed: boolean,
): Promise<readonly Correspondent[]> {
  const closed = await store.query<{ address: string }>(closedAmong, [items.map(({ answerTo }) => answerTo)]);
  const gone = new Set(closed.map(({ address }) => address));
  return [...Map.groupBy(items, ({ correspondent }) => correspondent.address)].flatMap(([address, all]) => {
    const [newest] = all;
    if (newest === undefined) return [];
    const { questions, correspondent, answerTo } = newest;
    const conversations = new Map(all.map((one) => [one.n, one]));
    const correspondence = { conversations, ...(questions === undefined ? {} : { questions }) };
    if (shutToNew(correspondence, { at, ownClosed, theirsClosed: gone.has(answerTo) }) !== undefined) return [];
    return [{ name: correspondent.name, address, ...(questions === undefined ? {} : { questions }) }];
  });
}

export async function aroundOf({ mailboxes }: ConversationDesk, kept: Kept, at: Date, ownClosed: boolean): Promise<Around> {
  const there = await mailboxes.byAddress(kept.answerTo);
  return { at, ownClosed, theirsClosed: there?.state === 'closed' };
}

/** The conversation of this id in this record, for who may see it. Refuses `messaging.unknown-conversation`. */
export async function found(desk: ConversationDesk, { permit, record, seesPrivate }: Entered, id: string): Promise<Listed> {
  const at = parseItemId(id);
  if (at.record !== record) throw unknownConversation();
  const [row] = await desk.store.query<ListedRow>(conversationAt, [record, permit.mailbox.address, at.n]);
  if (row === undefined || row.thread === null || (row.private && !seesPrivate)) throw unknownConversation();
  return listedOf(record, row);
}

/** The newest 20 messages, or those before; traced as read. */
export async function read(desk: ConversationDesk, call: Call, id: string, before?: number): Promise<ShownConversation> {
  const { record } = parseItemId(id);
  const entered = await enterOwn(desk, call, record);
  const listed = await found(desk, entered, id);
  await desk.trace.journal(marked(call, listed), record, {
    action: 'read',
    outcome: 'done',
    object: { kind: 'Communication', id },
    detail: { name: listed.correspondent.name },
  });
  const values = [record, entered.permit.mailbox.address, listed.n, before ?? Number.MAX_SAFE_INTEGER, shownTogether + 1];
  type Row = { n: number; at: Date; sender: string; marks: string };
  const rows = await desk.store.query<Row>(messagesOf, values);
  const shown: ShownMessage[] = [];
  for (const row of rows.slice(0, shownTogether)) shown.unshift(await shownOf(desk, entered, listed, row)); // one in memory at a time
  const failures = await desk.store.query<{ at: Date }>(failuresOf, [record, listed.n]);
  const kept = await readKept(desk.store, record, listed.correspondent.address);
  const { closedBy } = await personOf(desk, record, call.at);
  const around = kept && (await aroundOf(desk, kept, call.at, closedBy !== undefined));
  const shut = kept && around && shutToAnswers(kept.correspondence, listed.n, around);
  const fresh = kept && around && shutToNew(kept.correspondence, around);
  return {
    ...listed,
    ...(shut === undefined ? {} : { shut }),
    ...(fresh === undefined ? {} : { shutToNew: fresh }),
    shown,
    ...(rows.length > shownTogether ? { before: shown[0]?.content ?? 0 } : {}),
    failures: failures.map(({ at }) => at),
  };
}

/** Of a conversation that is kept from who represents the person, they are told nothing. */
const marked = (call: Call, { isPrivate }: Listed): Call => (isPrivate ? { ...call, secret: true } : call);

async function shownOf(
  desk: ConversationDesk,
  { permit }: Entered,
  { correspondent }: Listed,
  row: { readonly n: number; readonly at: Date; readonly sender: string; readonly marks: string },
): Promise<ShownMessage> {
  const bytes = await desk.mail.raw(permit, Number(row.n));
  const root = readParts(bytes);
  return {
    content: Number(row.n),
    at: row.at,
    by: row.sender === correspondent.address ? 'professional' : 'citizen',
    text: readableOf(bytes, root).text.replaceAll('\r\n', '\n'),
    files: attachmentsOf(root)
      .slice(0, mostShownFiles)
      .map(({ part, fileName = '', type, bytes }) => ({ section: part.section, name: fileName, mediaType: type, bytes })),
    automatic: (JSON.parse(row.marks) as Marks).report === 'automatic',
  };
}

/** A file of a message of this conversation. Refuses `id.unknown` when there is none. */
export async function fileAt(
  desk: ConversationDesk,
  call: Call,
  id: string,
  content: number,
  section: string,
): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Buffer }> {
  const { record } = parseItemId(id);
  const entered = await enterOwn(desk, call, record);
  const listed = await found(desk, entered, id);
  const values = [record, entered.permit.mailbox.address, listed.n, content + 1, 1];
  const [row] = await desk.store.query<{ n: number }>(messagesOf, values);
  if (Number(row?.n) !== content) throw unknownId();
  const bytes = await desk.mail.raw(entered.permit, content);
  const file = attachmentsOf(readParts(bytes)).find(({ part }) => part.section === section);
  if (file === undefined) throw unknownId();
  await desk.trace.journal(marked(call, listed), record, {
    action: 'read',
    outcome: 'done',
    object: { kind: 'Communication', id },
    detail: { name: listed.correspondent.name, file: 'yes' },
  });
  return { name: file.fileName ?? '', mediaType: file.type, bytes: contentOf(bytes, file) };
}

/** What came is seen. */
export async function markRead(desk: ConversationDesk, call: Call, id: string): Promise<void> {
  const { record } = parseItemId(id);
  const entered = await enterOwn(desk, call, record);
  const listed = await found(desk, entered, id);
  const values = [record, entered.permit.mailbox.address, listed.n];
  const rows = await desk.store.query<{ folder: number; uid: number }>(unseenOf, values);
  const folders = Map.groupBy(rows, ({ folder }) => folder);
  for (const [folder, placed] of folders) {
    const ranges = placed.map(({ uid }) => [Number(uid), Number(uid)] as const).sort(([a], [b]) => a - b);
    await desk.mail.flag(entered.permit, folder, ranges, { how: 'add', flags: 1, keywords: [] });
  }
}
