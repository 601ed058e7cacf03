import type { Migration } from '#store';

/** What says, in every table, who wrote a version and who does not see it; a Permit reads these columns by these names. */
const visibility = `
  depositor                 text not null,
  author_ids                text[] not null,
  hidden_from_professionals boolean not null,
  hidden_from_patient       boolean not null
`;

const current = `
  version                   bigint not null,
  updated_at                timestamptz not null,
  at                        timestamptz not null,
  ${visibility},
  keys                      jsonb not null,
  body                      text not null
`;

const previous = `
  version                   bigint not null,
  at                        timestamptz not null,
  method                    text not null,
  ${visibility},
  body                      text
`;

const representatives = 'INVISIBLE_REPRESENTANTS_LEGAUX';
/** Looked for as text first: few have it, and only these are parsed. */
const labelledForRepresentatives = `case when body like '%${representatives}%' and pg_input_is_valid(body, 'jsonb') then
        jsonb_path_exists(body::jsonb, '$.meta.security[*] ? (@.code == "${representatives}")')
        or jsonb_path_exists(body::jsonb, '$.securityLabel[*].coding[*] ? (@.code == "${representatives}")')
      else false end`;

export const fhirMigrations: readonly Migration[] = [
  {
    id: 'fhir/0001-resource',
    sql: `
      create schema fhir;
      -- what is somebody's, or a depositor's own; the Patient of a record is its number 0
      create table fhir.resource (
        record_id                 uuid not null,
        n                         bigint not null,
        type                      text not null,
        id                        text not null,
        ${current},
        primary key (record_id, n)
      );
      create index resource_newest on fhir.resource (record_id, type, at desc, n desc);
      -- versions that are no more, deletions too (no body); "at" is when the version began
      create table fhir.history (
        record_id                 uuid not null,
        n                         bigint not null,
        type                      text not null,
        id                        text not null,
        ${previous},
        primary key (record_id, n, version, at)
      ) partition by range (at);
      create table fhir.history_rest partition of fhir.history default;
      -- which identity, and in which version, the Patient of a record was written from
      create table fhir.identity_seen (
        record_id                 uuid primary key,
        version                   bigint not null
      );
      -- ids that clients chose: unique across records, so a table of its own, read first
      create table fhir.alias (
        type                      text not null,
        id                        text not null,
        record_id                 uuid not null,
        n                         bigint not null,
        primary key (type, id)
      );
      -- people by the identifiers that their hospitals give; a matricule INS is found through its own index, not here
      create table fhir.patient_identifier (
        value                     text not null,
        system                    text not null,
        record_id                 uuid not null,
        primary key (value, system, record_id)
      );
      create index patient_identifier_of on fhir.patient_identifier (record_id);
      -- what is nobody's and read by all: organizations, practitioners, questionnaires
      create table fhir.shared (
        type                      text not null,
        id                        text not null,
        n                         bigint not null,
        ${current},
        primary key (type, id)
      );
      create index shared_newest on fhir.shared (type, at desc, n desc);
      create index shared_keys on fhir.shared using gin (keys);
      create table fhir.shared_history (
        type                      text not null,
        id                        text not null,
        n                         bigint not null,
        ${previous},
        primary key (type, id, version, at)
      ) partition by range (at);
      create table fhir.shared_history_rest partition of fhir.shared_history default;
    `,
    byRecord: ['fhir.resource', 'fhir.history', 'fhir.identity_seen'],
    byKey: [
      ['fhir.alias', 'id'],
      ['fhir.patient_identifier', 'value'],
      // not everywhere: what every node holds cannot have partitions
      ['fhir.shared_history', 'id'],
    ],
    everywhere: ['fhir.shared'],
  },
  {
    // A resource of 2 to 3 KB stays whole in its row: to read it costs less than from TOAST, and much more is read than written.
    id: 'fhir/0002-whole-rows',
    sql: 'alter table fhir.resource set (toast_tuple_target = 4080)',
  },
  {
    // Of a row of more than 2 KB the body is compressed, a third smaller for 2 µs a read, and stays in its row as long as that fits a page.
    id: 'fhir/0003-compressed-rows',
    sql: `
      alter table fhir.resource reset (toast_tuple_target);
      alter table fhir.resource
        alter column type set storage main,
        alter column id set storage main,
        alter column depositor set storage main,
        alter column author_ids set storage main,
        alter column keys set storage main,
        alter column body set storage main;
    `,
  },
  {
    // `document_type`: of what document a thing is, or was drawn from (JDV_J07); nothing for what comes from no document. What was kept before
    // has it from `documents.move()`. A label for representatives that was kept and did nothing hides from now on.
    id: 'fhir/0004-representatives-and-types',
    sql: `
      ${['resource', 'history', 'shared', 'shared_history']
        .map(
          (table) => `alter table fhir.${table}
        add column hidden_from_representatives boolean not null default false,
        add column document_type text;`,
        )
        .join('\n      ')}
      update fhir.resource set hidden_from_representatives = true where ${labelledForRepresentatives};
      update fhir.history set hidden_from_representatives = true where ${labelledForRepresentatives};
      -- a deletion has no words of its own: it is seen by who saw the version before it
      update fhir.history d set hidden_from_representatives = true from fhir.history e
        where d.method = 'DELETE' and d.body is null and e.record_id = d.record_id and e.n = d.n and e.version = d.version - 1
          and e.hidden_from_representatives;
    `,
  },
  {
    // What came as data since an instant (`arrivedRows`). What was drawn from a document comes with it, and costs no entry here.
    id: 'fhir/0005-arrived',
    sql: 'create index resource_arrived on fhir.resource (record_id, updated_at) where document_type is null;',
  },
];

/** The partitions for the versions that began in the month of `at`, as statements to run before each month begins. */
export function fhirPartitions(at: Date): readonly string[] {
  const start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const end = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  const month = start.toISOString().slice(0, 7).replace('-', '_');
  return ['fhir.history', 'fhir.shared_history'].map(
    (table) => `create table if not exists ${table}_${month} partition of ${table}
    for values from ('${start.toISOString()}') to ('${end.toISOString()}')`,
  );
}
