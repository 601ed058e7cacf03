import type { Call } from '#kernel';
import { PLATFORM } from '#kernel';
import { operatorOnly } from '../mailboxes/refusals.ts';
import type { OutgoingParts } from './desk.ts';
import { failuresByDomain, queueByDomain, retryDomain } from './outgoing.sql.ts';

/** What waits for the operator of one domain. */
export interface WaitingDomain {
  readonly domain: string;
  readonly waiting: number;
  readonly oldest: Date;
  readonly next: Date;
  readonly attempts: number;
  /** Reply code and enhanced status of an answer: `451 4.7.5`; the words of others may hold addresses, and are not shown. */
  readonly reason: string | undefined;
}

export interface FailedDomain {
  readonly domain: string;
  readonly reason: string;
  readonly failed: number;
  readonly last: Date;
}

export interface QueueState {
  readonly waiting: readonly WaitingDomain[];
  /** Of the last 30 days. */
  readonly failed: readonly FailedDomain[];
}

type Queued = Omit<WaitingDomain, 'reason'> & { readonly reason: string | null };

function operatorOf({ actor }: Call): void {
  if (actor.kind !== 'operator') throw operatorOnly();
}

/** For the operator: numbers by domain, without an address. Refuses `messaging.operator-only`. */
export async function queueState({ store }: OutgoingParts, call: Call): Promise<QueueState> {
  operatorOf(call);
  const [waiting, failed] = await Promise.all([
    store.query<Queued>(queueByDomain),
    store.query<FailedDomain>(failuresByDomain, [new Date(call.at.getTime() - 30 * 86_400_000)]),
  ]);
  return { waiting: waiting.map(({ reason, ...row }) => ({ ...row, reason: reason ?? undefined })), failed };
}

/** Has what waits for a domain tried at once; gives how many recipients. Traced under the platform. Refuses `messaging.operator-only`. */
export async function retryNow({ store, trace }: OutgoingParts, call: Call, domain: string): Promise<number> {
  operatorOf(call);
  const rows = await store.query(retryDomain, [domain.slice(0, 255).toLowerCase(), call.at]);
  const detail = { change: 'retry', domain: domain.slice(0, 255).toLowerCase(), recipients: String(rows.length) };
  await trace.journal(call, PLATFORM, { action: 'send', outcome: 'done', detail });
  return rows.length;
}
