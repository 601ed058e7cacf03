import type { Migration } from '#store';

/** Texts that are written again and again. `owner`: '' for those of the mailbox, else whose they are (`professional:8…`). */
export const templatesMigration: Migration = {
  id: 'messaging/0007-templates',
  sql: `
    create table messaging.template (
      record_id    uuid not null,
      id           uuid not null,
      owner        text collate "C" not null,
      name         text not null,
      subject      text not null,
      body         text not null,
      changed_at   timestamptz not null,
      primary key (record_id, id)
    );
  `,
  byRecord: ['messaging.template'],
};
