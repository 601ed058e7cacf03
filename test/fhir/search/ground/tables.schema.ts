import type { Migration } from '#store';

/** The two tables that a search runs on, without what only writes need. */
export const tables: readonly Migration[] = [
  {
    id: 'test/0001-search',
    sql: `
      create schema if not exists fhir;
      create table fhir.resource (
        record_id uuid not null,
        n bigint not null,
        type text not null,
        id text not null,
        version bigint not null,
        updated_at timestamptz not null,
        at timestamptz,
        depositor text not null,
        author_ids text[] not null,
        hidden_from_professionals boolean not null,
        hidden_from_patient boolean not null,
        keys jsonb not null,
        body text not null,
        primary key (record_id, n)
      );
      create index resource_newest on fhir.resource (record_id, type, at desc, n desc);
      create table fhir.shared (
        type text not null,
        id text not null,
        n bigint not null,
        version bigint not null,
        updated_at timestamptz not null,
        at timestamptz,
        depositor text not null,
        author_ids text[] not null,
        hidden_from_professionals boolean not null,
        hidden_from_patient boolean not null,
        keys jsonb not null,
        body text not null,
        primary key (type, id)
      );
      create index shared_keys on fhir.shared using gin (keys);
      create index shared_newest on fhir.shared (type, at desc, n desc);
    `,
  },
];
