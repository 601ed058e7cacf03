import pg from 'pg';
import { openConnections } from './connections.ts';
import { translated } from './faults.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { listen } from './listen.ts';
import type { Sql, Statement, Tx } from './sql.ts';
import { transaction } from './transaction.ts';

export interface Connection {
  /** A `postgres://` address, or the folder of a Unix socket for the embedded database. */
  readonly url?: string;
  readonly socket?: string;
  readonly size?: number;
}

export interface Database extends Sql {
  /**
   * Runs `work` in one READ COMMITTED transaction; throws whatever it throws, after ROLLBACK.
   * A fault of the connection is refused as `store.unavailable`; when it happens during COMMIT the outcome is unknown and the
   * caller retries with the same ids.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A connection of its own, for LISTEN; the caller releases it. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** For migrations and graphile-worker, which bring their own SQL. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const int8 = 20;
const numbers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

export function openDatabase(connection: Connection, log: (line: string) => void): Database {
  const config = poolConfig(connection);
  const pool = new pg.Pool(config);
  const { max: size = 2, idleTimeoutMillis: _, ...one } = { ...config, types: numbers };
  const together = openLanes(one, Math.min(2, size));
  const apart = openConnections(one, size);
  // An idle connection that breaks (PostgreSQL stopped) must not end the process; the next query opens another.
  let closing = false;
  pool.on('error', () => {
    if (!closing) log('database: an idle connection was closed');
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    query: (statement, values) => alone(statement.brief ? together : apart, statement, values),
    transaction: (work) => transaction(apart, work),
    listen: (channel, heard) => listen(config, channel, heard, log),
    close: async () => {
      closing = true;
      await Promise.all([together.close(), apart.close()]);
      await pool.end();
    },
  };
}

function poolConfig({ url, socket, size = 12 }: Connection): pg.PoolConfig {
  const common: pg.PoolConfig = {
    max: size,
    types: numbers,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  };
  if (url !== undefined) return { ...common, connectionString: url };
  return { ...common, host: socket, port: 5432, user: 'socle', database: 'socle' };
}

/** A fault of the connection is refused as `store.unavailable`. */
async function alone<Row>(how: Pick<Lanes, 'query'>, statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
  try {
    return (await how.query(statement, values)) as Row[];
  } catch (error) {
    throw translated(error);
  }
}
