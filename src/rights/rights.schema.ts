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
  {
    id: 'rights/0002-ends-and-mandates',
    sql: `
      alter table rights.state add column attending text;
      alter table rights.access
        add column given boolean not null default false,
        add column end_chosen boolean not null default false,
        add column secret boolean not null default false;
      create table rights.mandate (
        record_id    uuid not null,
        delegate_id  uuid not null,
        kind         text not null,
        name         text not null,
        purposes     text[] not null,
        categories   text[],
        since        timestamptz not null,
        until        timestamptz not null,
        primary key (record_id, delegate_id)
      );
      create table rights.invitation (
        record_id    uuid not null,
        id           text not null,
        name         text not null,
        purposes     text[] not null,
        categories   text[],
        until        timestamptz not null,
        expires      timestamptz not null,
        primary key (record_id, id)
      );
      -- whose invitation a code is: looked up before the record is known
      create table rights.invitation_code (
        code_hash    bytea primary key,
        record_id    uuid not null,
        id           text not null,
        expires      timestamptz not null
      );
      -- whom a person may have a mandate for: only the mandate itself, in the other's record, gives a right
      create table rights.acts_for (
        record_id    uuid not null,
        for_record   uuid not null,
        name         text not null,
        primary key (record_id, for_record)
      );
      create table rights.code_tries (
        record_id    uuid primary key,
        since        timestamptz not null,
        tries        integer not null
      );
      -- one row: what the operator loaded; without it, Socle's own table
      create table rights.authorisation (
        one          boolean primary key default true check (one),
        allowed      text not null,
        source       text not null,
        official     boolean not null,
        digest       text not null,
        loaded_at    timestamptz not null
      );
    `,
    byRecord: ['rights.mandate', 'rights.invitation', 'rights.acts_for', 'rights.code_tries'],
    byKey: [['rights.invitation_code', 'code_hash']],
    everywhere: ['rights.authorisation'],
  },
];
