import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import { countDeed } from '../figures/count.ts';
import {
  type Destination,
  dropBlobs,
  dropUnkept,
  type Kept,
  type Place,
  type Placing,
  places,
  prepared,
  put,
} from '../mail/keep.ts';
import { flagBits } from '../mail/mail.ts';
import { quotaReached, recipientFull } from '../mail/refusals.ts';
import { closed } from '../mailboxes/refusals.ts';
import { enqueue } from '../outgoing/enqueue.ts';
import type { Addressed } from './address.ts';
import type { PostParts } from './parts.ts';
import { arrivedTopic, type RecipientAsked, type Sent } from './post.ts';
import { recipientClosed } from './refusals.ts';
import { traceArrival, traceSending } from './tell.ts';

/**
 * The last step, one transaction: the message in every mailbox of this operator, in the queue for the others, counters, what is done afterwards,
 * and a line in the log of each mailbox. A mailbox that took these very bytes (or, of a letter with `once`, this Message-ID) from this sender within
 * a day keeps them once: a client that was not told of a COMMIT sends again. Refuses `messaging.quota` (the sender's), `messaging.recipient-full`.
 */
export async function register(parts: PostParts, addressed: Addressed): Promise<Sent> {
  const { ground } = parts;
  const { call, message, sender } = addressed;
  const ready = await prepared(ground, message, destinationsOf(addressed));
  try {
    const [sent, kept] = await ground.store.transaction(async (tx) => {
      const traced =
        sender === undefined || keepsOwn(addressed) ? [] : [{ mailbox: sender.mailbox.id, tracedOnly: true as const }];
      const all = await places(ground, tx, message, [...ready, ...traced], call.at);
      const kept = new Map<RecordId, Kept>();
      for (const place of all) if (place.taken === undefined) kept.set(place.to.mailbox, put(tx, message, call.at, place));
      queueOthers(tx, addressed, all, kept);
      announce(parts, tx, addressed, kept);
      await trace(parts, tx, addressed, all, kept);
      return [sentOf(addressed, all, kept), kept] as const;
    });
    const again = ready.flatMap(({ mailbox, blob }) => (kept.has(mailbox) ? [] : (blob ?? [])));
    await dropBlobs(ground.store, again).catch(() => undefined);
    return sent;
  } catch (error) {
    await dropUnkept(ground, ready, error);
    throw error;
  }
}

/** The sender's mailbox keeps the message when something is to be sent from it, or when it is asked to. */
function keepsOwn({ sender, elsewhere, letter, here }: Addressed): boolean {
  if (sender === undefined) return false;
  return (
    elsewhere.length > 0 ||
    letter.keepIn !== undefined ||
    here.some(({ mailbox }) => mailbox.id === sender.mailbox.id) ||
    wantsSuccess(here.flatMap(({ asked }) => asked))
  );
}

function wantsSuccess(asked: readonly RecipientAsked[]): boolean {
  return asked.some(({ notify }) => notify?.includes('success') === true);
}

function destinationsOf(addressed: Addressed): readonly Destination[] {
  const { call, sender, here, elsewhere, letter, envelopeFrom } = addressed;
  const all = new Map<RecordId, Destination>();
  const same = sameness(addressed);
  for (const { mailbox } of here) {
    const placing: Placing = { folder: { special: 'inbox' }, flags: 0, keywords: [], at: call.at };
    all.set(mailbox.id, {
      mailbox: mailbox.id,
      placings: [placing],
      ...same(envelopeFrom),
      full: recipientFull,
      closed: recipientClosed,
    });
  }
  if (sender === undefined || !keepsOwn(addressed)) return [...all.values()];
  const { id } = sender.mailbox;
  const own: Placing[] =
    letter.keepIn === undefined ? [] : [{ folder: { special: letter.keepIn }, flags: flagBits.seen, keywords: [], at: call.at }];
  const before = all.get(id);
  const queued = elsewhere.map(({ address }) => address).sort();
  const key = before === undefined ? same(['out', envelopeFrom, ...queued].join(' ')) : {};
  all.set(id, { mailbox: id, full: quotaReached, closed, ...before, ...key, placings: [...(before?.placings ?? []), ...own] });
  return [...all.values()];
}

/** What makes it the same message: who sends, its identifier, its bytes. One with neither identifier nor date may well be sent twice. */
function sameness({ message: { parsed, digest }, letter }: Addressed): (from: string) => { sameAs?: string } {
  if (letter.once === true) return (from) => ({ sameAs: ['once', from, parsed.messageId].join('\n') });
  const known = parsed.messageId !== '' || parsed.headers.has('date');
  return (from) => (known ? { sameAs: [from, parsed.messageId, digest].join('\n') } : {});
}

