import type { Migration } from '#store';

export const rightsMigrations: readonly Migration[] = [
  {
    id: 'rights/0001-choices',
    sql: `
      create schema rights;
      create table rights.state (
        record_id             uuid primary key,
        version               bigint not null,
        closed                boolean not null default false,
        opposed_deposit       boolean not null default false,
        opposed_consultation  boolean not null default false,
        opposed_emergency     boolean not null default false
      );
      create table rights.block (
        record_id        uuid not null,
        professional_id  text not null,
        since            timestamptz not null,
        who              text not null,
        primary key (record_id, professional_id)
      );
      create table rights.access (
        record_id        uuid not null,
        professional_id  text not null,
        ground           text not null,
        reason           text,
        since            timestamptz not null,
        until            timestamptz not null,
        who              text not null,
        primary key (record_id, professional_id)
      );
    `,
    byRecord: ['rights.state', 'rights.block', 'rights.access'],
  },
];
