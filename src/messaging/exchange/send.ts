import type { ReadEntry } from '#documents';
import type { Identity } from '#ins';
import { type Call, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import { compose, type DraftAttachment, draftLimits } from '../compose.ts';
import { tooLarge } from '../mail/refusals.ts';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Sent } from '../post/post.ts';
import { type Addressed, addressedOf, holdToMatrix } from './audience.ts';
import type { ExchangeDesk } from './desk.ts';
import { type Dispatch, dispatched, keepDispatch } from './dispatch.ts';
import { distinct, fileNameOf } from './fileName.ts';
import { headerOf, mssHeaders } from './headers.ts';
import { messageIdOf } from './once.ts';
import { paperOf } from './paper.ts';
import { noRecipient, replyToNeeded, severalPatients, tooManyRecipients } from './refusals.ts';
import { subjectOf } from './subject.ts';
import { textOf } from './words.ts';

export const mostRecipients = 50;

export interface DocumentsToSend {
  /** Ids of documents of one record, 48 at most. */
  readonly documents: readonly string[];
  /** Addresses, 50 at most. */
  readonly recipients: readonly string[];
  /** The person themself too, at their own address: that of a qualified identity. */
  readonly toPatient?: boolean;
  /** What is said beside the documents; at most 10,000 characters of plain text. */
  readonly text?: string;
  readonly wantReceipt?: boolean;
  /** Of a software’s mailbox: whom to answer. */
  readonly replyTo?: string;
  /** The message that this one answers: Message-IDs. */
  readonly reply?: { readonly to: string; readonly references?: readonly string[] };
  /** Of one sending of these documents: whoever sends them again with it within a day sends nothing more. `sentWith` tells it beyond that. */
  readonly key?: string;
  /** How the sender’s software calls the person, for the names of the files. */
  readonly fileNumber?: string;
}

export interface DocumentsSent extends Sent {
  readonly subject: string;
  /** Documents that some of these recipients had been sent were replaced by these. */
  readonly replaces: boolean;
}

/**
 * Documents of one person leave in a message, in this order. Read this first.
 *
 *   read      under the caller’s rights, each told in the record’s log      documents.exportXdm
 *   address   each recipient: a professional’s mailbox, or the person’s own    audience.ts
 *   hold      what is hidden from whom, all documents to all recipients        matrix.ts
 *   write     IHE_XDM.zip, the PDF of each, subject, X-MSS-… fields            paper.ts, subject.ts, headers.ts
 *   tell      `send` in the record’s log, before anything leaves
 *   send      the walk of every message; kept among the sent                   ../post
 *   keep      which documents left to whom                                     dispatch.ts
 *
 * Refuses `messaging.no-recipient`, `messaging.too-many-recipients`, `messaging.several-patients`, `messaging.other-citizen`,
 * `messaging.not-for-patient`, `messaging.not-for-professionals`, `messaging.reply-to-needed`, `messaging.too-large`, and what `documents.exportXdm`, `compose` and
 * `post.send` refuse. A PDF inside a document is not converted: see `paper.ts`. Source: Référentiel MSSanté #2, ECO.2.1.
 */
export async function sendDocuments(desk: ExchangeDesk, permit: MailboxPermit, wanted: DocumentsToSend): Promise<DocumentsSent> {
  requireRight(permit, 'write');
  const { call } = permit;
  const record = recordOf(wanted.documents);
  if (wanted.recipients.length === 0 && wanted.toPatient !== true) throw noRecipient();
  if (wanted.recipients.length > mostRecipients) throw tooManyRecipients(mostRecipients);
  const archive = await desk.documents.exportXdm(call, { ids: wanted.documents });
  try {
    return await sendRead(desk, permit, wanted, record, archive);
  } catch (error) {
    if (error instanceof Refusal && !error.code.startsWith('store.'))
      await desk.trace.journal(call, record, { action: 'send', outcome: 'refused', code: error.code });
    throw error;
  }
}

/** What was read leaves: see {@link sendDocuments}, from its second step. */
async function sendRead(
  desk: ExchangeDesk,
  permit: MailboxPermit,
  wanted: DocumentsToSend,
  record: RecordId,
  archive: Buffer,
): Promise<DocumentsSent> {
  const { call, mailbox } = permit;
  const entries = await chosenInOrder(desk, call, record, wanted.documents);
  const identity = await desk.ins.byRecord(record);
  if (identity === undefined) throw unknownId();
  const own = wanted.toPatient === true ? [`${identity.matricule?.toLowerCase() ?? ''}@${desk.mailboxes.domains.citizens}`] : [];
  const addressed = await addressedOf(desk, identity, [...wanted.recipients, ...own]);
  await holdToMatrix(desk, call, identity, entries, addressed);
  for (const { address } of addressed) await desk.post.route(call, address, permit);
  const before = await sentBefore(desk, permit, record, entries, addressed);
  const { subject, bytes, messageId } = await written(desk, permit, wanted, { archive, entries, identity, addressed, before });
  if (bytes.length > desk.post.mostBytes) throw tooLarge(desk.post.mostBytes);
  await tell(desk, call, record, entries, addressed);
  const recipients = addressed.map(({ address }) => ({ address }));
  const once = wanted.key === undefined ? {} : { once: true as const };
  const sent = await desk.post.send(permit, { recipients, bytes, keepIn: 'sent', ...once });
  const labels = entries.map((entry) => entry.facts().type.display);
  await keepDispatch(desk, mailbox.id, {
    content: sent.content,
    patient: record,
    documents: entries.map(({ id }) => id),
    recipients: addressed.map(({ address }) => address),
    messageId,
    label: labels.join(', ').slice(0, 300),
    at: call.at,
  });
  return { ...sent, subject, replaces: before !== undefined };
}

