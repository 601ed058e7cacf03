import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testStore } from '../../test/store.ts';
import type { Store } from './open.ts';
import { statement } from './sql.ts';

let store: Store;
before(async () => {
  store = await testStore([]);
});
after(() => store.close());

const keep = statement('test.transaction.keep', "insert into store.mark (name, value) values ($1, 'kept')");
const marks = statement('test.transaction.marks', 'select name from store.mark where name like $1');

test('design §4: when a write fails, its own fault is told whatever came with it, and nothing of the transaction stays', async () => {
  const twice = store.transaction(async (tx) => {
    tx.write(keep, ['transaction/a']);
    tx.write(keep, ['transaction/a']);
    tx.write(keep, ['transaction/b']);
  });
  await assert.rejects(twice, /duplicate key/);
  const then = store.transaction(async (tx) => {
    tx.write(keep, ['transaction/c']);
    tx.write(keep, ['transaction/c']);
    await tx.query(marks, ['transaction/%']);
  });
  await assert.rejects(then, /duplicate key/);
  assert.deepEqual(await store.query(marks, ['transaction/%']), []);
  await assert.rejects(store.query(keep, [null]), /null value/);
});

test('design §4: a transaction that asks for nothing ends without a word; one that only writes is there', async () => {
  assert.equal(await store.transaction(async () => 7), 7);
  await store.transaction(async (tx) => tx.write(keep, ['transaction/d']));
  assert.deepEqual(await store.query(marks, ['transaction/%']), [{ name: 'transaction/d' }]);
});
