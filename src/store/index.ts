/** Keeping and finding things: PostgreSQL, transactions, outbox, sealed blobs, keys. Knows no word of the trade. */
export type { Blobs } from './blobs.ts';
export { sqlState } from './faults.ts';
export { type Keys, openKeys, sealWith, unsealWith } from './keys.ts';
export { type OpenOptions, openStore, type Store, type StoreSettings } from './open.ts';
export type { Outbox, OutboxMessage } from './outbox.ts';
export type { Locked, Records } from './records.ts';
export { type Sql, type Statement, statement, statements, type Tx } from './sql.ts';
export type { Migration } from './store.schema.ts';
