import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { RecipientAsked } from '../post/post.ts';
import { enqueueRows } from './outgoing.sql.ts';
import { type Notify, wanted } from './schedule.ts';

/** Recipients of a message that the queue has something to do for. */
export interface ToSend {
  /** The home where the content is: the sender's mailbox; for an arrival, the recipient's. Locked by the caller. */
  readonly mailbox: RecordId;
  readonly content: number;
  readonly at: Date;
  /** The envelope's sender, to whom reports go; '' for what is never reported. */
  readonly from: string;
  readonly recipients: readonly QueuedRecipient[];
  /** RFC 3461 §4.3, §4.4. */
  readonly ret?: 'full' | 'hdrs';
  readonly envelopeId?: string;
  /** X-MSS-NIL of the message, for the figures. */
  readonly product?: string;
}

export interface QueuedRecipient extends RecipientAsked {
  readonly domain: string;
  /** Already in a mailbox here: only the report of success is left to do. Without `notify` success nothing is kept of it. */
  readonly here?: true;
}

/** What is kept of the envelope with each recipient. */
export interface KeptEnvelope {
  readonly from: string;
  readonly ret?: 'full' | 'hdrs';
  readonly envelopeId?: string;
  readonly notify?: Notify;
  readonly originalRecipient?: string;
  readonly product?: string;
}

/**
 * Puts recipients in the queue, in the act's own transaction: what it is committed with will be sent, or its sender told. The order of
 * recipients is kept.
 */
export function enqueue(tx: Tx, { mailbox, content, at, from, recipients, ret, envelopeId, product }: ToSend): void {
  const rows = recipients.filter(({ here, notify }) => here !== true || (from !== '' && wanted(notify, 'success')));
  if (rows.length === 0) return;
  const envelopes = rows.map(
    ({ notify, originalRecipient }): KeptEnvelope => ({
      from,
      ...(ret === undefined ? {} : { ret }),
      ...(envelopeId === undefined ? {} : { envelopeId }),
      ...(notify === undefined ? {} : { notify }),
      ...(originalRecipient === undefined ? {} : { originalRecipient }),
      ...(product === undefined ? {} : { product }),
    }),
  );
  tx.write(enqueueRows, [
    mailbox,
    content,
    at,
    rows.map(({ address }) => address),
    envelopes.map((envelope) => JSON.stringify(envelope)),
    rows.map(({ here }) => (here === true ? 'delivered' : 'waiting')),
    rows.map(({ domain }) => domain.toLowerCase()),
    rows.map(({ here }) => (here === true ? 'delivered' : null)),
  ]);
}
