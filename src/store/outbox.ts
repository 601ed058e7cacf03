import type { RecordId } from '#kernel';
import type { Database } from './database.ts';
import type { Tx } from './sql.ts';
import { emit, notify, peek, take, waiting } from './store.sql.ts';

/** What an act leaves to be done after it; written in the act's own transaction. */
export interface OutboxMessage {
  readonly record: RecordId;
  readonly seq: number;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Outbox {
  /** Leaves a message for the jobs, in the transaction of the act; the caller holds the record's lock. */
  emit(tx: Tx, record: RecordId, at: Date, topic: string, payload: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Hands every waiting message to `deliver`, record by record, in order; a message leaves the outbox only after `deliver` returned.
   * At least once: `deliver` accepts the same message twice. Gives how many it handed over.
   */
  drain(deliver: (messages: readonly OutboxMessage[]) => Promise<void>): Promise<number>;
  /** The channel on which a hint is given after each COMMIT. */
  readonly channel: string;
  /** Tells every server of this database something light; lost when nobody listens. */
  hint(channel: string, payload: string): Promise<void>;
  /** Called in this process after a COMMIT that left messages. */
  onEmit(look: () => void): void;
}

export function openOutbox(database: Database): Outbox {
  const channel = 'socle_outbox';
  let look: () => void = () => undefined;
  return {
    channel,
    onEmit: (heard) => {
      look = heard;
    },
    hint: async (name, payload) => {
      await database.query(notify, [name, payload]);
    },
    async emit(tx, record, at, topic, payload) {
      await tx.query(emit, [record, at, topic, JSON.stringify(payload)]);
      tx.afterCommit(() => look());
    },
    async drain(deliver) {
      let handed = 0;
      const records = await database.query<{ record_id: RecordId }>(waiting, [200]);
      for (const { record_id: record } of records) {
        handed += await database.transaction(async (tx) => {
          const rows = await tx.query<{ seq: number; topic: string; payload: string }>(peek, [record]);
          if (rows.length === 0) return 0;
          await deliver(rows.map((row) => ({ record, seq: row.seq, topic: row.topic, payload: JSON.parse(row.payload) })));
          await tx.query(take, [record, rows.map((row) => row.seq)]);
          return rows.length;
        });
      }
      return handed;
    },
  };
}
