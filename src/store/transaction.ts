import type { Connections } from './connections.ts';
import { translated } from './faults.ts';
import type { Statement, Tx } from './sql.ts';
import type { Row } from './wire/columns.ts';
import { type Asked, type Lane, PassedOver } from './wire/lane.ts';
import type { Named } from './wire/request.ts';
import { sent } from './wire/values.ts';

/** Runs `work` in one transaction; throws whatever it throws, after ROLLBACK. */
export async function transaction<T>(connections: Connections, work: (tx: Tx) => Promise<T>): Promise<T> {
  const lane = await held(connections);
  const hints: (() => void)[] = [];
  const writes: Promise<unknown>[] = [];
  const session = new Session(lane);
  const tx: Tx = {
    query: async <R>(statement: Statement, values?: readonly unknown[]) => (await session.ask(statement, values)).rows as R[],
    write: (statement, values) => {
      const done = session.ask(statement, values);
      done.catch(() => undefined); // told at the COMMIT
      writes.push(done);
    },
    afterCommit: (hint) => hints.push(hint),
  };
  try {
    const result = await work(tx);
    await session.commit(writes);
    for (const hint of hints) hint();
    return result;
  } catch (error) {
    await session.rollback();
    if (error instanceof PassedOver) await allDone(writes);
    throw error;
  } finally {
    connections.release(lane);
  }
}

async function held(connections: Connections): Promise<Lane> {
  try {
    return await connections.hold();
  } catch (error) {
    throw translated(error);
  }
}

/** When several fail, the fault is that of the one because of which PostgreSQL passed over the others. */
async function allDone(statements: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(statements);
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (faults.length > 0) throw faults.find((fault) => !(fault instanceof PassedOver)) ?? faults[0];
}

interface Answer {
  readonly rows: Row[];
  readonly command: string;
}

const begin: Named = { name: 'store.begin', text: 'begin' };
const commit: Named = { name: 'store.commit', text: 'commit' };
const rollback: Named = { name: 'store.rollback', text: 'rollback' };

/**
 * A transaction on one connection. What is asked in one turn of the event loop leaves together. BEGIN goes with the first statements; whatever
 * is asked after these have left waits until the transaction is there: nothing is ever written outside of it, and nothing overtakes.
 *
 * From its end on every statement is refused: when one of several things under way fails, the others may still ask, and would do so outside
 * of the transaction, on a connection that is somebody else's by then.
 */
class Session {
  readonly #lane: Lane;
  #leaving: Asked[] = [];
  #opening: Promise<unknown> | undefined;
  #opened = false;
  #ended = false;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  async ask(statement: Statement, values: readonly unknown[] = []): Promise<Answer> {
    this.#refuseLate(statement);
    if (!this.#opened) {
      await this.#ready();
      this.#refuseLate(statement);
    }
    return this.#send(statement, values);
  }

  /** COMMIT goes with the last writes: if one of them fails, PostgreSQL passes it over, and the fault of the write is told. */
  async commit(writes: readonly Promise<unknown>[]): Promise<void> {
    if (this.#opening === undefined) return;
    if (!this.#opened) await this.#ready();
    this.#ended = true;
    const committing = this.#send(commit, []);
    await allDone([...writes, committing]);
    if ((await committing).command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
  }

  /** Of a connection that is gone nothing is left to undo. */
  async rollback(): Promise<void> {
    this.#ended = true;
    if (this.#opening !== undefined) await this.#send(rollback, []).catch(() => undefined);
  }

  async #ready(): Promise<void> {
    if (this.#opening === undefined) {
      this.#opening = this.#send(begin, []).then(() => {
        this.#opened = true;
      });
      this.#opening.catch(() => undefined); // told to whoever asks for something
    }
    if (!this.#opened && this.#leaving.length === 0) await this.#opening;
  }

  #refuseLate({ name }: Statement): void {
    if (this.#ended) throw new Error(`${name} was asked after its transaction had ended`);
  }

  #send({ name, text }: Named, values: readonly unknown[]): Promise<Answer> {
    return new Promise((done, failed) => {
      const asked: Asked = {
        statement: { name, text },
        values: values.map(sent),
        done: (rows, command) => done({ rows, command }),
        failed: (error) => failed(translated(error)),
      };
      if (this.#leaving.length === 0) process.nextTick(() => this.#leave());
      this.#leaving.push(asked);
    });
  }

  #leave(): void {
    void this.#lane.ask(this.#leaving, 'passed');
    this.#leaving = [];
  }
}
