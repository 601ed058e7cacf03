import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, itemId, newRecordId, type RecordId } from '#kernel';
import { openStore, type Store } from '#store';
import { type Act, openTrace, type Trace, traceMigrations } from '#trace';
import { type Measured, mark, type Options, type Row, type Scenario } from '../scenario.ts';
import { timed } from '../testbed/inProcess.ts';

const chains = 5000;
const linesEach = 30;
/** Readers who wait for their line at the same time: a COMMIT costs the same for one line and for many. */
const readers = [1, 16, 100] as const;
const marked = 16;

/** In this process, on a PostgreSQL of its own: no server. */
export const trace: Scenario = {
  name: 'trace',
  what: `the log: lines of reads written, a checkpoint over ${chains} chains, ${chains * linesEach} lines verified`,
  async run(_bed, options): Promise<Measured> {
    const home = mkdtempSync(join(tmpdir(), 'socle-bench-trace-'));
    const settings = { home, blobs: `file:${home}/blobs`, keyFile: `${home}/operator.key` };
    const store = await openStore(settings, { migrations: traceMigrations, log: () => undefined, mode: 'own' });
    try {
      return await measured(store, await openTrace(store), options);
    } finally {
      await store.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measured(store: Store, log: Trace, { seconds }: Options): Promise<Measured> {
  const records = Array.from({ length: chains }, () => newRecordId());
  await writeFor(log, records, 100, 1.5); // warm
  const writes = new Map<number, Row>();
  for (const count of readers) {
    const name = count === 1 ? 'write, one at a time' : `write, ${count} at a time`;
    writes.set(count, await timed(store, name, () => writeFor(log, records, count, seconds / readers.length)));
  }
  const written = [...writes.values()].reduce((sum, { answered }) => sum + answered, 0);
  for (let n = written; n < chains * linesEach; n += 400) {
    await Promise.all(Array.from({ length: 400 }, (_, i) => journal(log, records[(n + i) % chains] as RecordId, n + i)));
  }
  await store.pool.query('vacuum analyze trace.line, trace.chain');
  const checkpoint = await timed(store, 'checkpoint', async () => {
    await log.checkpoint(new Date());
    return chains;
  });
  const verify = await timed(store, 'verify', async () => {
    const { lines, faults } = await log.verify();
    if (faults.length > 0) throw new Error(`the log has faults: ${JSON.stringify(faults[0])}`);
    return lines;
  });
  const together = (row: Row | undefined): number | undefined =>
    row?.cpuMs?.postgresql === undefined ? undefined : row.cpuMs.server + row.cpuMs.postgresql;
  return {
    name: 'trace',
    how: `readers each in a record of their own; a checkpoint is counted by chain, verification by line`,
    rows: [...writes.values(), checkpoint, verify],
    marks: [
      mark('CPU of writing a line, 16 at a time, this process and PostgreSQL', '≤', 0.1, together(writes.get(marked)), 'CPU-ms'),
      mark('lines verified', '≥', 100_000, verify.perSecond, 'a second'),
    ],
  };
}

async function writeFor(log: Trace, records: readonly RecordId[], together: number, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const reader = async (first: number): Promise<void> => {
    for (let n = first; performance.now() < end; n += together) {
      await journal(log, records[n % records.length] as RecordId, n);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: together }, (_, first) => reader(first)));
  return count;
}

function journal(log: Trace, record: RecordId, n: number): Promise<void> {
  const call: Call = {
    actor: {
      kind: 'professional',
      id: '899700000229',
      name: 'Dr Hector Pulsarelle',
      profession: '10',
      structure: { id: '1990000026', name: 'Clinique de Saint-Orme' },
      software: 'logiciel-orme',
    },
    at: new Date(),
    requestId: crypto.randomUUID(),
    ground: 'equipe_de_soins',
  };
  const act: Act = {
    action: 'read',
    outcome: 'done',
    object: { kind: 'DocumentReference', id: itemId(record, n + 1), title: 'Compte rendu de consultation' },
  };
  return log.journal(call, record, act);
}
