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

const brief = { brief: true } as const;
const types = `select $1::text as text, $2::bigint as number, $3::timestamptz as at, $4::bytea as bytes, $5::text[] as list, $6::jsonb as json,
  $7::boolean as yes, $8::float8 as decimal, $9::uuid as id, $10::bytea[] as chunks, null::timestamptz as never`;
const [together, apart] = [statement('test.lanes.together', types, brief), statement('test.lanes.apart', types)];
const divide = statement('test.lanes.divide', 'select 12 / $1::int as share', brief);
const fresh = (n: number) => statement(`test.lanes.fresh${n}`, `select ${n} as one`, brief);
const wait = statement('test.lanes.wait', 'select pg_sleep(0.2)');
const end = statement('test.lanes.end', 'select pg_terminate_backend(pg_backend_pid())');

const values: readonly (readonly unknown[])[] = [
  ['é’\\"', -(2 ** 40), new Date('1989-07-14T12:34:56.789Z'), Buffer.from([0, 255]), ['a"b\\', null, ''], { a: [1, 'é'] }],
  ['far', 1, new Date('+010000-01-01T00:00:00.000Z'), Buffer.alloc(1), ['x'], null],
  ['', 2 ** 52, new Date('2026-11-22T00:00:00.001Z'), Buffer.alloc(5000, 7), [], '{"b":2}'],
  [null, 0, null, Buffer.alloc(0), null, null],
].map((first) => [...first, true, 0.1, '0b9d8f0e-6a3c-4a7c-9c1b-4b4d1e1e0001', [Buffer.from('x"')]]);

test('Store, lanes: values go and come as pg sends and gives them, the first time and once the columns are known', async () => {
  for (const one of values) {
    const { rows } = await store.pool.query(types, [...one]);
    for (const statement of [together, apart])
      for (let time = 0; time < 2; time++) {
        const [row] = await store.query<Record<string, unknown>>(statement, one);
        assert.deepEqual(row, rows[0]);
      }
  }
});

test('Store, lanes: of statements that travel together, the one that fails fails alone', async () => {
  const asked = [6, 0, 4, 0, 3].map((by) => store.query<{ share: number }>(divide, [by]));
  const answers = await Promise.allSettled([...asked, store.query(fresh(1)), store.query(fresh(2))]);
  assert.deepEqual(
    answers.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code)),
    [[{ share: 2 }], '22012', [{ share: 3 }], '22012', [{ share: 4 }], [{ one: 1 }], [{ one: 2 }]],
  );
});

test('Store, lanes: what is asked of a connection that has yet to prepare it is prepared, whatever fails before', async () => {
  const first = Promise.allSettled([store.query(divide, [0]), store.query(fresh(3))]);
  const all = [store.query(fresh(3))];
  for (let turn = 0; turn < 6; turn++) {
    await new Promise((done) => setImmediate(done));
    all.push(store.query(fresh(3)));
  }
  assert.deepEqual((await Promise.all(all)).flat(), Array(7).fill({ one: 3 }));
  assert.equal((await first)[1]?.status, 'fulfilled');
});

test('Store, lanes: what is slow holds up nothing that is brief, and a long answer arrives whole', async () => {
  const slow = Array.from({ length: 12 }, () => store.query(wait));
  const from = Promise.race([Promise.all(slow).then(() => 'slow'), store.query(fresh(4)).then(() => 'brief')]);
  assert.equal(await from, 'brief');
  await Promise.all(slow);
  const long = 'é'.repeat(3_000_000);
  const [row] = await store.query<{ text: string }>(together, [long, ...(values[2] ?? []).slice(1)]);
  assert.equal(row?.text, long);
});

test('Store, lanes: a connection that ends is an unavailable database for who waits on it, and another is opened', async () => {
  await assert.rejects(store.query(end), { code: 'store.unavailable' });
  assert.deepEqual(await store.query(fresh(5)), [{ one: 5 }]);
  assert.deepEqual((await store.query<{ yes: boolean }>(apart, values[0] ?? []))[0]?.yes, true);
});
