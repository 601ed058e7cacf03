import type { RecordId } from '#kernel';
import type { Keys, Store, Tx } from '#store';
import { type Head, lineHash, noHash, seal } from './chain.ts';
import { addLine, addLines, lockChain, lockChains, startChain } from './trace.sql.ts';

const batchLimit = 400;

/** Adds one line to a record's chain inside an act's transaction. */
export async function addToChain(tx: Tx, keys: Keys, record: RecordId, body: string): Promise<void> {
  const before = (await headOf(tx, record)) ?? (await firstHead(tx, record));
  const seq = before.seq + 1;
  const hash = lineHash(before.hash, seq, body);
  await tx.query(addLine, [record, seq, body, hash, seal(keys, record, { seq, hash })]);
}

async function headOf(tx: Tx, record: RecordId): Promise<Head | undefined> {
  const [row] = await tx.query<{ seq: number; head: Buffer }>(lockChain, [record]);
  return row === undefined ? undefined : { seq: row.seq, hash: row.head };
}

async function firstHead(tx: Tx, record: RecordId): Promise<Head> {
  await tx.query(startChain, [[record], noHash]);
  return (await headOf(tx, record)) ?? { seq: 0, hash: noHash };
}

interface Pending {
  readonly record: RecordId;
  readonly body: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Lines of acts that write nothing else (reads, refusals), committed in groups: whoever waits while one group commits goes with the
 * next, so a hundred readers cost one COMMIT. `add` returns after the COMMIT that holds its line.
 */
export function openJournal(store: Store, oneRecordATime: boolean): { add(record: RecordId, body: string): Promise<void> } {
  let queue: Pending[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = queue.slice(0, batchLimit);
      queue = queue.slice(batchLimit);
      try {
        if (oneRecordATime) await commitEach(store, group);
        else await commitTogether(store, group);
        for (const line of group) line.done();
      } catch (error) {
        for (const line of group) line.failed(error);
      }
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

async function commitEach(store: Store, group: readonly Pending[]): Promise<void> {
  for (const { record, body } of group) await store.transaction((tx) => addToChain(tx, store.keys, record, body));
}

async function commitTogether(store: Store, group: readonly Pending[]): Promise<void> {
  const records = [...new Set(group.map((line) => line.record))];
  await store.transaction(async (tx) => {
    const heads = await lockedHeads(tx, records);
    const lines: { record: RecordId; seq: number; body: string; hash: Buffer }[] = [];
    for (const { record, body } of group) {
      const before = heads.get(record) ?? { seq: 0, hash: noHash };
      const seq = before.seq + 1;
      const hash = lineHash(before.hash, seq, body);
      heads.set(record, { seq, hash });
      lines.push({ record, seq, body, hash });
    }
    const ends = [...heads];
    await tx.query(addLines, [
      lines.map((line) => line.record),
      lines.map((line) => line.seq),
      lines.map((line) => line.body),
      lines.map((line) => line.hash),
      ends.map(([record]) => record),
      ends.map(([, head]) => head.seq),
      ends.map(([, head]) => head.hash),
      ends.map(([record, head]) => seal(store.keys, record, head)),
    ]);
  });
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
