import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, newRecordId, type RecordId } from '#kernel';
import { type Store, statement } from '#store';
import { testStore } from '../../test/store.ts';
import { type Act, openTrace, type Trace, traceMigrations } from './index.ts';

let store: Store;
let trace: Trace;
before(async () => {
  store = await testStore(traceMigrations);
  trace = await openTrace(store);
});
after(() => store.close());

const call: Call = {
  actor: { kind: 'operator', id: 'test', name: 'Test' },
  at: new Date('2026-03-01T10:00:00Z'),
  requestId: 'r1',
};
const read: Act = { action: 'read', outcome: 'done', object: { kind: 'DocumentReference', id: 'x' } };

async function recordWithLines(count: number): Promise<RecordId> {
  const record = newRecordId();
  for (let n = 0; n < count; n++) await trace.journal(call, record, read);
  return record;
}

const kinds = async (record: RecordId): Promise<string[]> => (await trace.verify(record)).faults.map((fault) => fault.kind);

test('trace: a line is chained whether it comes from an act or from a reader, and the chain verifies', async () => {
  const record = await recordWithLines(3);
  await store.transaction((tx) => trace.append(tx, call, record, { action: 'deposit', outcome: 'done' }));
  const lines = await trace.lines(record, undefined, 10);
  assert.deepEqual(
    lines.map((line) => [line.seq, line.action]),
    [
      [4, 'deposit'],
      [3, 'read'],
      [2, 'read'],
      [1, 'read'],
    ],
  );
  assert.deepEqual(await trace.verify(record), { records: 1, lines: 4, checkpoints: 0, faults: [] });
});

test('trace: two hundred readers of the same and of other records at once leave one unbroken chain each', async () => {
  const records = [newRecordId(), newRecordId(), newRecordId()];
  await Promise.all(
    Array.from({ length: 200 }, (_, n) => {
      const record = records[n % 3] as RecordId;
      if (n % 5 > 0) return trace.journal(call, record, read);
      return store.transaction((tx) => trace.append(tx, call, record, read));
    }),
  );
  const positions = await trace.positions(records);
  assert.equal(
    [...positions.values()].reduce((sum, n) => sum + n),
    200,
  );
  for (const record of records) assert.deepEqual(await kinds(record), []);
});

test('trace: an act that is rolled back leaves no line', async () => {
  const record = await recordWithLines(1);
  const act = store.transaction(async (tx) => {
    await trace.append(tx, call, record, { action: 'deposit', outcome: 'done' });
    throw new Error('the act failed');
  });
  await assert.rejects(act, /the act failed/);
  assert.equal((await trace.lines(record, undefined, 10)).length, 1);
});

const tampering = [
  {
    name: 'a changed line',
    sql: `update trace.line set body = replace(body, '"read"', '"list"') where record_id = $1 and seq = 2`,
    finds: 'changed',
  },
  { name: 'a removed line', sql: 'delete from trace.line where record_id = $1 and seq = 2', finds: 'missing' },
  { name: 'the last line removed', sql: 'delete from trace.line where record_id = $1 and seq = 4', finds: 'cut' },
  {
    name: 'two lines that changed places',
    sql: `update trace.line l set body = o.body, hash = o.hash from trace.line o
          where l.record_id = $1 and o.record_id = $1 and (l.seq, o.seq) in ((2, 3), (3, 2))`,
    finds: 'changed',
  },
  {
    name: 'the tail removed and the chain set back',
    sql: `with d as (delete from trace.line where record_id = $1 and seq = 4)
          update trace.chain c set seq = 3, head = (select hash from trace.line where record_id = $1 and seq = 3) where record_id = $1`,
    finds: 'resealed',
  },
] as const;

for (const { name, sql, finds } of tampering) {
  test(`trace: verify finds ${name}`, async () => {
    const record = await recordWithLines(4);
    // Lines of one record differ only by their text: give line 3 its own.
    await store.query(statement(`test.${name}`, sql), [record]);
    const found = await kinds(record);
    if (name === 'two lines that changed places') assert.ok(found.length > 0, 'the exchange is seen');
    else assert.ok(found.includes(finds), `${found.join()} includes ${finds}`);
  });
}

test('trace: verify finds lines whose chain was removed', async () => {
  const record = await recordWithLines(2);
  await store.query(statement('test.unchain', 'delete from trace.chain where record_id = $1'), [record]);
  const { faults } = await trace.verify();
  assert.ok(faults.some((fault) => fault.record === record && fault.kind === 'orphan'));
});

test('trace: a chain longer than what is read at once is verified whole, and a fault beyond it is found', async () => {
  const record = newRecordId();
  for (let n = 0; n < 12_000; n += 400) await Promise.all(Array.from({ length: 400 }, () => trace.journal(call, record, read)));
  assert.deepEqual(await trace.verify(record), { records: 1, lines: 12_000, checkpoints: 0, faults: [] });
  const tamper = "update trace.line set body = body || ' ' where record_id = $1 and seq in (9999, 10001)";
  await store.query(statement('test.beyond', tamper), [record]);
  await store.query(statement('test.short', "update trace.line set hash = '' where record_id = $1 and seq = 11000"), [record]);
  const { faults } = await trace.verify(record);
  assert.deepEqual(
    faults.map(({ seq, kind }) => `${seq} ${kind}`),
    ['9999 changed', '10001 changed', '11000 changed', '11001 changed'],
  );
});
