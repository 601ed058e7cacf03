import type { LanesConfig } from './lanes.ts';
import type { Statement } from './sql.ts';
import type { Row } from './wire/columns.ts';
import { Lane } from './wire/lane.ts';
import { sent } from './wire/values.ts';

/** Connections that one caller holds at a time: for transactions, and for what would hold other callers up. */
export interface Connections {
  /** Waits while all are held, ten seconds at most. */
  hold(): Promise<Lane>;
  release(lane: Lane): void;
  /** One statement in a transaction of its own. */
  query(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly given: (lane: Lane) => void;
  readonly timer: NodeJS.Timeout;
}

const longestWait = 10_000;

/** Opens up to `count` connections as they are needed; one that breaks is replaced by the next caller's. */
export function openConnections(config: LanesConfig, count: number): Connections {
  const all = new Set<Lane>();
  const free: Lane[] = [];
  const waiting: Waiting[] = [];
  let closed = false;
  const take = (): Lane | undefined => {
    for (let lane = free.pop(); lane !== undefined; lane = free.pop()) {
      if (!lane.gone) return lane;
      all.delete(lane);
    }
    if (all.size >= count) return undefined;
    const fresh = new Lane(config, config.types);
    all.add(fresh);
    return fresh;
  };
  const hold = (): Promise<Lane> =>
    new Promise((given, failed) => {
      if (closed) throw new Error('Client was closed and is not queryable');
      const lane = take();
      if (lane !== undefined) return given(lane);
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1);
        failed(new Error('timeout exceeded when trying to connect: all connections are held'));
      }, longestWait);
      const one = { given, timer };
      waiting.push(one);
    });
  const release = (lane: Lane): void => {
    if (lane.gone) all.delete(lane);
    else free.push(lane);
    const [next] = waiting;
    const freed = next === undefined ? undefined : take();
    if (next === undefined || freed === undefined) return;
    waiting.shift();
    clearTimeout(next.timer);
    next.given(freed);
  };
  return {
    hold,
    release,
    async query(statement, values) {
      const lane = await hold();
      try {
        return await new Promise<Row[]>((done, failed) => {
          void lane.ask([{ statement, values: values.map(sent), done, failed }], 'passed');
        });
      } finally {
        release(lane);
      }
    },
    async close() {
      closed = true;
      await Promise.all([...all].map((lane) => lane.close().catch(() => undefined)));
    },
  };
}
