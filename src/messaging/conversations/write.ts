import { type Call, parseItemId, type RecordId, Refusal } from '#kernel';
import { compose } from '../compose.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { begunBy, dropBegun, messagesOf, sentBefore, sentSince, tieBegun } from './conversations.sql.ts';
import { inRecord, type Kept, nextNumber, readKept, writeHappened } from './correspondence.ts';
import type { ConversationDesk, FileToJoin, Written } from './desk.ts';
import { citizensMostBytes, mostAnHour, mostCharacters, mostDocuments, mostFileBytes, mostFiles, mostSubject } from './limits.ts';
import { aroundOf, enterOwn, found } from './read.ts';
import * as refusals from './refusals.ts';
import { shutToAnswers, shutToNew } from './rules.ts';
import { personOf } from './standing.ts';

/**
 * The citizen answers in a conversation. Refuses what reading it refuses, `messaging.conversation-closed`, `messaging.own-closed`,
 * `messaging.recipient-closed`, `messaging.too-often` (40 within an hour), what {@link checked} refuses, and what `Post.send` refuses. Sent twice with one key, it is one message.
 */
export async function answer(desk: ConversationDesk, call: Call, id: string, written: Written): Promise<void> {
  const { record } = parseItemId(id);
  const entered = await enterOwn(desk, call, record);
  const listed = await found(desk, entered, id);
  const kept = await readKept(desk.store, record, listed.correspondent.address);
  if (kept === undefined) throw refusals.unknownConversation();
  const { closedBy } = await personOf(desk, record, call.at);
  const shut = shutToAnswers(kept.correspondence, listed.n, await aroundOf(desk, kept, call.at, closedBy !== undefined));
  if (shut !== undefined) throw refusals.shutRefusal(shut);
  const values = [record, entered.permit.mailbox.address, listed.n, Number.MAX_SAFE_INTEGER, 50];
  const before = await desk.store.query<{ message_id: string }>(messagesOf, values);
  const ids = before.map((row) => row.message_id).filter((one) => one !== '');
  const subject = /^(re|ré) ?:/i.test(listed.subject) ? listed.subject : `Re: ${listed.subject}`;
  await post(desk, call, entered.permit, kept, written, { n: listed.n, subject, ids, isPrivate: listed.isPrivate });
}

/**
 * The citizen begins another conversation with a mailbox that left one open, or welcomes questions. Gives its number; refuses as
 * {@link answer}, and `messaging.citizen-not-open` for a mailbox that never wrote.
 */
export async function begin(
  desk: ConversationDesk,
  call: Call,
  record: RecordId,
  to: string,
  subject: string,
  written: Written,
): Promise<number> {
  const { permit } = await enterOwn(desk, call, record);
  const kept = await readKept(desk.store, record, to);
  if (kept === undefined) throw refusals.notOpen();
  const { closedBy } = await personOf(desk, record, call.at);
  const shut = shutToNew(kept.correspondence, await aroundOf(desk, kept, call.at, closedBy !== undefined));
  if (shut !== undefined) throw refusals.shutRefusal(shut);
  if (subject.trim() === '') throw refusals.malformed('subject');
  if (subject.length > mostSubject) throw refusals.tooLong('subject');
  const messageId = messageIdOf(permit, written);
  const n = await inRecord(desk.store, record, async (tx) => {
    const now = await readKept(tx, record, to);
    if (now === undefined) throw refusals.notOpen();
    const [begun] = await tx.query<{ n: number }>(begunBy, [record, to, messageId]);
    if (begun !== undefined) return Number(begun.n); // sent again: the answer was lost
    const made = { n: await nextNumber(tx, record), messageId, at: call.at };
    writeHappened(tx, record, now, undefined, { made });
    return made.n;
  });
  try {
    await post(desk, call, permit, kept, written, { n, subject: subject.trim(), ids: [], messageId });
  } catch (error) {
    if (error instanceof Refusal) await desk.store.query(dropBegun, [record, n]);
    throw error;
  }
  await desk.store.query(tieBegun, [record]);
  return n;
}

