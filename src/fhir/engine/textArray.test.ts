import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { textArray } from './textArray.ts';

let store: Store;
before(async () => {
  store = await testStore([]);
});
after(() => store.close());

test('PostgreSQL, array_recv: every text comes back, in order', async () => {
  const texts = fc.array(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (given) => {
      const { rows } = await store.pool.query<{ given: string[] }>('select $1::text[] as given', [textArray(given)]);
      assert.deepEqual(rows[0]?.given, given);
    }),
    { numRuns: 50 },
  );
});
