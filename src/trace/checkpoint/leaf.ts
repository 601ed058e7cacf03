import { hexOfRecordId, type RecordId, recordIdOfHex } from '#kernel';
import { type Head, writeNumber } from '../chain.ts';
import { leafHash, rootOf } from './merkle.ts';

/** Where a record's chain stood when a checkpoint was made. */
export interface Leaf extends Head {
  readonly record: RecordId;
}

const size = 16 + 8 + 32;
/** Leaves of a page: a power of two, so that pages are subtrees. */
export const leavesAPage = 1024;

/** The bytes of a leaf: the record (16), the number of its last line (8, big-endian), the hash of that line (32). */
export function leafBytes({ record, seq, hash }: Leaf): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write(hexOfRecordId(record), 0, 'hex');
  writeNumber(bytes, seq, 16);
  hash.copy(bytes, 24);
  return bytes;
}

export function packed(leaves: readonly Leaf[]): Buffer {
  return Buffer.concat(leaves.map(leafBytes));
}

/** Undefined when these bytes are no page of leaves. */
export function unpacked(bytes: Buffer): Leaf[] | undefined {
  if (bytes.length === 0 || bytes.length % size !== 0) return undefined;
  return Array.from({ length: bytes.length / size }, (_, i) => {
    const at = i * size;
    return {
      record: recordIdOfHex(bytes.toString('hex', at, at + 16)),
      seq: bytes.readUInt32BE(at + 16) * 2 ** 32 + bytes.readUInt32BE(at + 20),
      hash: bytes.subarray(at + 24, at + size),
    };
  });
}

/** The hashes of the leaves of a page, in their order. */
export function hashesOf(page: Buffer): Buffer[] {
  return Array.from({ length: Math.floor(page.length / size) }, (_, i) => leafHash(page.subarray(i * size, (i + 1) * size)));
}

export function pageHash(page: Buffer): Buffer {
  return rootOf(hashesOf(page));
}
