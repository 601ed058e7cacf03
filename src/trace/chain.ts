import { hash } from 'node:crypto';
import type { RecordId } from '#kernel';
import type { Keys } from '#store';

/** Where a record's chain stands: how many lines, and the hash of the last. */
export interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

export const noHash = Buffer.alloc(32);

const before32and8 = 40;
let scratch = Buffer.allocUnsafe(16 * 1024);

/** The hash of line `seq`: SHA-256 over the hash before it, its number (8 bytes, big-endian) and its exact text in UTF-8. */
export function lineHash(before: Uint8Array, seq: number, body: string | Uint8Array): Buffer {
  const most = before32and8 + (typeof body === 'string' ? body.length * 3 : body.length);
  if (most > scratch.length) scratch = Buffer.allocUnsafe(most);
  scratch.set(before, 0);
  writeNumber(scratch, seq, 32);
  const end = before32and8 + written(body);
  return hash('sha256', scratch.subarray(0, end), 'buffer');
}

function written(body: string | Uint8Array): number {
  if (typeof body === 'string') return scratch.write(body, before32and8);
  scratch.set(body, before32and8);
  return body.length;
}

/** 8 bytes, big-endian, of a number below 2^53. */
export function writeNumber(bytes: Buffer, number: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(number / 2 ** 32), at);
  bytes.writeUInt32BE(number >>> 0, at + 4);
}

/**
 * The seal of a head: only who holds the operator's key can make it. Without it, someone who may write to the database could cut the
 * last lines, or write the whole chain anew.
 */
export function seal(keys: Keys, record: RecordId, { seq, hash: head }: Head): Buffer {
  return keys.mac('trace', Buffer.from(`${record}/${seq}/`), head);
}
