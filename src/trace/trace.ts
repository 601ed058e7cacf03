import { type Call, PLATFORM, type RecordId } from '#kernel';
import type { Sql, Store, Tx } from '#store';
import type { Act } from './act.ts';
import { type Checkpoint, madeToday, makeCheckpoint, newest } from './checkpoint/make.ts';
import { type Exported, type ExportOf, exportLog } from './exported/make.ts';
import { Heads } from './heads.ts';
import { type Appender, openAppender, openJournal } from './journal.ts';
import { lineBody, parseLine, type TraceLine } from './line.ts';
import { type LogKey, obtainLogKey, type PublishedKeys } from './signing.ts';
import { chainsAfter, distributed, page, positions } from './trace.sql.ts';
import { type Verdict, type Verified, verifyLog } from './verify.ts';

/** Who did what, to whose record, on what ground: append-only, chained by hash per record. */
export interface Trace {
  /** Tells that {@link Trace.append} will follow in this transaction: asked with the act's first reads, it costs no wait of its own. */
  expect(tx: Tx, record: RecordId): Promise<void>;
  /** Adds the line in the act's own transaction: no trace, no act. */
  append(tx: Tx, call: Call, record: RecordId, act: Act): Promise<void>;
  /** Adds the line of an act that writes nothing else (a read, a refusal); committed when it returns. */
  journal(call: Call, record: RecordId, act: Act): Promise<void>;
  /** A record's lines, newest first, below line `before`; at most 200. The caller has decided that they may be seen. */
  lines(record: RecordId, before: number | undefined, limit: number): Promise<TraceLine[]>;
  /** The number of the last line of each record that has any. */
  positions(records: readonly RecordId[]): Promise<Map<RecordId, number>>;
  /** Every record that has lines, with the number of the last, in the order of their keys after `after`; at most 2000. */
  chains(after: RecordId | undefined, limit: number): Promise<{ readonly record: RecordId; readonly seq: number }[]>;
  /** Recomputes the chain of `only`, or all chains, held to all checkpoints; see `verify.ts`. */
  verify(only?: RecordId, kept?: Verified['kept']): Promise<Verdict>;
  /**
   * Signs where the chains stand that changed since the last checkpoint; see `checkpoint/make.ts`. Gives the newest one. `daily`: only when
   * there is none of this day (UTC) yet.
   */
  checkpoint(at: Date, daily?: boolean): Promise<Checkpoint | undefined>;
  newestCheckpoint(): Promise<Checkpoint | undefined>;
  /** The keys with which checkpoints and exports are verified. */
  keys(): Promise<PublishedKeys>;
  /** A record's log as a signed file; see `exported/make.ts`. The caller has decided what may be seen. */
  export(of: ExportOf): Promise<Exported>;
  /** Called in this process after each committed line, for the live views. */
  onLine(heard: (record: RecordId, act: Act) => void): void;
}

export async function openTrace(store: Store): Promise<Trace> {
  const heads = new Heads();
  const appender = openAppender(store.keys, heads);
  const journal = openJournal(store, appender, heads, (await store.query(distributed)).length > 0);
  const listeners: ((record: RecordId, act: Act) => void)[] = [];
  const tell = (record: RecordId, act: Act): void => {
    for (const heard of listeners) heard(record, act);
  };
  const sql: Sql = store;
  let logKey: Promise<LogKey> | undefined;
  const key = (): Promise<LogKey> => {
    logKey ??= obtainLogKey(store).catch((error: unknown) => {
      logKey = undefined;
      throw error;
    });
    return logKey;
  };
  return {
    expect: (tx, record) => appender.expect(tx, record),
    async append(tx, call, record, act) {
      await appender.append(tx, record, lineBody(call, record, act));
      tx.afterCommit(() => tell(record, act));
    },
    async journal(call, record, act) {
      await journal.add(record, lineBody(call, record, act));
      tell(record, act);
    },
    async lines(record, before, limit) {
      const rows = await sql.query<{ seq: number; body: string }>(page, [
        record,
        before ?? '9223372036854775807',
        Math.min(limit, 200),
      ]);
      return rows.map((row) => parseLine(row.seq, record, row.body));
    },
    async positions(records) {
      const rows = await sql.query<{ record_id: RecordId; seq: number }>(positions, [records]);
      return new Map(rows.map((row) => [row.record_id, row.seq]));
    },
    async chains(after, limit) {
      const rows = await sql.query<{ record_id: RecordId; seq: number }>(chainsAfter, [after ?? null, Math.min(limit, 2000)]);
      return rows.map(({ record_id: record, seq }) => ({ record, seq }));
    },
    async verify(only, kept = []) {
      const { published } = await key();
      return verifyLog(sql, store.keys, published, { kept, ...(only === undefined ? {} : { only }) });
    },
    async checkpoint(at, daily = false) {
      if (daily && (await madeToday(store, at))) return newest(store);
      return makeCheckpoint({ store, key, tell: (tx, words, hash) => appendCheckpoint(appender, tx, words.n, hash, at) }, at);
    },
    newestCheckpoint: () => newest(store),
    keys: async () => (await key()).published,
    export: async (of) => exportLog(sql, await key(), of),
    onLine: (heard) => void listeners.push(heard),
  };
}

/** The platform's own chain tells of each checkpoint: that one was taken away shows there. */
async function appendCheckpoint(appender: Appender, tx: Tx, n: number, hash: string, at: Date): Promise<void> {
  const call: Call = { actor: { kind: 'operator', id: 'socle', name: 'Socle' }, at, requestId: `checkpoint-${n}` };
  const act: Act = { action: 'checkpoint', outcome: 'done', detail: { n: String(n), hash } };
  await appender.append(tx, PLATFORM, lineBody(call, PLATFORM, act));
}
