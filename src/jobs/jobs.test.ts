import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordId } from '#kernel';
import type { OutboxMessage, Store } from '#store';
import { testStore } from '../../test/store.ts';
import { type Jobs, type JobsGround, openJobs, type Together } from './jobs.ts';

let store: Store;
let record: RecordId;
let jobs: Jobs | undefined;

before(async () => {
  store = await testStore([]);
  record = await store.transaction((tx) => store.records.create(tx, new Date()));
});
after(async () => {
  await jobs?.close();
  await store.close();
});
beforeEach(async () => {
  await jobs?.close();
  jobs = undefined;
});

const open = async (ground: Partial<JobsGround>): Promise<Jobs> => {
  jobs = await openJobs(store, { handlers: {}, together: {}, log: () => undefined, ...ground });
  return jobs;
};
const leave = (topic: string, ...payloads: readonly object[]): Promise<void> =>
  store.transaction(async (tx) => {
    await store.records.lock(tx, record);
    for (const payload of payloads) store.outbox.emit(tx, record, new Date(), topic, { ...payload });
  });
const waiting = async (): Promise<number> =>
  (await store.pool.query<{ n: number }>('select count(*) as n from store.outbox')).rows[0]?.n ?? -1;
const numbers = (messages: readonly OutboxMessage[]): number[] => messages.map(({ payload }) => Number(payload.n));
/** Does nothing but note what it was given. */
const noting =
  (done: number[]): Together[string] =>
  async (messages) => {
    done.push(...numbers(messages));
    return [];
  };
const until = async (met: () => boolean): Promise<void> => {
  for (let i = 0; i < 1000 && !met(); i++) await sleep(10);
  assert.ok(met());
};

test('design §4.8, after an act: messages that wait are done together and in order, and only then leave the outbox', async () => {
  const done: number[][] = [];
  const left: number[] = [];
  await leave('x', { n: 1 }, { n: 2 });
  await leave('x', { n: 3 });
  const { settle } = await open({
    together: {
      x: async (messages) => {
        done.push(numbers(messages));
        left.push(await waiting());
        return [];
      },
    },
  });
  await settle();
  assert.deepEqual([done, left, await waiting()], [[[1, 2, 3]], [3], 0]);
});

test('design §4.8, after an act: more than are taken at once are all done when it is settled', async () => {
  const done: number[] = [];
  const { settle } = await open({ together: { x: noting(done) } });
  const all = Array.from({ length: 450 }, (_, n) => ({ n }));
  await Promise.all([leave('x', ...all.slice(0, 300)), leave('x', ...all.slice(300))]);
  await settle();
  assert.deepEqual(new Set(done), new Set(all.map(({ n }) => n)));
});

test('design §4.8, after an act: what somebody has more to do with becomes a job of its own', async () => {
  const alone: number[] = [];
  const { settle } = await open({
    together: { x: async (messages) => messages.slice(1).map((message) => ({ ...message, topic: 'y' })) },
    handlers: { y: async (message) => void alone.push(...numbers([message])), z: async () => void alone.push(0) },
  });
  await leave('x', { n: 1 }, { n: 2 }, { n: 3 });
  await leave('z', {});
  await settle();
  await until(() => alone.length === 3);
  assert.deepEqual(alone.toSorted(), [0, 2, 3]);
});

test('design §4.8, after an act: one message that fails holds up no other, and is tried again', async () => {
  const done: number[] = [];
  const said: string[] = [];
  let failures = 0;
  const { settle } = await open({
    together: {
      x: async (messages) => {
        if (numbers(messages).includes(2) && ++failures < 3) throw new Error('no');
        done.push(...numbers(messages));
        return [];
      },
    },
    log: (line) => said.push(line),
  });
  await leave('x', { n: 1 }, { n: 2 }, { n: 3 });
  await settle();
  assert.equal(await waiting(), 0);
  await until(() => done.length === 2 && failures === 2);
  assert.deepEqual(done.toSorted(), [1, 3]);
  await leave('x', { n: 4 });
  await settle();
  assert.ok(done.includes(4), 'what comes after it is done at once');
  await store.pool.query('select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker._private_jobs');
  await until(() => done.includes(2));
  assert.match(said.join(), /messages failed together/);
});

test('design §4.8, after an act: several servers of one database do everything once it is settled, whoever does it', async () => {
  const done: number[] = [];
  const together = { x: noting(done) };
  const others = await Promise.all([1, 2].map(() => openJobs(store, { handlers: {}, together, log: () => undefined })));
  await open({ together });
  for (let n = 0; n < 40; n += 2) {
    await leave('x', { n }, { n: n + 1 });
    if (n % 8 === 0) await Promise.all(others.map(({ settle }) => settle()));
  }
  await until(() => new Set(done).size === 40);
  await Promise.all(others.map(({ close }) => close()));
});

test('design §4.8, after an act: an unhurried topic gives way to whatever else waits', async () => {
  const done: string[] = [];
  let open10 = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open10 = resolve;
  });
  const { settle } = await open({
    handlers: {
      hold: () => gate,
      slow: async () => void done.push('slow'),
      quick: async () => void done.push('quick'),
    },
    unhurried: new Set(['slow']),
  });
  // every hand of the worker is held, and what it has fetched ahead besides
  await leave('hold', ...Array.from({ length: 10 }, () => ({})));
  await settle();
  const { pool } = store;
  await leave('slow', ...Array.from({ length: 5 }, () => ({})));
  await settle();
  await leave('quick', {});
  await settle();
  const { rows } = await pool.query<{ topic: string; priority: number }>(
    `select t.identifier as topic, j.priority from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier in ('slow', 'quick') order by j.priority, j.id`,
  );
  assert.deepEqual([rows[0]?.topic, new Set(rows.map(({ priority }) => priority))], ['quick', new Set([0, 10])]);
  open10();
  await until(() => done.length === 6);
});
