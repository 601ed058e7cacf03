import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordId } from '#kernel';
import type { Keys, Store, Tx } from '#store';
import { type Head, lineHash, noHash, seal } from './chain.ts';
import { type Heads, LockedChains } from './heads.ts';
import { addLine, addLines, lockChain, lockChains, moveChain, moveChains, startChain } from './trace.sql.ts';

const batchLimit = 400;
/** How long lines gather, in milliseconds, while they come several at a time: a COMMIT costs the same for one line and for many. */
const gathering = 2;

/** A line that is not in its chain yet. */
interface Line {
  readonly record: RecordId;
  readonly body: string;
}

/** Adds lines to records' chains inside acts' transactions. */
export function openAppender(keys: Keys, heads: Heads) {
  const locked = new LockedChains();
  const lock = async (tx: Tx, record: RecordId): Promise<Head> => (await headOf(tx, record)) ?? firstHead(tx, record);
  return {
    /** Locks the chain and reads where it stands, so that {@link append} need not wait for that. */
    async expect(tx: Tx, record: RecordId): Promise<void> {
      await locked.at(tx, record, () => lock(tx, record));
    },
    async append(tx: Tx, record: RecordId, body: string): Promise<void> {
      const after = locked
        .at(tx, record, () => lock(tx, record))
        .then((before) => {
          const { seq, hash } = next(before, body);
          tx.write(addLine, [record, seq, body, hash, seal(keys, record, { seq, hash })]);
          return { seq, hash };
        });
      locked.moved(tx, record, after);
      const head = await after;
      tx.afterCommit(() => heads.set(record, head));
    },
  };
}

export type Appender = ReturnType<typeof openAppender>;

function next(before: Head, body: string): Head {
  const seq = before.seq + 1;
  return { seq, hash: lineHash(before.hash, seq, body) };
}

async function headOf(tx: Tx, record: RecordId): Promise<Head | undefined> {
  const [row] = await tx.query<{ seq: number; head: Buffer }>(lockChain, [record]);
  return row === undefined ? undefined : { seq: row.seq, hash: row.head };
}

async function firstHead(tx: Tx, record: RecordId): Promise<Head> {
  await tx.query(startChain, [[record], noHash]);
  return (await headOf(tx, record)) ?? { seq: 0, hash: noHash };
}

interface Pending extends Line {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Lines of acts that write nothing else (reads, refusals), committed in groups: whoever waits while one group commits goes with the
 * next, so a hundred readers cost one COMMIT. `add` returns after the COMMIT that holds its line.
 */
export function openJournal(
  store: Store,
  appender: Appender,
  heads: Heads,
  oneRecordATime: boolean,
): { add(record: RecordId, body: string): Promise<void> } {
  let queue: Pending[] = [];
  let running = false;
  let lastCommit = Number.NEGATIVE_INFINITY;
  let alone = true; // a line that comes alone waits for nobody
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      if (!alone && performance.now() - lastCommit < 5 * gathering) await sleep(gathering);
      const group = queue.slice(0, batchLimit);
      queue = queue.slice(batchLimit);
      alone = group.length === 1;
      try {
        if (oneRecordATime) await commitEach(store, appender, group);
        else await commitTogether(store, heads, group);
        for (const line of group) line.done();
      } catch (error) {
        for (const line of group) line.failed(error);
      }
      lastCommit = performance.now();
    }
    running = false;
  };
  return {
    add: (record, body) =>
      new Promise((done, failed) => {
        queue.push({ record, body, done, failed });
        if (running) return;
        running = true;
        setImmediate(() => void run());
      }),
  };
}

async function commitEach(store: Store, appender: Appender, group: readonly Line[]): Promise<void> {
  for (const { record, body } of group) await store.transaction((tx) => appender.append(tx, record, body));
}

/** In one statement when the chains stand where this process left them; those that do not are read first, under their locks. */
async function commitTogether(store: Store, heads: Heads, group: readonly Line[]): Promise<void> {
  const guessed = group.filter(({ record }) => heads.get(record) !== undefined);
  const moved = guessed.length === 0 ? new Set<RecordId>() : await moveGuessed(store, heads, guessed);
  const left = group.filter(({ record }) => !moved.has(record));
  if (left.length > 0) await commitLocked(store, heads, left);
}

/** Gives the records whose lines were written and committed: those that stood where they were guessed to stand. */
async function moveGuessed(store: Store, heads: Heads, group: readonly Line[]): Promise<Set<RecordId>> {
  const before = new Map(group.flatMap(({ record }) => [[record, heads.get(record) ?? { seq: 0, hash: noHash }] as const]));
  const links = chained(store.keys, group, before);
  for (const record of before.keys()) heads.forget(record); // should the answer be lost, nothing is known any more
  const old = [...before.values()];
  const lists = [...links.values, old.map((head) => head.seq), old.map((head) => head.hash)];
  const rows = await (group.length === 1
    ? store.query<{ record_id: RecordId }>(moveChain, lists.flat())
    : store.query<{ record_id: RecordId }>(moveChains, lists));
  const moved = new Set(rows.map((row) => row.record_id));
  for (const [record, head] of links.after) if (moved.has(record)) heads.set(record, head);
  return moved;
}

async function commitLocked(store: Store, heads: Heads, group: readonly Line[]): Promise<void> {
  const records = [...new Set(group.map((line) => line.record))];
  const after = await store.transaction(async (tx) => {
    const links = chained(store.keys, group, await lockedHeads(tx, records));
    tx.write(addLines, links.values);
    return links.after;
  });
  for (const [record, head] of after) heads.set(record, head);
}

/** The lines chained onto the heads, as the parameters of {@link addLines}; the heads come in the order of `before`. */
function chained(keys: Keys, group: readonly Line[], before: ReadonlyMap<RecordId, Head>) {
  const after = new Map(before);
  const lines = group.map(({ record, body }) => {
    const head = next(after.get(record) ?? { seq: 0, hash: noHash }, body);
    after.set(record, head);
    return { record, body, ...head };
  });
  const ends = [...after];
  const values = [
    lines.map((line) => line.record),
    lines.map((line) => line.seq),
    lines.map((line) => line.body),
    lines.map((line) => line.hash),
    ends.map(([record]) => record),
    ends.map(([, head]) => head.seq),
    ends.map(([, head]) => head.hash),
    ends.map(([record, head]) => seal(keys, record, head)),
  ];
  return { after, values };
}

async function lockedHeads(tx: Tx, records: readonly RecordId[]): Promise<Map<RecordId, Head>> {
  type Row = { record_id: RecordId; seq: number; head: Buffer };
  let rows = await tx.query<Row>(lockChains, [records]);
  if (rows.length < records.length) {
    await tx.query(startChain, [[...records].sort(), noHash]);
    rows = await tx.query<Row>(lockChains, [records]);
  }
  return new Map(rows.map((row) => [row.record_id, { seq: row.seq, hash: row.head }]));
}
