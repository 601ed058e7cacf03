import type pg from 'pg';
import type { Statement } from './sql.ts';
import type { Row } from './wire/columns.ts';
import { type Asked, Lane } from './wire/lane.ts';
import { sent } from './wire/values.ts';

/** A few connections for statements that stand alone, outside of transactions. */
export interface Lanes {
  query(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface LanesConfig extends pg.ClientConfig {
  readonly types: pg.CustomTypesConfig;
}

const mostTogether = 50;

/**
 * Opens up to `count` connections as they are needed. `together`: statements asked for in one turn of the event loop travel as one, where fewest
 * wait; for brief reads only, since what is slow, or waits for a lock, would hold the others up. Otherwise each has a connection to itself
 * meanwhile, and waits for one when all are taken.
 *
 * A connection that breaks fails what waits on it, and the next statement opens another.
 */
export function openLanes(config: LanesConfig, count: number, together: boolean): Lanes {
  const lanes = new Set<Lane>();
  let waiting: Asked[] = [];
  let leaving = false;
  let closed = false;
  const free = (): Lane | undefined => {
    let best: Lane | undefined;
    for (const lane of lanes) {
      if (lane.gone) lanes.delete(lane);
      else if (best === undefined || lane.waiting < best.waiting) best = lane;
    }
    if (best === undefined || (best.waiting > 0 && lanes.size < count)) {
      best = new Lane(config, config.types, leave);
      lanes.add(best);
    }
    return together || best.waiting === 0 ? best : undefined;
  };
  const leave = (): void => {
    leaving = false;
    while (waiting.length > 0) {
      const lane = free();
      if (lane === undefined) return;
      const now = together ? mostTogether : 1;
      void lane.ask(waiting.slice(0, now));
      waiting = waiting.slice(now);
    }
  };
  return {
    query: (statement, values) =>
      new Promise((done, failed) => {
        if (closed) throw new Error('Client was closed and is not queryable');
        waiting.push({ statement, values: values.map(sent), done, failed });
        if (leaving) return;
        leaving = true;
        setImmediate(leave);
      }),
    async close() {
      closed = true;
      for (const { failed } of waiting.splice(0)) failed(new Error('Client was closed and is not queryable'));
      await Promise.all([...lanes].map((lane) => lane.close().catch(() => undefined)));
    },
  };
}
