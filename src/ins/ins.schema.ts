import type { Migration } from '#store';

/** The columns that say who somebody is: the same in the current row and in the history. */
const identityColumns = `
  status            text not null,
  attributes        text[] not null,
  oid               text,
  matricule         text,
  birth_family      text not null,
  birth_givens      text not null,
  first_birth_given text not null,
  sex               text not null,
  birth_date        text not null,
  birth_place       text not null,
  used_family       text,
  used_given        text,
  identity_document text,
  insi_answer       text not null,
  insi_simulated    boolean not null
`;

export const insMigrations: readonly Migration[] = [
  {
    id: 'ins/0001-identity',
    sql: `
      create schema if not exists ins;
      create table ins.identity (
        record_id   uuid primary key,
        version     integer not null,
        since       timestamptz not null,
        ${identityColumns}
      );
      create table ins.identity_history (
        record_id   uuid not null,
        version     integer not null,
        since       timestamptz not null,
        until       timestamptz not null,
        ${identityColumns},
        primary key (record_id, version)
      );
      -- one record for one matricule: unique across records, so a table of its own, read first
      create table ins.matricule_index (
        oid         text not null,
        matricule   text not null,
        record_id   uuid not null,
        primary key (oid, matricule)
      );
      -- finding people by name: a projection, never joined with the tables of a record; collate "C" lets a beginning use the index
      create table ins.person_lookup (
        family      text collate "C" not null,
        birth_date  text collate "C" not null,
        record_id   uuid not null,
        given       text collate "C" not null,
        sex         text not null,
        primary key (family, birth_date, record_id)
      );
      create index person_lookup_date on ins.person_lookup (birth_date, family);
    `,
    byRecord: ['ins.identity', 'ins.identity_history'],
    byKey: [
      ['ins.matricule_index', 'matricule'],
      ['ins.person_lookup', 'family'],
    ],
  },
  {
    id: 'ins/0002-work-items',
    sql: `
      -- what somebody must look at: never a trait, only whose records and what was found
      create table ins.work_item (
        id            uuid primary key,
        kind          text not null,
        record_id     uuid not null,
        other_record  uuid,
        state         text not null,
        found_at      timestamptz not null,
        detail        text not null,
        closed_at     timestamptz,
        closed_by     text,
        note          text
      );
      create unique index work_item_open on ins.work_item (kind, record_id, coalesce(other_record, record_id)) where state = 'open';
      create index work_item_list on ins.work_item (state, kind, found_at);
    `,
    everywhere: ['ins.work_item'],
  },
  {
    id: 'ins/0003-person-keys',
    sql: `
      -- finding people in spite of how names and dates are written: a few keys for each, made from the traits, never joined with a record's tables
      create table ins.person_key (
        key        bigint not null,
        birth      integer not null,
        record_id  uuid not null,
        primary key (key, birth, record_id)
      );
    `,
    byKey: [['ins.person_key', 'key']],
  },
  {
    id: 'ins/0004-links',
    sql: `
      -- of one person's several records one is the survivor; which, is said in the row that is read anyway
      alter table ins.identity add column survivor uuid, add column linked uuid[] not null default '{}';
      create table ins.link (
        record_id    uuid not null,
        n            integer not null,
        survivor     uuid not null,
        since        timestamptz not null,
        asked_by     text not null,
        by_id        text not null,
        by_name      text not null,
        why          text not null,
        undone_at    timestamptz,
        undone_by    text,
        undone_why   text,
        primary key (record_id, n)
      );
      create index link_since on ins.link (since, record_id);
      create index work_item_other on ins.work_item (other_record) where state = 'open';
    `,
    byRecord: ['ins.link'],
  },
  {
    id: 'ins/0005-vigilance',
    sql: `
      -- who changed the identity and why, told beside each version; when INSi last confirmed it; how the person came without an INS
      alter table ins.identity add column change text, add column changed_by text, add column why text,
        add column verified_at timestamptz, add column circumstance text;
      alter table ins.identity_history add column change text, add column changed_by text, add column why text,
        add column verified_at timestamptz, add column circumstance text;
      update ins.identity set verified_at = since where matricule is not null;
      create index identity_verified on ins.identity (verified_at) where matricule is not null;
      -- matricules that the identity no longer shows: replaced by another, hidden by doubt, denied by INSi
      create table ins.past_matricule (
        record_id   uuid not null,
        oid         text not null,
        matricule   text not null,
        until       timestamptz not null,
        why         text not null,
        primary key (record_id, oid, matricule, until)
      );
      -- how software calls a person, unique across records: of its domain and value, the first record stands
      create table ins.local_identifier (
        system      text not null,
        value       text not null,
        record_id   uuid not null,
        software    text not null,
        since       timestamptz not null,
        primary key (system, value)
      );
      create index local_identifier_of on ins.local_identifier (record_id);
    `,
    byRecord: ['ins.past_matricule'],
    byKey: [['ins.local_identifier', 'system']],
  },
];
