import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, newRecordId, PLATFORM, type RecordId } from '#kernel';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { lineHash, seal } from '../chain.ts';
import { type Act, checkpointType, openTrace, readCheckpoint, signedWords, type Trace, traceMigrations } from '../index.ts';

let store: Store;
let trace: Trace;

/** Three records with lines, two checkpoints over them, and a line since. */
let records: RecordId[];
const at = (day: number): Date => new Date(Date.UTC(2026, 2, day, 3));
const call: Call = { actor: { kind: 'operator', id: 'test', name: 'Test' }, at: at(1), requestId: 'r1' };
const read: Act = { action: 'read', outcome: 'done', object: { kind: 'DocumentReference', id: 'x' } };

async function addLines(record: RecordId, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await trace.journal(call, record, read);
}

before(async () => {
  store = await testStore(traceMigrations);
  trace = await openTrace(store);
  records = [newRecordId(), newRecordId(), newRecordId()].sort();
  for (const record of records) await addLines(record, 3);
  assert.equal((await trace.checkpoint(at(1)))?.n, 1);
  await addLines(of(0), 2);
  assert.equal((await trace.checkpoint(at(2)))?.n, 2);
  await addLines(of(1), 1);
});
after(() => store.close());

const of = (n: number): RecordId => records[n] as RecordId;

const kinds = async (kept?: Parameters<Trace['verify']>[1]): Promise<string[]> => {
  const { faults } = await trace.verify(undefined, kept);
  return faults.map(({ record, seq, kind, checkpoint }) => {
    const whose = record === PLATFORM ? 'platform' : `record ${records.indexOf(record)}`;
    return `${whose} ${seq} ${kind}${checkpoint === undefined ? '' : ` ${checkpoint}`}`;
  });
};

/** What verify finds after somebody with the database in hand did this; put back as it was. */
async function tamper(...statements: readonly (readonly [string, unknown[]])[]): Promise<string[]> {
  const tables = ['chain', 'line', 'checkpoint', 'leaves'];
  for (const table of tables) await store.pool.query(`create table trace.kept_${table} as table trace.${table}`);
  try {
    for (const [text, values] of statements) {
      const { rowCount } = await store.pool.query(text, values);
      assert.ok((rowCount ?? 0) > 0, `touched nothing: ${text}`);
    }
    return await kinds();
  } finally {
    for (const table of tables) {
      await store.pool.query(`truncate trace.${table}`);
      await store.pool.query(`insert into trace.${table} table trace.kept_${table}`);
      await store.pool.query(`drop table trace.kept_${table}`);
    }
  }
}

/** The chain of a record written anew from line 1 with other words, with hashes and seal as the holder of the operator's key makes them. */
async function rehashed(record: RecordId, upTo: number): Promise<(readonly [string, unknown[]])[]> {
  const { rows } = await store.pool.query<{ seq: number; body: string }>(
    'select seq, body from trace.line where record_id = $1 and seq <= $2 order by seq',
    [record, upTo],
  );
  let hash: Buffer = Buffer.alloc(32);
  const changes = rows.map(({ seq, body }): readonly [string, unknown[]] => {
    const other = body.replace('"action":"read"', '"action":"list"');
    hash = lineHash(hash, seq, other);
    return ['update trace.line set body = $3, hash = $4 where record_id = $1 and seq = $2', [record, seq, other, hash]];
  });
  const sealed = seal(store.keys, record, { seq: upTo, hash });
  return [
    ...changes,
    ['update trace.chain set seq = $2, head = $3, seal = $4 where record_id = $1', [record, upTo, hash, sealed]],
  ];
}

test('issue 5 §7: a checkpoint says how many chains had changed, and where the one before it is; nothing is wrong with what stands', async () => {
  const { keys } = await trace.keys();
  const { rows } = await store.pool.query<{ jws: string }>('select jws from trace.checkpoint order by n');
  const words = await Promise.all(rows.map(async ({ jws }) => readCheckpoint(await signedWords(jws, checkpointType, { keys }))));
  assert.deepEqual(
    words.map((one) => [one?.n, one?.leaves, one?.at, one?.before === undefined]),
    [
      [1, 3, at(1).toISOString(), true],
      [2, 2, at(2).toISOString(), false], // record 0, and the platform, which told of checkpoint 1
    ],
  );
  assert.deepEqual(await trace.verify(), { records: 4, lines: 14, checkpoints: 2, faults: [] });
});