function queueOthers(tx: Tx, addressed: Addressed, all: readonly Place[], kept: ReadonlyMap<RecordId, Kept>): void {
  const { call, sender, here, elsewhere, letter, message, envelopeFrom } = addressed;
  const product = message.marks.mss?.nil;
  const more = {
    at: call.at,
    from: envelopeFrom,
    ...(letter.ret === undefined ? {} : { ret: letter.ret }),
    ...(letter.envelopeId === undefined ? {} : { envelopeId: letter.envelopeId }),
    ...(product === undefined ? {} : { product }),
  };
  const reported = here.flatMap(({ mailbox, asked }) =>
    all.some(({ to, taken }) => to.mailbox === mailbox.id && taken !== undefined) || !wantsSuccess(asked)
      ? []
      : asked.map((one) => ({
          ...one,
          mailbox: mailbox.id,
          domain: one.address.slice(one.address.lastIndexOf('@') + 1),
          here: true as const,
        })),
  );
  if (sender !== undefined) {
    const own = kept.get(sender.mailbox.id);
    const recipients = [...elsewhere, ...reported.map(({ mailbox: _, ...one }) => one)];
    if (own !== undefined && recipients.length > 0)
      enqueue(tx, { ...more, mailbox: own.mailbox, content: own.content, recipients });
    return;
  }
  for (const { mailbox, ...one } of reported) {
    const theirs = kept.get(mailbox);
    if (theirs !== undefined) enqueue(tx, { ...more, mailbox, content: theirs.content, recipients: [one] });
  }
}

/** What follows an arrival is done by jobs, and whoever looks at the mailbox looks again. */
function announce({ ground }: PostParts, tx: Tx, { call, here, message }: Addressed, kept: ReadonlyMap<RecordId, Kept>): void {
  const { report, attachments = 0 } = message.marks;
  for (const { mailbox } of here) {
    const own = kept.get(mailbox.id);
    const inbox = own?.uids.find(({ folder }) => folder.special === 'inbox');
    if (own === undefined || inbox === undefined) continue;
    // Of most messages nothing is left to do: no document to file, no conversation, no receipt to note, nobody away.
    if (attachments === 0 && report === undefined && mailbox.kind !== 'CIT' && mailbox.absence === undefined) continue;
    const payload = { content: own.content, uid: inbox.uid, attachments, ...(report === undefined ? {} : { report }) };
    ground.store.outbox.emit(tx, mailbox.id, call.at, arrivedTopic, payload);
  }
  tx.afterCommit(() => {
    for (const mailbox of kept.keys()) ground.changed(mailbox);
  });
}

async function trace(
  parts: PostParts,
  tx: Tx,
  addressed: Addressed,
  all: readonly Place[],
  kept: ReadonlyMap<RecordId, Kept>,
): Promise<void> {
  const { call, sender, here, elsewhere, letter, message } = addressed;
  const bytes = letter.bytes.length;
  const product = message.marks.mss?.nil;
  const deed = { at: call.at, bytes, ...(product === undefined ? {} : { product }) };
  const lines: Promise<void>[] = [];
  for (const { mailbox } of here) {
    const own = kept.get(mailbox.id);
    if (own === undefined) continue;
    lines.push(traceArrival(parts.ground, tx, addressed, mailbox, own.content));
    countDeed(tx, { ...deed, mailbox: mailbox.id, what: 'received' });
    if (sender?.mailbox.kind === 'CIT') countDeed(tx, { ...deed, mailbox: mailbox.id, what: 'from-citizen' });
  }
  const again = all.length > 0 && kept.size === 0;
  if (sender !== undefined && !again) {
    lines.push(traceSending(parts.ground, tx, addressed, kept.get(sender.mailbox.id)?.content));
    countDeed(tx, { ...deed, mailbox: sender.mailbox.id, what: 'sent', n: here.length + elsewhere.length });
    const citizens = here.filter(({ mailbox }) => mailbox.kind === 'CIT').length;
    if (citizens > 0) countDeed(tx, { ...deed, mailbox: sender.mailbox.id, what: 'to-citizen', n: citizens });
  }
  await Promise.all(lines);
}

function sentOf({ sender, here, elsewhere }: Addressed, all: readonly Place[], kept: ReadonlyMap<RecordId, Kept>): Sent {
  const own = sender?.mailbox.id;
  const content = own === undefined ? undefined : (kept.get(own)?.content ?? all.find(({ to }) => to.mailbox === own)?.taken);
  return {
    content: content ?? 0,
    delivered: here.flatMap(({ asked }) => asked.map(({ address }) => address)),
    queued: elsewhere.map(({ address }) => address),
  };
}
