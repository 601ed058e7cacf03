import type { KeyObject } from 'node:crypto';
import type { RecordId } from '#kernel';
import { type Store, sealWith, unsealWith } from '#store';
import { noMessage } from './refusals.ts';

/**
 * Up to here the bytes stand in the row, committed with it; above, a file of their own is written before: it costs two waits for the
 * disk of its own, a row none beyond its COMMIT.
 */
export const mostInRow = 256 * 1024;

/** Where a message's bytes are: one of the two. */
export interface Resting {
  readonly sealed: Buffer | null;
  readonly blob: string | null;
}

/** Sealed bytes moved to another mailbox or another message do not open. */
function bound(mailbox: RecordId, content: number): Buffer {
  return Buffer.from(`${mailbox}/message/${content}`);
}

export function sealInRow(key: KeyObject, mailbox: RecordId, content: number, bytes: Buffer): Buffer {
  return sealWith(key, bytes, bound(mailbox, content));
}

/** The bytes exactly as they came. Refuses `store.wrong-key`, `store.blob-missing`. */
export async function unsealed(store: Store, mailbox: RecordId, content: number, { sealed, blob }: Resting): Promise<Buffer> {
  const key = await store.records.key(store, mailbox);
  if (sealed !== null) return unsealWith(key, sealed, bound(mailbox, content));
  if (blob === null) throw noMessage();
  return store.blobs.get(mailbox, key, blob);
}