test('issue 5 §7: a record that disappeared whole, chain and lines, shows', async () => {
  const found = await tamper(
    ['delete from trace.line where record_id = $1', [of(2)]],
    ['delete from trace.chain where record_id = $1', [of(2)]],
  );
  assert.deepEqual(found, ['record 2 3 gone 1']);
});

test('issue 5 §7: so does one whose leaves were taken out with it', async () => {
  const { rows } = await store.pool.query<{ leaves: Buffer }>(
    'select leaves from trace.leaves where page = 0 order by octet_length(leaves) desc',
  );
  const page = rows[0]?.leaves ?? Buffer.alloc(0);
  const found = await tamper(
    ['delete from trace.line where record_id = $1', [of(2)]],
    ['delete from trace.chain where record_id = $1', [of(2)]],
    ['update trace.leaves set leaves = $2 where leaves = $1', [page, page.subarray(0, 112)]],
  );
  assert.deepEqual(found, ['platform 0 leaves-changed 1']);
});

test('issue 5 §7: the end of a chain cut off shows, also when the chain was set back and sealed anew', async () => {
  const lines: readonly [string, unknown[]] = ['delete from trace.line where record_id = $1 and seq > 3', [of(0)]];
  assert.deepEqual(await tamper(lines), ['record 0 5 cut', 'record 0 5 missing 2']);
  const back = await rehashed(of(0), 3);
  const found = await tamper(lines, ...back.slice(-1));
  assert.ok(found.includes('record 0 5 cut 2'), found.join());
});

test('issue 5 §7: a chain written anew, hashes and seal included, shows against the checkpoint', async () => {
  assert.deepEqual(await tamper(...(await rehashed(of(2), 3))), ['record 2 3 rewritten 1']);
  const { faults } = await trace.verify();
  assert.deepEqual(faults, []);
});

test('issue 5 §7: a checkpoint taken out shows: in the middle, at the end, all of them', async () => {
  const leaves = (n: number): readonly [string, unknown[]] => [
    'delete from trace.leaves where set_id in (select set_id from trace.checkpoint where n >= $1)',
    [n],
  ];
  const middle = await tamper(['delete from trace.checkpoint where n = $1', [1]]);
  assert.ok(middle.includes('platform 0 checkpoint-missing 1'), middle.join());
  assert.ok(
    (await tamper(leaves(2), ['delete from trace.checkpoint where n = $1', [2]])).includes('platform 0 checkpoint-missing 2'),
  );
  const all = await tamper(leaves(1), ['delete from trace.checkpoint where n > $1', [0]]);
  assert.ok(all.includes('platform 0 checkpoint-missing 1') && all.includes('platform 0 checkpoint-missing 2'), all.join());
});

test('issue 5 §7: leaves taken out, changed or put elsewhere show', async () => {
  const set = 'select set_id from trace.checkpoint where n = 1';
  const removed = await tamper([`delete from trace.leaves where set_id in (${set}) and page = $1`, [0]]);
  assert.ok(removed.includes('platform 0 leaves-changed 1'), removed.join());
  const changed = await tamper([
    `update trace.leaves set leaves = set_byte(leaves, 30, 1 # get_byte(leaves, $1)) where set_id in (${set})`,
    [30],
  ]);
  assert.ok(changed.includes('platform 0 leaves-changed 1') && changed.includes('record 0 3 rewritten 1'), changed.join());
});

test('issue 5 §7: a checkpoint that another key signed, or that stands in another’s place, shows', async () => {
  const { rows } = await store.pool.query<{ jws: string }>('select jws from trace.checkpoint order by n');
  const [first = '', second = ''] = rows.map(({ jws }) => jws);
  const stranger = await testStore(traceMigrations);
  try {
    const other = await openTrace(stranger);
    await other.journal(call, of(0), read);
    const forged = (await other.checkpoint(at(1)))?.jws;
    const found = await tamper(['update trace.checkpoint set jws = $1 where n = $2', [forged, 1]]);
    assert.ok(found.includes('platform 0 checkpoint-forged 1') && found.includes('platform 0 checkpoint-forged 2'), found.join());
  } finally {
    await stranger.close();
  }
  const swapped = await tamper([
    'update trace.checkpoint set jws = case n when 1 then $2 else $1 end where n < 3',
    [first, second],
  ]);
  assert.ok(
    swapped.includes('platform 0 checkpoint-forged 1') && swapped.includes('platform 0 checkpoint-forged 2'),
    swapped.join(),
  );
});

