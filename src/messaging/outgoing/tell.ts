import { Refusal } from '#kernel';
import { letGo } from '../mail/letGo.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { bounceId, type ToldRecipient, writeBounce } from '../reports/bounce.ts';
import { noteAnswers } from '../reports/note.ts';
import type { Group, OutgoingParts } from './desk.ts';
import type { KeptEnvelope } from './enqueue.ts';
import { claimTells, endTells, knownMessage } from './outgoing.sql.ts';
import { after, schedule, type Tell } from './schedule.ts';

interface Row {
  readonly n: number;
  readonly recipient: string;
  readonly envelope: string;
  readonly state: string;
  readonly tell: Tell;
  readonly since: Date;
  readonly ended_at: Date | null;
  readonly next_at: Date;
  readonly last_reply: string | null;
}

/**
 * Tells the sender of one message what they asked to know, in one report. The rows are claimed meanwhile: two servers never tell the same at
 * once. The report's Message-ID is made of what it tells: after a crash between its delivery and our COMMIT it is found in the mailbox and not
 * delivered again. A report is never reported on: its envelope has no sender, and such rows ask for nothing.
 */
export async function tellSender(parts: OutgoingParts, { record_id: mailbox, content }: Omit<Group, 'domain'>): Promise<void> {
  const { store, clock } = parts;
  const at = clock();
  const claim = after(at, schedule.leaseMinutes);
  const claimed = await store.query<Row>(claimTells, [mailbox, content, at, claim]);
  const rows = claimed.toSorted((one, other) => one.n - other.n);
  const [first] = rows;
  if (first === undefined) return;
  const end = (again: Date | null): Promise<unknown> =>
    store.query(endTells, [mailbox, claim, again, rows.map(({ n }) => n), rows.map(({ tell }) => tell)]);
  try {
    await deliver(parts, await parts.mailboxes.enterForHouse(mailbox, at), content, first, rows);
  } catch (error) {
    parts.log(`outgoing: a report could not be delivered: ${error instanceof Refusal ? error.code : 'unexpected'}`);
    if (at < after(first.since, 2 * schedule.givenUpAfterMinutes)) {
      await end(after(at, schedule.tellAgainAfterMinutes));
      return;
    }
  }
  await end(null);
  await store.transaction(async (tx) => {
    await store.records.lock(tx, mailbox);
    await letGo(parts, tx, mailbox, [content]);
  });
}

async function deliver(
  parts: OutgoingParts,
  permit: MailboxPermit,
  content: number,
  first: Row,
  rows: readonly Row[],
): Promise<void> {
  const { store, mail, mailboxes, postmaster, reporter } = parts;
  const { from, ret, envelopeId }: KeptEnvelope = JSON.parse(first.envelope);
  const { at } = permit.call;
  const key = `${permit.mailbox.id} ${content} ${rows.map(({ n, tell }) => `${n} ${tell}`).join(' ')}`;
  const own = from === permit.mailbox.address;
  if (own && (await store.query(knownMessage, [permit.mailbox.id, bounceId(key, postmaster)])).length > 0) return;
  const original = await mail.raw(permit, content).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'messaging.no-message') return Buffer.alloc(0);
    throw error;
  });
  const recipients = rows.map((row) => toldOf(row));
  const { bytes } = writeBounce({
    to: from,
    postmaster,
    reporter,
    at,
    arrivedAt: first.since,
    ...(envelopeId === undefined ? {} : { envelopeId }),
    ...(ret === undefined ? {} : { ret }),
    recipients,
    original,
    citizens: mailboxes.domains.citizens,
    key,
  });
  if (!own) {
    await parts.post().send(permit, { automatic: true, recipients: [{ address: from, notify: ['never'] }], bytes });
    return;
  }
  await mail.append(permit, 'INBOX', bytes, { at });
  const answers = recipients.map(({ address, action, reply }) => ({ address, is: action, at, reply }));
  await noteAnswers(parts, permit, content, answers);
}

function toldOf({ recipient, envelope, tell, since, ended_at, last_reply }: Row): ToldRecipient {
  const { originalRecipient }: KeptEnvelope = JSON.parse(envelope);
  return {
    address: recipient,
    action: tell,
    reply: last_reply ?? '',
    domain: recipient.slice(recipient.lastIndexOf('@') + 1),
    ...(originalRecipient === undefined ? {} : { originalRecipient }),
    ...(tell === 'delayed' ? { willRetryUntil: after(since, schedule.givenUpAfterMinutes) } : {}),
    ...(ended_at === null || tell === 'delivered' ? {} : { lastAttempt: ended_at }),
  };
}