interface Place {
  readonly n: number;
  readonly subject: string;
  /** Message-IDs of what came before, newest first. */
  readonly ids: readonly string[];
  readonly messageId?: string;
  readonly isPrivate?: boolean;
}

async function post(
  desk: ConversationDesk,
  call: Call,
  permit: MailboxPermit,
  kept: Kept,
  written: Written,
  { n, subject, ids, messageId = messageIdOf(permit, written), isPrivate = false }: Place,
): Promise<void> {
  const { mailbox } = permit;
  const sent = await desk.store.query(sentBefore, [mailbox.id, [messageId, `<${messageId}>`]]);
  if (sent.length > 0) return;
  await refuseTooOften(desk, call, permit);
  const files = await checked(desk, call, mailbox.id, written);
  const bytes = await compose({
    from: { name: mailbox.name, address: mailbox.address },
    to: [{ name: kept.answerTo === kept.address ? kept.name : '', address: kept.answerTo }],
    subject,
    text: signed(call, mailbox.name, written.text),
    attachments: files.map(({ name, mediaType, bytes: content }) => ({ filename: name, contentType: mediaType, content })),
    messageId,
    date: call.at,
    ...(isPrivate ? { headers: { Sensitivity: 'Private' } } : {}),
    ...(ids[0] === undefined ? {} : { inReplyTo: ids[0], references: [...ids].reverse() }),
  });
  if (bytes.length > citizensMostBytes) throw refusals.citizenTooLarge();
  await desk.post.send(permit, { recipients: [{ address: kept.answerTo }], bytes, keepIn: 'sent', conversation: n });
}

async function refuseTooOften({ store }: ConversationDesk, { at }: Call, { mailbox }: MailboxPermit): Promise<void> {
  const values = [mailbox.id, mailbox.address, new Date(at.getTime() - 3_600_000)];
  const [row] = await store.query<{ n: number }>(sentSince, values);
  if ((row?.n ?? 0) >= mostAnHour) throw refusals.tooOften();
}

/** Who reads it knows who wrote it: the address is the person's whoever writes for them. */
function signed({ actor }: Call, name: string, text: string): string {
  return actor.kind === 'delegate' ? `${text}\n\n— Écrit par ${actor.name}, pour ${name}.` : text;
}

function messageIdOf({ mailbox }: MailboxPermit, { key = crypto.randomUUID() }: Written): string {
  // The key says nothing of the person, and is theirs: another's is another mailbox.
  return `${key}@${mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)}`;
}

/**
 * The files to be joined, the documents of the record among them. Refuses `messaging.empty-message`, `messaging.too-long`,
 * `messaging.malformed`, `messaging.file-kind`, `messaging.citizen-too-large`, and what reading a document refuses.
 */
async function checked(desk: ConversationDesk, call: Call, record: RecordId, written: Written): Promise<FileToJoin[]> {
  const { text, files, documents, key } = written;
  if (text.trim() === '') throw refusals.emptyMessage();
  if (text.length > mostCharacters) throw refusals.tooLong('text');
  if (key !== undefined && !/^[\w-]{8,64}$/.test(key)) throw refusals.malformed('key');
  if (files.length > mostFiles) throw refusals.malformed('files');
  if (documents.length > mostDocuments) throw refusals.malformed('documents');
  if (files.some(({ bytes }) => bytes.length > mostFileBytes)) throw refusals.citizenTooLarge();
  if (!files.every((file) => kindOf(file.bytes) === file.mediaType)) throw refusals.fileKind();
  if (!documents.every((id) => parseItemId(id).record === record)) throw refusals.malformed('documents');
  const ids = [...new Set(documents)];
  const joined = [...files, ...(ids.length === 0 ? [] : await desk.filesOf(call, ids))];
  if (joined.reduce((sum, { bytes }) => sum + bytes.length, 0) > citizensMostBytes) throw refusals.citizenTooLarge();
  return joined;
}

/** What a file is by its first bytes; a name proves nothing. */
function kindOf(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'application/pdf' : undefined;
}
