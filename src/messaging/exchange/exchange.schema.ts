import type { Migration } from '#store';

/**
 * `filing`: what became of the documents of a message that arrived. `dispatch`: what documents left in a message, and to whom, so that who got one
 * is told when it is replaced or withdrawn. Both are the mailbox’s (`record_id`), numbered as its contents are (`n`).
 */
export const exchangeMigration: Migration = {
  id: 'messaging/0005-exchange',
  sql: `
    create table messaging.filing (
      record_id    uuid not null,
      n            bigint not null,
      state        text not null,
      code         text,
      place        text,
      patient      uuid,
      documents    text[] not null default '{}',
      told         text not null default '{}',
      by_whom      text,
      reason       text,
      at           timestamptz not null,
      primary key (record_id, n)
    );
    create index filing_state on messaging.filing (record_id, state, n);
    create table messaging.dispatch (
      record_id    uuid not null,
      n            bigint not null,
      patient      uuid not null,
      documents    text[] not null,
      recipients   text[] not null,
      message_id   text not null,
      label        text not null,
      at           timestamptz not null,
      primary key (record_id, n)
    );
    create index dispatch_patient on messaging.dispatch (record_id, patient, n);
  `,
  byRecord: ['messaging.filing', 'messaging.dispatch'],
};