function recordOf(ids: readonly string[]): RecordId {
  const records = new Set(ids.map((id) => parseItemId(id).record));
  const [record] = records;
  if (record === undefined) throw unknownId();
  if (records.size > 1) throw severalPatients('documents');
  return record;
}

/** What the archive holds already, under the same rights; both were read a moment apart, and one that is gone by now ends it. */
async function chosenInOrder(
  { rights, documents }: ExchangeDesk,
  call: Call,
  record: RecordId,
  ids: readonly string[],
): Promise<readonly ReadEntry[]> {
  const found = await documents.chosen(await rights.decide(call, record, 'item'), ids);
  return [...new Set(ids)].map((id) => {
    const entry = found.find((one) => one.id === id);
    if (entry === undefined) throw unknownId();
    return entry;
  });
}

/** The last message in which any of these recipients got what one of these documents replaced. */
async function sentBefore(
  desk: ExchangeDesk,
  { call, mailbox }: MailboxPermit,
  record: RecordId,
  entries: readonly ReadEntry[],
  addressed: readonly Addressed[],
): Promise<Dispatch | undefined> {
  const families = await Promise.all(entries.map(({ id }) => desk.documents.related(call, id)));
  const older = families.flatMap(({ versions }, index) =>
    versions.filter(({ n, status }) => status === 'superseded' && n < (entries[index]?.n ?? 0)).map(({ id }) => id),
  );
  if (older.length === 0) return undefined;
  const to = new Set(addressed.map(({ address }) => address));
  const sent = await dispatched(desk, mailbox.id, record, older);
  return sent.find(({ recipients }) => recipients.some((address) => to.has(address)));
}

interface ToWrite {
  readonly archive: Buffer;
  readonly entries: readonly ReadEntry[];
  readonly identity: Identity;
  readonly addressed: readonly Addressed[];
  readonly before: Dispatch | undefined;
}

async function written(desk: ExchangeDesk, permit: MailboxPermit, wanted: DocumentsToSend, of: ToWrite) {
  const { call, mailbox } = permit;
  const { entries, identity, before } = of;
  const { traits } = identity;
  const automatic = mailbox.kind === 'APP';
  if (automatic && wanted.replyTo === undefined) throw replyToNeeded();
  const replaces = before !== undefined;
  const labels = entries.map((entry) => entry.facts().type.display);
  const subject = subjectOf({ labels, traits, replaces });
  const fileNumber = wanted.fileNumber === undefined ? {} : { fileNumber: wanted.fileNumber };
  const names = distinct(
    entries.map((entry, index) =>
      fileNameOf({ date: new Date(entry.facts().eventStart), label: labels[index] ?? '', traits, ...fileNumber }),
    ),
  );
  const copies: DraftAttachment[] = [];
  const cdas = [];
  // One after the other: a PDF that has to be made holds the thread.
  for (const [index, entry] of entries.entries()) {
    copies.push({ filename: names[index] ?? '', contentType: 'application/pdf', content: await paperOf(entry, identity) });
    cdas.push(...[headerOf(await entry.bytes(), entry.mediaType)].flatMap((header) => header ?? []));
  }
  const messageId = messageIdOf(permit, wanted.documents, wanted.key);
  const answered = wanted.reply ?? (before === undefined ? undefined : { to: before.messageId });
  const from = call.actor.kind === 'professional' ? `${call.actor.name}, ${call.actor.structure.name}` : mailbox.name;
  const attachments = [{ filename: 'IHE_XDM.zip', contentType: 'application/zip', content: of.archive }, ...copies];
  if (attachments.reduce((sum, { content }) => sum + content.length, 0) > draftLimits.attachmentBytes)
    throw tooLarge(desk.post.mostBytes);
  const bytes = await compose({
    from: { name: mailbox.name, address: mailbox.address },
    to: of.addressed.map(({ address }) => ({ name: '', address })),
    ...(wanted.replyTo === undefined ? {} : { replyTo: [{ name: '', address: wanted.replyTo }] }),
    subject,
    text: textOf({ text: wanted.text ?? '', labels, from, replaces, automatic }),
    attachments,
    ...(answered === undefined
      ? {}
      : { inReplyTo: answered.to, references: [...('references' in answered ? (answered.references ?? []) : []), answered.to] }),
    messageId,
    date: call.at,
    headers: {
      ...mssHeaders(cdas, desk.productReference),
      ...(wanted.wantReceipt === true ? { 'Disposition-Notification-To': mailbox.address } : {}),
      ...(automatic ? { 'Auto-Submitted': 'auto-generated' } : {}),
    },
  });
  return { subject, bytes, messageId };
}

/** One line for each document, before it leaves: to whom, a citizen never by their address. */
async function tell(
  { trace }: ExchangeDesk,
  call: Call,
  record: RecordId,
  entries: readonly ReadEntry[],
  addressed: readonly Addressed[],
): Promise<void> {
  const to = [...new Set(addressed.map(({ told }) => told))].join(', ').slice(0, 300);
  await Promise.all(
    entries.map(({ id, title }) => {
      const object = { kind: 'DocumentReference', id, title };
      return trace.journal(call, record, { action: 'send', outcome: 'done', object, detail: { to } });
    }),
  );
}
