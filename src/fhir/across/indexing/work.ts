import type { RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import type { Definitions } from './added.ts';
import { endWork, leaveWork, moveWork } from './indexing.sql.ts';

export type Kind = 'across' | 'keys';

export interface IndexingDesk extends Definitions {
  readonly store: Store;
  /** Our own address, without a slash at its end. */
  readonly base: string;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** Behind which resource a work goes on. */
export interface Position {
  readonly record: RecordId;
  readonly n: number;
}

export const start: Position = { record: '00000000-0000-0000-0000-000000000000' as RecordId, n: 0 };

/** What one step did. */
export interface Step {
  readonly processed: number;
  readonly failed: number;
}

export const leaseMs = 60_000;

/** Another server goes on with the work. */
export class Lost extends Error {}

/** A work taken by this server. What it does and how far it is are committed together: after a kill nothing is told twice. */
export class Work {
  readonly kind: Kind;
  readonly types: readonly string[];
  /** Nothing has been done yet. */
  readonly begins: boolean;
  position: Position;
  total: number;
  readonly #desk: IndexingDesk;
  #lease: Date;

  constructor(desk: IndexingDesk, row: WorkRow, lease: Date) {
    this.#desk = desk;
    this.#lease = lease;
    this.kind = row.kind;
    this.types = row.types;
    this.begins = row.status === 'waiting';
    this.total = row.total;
    this.position = row.after_record === null ? start : { record: row.after_record, n: row.after_n ?? 0 };
  }

  /** Runs a step and tells how far the work is then, in one transaction. Refuses {@link Lost}. */
  async step(to: Position, act: (tx: Tx) => Promise<Step>): Promise<void> {
    const lease = this.#nextLease();
    await this.#desk.store.transaction(async (tx) => {
      const { processed, failed } = await act(tx);
      const values = [this.kind, this.#lease, lease, this.total, processed, failed, to.record, to.n];
      if ((await tx.query(moveWork, values)).length === 0) throw new Lost();
    });
    this.#lease = lease;
    this.position = to;
  }

  async end(): Promise<void> {
    const ended = await this.#desk.store.query(endWork, [this.kind, this.#lease, this.#desk.clock()]);
    if (ended.length === 0) throw new Lost();
  }

  /** For whoever looks next. */
  async leave(): Promise<void> {
    await this.#desk.store.query(leaveWork, [this.kind, this.#lease]);
  }

  /** Never the same as the one before: by it a server knows its own. */
  #nextLease(): Date {
    return new Date(Math.max(this.#desk.clock().getTime() + leaseMs, this.#lease.getTime() + 1));
  }
}

/** A work as it is kept. */
export interface WorkRow {
  readonly kind: Kind;
  readonly types: readonly string[];
  readonly status: 'waiting' | 'running' | 'done';
  readonly total: number;
  readonly after_record: RecordId | null;
  readonly after_n: number | null;
}
