import type { Migration } from '#store';

export const traceMigrations: readonly Migration[] = [
  {
    id: 'trace/0001-chain',
    sql: `
      create schema trace;
      create table trace.chain (
        record_id  uuid primary key,
        seq        bigint not null,
        head       bytea not null,
        seal       bytea not null
      );
      create table trace.line (
        record_id  uuid not null,
        seq        bigint not null,
        body       text not null,
        hash       bytea not null,
        primary key (record_id, seq)
      );
    `,
    byRecord: ['trace.chain', 'trace.line'],
  },
];
