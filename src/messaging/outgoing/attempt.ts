import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#kernel';
import { countDeed } from '../figures/count.ts';
import { letGo } from '../mail/letGo.ts';
import { statusOf } from '../reports/bounce.ts';
import type { Carriage, Carried, CarriedEnvelope } from './carrier.ts';
import type { Group, OutgoingParts } from './desk.ts';
import type { KeptEnvelope } from './enqueue.ts';
import { claimGroup, settleRows } from './outgoing.sql.ts';
import { after, type Settled, schedule, settle } from './schedule.ts';

interface Row {
  readonly n: number;
  readonly recipient: string;
  readonly envelope: string;
  readonly attempts: number;
  readonly since: Date;
  readonly delayed_at: Date | null;
}

interface Claimed extends Omit<Row, 'envelope'> {
  readonly envelope: KeptEnvelope;
}

/**
 * One attempt at the recipients of one domain for one message: claim, carry, settle. While the claim holds nobody else sends to them, not
 * even after this process was killed. What a crash between the other operator's 250 and our COMMIT leaves is sent again when the claim
 * ends: the same bytes with the same Message-ID, which is how the other side knows it for the same. Gives whether there was anything to do.
 */
export async function attempt(parts: OutgoingParts, group: Group): Promise<boolean> {
  const { store, clock } = parts;
  const at = clock();
  const claim = randomUUID();
  const until = after(at, schedule.leaseMinutes);
  const found = await store.query<Row>(claimGroup, [
    group.record_id,
    group.content,
    group.domain,
    at,
    claim,
    until,
    schedule.recipientsAtOnce,
  ]);
  if (found.length === 0) return false;
  const rows = found.toSorted((one, other) => one.n - other.n);
  const claimed = rows.map((row): Claimed => ({ ...row, envelope: JSON.parse(row.envelope) }));
  const carriage = await carried(parts, group, claimed);
  const ended = clock();
  const outcomes = new Map(carriage.recipients.map((one) => [one.recipient, one]));
  const settled = claimed.map((row): [Claimed, Settled] => {
    const outcome = outcomes.get(row.recipient) ?? { outcome: 'temporary', reply: '451 4.3.0 no answer for this recipient' };
    const { from, notify } = row.envelope;
    const now = { since: row.since, attempts: row.attempts, delayed: row.delayed_at !== null, from, notify };
    return [row, settle(now, outcome, carriage.reports, ended)];
  });
  await keep(parts, group, claim, settled, ended);
  return true;
}

async function carried(
  parts: OutgoingParts,
  { record_id: mailbox, content, domain }: Group,
  rows: readonly Claimed[],
): Promise<Carriage> {
  const same = (outcome: Carried['outcome'], reply: string): Carriage => ({
    recipients: rows.map(({ recipient }) => ({ recipient, outcome, reply })),
    reports: false,
  });
  try {
    if (!(await parts.trusted(domain))) return same('permanent', '550 5.7.1 this domain is not in the trusted list');
    const permit = await parts.mailboxes.enterForHouse(mailbox, parts.clock());
    return await parts.carrier.carry(domain, envelopeOf(rows), await parts.mail.raw(permit, content));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'messaging.no-message')
      return same('permanent', '554 5.3.0 the message is no longer in the mailbox');
    parts.log(`outgoing: an attempt failed before an answer came: ${String(error).slice(0, 200)}`);
    return same('temporary', '451 4.3.0 an error on our side');
  }
}

function envelopeOf(rows: readonly Claimed[]): CarriedEnvelope {
  const first = rows[0]?.envelope;
  return {
    from: first?.from ?? '',
    recipients: rows.map(({ recipient, envelope: { notify, originalRecipient } }) => ({
      address: recipient,
      ...(notify === undefined ? {} : { notify }),
      ...(originalRecipient === undefined ? {} : { originalRecipient }),
    })),
    ...(first?.ret === undefined ? {} : { ret: first.ret }),
    ...(first?.envelopeId === undefined ? {} : { envelopeId: first.envelopeId }),
  };
}

/** What the other operator answered is kept, though the database is away for a while: as long as the claim holds nobody else tries. */
async function keep(
  parts: OutgoingParts,
  group: Group,
  claim: string,
  settled: readonly [Claimed, Settled][],
  at: Date,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await commit(parts, group, claim, settled, at);
      return;
    } catch (error) {
      if (tries >= 60 || !(error instanceof Refusal && error.code === 'store.unavailable')) throw error;
      await sleep(1000);
    }
  }
}

async function commit(
  { store, trace }: OutgoingParts,
  { record_id: mailbox, content, domain }: Group,
  claim: string,
  settled: readonly [Claimed, Settled][],
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    await store.records.lock(tx, mailbox);
    const done = await tx.query<{ n: number; state: string }>(settleRows, [
      mailbox,
      claim,
      at,
      settled.map(([{ n }]) => n),
      settled.map(([, { state }]) => state),
      settled.map(([, { nextAt }]) => nextAt),
      settled.map(([, { reply }]) => reply.slice(0, 500)),
      settled.map(([, { tell }]) => tell ?? null),
    ]);
    await letGo({ store }, tx, mailbox, [content]);
    const ours = new Set(done.map(({ n }) => n));
    const failed = settled.filter(([{ n }, { state }]) => state === 'failed' && ours.has(n));
    const [first] = failed;
    if (first === undefined) return;
    const product = first[0].envelope.product;
    countDeed(tx, { mailbox, at, what: 'failed', n: failed.length, ...(product === undefined ? {} : { product }) });
    const call = { actor: { kind: 'operator', id: 'socle', name: 'Socle' }, at, requestId: claim } as const;
    await trace.append(tx, call, mailbox, {
      action: 'send',
      outcome: 'refused',
      code: 'messaging.not-delivered',
      object: { kind: 'Message', id: String(content) },
      detail: { domain, status: statusOf('failed', first[1].reply), recipients: String(failed.length) },
    });
  });
}
