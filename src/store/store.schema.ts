/** One step of the schema, run once, in order, in one transaction with its mark in `store.migration`. */
export interface Migration {
  /** `module/nnnn-what`, stable for ever. */
  readonly id: string;
  readonly sql: string;
  /** Tables keyed by `record_id`: distributed by it on Citus, all together. */
  readonly byRecord?: readonly string[];
  /** Tables keyed by another unique thing: distributed by that column on Citus. */
  readonly byKey?: readonly (readonly [table: string, column: string])[];
  /** Small tables that every node holds on Citus. */
  readonly everywhere?: readonly string[];
}

export const storeMigrations: readonly Migration[] = [
  {
    id: 'store/0001-ground',
    sql: `
      create schema if not exists store;
      create table store.record (
        record_id   uuid primary key,
        created_at  timestamptz not null,
        sealed_key  bytea not null,
        items       bigint not null default 0,
        outbox_seq  bigint not null default 0
      );
      create table store.outbox (
        record_id   uuid not null,
        seq         bigint not null,
        at          timestamptz not null,
        topic       text not null,
        payload     text not null,
        primary key (record_id, seq)
      );
      create index outbox_at on store.outbox (at);
      create table store.secret (
        name        text primary key,
        sealed      bytea not null,
        created_at  timestamptz not null
      );
      create table store.mark (
        name        text primary key,
        value       text not null
      );
    `,
    byRecord: ['store.record', 'store.outbox'],
  },
];
