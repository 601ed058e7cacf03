import type { Migration } from '#store';

export const recordMigrations: readonly Migration[] = [
  {
    id: 'record/0001-visits',
    sql: `
      create schema record;
      -- when a professional looked at a record: theirs, and found by who they are; told: up to when they know, from their day, what came
      create table record.visit (
        professional_id  text not null,
        record_id        uuid not null,
        last             timestamptz not null,
        previous         timestamptz,
        told             timestamptz,
        primary key (professional_id, record_id)
      );
      create index visit_last on record.visit (professional_id, last desc);
    `,
    byKey: [['record.visit', 'professional_id']],
  },
  {
    id: 'record/0002-agenda',
    sql: `
      -- which professionals take part in an appointment, and when: follows the Appointments of the records; nothing else writes it
      create table record.agenda (
        professional_id  text not null,
        record_id        uuid not null,
        n                bigint not null,
        at               timestamptz not null,
        until            timestamptz not null,
        cancelled        boolean not null,
        primary key (professional_id, record_id, n)
      );
      create index agenda_day on record.agenda (professional_id, at);
      create index agenda_thing on record.agenda (record_id, n);
    `,
    byKey: [['record.agenda', 'professional_id']],
  },
  {
    id: 'record/0003-notice',
    sql: `
      -- when a professional last said that they understood that their looks are told: once for all records
      create table record.notice (
        professional_id  text primary key,
        understood_at    timestamptz not null
      );
    `,
    byKey: [['record.notice', 'professional_id']],
  },
];
