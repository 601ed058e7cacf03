import type pg from 'pg';
import type { Statement } from './sql.ts';
import type { Row } from './wire/columns.ts';
import { type Asked, Lane } from './wire/lane.ts';
import { sent } from './wire/values.ts';

/** A few connections on which many callers' reads travel together. */
export interface Lanes {
  query(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface LanesConfig extends pg.ClientConfig {
  readonly types: pg.CustomTypesConfig;
}

const mostTogether = 50;

/**
 * Opens up to `count` connections as they are needed. Statements asked for in one turn of the event loop travel as one, where fewest wait; for
 * brief reads only, since what is slow, or waits for a lock, would hold the others up. When one fails, the others are asked again without it.
 *
 * A connection that breaks fails what waits on it, and the next statement opens another.
 */
export function openLanes(config: LanesConfig, count: number): Lanes {
  const lanes = new Set<Lane>();
  let waiting: Asked[] = [];
  let closed = false;
  const quietest = (): Lane => {
    let best: Lane | undefined;
    for (const lane of lanes) {
      if (lane.gone) lanes.delete(lane);
      else if (best === undefined || lane.waiting < best.waiting) best = lane;
    }
    if (best !== undefined && (best.waiting === 0 || lanes.size >= count)) return best;
    const fresh = new Lane(config, config.types);
    lanes.add(fresh);
    return fresh;
  };
  const leave = (): void => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += mostTogether)
      void quietest().ask(all.slice(from, from + mostTogether), 'again');
  };
  return {
    query: (statement, values) =>
      new Promise((done, failed) => {
        if (closed) throw new Error('Client was closed and is not queryable');
        if (waiting.length === 0) setImmediate(leave);
        waiting.push({ statement, values: values.map(sent), done, failed });
      }),
    async close() {
      closed = true;
      for (const { failed } of waiting.splice(0)) failed(new Error('Client was closed and is not queryable'));
      await Promise.all([...lanes].map((lane) => lane.close().catch(() => undefined)));
    },
  };
}
