import { createHash } from 'node:crypto';
import type { RecordId } from '#kernel';
import type { Keys } from '#store';

/** Where a record's chain stands: how many lines, and the hash of the last. */
export interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

export const noHash = Buffer.alloc(32);

/** The hash of line `seq`: SHA-256 over the hash before it, its number (8 bytes, big-endian) and its exact text. */
export function lineHash(before: Uint8Array, seq: number, body: string): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seq));
  return createHash('sha256').update(before).update(number).update(body).digest();
}

/**
 * The seal of a head: only who holds the operator's key can make it. Without it, someone who may write to the database could cut the
 * last lines, or write the whole chain anew.
 */
export function seal(keys: Keys, record: RecordId, { seq, hash }: Head): Buffer {
  return keys.mac('trace', Buffer.from(`${record}/${seq}/`), hash);
}
