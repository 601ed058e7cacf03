import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 §2.1: a leaf is hashed after a 0, two nodes after a 1, and a list is split at the largest power of two below
 * its length. Subtrees of 2^k leaves that follow each other make the same tree as their leaves, whatever the last one holds.
 */
export function leafHash(leaf: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([zero, leaf]), 'buffer');
}

const zero = Buffer.of(0);
const one = Buffer.of(1);

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([one, left, right]), 'buffer');
}

/** The root over hashes of leaves, or of equal subtrees; over nothing, the hash of nothing. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return hash('sha256', Buffer.alloc(0), 'buffer');
  let row = [...hashes];
  // A node without a neighbour goes up as it is: the same tree as by splitting, from below.
  while (row.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(paired(row, i));
    row = next;
  }
  return row[0] ?? first;
}

function paired(row: readonly Buffer[], i: number): Buffer {
  const [left, right] = [row[i], row[i + 1]];
  if (left === undefined) throw new RangeError('no such node');
  return right === undefined ? left : nodeHash(left, right);
}

/** What is needed besides leaf `index` to find the root again, from below upwards. */
export function pathOf(hashes: readonly Buffer[], index: number): Buffer[] {
  const path: Buffer[] = [];
  let row = [...hashes];
  for (let at = index; row.length > 1; at >>= 1) {
    const beside = row[at ^ 1];
    if (beside !== undefined) path.push(beside);
    const next: Buffer[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(paired(row, i));
    row = next;
  }
  return path;
}

/** The root that leaf `index` of `size` and its path lead to; undefined when the path cannot be one of such a tree. */
export function rootBy(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return undefined;
  let found = leaf;
  let used = 0;
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at === last && at % 2 === 0) continue; // goes up as it is
    const beside = path[used++];
    if (beside?.length !== 32) return undefined;
    found = at % 2 === 0 ? nodeHash(found, beside) : nodeHash(beside, found);
  }
  return used === path.length ? found : undefined;
}
