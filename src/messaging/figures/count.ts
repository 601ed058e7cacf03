import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import { addDeed } from './figures.sql.ts';

/** What is counted of a mailbox; `to-citizen` and `from-citizen` are counted besides `sent` and `received`. */
export const deeds = ['sent', 'received', 'deleted', 'failed', 'to-citizen', 'from-citizen', 'conversation'] as const;
export type Deed = (typeof deeds)[number];

export interface DeedToCount {
  readonly mailbox: RecordId;
  readonly at: Date;
  readonly what: Deed;
  /** X-MSS-NIL of the message; kept up to 64 printable characters. */
  readonly product?: string;
  readonly bytes?: number;
  /** How many at once; 1 unless told. */
  readonly n?: number;
}

/**
 * Counts an act in its own transaction: a row a mailbox, a month, a product, changed under the lock of the mailbox that the caller holds anyway.
 * No content, no address, no subject: there is nothing else to count from.
 */
export function countDeed(tx: Tx, { mailbox, at, what, product = '', bytes = 0, n = 1 }: DeedToCount): void {
  tx.write(addDeed, [mailbox, monthOf(at), what, product.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 64), n, bytes]);
}

/** `2026-11`, in UTC. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
