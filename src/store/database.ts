import pg from 'pg';
import { Refusal } from '#kernel';
import { gatheringSocket } from './gatheringSocket.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { listen } from './listen.ts';
import type { Sql, Statement, Tx } from './sql.ts';

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
  const { max: _, idleTimeoutMillis: __, stream: ___, ...one } = { ...config, types: numbers };
  const together = openLanes(one, Math.min(2, config.max ?? 2), true);
  const apart = openLanes(one, Math.min(6, config.max ?? 2), false);
  // An idle connection that breaks (PostgreSQL stopped) must not end the process; the next query opens another.
  let closing = false;
  pool.on('error', () => {
    if (!closing) log('database: an idle connection was closed');
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    query: (statement, values) => alone(statement.brief ? together : apart, statement, values),
    transaction: (work) => transaction(pool, work),
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
    pipeline: true,
    stream: gatheringSocket,
  };
  if (url !== undefined) return { ...common, connectionString: url };
  return { ...common, host: socket, port: 5432, user: 'socle', database: 'socle' };
}

async function alone<Row>(lanes: Lanes, statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
  try {
    return (await lanes.query(statement, values)) as Row[];
  } catch (error) {
    throw translated(error);
  }
}

async function run<Row>(on: pg.PoolClient, { name, text }: Statement, values: readonly unknown[] = []): Promise<Row[]> {
  try {
    return (await on.query({ name, text, values: values as unknown[] })).rows as Row[];
  } catch (error) {
    throw translated(error);
  }
}

async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translated(error);
  });
  const hints: (() => void)[] = [];
  const writes: Promise<unknown>[] = [];
  const send = sender(client);
  const tx: Tx = {
    query: send,
    write: (statement, values) => {
      const done = send(statement, values);
      done.catch(() => undefined); // told at the COMMIT
      writes.push(done);
    },
    afterCommit: (hint) => hints.push(hint),
  };
  let broken: Error | undefined;
  try {
    const result = await work(tx);
    await send.opening;
    send.end();
    // The COMMIT goes with the last writes: if one of them failed, PostgreSQL answers it with ROLLBACK, and the write's fault is told.
    const [ended] = await Promise.all([plain(client, 'commit'), ...writes]);
    if (ended !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
    for (const hint of hints) hint();
    return result;
  } catch (error) {
    send.end();
    if (error instanceof Refusal && error.code === 'store.unavailable') broken = error;
    else await client.query('rollback').catch((fault: Error) => (broken = fault));
    throw error;
  } finally {
    client.release(broken);
  }
}

interface Sender {
  <Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** The answer to BEGIN. */
  readonly opening: Promise<unknown>;
  /**
   * From here on every statement is refused: when one of several things under way fails, the others may still ask, and would do so outside
   * of the transaction, on a connection that is somebody else's by then.
   */
  end(): void;
}

/**
 * Sends BEGIN and, without waiting for its answer, the reads that follow at once (also those that lock). Anything else waits until the
 * transaction is there, and whatever is asked after it: nothing is ever written outside of one, and nothing overtakes.
 */
function sender(client: pg.PoolClient): Sender {
  let opened = false;
  let waiting = false;
  let ended = false;
  const opening = plain(client, 'begin').then(() => {
    opened = true;
  });
  opening.catch(() => undefined); // told to whoever waits for it
  const inside = async <Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> => {
    if (ended) throw new Error(`${statement.name} was asked after its transaction had ended`);
    return run<Row>(client, statement, values);
  };
  const send = async <Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> => {
    if (opened) return inside<Row>(statement, values);
    if (waiting || !/^\s*select\b/.test(statement.text)) {
      waiting = true;
      return opening.then(() => inside<Row>(statement, values));
    }
    const rows = inside<Row>(statement, values);
    return (await Promise.all([rows, opening]))[0];
  };
  const end = (): void => {
    ended = true;
  };
  return Object.assign(send, { opening, end });
}

/** Runs BEGIN, COMMIT; gives the word that PostgreSQL answers with. */
async function plain(client: pg.PoolClient, text: string): Promise<string> {
  try {
    return (await client.query(text)).command;
  } catch (error) {
    throw translated(error);
  }
}

const transient = /^(08|57P0|53300|40001|40P01|55P03|58030)/;
const sockets = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EACCES']);

/** The SQLSTATE of a PostgreSQL error, `23505` for a uniqueness violation. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function translated(error: unknown): unknown {
  const code = sqlState(error);
  const message = error instanceof Error ? error.message : '';
  const lost =
    /Connection terminated|timeout exceeded when trying to connect|could not commit transaction|Client was closed|not queryable/;
  if (!transient.test(code) && !sockets.has(code) && !lost.test(message)) return error;
  return new Refusal('store.unavailable', {
    fr: 'La base de données ne répond pas pour le moment. Réessayez avec les mêmes identifiants.',
    en: 'The database does not answer at the moment. Try again with the same ids.',
  });
}
