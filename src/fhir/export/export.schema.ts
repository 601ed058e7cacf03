import type { Migration } from '#store';

/** Exports belong to whoever asked for them; what they hold is sealed, and gone a day after it was ready. */
export const exportMigrations: readonly Migration[] = [
  {
    id: 'fhir/0201-export',
    sql: `
      create schema if not exists fhir;
      create table fhir.export (
        id             uuid primary key,
        owner          text not null,
        requested_at   timestamptz not null,
        status         text not null,
        sealed         bytea not null,
        after_record   uuid,
        after_n        bigint,
        after_shared   text,
        records        bigint not null default 0,
        resources      bigint not null default 0,
        error          text,
        leased_until   timestamptz,
        expires_at     timestamptz
      );
      create index export_owner on fhir.export (owner);
      create table fhir.export_file (
        export         uuid not null,
        type           text not null,
        part           int not null,
        chunk          int not null,
        resources      int not null,
        sealed         bytea not null,
        primary key (export, type, part, chunk)
      );
    `,
    byKey: [
      ['fhir.export', 'id'],
      ['fhir.export_file', 'export'],
    ],
  },
];
