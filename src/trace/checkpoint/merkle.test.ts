import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { leafHash, pathOf, rootBy, rootOf } from './merkle.ts';

/** RFC 6962 §2.1 as it is written there: by splitting from above. */
function written(leaves: readonly Buffer[]): Buffer {
  const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [only] = leaves;
  if (only === undefined) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), written(leaves.slice(0, split)), written(leaves.slice(split)));
}

const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => Buffer.from(`leaf ${i}`));

test('RFC 6962 §2.1: the root is that of the definition, for every number of leaves', () => {
  for (let count = 0; count <= 40; count++) {
    assert.deepEqual(rootOf(leaves(count).map(leafHash)), written(leaves(count)), `${count} leaves`);
  }
});

test('RFC 6962 §2.1: pages of a power of two of leaves make the same tree', () => {
  for (let count = 1; count <= 40; count++) {
    const hashes = leaves(count).map(leafHash);
    const pages = Array.from({ length: Math.ceil(count / 8) }, (_, i) => rootOf(hashes.slice(i * 8, i * 8 + 8)));
    assert.deepEqual(rootOf(pages), rootOf(hashes), `${count} leaves`);
  }
});

test('RFC 6962 §2.1.1: every leaf has a path to the root, by pages too, and none to another root or from another place', () => {
  for (let count = 1; count <= 40; count++) {
    const hashes = leaves(count).map(leafHash);
    const root = rootOf(hashes);
    for (const [index, hash] of hashes.entries()) {
      const path = pathOf(hashes, index);
      assert.deepEqual(rootBy(hash, index, count, path), root, `leaf ${index} of ${count}`);
      const page = Math.floor(index / 8);
      const pages = Array.from({ length: Math.ceil(count / 8) }, (_, i) => rootOf(hashes.slice(i * 8, i * 8 + 8)));
      const paged = [...pathOf(hashes.slice(page * 8, page * 8 + 8), index % 8), ...pathOf(pages, page)];
      assert.deepEqual(paged, path);
      assert.notDeepEqual(rootBy(leafHash(Buffer.from('another')), index, count, path), root);
      if (count > 1) assert.notDeepEqual(rootBy(hash, (index + 1) % count, count, path), root);
      assert.equal(rootBy(hash, index, count, [...path, hash]), undefined);
    }
  }
  for (const [index, size] of [
    [-1, 3],
    [3, 3],
    [0.5, 3],
    [0, Number.NaN],
  ] as const) {
    assert.equal(rootBy(leafHash(Buffer.from('x')), index, size, []), undefined);
  }
});
