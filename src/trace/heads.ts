import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Head } from './chain.ts';

const most = 50_000;

/**
 * Where chains stood when this process last wrote to them: a guess that saves reading them, for the most recent records. The database
 * alone knows; every use compares the guess with it, under the row's lock.
 */
export class Heads {
  readonly #known = new Map<RecordId, Head>();

  get(record: RecordId): Head | undefined {
    return this.#known.get(record);
  }

  set(record: RecordId, head: Head): void {
    this.#known.delete(record);
    this.#known.set(record, head);
    if (this.#known.size <= most) return;
    const oldest = this.#known.keys().next().value;
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  forget(record: RecordId): void {
    this.#known.delete(record);
  }
}

/** The chains that open transactions hold locked, each where its transaction has brought it. */
export class LockedChains {
  readonly #ofTx = new WeakMap<Tx, Map<RecordId, Promise<Head>>>();

  /** The chain's head in this transaction, read by `lock` the first time. */
  at(tx: Tx, record: RecordId, lock: () => Promise<Head>): Promise<Head> {
    const chains = this.#ofTx.get(tx) ?? new Map<RecordId, Promise<Head>>();
    this.#ofTx.set(tx, chains);
    const head = chains.get(record) ?? lock();
    chains.set(record, head);
    return head;
  }

  moved(tx: Tx, record: RecordId, head: Promise<Head>): void {
    this.#ofTx.get(tx)?.set(record, head);
  }
}
