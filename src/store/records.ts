import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { newRecordId, type RecordId, unknownId } from '#kernel';
import type { Keys } from './keys.ts';
import type { Sql, Tx } from './sql.ts';
import { createRecord, lockRecord, sealedKey } from './store.sql.ts';

const cacheSize = 20_000;

/** A record whose row is locked until the transaction ends. */
export interface Locked {
  readonly record: RecordId;
  /** The last number taken. Whoever takes more of them says so in the message of the act, `Outbox.emit`, which writes it. */
  readonly items: number;
}

/** The record as the store knows it: a row to lock, counters, and the key that seals its documents. */
export interface Records {
  /** A new record with its own key. A given id is for what is nobody's record (what all share, a depositor's own things): made unless it is there. */
  create(tx: Tx, at: Date, id?: RecordId): Promise<RecordId>;
  /** Takes the row lock that orders every write of one record. Refuses `id.unknown`. */
  lock(tx: Tx, record: RecordId): Promise<Locked>;
  /** The record's own key, in clear; kept in memory for the most recent records. Refuses `id.unknown`. */
  key(sql: Sql, record: RecordId): Promise<KeyObject>;
}

export function openRecords(keys: Keys): Records {
  const clear = new Map<RecordId, KeyObject>();
  const purpose = (record: RecordId): string => `record/${record}`;
  return {
    async create(tx, at, record = newRecordId()) {
      const key = randomBytes(32);
      await tx.query(createRecord, [record, at, keys.seal(purpose(record), key)]);
      return record;
    },
    async lock(tx, record) {
      const [row] = await tx.query<{ items: number }>(lockRecord, [record]);
      if (row === undefined) throw unknownId();
      return { record, items: row.items };
    },
    async key(sql, record) {
      const cached = clear.get(record);
      if (cached !== undefined) return cached;
      const [row] = await sql.query<{ sealed_key: Buffer }>(sealedKey, [record]);
      if (row === undefined) throw unknownId();
      const key = createSecretKey(keys.unseal(purpose(record), row.sealed_key));
      if (clear.size >= cacheSize) clear.delete(clear.keys().next().value as RecordId);
      clear.set(record, key);
      return key;
    },
  };
}
