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
  {
    // A leaf is 56 bytes of hashes and random ids: compressing them is wasted work.
    id: 'trace/0002-checkpoints',
    sql: `
      alter table trace.chain add noted_in bigint not null default 0, add noted_seq bigint not null default 0;
      create table trace.checkpoint (
        n          bigint primary key,
        set_id     uuid not null,
        jws        text not null
      );
      create table trace.leaves (
        set_id     uuid not null,
        first      uuid not null,
        page       bigint not null,
        hash       bytea not null,
        leaves     bytea not null,
        primary key (set_id, first)
      );
      alter table trace.leaves alter column leaves set storage external;
      create table trace.draft (
        set_id     uuid primary key,
        begun      timestamptz not null
      );
    `,
    byKey: [
      ['trace.checkpoint', 'n'],
      ['trace.leaves', 'set_id'],
      ['trace.draft', 'set_id'],
    ],
  },
];
