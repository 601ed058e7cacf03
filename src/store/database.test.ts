import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testStore } from '../../test/store.ts';
import type { Store } from './open.ts';
import { statement, type Tx } from './sql.ts';

let store: Store;
before(async () => {
  store = await testStore([]);
});
after(() => store.close());

const look = statement('test.database.look', 'select 1 as one');
const leave = statement('test.database.leave', "insert into store.mark (name, value) values ($1, 'left')");
const left = async (): Promise<number> => (await store.pool.query("select from store.mark where value = 'left'")).rowCount ?? 0;

/** Each goes on after the transaction has failed, and then writes. */
const strays: Readonly<Record<string, (tx: Tx, name: string) => Promise<unknown>>> = {
  'after an answer': (tx, name) => tx.query(look).then(() => tx.query(leave, [name])),
  'after a while': (tx, name) => sleep(20).then(() => tx.query(leave, [name])),
  'before the transaction was there': (tx, name) => tx.query(leave, [name]),
  'without waiting': async (tx, name) => tx.query(look).then(() => tx.write(leave, [name])),
};

for (const [how, stray] of Object.entries(strays)) {
  test(`design §4: a statement asked ${how}, by what goes on when its transaction has failed, is not run outside of it`, async () => {
    let going: Promise<unknown> = Promise.resolve();
    const failing = store.transaction(async (tx) => {
      going = stray(tx, how);
      await Promise.all([going, Promise.reject(new Error('refused'))]);
    });
    await assert.rejects(failing, /refused/);
    await going.catch(() => undefined);
    assert.equal(await left(), 0);
    // The connection is as good as new.
    assert.deepEqual(await store.transaction((tx) => tx.query(look)), [{ one: 1 }]);
  });
}
