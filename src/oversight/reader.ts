import { setTimeout as sleep } from 'node:timers/promises';
import { isPersons, type RecordId, Refusal } from '#kernel';
import type { Act } from '#trace';
import type { Ground } from './ground.ts';
import { expireTasks } from './oversight.sql.ts';
import type { Patterns } from './patterns.ts';
import { countedOf, forgetVisits } from './reader.sql.ts';
import { readRecord } from './readRecord.ts';
import { visitsKept } from './settings.ts';
import { daysBefore, localClock, type Visit } from './visits.ts';

/**
 * Reads the log after it is written: the declarations that must be reviewed, and the numbers from which patterns are drawn. Where it has read
 * to is kept for each record and moves in the transaction that keeps what was read: every line counts once, whoever reads it, and nothing
 * that a crash interrupts is lost. What another server wrote and did not read is found by {@link Reader.sweep}.
 */
export interface Reader {
  /** Hears of a committed line of this process. */
  heard(record: RecordId, act: Act): void;
  /** Reads what was heard of. */
  settle(): Promise<void>;
  /** Reads every record whose log is further than was read, and forgets visits that are too old. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const soon = 200;
const later = 20_000;
const mostWaiting = 100_000;
const chainsAPage = 500;
const atOnce = 4;

export function openReader(ground: Ground, patterns: Patterns, zone: string): Reader {
  const { store, trace, log, clock } = ground;
  let waiting = new Set<RecordId>();
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  let sweeping: Promise<void> | undefined;
  let closed = false;

  /** A database that is away tells so itself. */
  const tell = (error: unknown): void => {
    if (!(error instanceof Refusal && error.code === 'store.unavailable')) log(`oversight: ${String(error).slice(0, 200)}`);
  };
  /** One record that cannot be read must not keep the others from being read; a database that is away keeps them all. */
  const unread = (record: RecordId, error: unknown): readonly Visit[] => {
    if (error instanceof Refusal && error.code === 'store.unavailable') throw error;
    log(`oversight: the log of record ${record} cannot be read (${error instanceof Error ? error.name : 'error'})`);
    return [];
  };
  /** A few records at a time; each professional's day is weighed once, after all of them. */
  const readAll = async (records: readonly RecordId[]): Promise<void> => {
    const days = new Map<string, Visit>();
    const left = records.values();
    const lane = async (): Promise<void> => {
      for (const record of left) {
        if (closed) return;
        const visits = await readRecord(ground, zone, record).catch((error: unknown) => unread(record, error));
        for (const visit of visits) days.set(`${visit.professional} ${visit.day}`, visit);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
    const recent = daysBefore(localClock(zone)(clock()).day, 30);
    for (const { who, day } of days.values()) if (day >= recent && !closed) await patterns.weigh(who, day);
    const fault = lanes.find((one) => one.status === 'rejected');
    if (fault !== undefined) throw fault.reason;
  };
  const settle = (): Promise<void> => {
    clearTimeout(timer);
    [timer, due] = [undefined, Number.POSITIVE_INFINITY];
    running = running.then(async () => {
      const records = [...waiting];
      waiting = new Set();
      // What cannot be read now is read by the next sweep.
      await readAll(records).catch(tell);
    });
    return running;
  };
  const plan = (delay: number): void => {
    const at = Date.now() + delay;
    if (closed || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => void settle(), delay);
    timer.unref();
  };
  const sweep = async (): Promise<void> => {
    const today = localClock(zone)(clock()).day;
    await store.query(expireTasks, [clock()]);
    await store.query(forgetVisits, [daysBefore(today, visitsKept)]);
    for (let after: RecordId | undefined; !closed; ) {
      const from = performance.now();
      const chains = await trace.chains(after, chainsAPage);
      const counted = await store.query<{ record_id: RecordId; seq: number }>(countedOf, [chains.map(({ record }) => record)]);
      const read = new Map(counted.map((row) => [row.record_id, row.seq]));
      await readAll(
        chains.filter(({ record, seq }) => isPersons(record) && seq > (read.get(record) ?? 0)).map(({ record }) => record),
      );
      after = chains.at(-1)?.record;
      if (chains.length < chainsAPage) break;
      // Nobody waits for this: it rests as long as it works.
      await sleep(Math.min(performance.now() - from, 5000), undefined, { ref: false });
    }
    if (!closed) await patterns.weighAll(daysBefore(today, 7));
  };
  return {
    heard(record, { action, outcome }) {
      if (closed || !isPersons(record) || outcome !== 'done') return;
      const declared = action === 'rights';
      if (!declared && action !== 'read' && action !== 'list' && action !== 'search' && action !== 'export') return;
      if (waiting.size < mostWaiting) waiting.add(record);
      plan(declared ? soon : later);
    },
    settle,
    sweep() {
      sweeping ??= sweep()
        .catch(tell)
        .finally(() => {
          sweeping = undefined;
        });
      return sweeping;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running; // what was heard of and not read is found by the next sweep
      await sweeping;
    },
  };
}
