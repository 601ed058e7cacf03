import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { signinMigrations } from '../signin.schema.ts';
import { openCuts } from './cuts.ts';

let store: Store;
before(async () => {
  store = await testStore(signinMigrations);
});
after(() => store.close());

test('RFC 7009 §2: what is cut is refused at once here, within a second elsewhere, for as long as a token may live', async () => {
  let now = Date.parse('2026-06-01T10:00:00Z');
  const clock = () => new Date(now);
  const [here, there] = [openCuts(store, clock), openCuts(store, clock)];
  assert.equal(await there.holds('jti-1', 'grant-1'), false);
  await here.cut('grant-1');
  await here.cut('jti-2');
  assert.equal(await here.holds('jti-1', 'grant-1'), true);
  assert.equal(await here.holds('jti-2', undefined), true);
  assert.equal(await here.holds('jti-3', 'grant-3'), false);
  now += 1000;
  assert.equal(await there.holds('jti-1', 'grant-1'), true);
  assert.equal(await openCuts(store, clock).holds('jti-2', undefined), true, 'a server that starts later');
  now += 3600_000;
  await here.sweep(clock());
  assert.equal(await there.holds('jti-1', 'grant-1'), true, 'no token outlives its cut');
  now += 120_000;
  await here.sweep(clock());
  assert.equal(await there.holds('jti-1', 'grant-1'), false, 'the list stays short');
  assert.equal((await store.pool.query('select 1 from signin.token_cut')).rowCount, 0);
});

test('RFC 7009 §2: a flood of requests reads the list once', async () => {
  let asked = 0;
  const counting = new Proxy(store, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name) as unknown;
      return (...given: Parameters<Store['query']>) => {
        asked += 1;
        return target.query(...given);
      };
    },
  });
  const cuts = openCuts(counting, () => new Date('2026-06-01T10:00:00Z'));
  await Promise.all(Array.from({ length: 500 }, (_, i) => cuts.holds(`jti-${i}`, 'grant')));
  assert.equal(asked, 1);
});
