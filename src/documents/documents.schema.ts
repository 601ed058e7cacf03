import type { Migration } from '#store';

export const documentsMigrations: readonly Migration[] = [
  {
    id: 'documents/0001-entry',
    sql: `
      create schema documents;
      create table documents.submission (
        record_id  uuid not null,
        n          bigint not null,
        uid        text not null,
        at         timestamptz not null,
        depositor  text not null,
        body       text not null,
        primary key (record_id, n),
        unique (record_id, uid)
      );
      create table documents.entry (
        record_id                 uuid not null,
        n                         bigint not null,
        version                   bigint not null,
        submission_n              bigint not null,
        unique_id                 text not null,
        status                    text not null,
        date                      timestamptz not null,
        updated_at                timestamptz not null,
        deposited_at              timestamptz not null,
        event_start               timestamptz not null,
        event_end                 timestamptz not null,
        type_code                 text not null,
        class_code                text not null,
        format_code               text not null,
        facility_code             text,
        setting_code              text,
        depositor                 text not null,
        author_ids                text[] not null,
        hidden_from_professionals boolean not null,
        hidden_from_patient       boolean not null,
        replaced_by               bigint,
        blob                      text not null,
        facts                     text not null,
        body                      text not null,
        primary key (record_id, n),
        unique (record_id, unique_id)
      );
      create index entry_newest on documents.entry (record_id, date desc, n desc);
      create table documents.entry_history (
        record_id   uuid not null,
        n           bigint not null,
        version     bigint not null,
        ended_at    timestamptz not null,
        body        text not null,
        primary key (record_id, n, version, ended_at)
      ) partition by range (ended_at);
      create table documents.entry_history_rest partition of documents.entry_history default;
      create table documents.visit (
        record_id  uuid primary key,
        last       timestamptz not null,
        previous   timestamptz
      );
    `,
    byRecord: ['documents.submission', 'documents.entry', 'documents.entry_history', 'documents.visit'],
  },
  {
    // An ordinary entry (2 KB of body, 1 KB of facts) stays whole in its row: a list then takes a third less CPU than from TOAST.
    id: 'documents/0002-whole-rows',
    sql: 'alter table documents.entry set (toast_tuple_target = 4080)',
  },
  {
    // The FHIR face of an entry, and its earlier versions, are kept with all other resources; `move.ts` brings there what was written before.
    id: 'documents/0003-body-with-the-resources',
    sql: 'alter table documents.entry alter column body drop not null',
  },
  {
    // Empty once everything was brought: the start of a server then looks at no entry at all.
    id: 'documents/0004-faces-to-move',
    sql: 'create index entry_to_move on documents.entry (record_id) where body is not null',
  },
  {
    // Of a document only what its FHIR face does not say, or what rows are chosen by; the longer texts packed (`packed.ts`), those written
    // before as they are. Replaced is what something replaces. What is unique in a record is found by 8 bytes of it.
    id: 'documents/0005-said-once',
    sql: `
      alter table documents.submission alter column body type bytea using convert_to(body, 'UTF8');
      alter table documents.submission drop constraint submission_record_id_uid_key;
      create unique index submission_uid on documents.submission (record_id, hashtextextended(uid, 0));
      alter table documents.entry
        add column title text,
        add column media_type text,
        add column sha256 bytea;
      -- quotes inside a text are escaped: what stands before a value is found nowhere else
      update documents.entry set
        title = case when pg_input_is_valid(facts, 'jsonb') then facts::jsonb->>'title' end,
        media_type = substring(facts from '"mediaType":"([^"]*)"'),
        sha256 = decode(substring(facts from '"sha256":"([0-9a-f]{64})"'), 'hex');
      drop index documents.entry_newest;
      alter table documents.entry drop constraint entry_record_id_unique_id_key;
      alter table documents.entry
        alter column media_type set not null,
        alter column sha256 set not null,
        alter column facts type bytea using convert_to(facts, 'UTF8'),
        alter column blob type uuid using blob::uuid,
        drop column status,
        drop column updated_at,
        drop column event_start,
        drop column event_end,
        drop column type_code,
        drop column format_code,
        drop column facility_code,
        drop column setting_code;
      create unique index entry_unique_id on documents.entry (record_id, hashtextextended(unique_id, 0));
    `,
  },
  {
    // `told_at`: when the person was first to know of a document that was not for them before. `superseded_with`: the document with which an
    // entry that nothing replaces went out of force; itself when its author said so. What was withdrawn stands in a table of its own, so that
    // no statement that reads documents can find it; `faces` holds what their FHIR faces said, packed.
    id: 'documents/0011-life',
    sql: `
      alter table documents.entry
        add column archived boolean not null default false,
        add column told_at timestamptz,
        add column appends bigint,
        add column superseded_with bigint;
      create table documents.withdrawn (
        record_id                 uuid not null,
        n                         bigint not null,
        withdrawn_with            bigint not null,
        withdrawn_at              timestamptz not null,
        version                   bigint not null,
        submission_n              bigint not null,
        unique_id                 text not null,
        date                      timestamptz not null,
        deposited_at              timestamptz not null,
        class_code                text not null,
        depositor                 text not null,
        author_ids                text[] not null,
        hidden_from_professionals boolean not null,
        hidden_from_patient       boolean not null,
        replaced_by               bigint,
        blob                      uuid not null,
        facts                     bytea not null,
        title                     text,
        media_type                text not null,
        sha256                    bytea not null,
        archived                  boolean not null,
        told_at                   timestamptz,
        appends                   bigint,
        superseded_with           bigint,
        faces                     bytea not null,
        primary key (record_id, n)
      );
    `,
    byRecord: ['documents.withdrawn'],
  },
  {
    // The type is in the facts, packed: entries of an earlier version of Socle get it from `classify.ts`. The index is empty once all have it.
    id: 'documents/0015-representatives-and-types',
    sql: ['entry', 'withdrawn']
      .map(
        (table) => `
      alter table documents.${table}
        add column hidden_from_representatives boolean not null default false,
        add column document_type text;
      create index ${table}_untyped on documents.${table} (record_id) where document_type is null;`,
      )
      .join(''),
  },
  {
    // What came since an instant (`freshEntries`). Whole, without saying which are in force: so that no change of an entry's state touches it.
    id: 'documents/0016-arrived',
    sql: 'create index entry_arrived on documents.entry (record_id, deposited_at);',
  },
];