test('issue 5 §7: a chain marked as told of, so that no checkpoint ever tells of it, shows', async () => {
  const late = newRecordId();
  await addLines(late, 2);
  const found = await tamper(['update trace.chain set noted_in = 2, noted_seq = seq where record_id = $1', [late]]);
  assert.deepEqual(found, ['platform 0 notes-changed 2']);
});

test('issue 5 §7: a whole database put back as it once was shows against a checkpoint kept elsewhere', async () => {
  const { keys } = await trace.keys();
  const { rows } = await store.pool.query<{ jws: string }>('select jws from trace.checkpoint where n = 2');
  const jws = rows[0]?.jws ?? '';
  const words = readCheckpoint(await signedWords(jws, checkpointType, { keys }));
  assert.ok(words !== undefined);
  assert.deepEqual(await kinds([{ words, jws }]), []);
  assert.deepEqual(await kinds([{ words: { ...words, n: 3 }, jws }]), ['platform 0 checkpoint-missing 3']);
  assert.deepEqual(await kinds([{ words: { ...words, n: 1 }, jws }]), ['platform 0 checkpoint-forged 1']);
});

test('issue 5 §7: when nothing has changed there is no new checkpoint, and one a day is enough', async () => {
  await addLines(of(0), 1);
  const third = await trace.checkpoint(at(3));
  assert.equal(third?.n, 3);
  assert.equal((await trace.checkpoint(at(4)))?.n, 3, 'that the platform told of the last one is no change');
  await addLines(of(0), 1);
  assert.equal((await trace.checkpoint(new Date(at(3).getTime() + 3_600_000), true))?.n, 3, 'there is one of this day');
  assert.equal((await trace.checkpoint(at(4), true))?.n, 4);
});

test('issue 5 §7: several servers at once make checkpoints that hold, while lines are being written', async () => {
  const servers = await Promise.all([openTrace(store), openTrace(store), openTrace(store)]);
  const from = (await trace.newestCheckpoint())?.n ?? 0;
  const writing = Array.from({ length: 60 }, (_, n) => trace.journal(call, n % 2 === 0 ? of(0) : newRecordId(), read));
  await Promise.all([...servers.map((server, n) => server.checkpoint(at(5 + n))), ...writing]);
  await trace.checkpoint(at(9));
  assert.ok(((await trace.newestCheckpoint())?.n ?? 0) > from);
  assert.deepEqual((await trace.verify()).faults, []);
  const { rows } = await store.pool.query<{ left: number }>(
    'select count(*) as left from trace.leaves where set_id not in (select set_id from trace.checkpoint)',
  );
  assert.equal(rows[0]?.left, 0, 'who came second leaves nothing');
});

test('issue 5 §7: what a server killed in the middle left is taken away a day later, and its chains are told of by the next one', async () => {
  await addLines(of(1), 1);
  const from = (await trace.newestCheckpoint())?.n ?? 0;
  // Killed before its row was there, and killed before the chains were marked.
  await store.pool.query("insert into trace.draft (set_id, begun) values ('11111111-1111-4111-8111-111111111111', $1)", [at(9)]);
  await store.pool.query(
    "insert into trace.leaves (set_id, first, page, hash, leaves) values ('11111111-1111-4111-8111-111111111111', $1, 0, '', '')",
    [of(0)],
  );
  assert.equal((await trace.checkpoint(at(12)))?.n, from + 1);
  await store.pool.query('update trace.chain set noted_in = 0, noted_seq = 0 where noted_in = $1', [from + 1]);
  assert.deepEqual((await trace.verify()).faults, []);
  assert.equal((await trace.checkpoint(at(13)))?.n, from + 2);
  assert.deepEqual((await trace.verify()).faults, []);
  const { rows } = await store.pool.query<{ left: number }>("select count(*) as left from trace.leaves where leaves = ''");
  assert.equal(rows[0]?.left, 0);
});

test('issue 5, bad input, clock changes: a checkpoint made under a clock of years ahead does not keep the daily ones from being made', async () => {
  await addLines(of(0), 1);
  const wrong = await trace.checkpoint(new Date('2031-01-01T03:00:00Z'), true);
  await addLines(of(0), 1);
  const right = await trace.checkpoint(at(20), true);
  assert.equal(right?.n, (wrong?.n ?? 0) + 1);
  assert.equal((await trace.checkpoint(at(20), true))?.n, right?.n);
  assert.deepEqual((await trace.verify()).faults, []);
});
