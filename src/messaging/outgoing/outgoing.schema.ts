import type { Migration } from '#store';

/**
 * The queue to other operators: whom it is for, who holds it now (`claim`, until `next_at`), what its sender is still to be told (`tell`, from
 * `tell_at` on). `answered`: to whom an absence was told. `deed`: what was done in a mailbox in a month, by product, as numbers.
 */
export const outgoingMigration: Migration = {
  id: 'messaging/0004-outgoing',
  sql: `
    alter table messaging.outgoing
      add column domain     text collate "C" not null default '',
      add column claim      uuid,
      add column delayed_at timestamptz,
      add column tell       text,
      add column tell_at    timestamptz;
    create index outgoing_domain on messaging.outgoing (domain, next_at) where state = 'waiting';
    create index outgoing_content on messaging.outgoing (record_id, content);
    create index outgoing_tell on messaging.outgoing (tell_at) where tell is not null;
    create index outgoing_failed on messaging.outgoing (ended_at) where state = 'failed';
    create table messaging.answered (
      record_id    uuid not null,
      sender       text collate "C" not null,
      absence      timestamptz not null,
      at           timestamptz not null,
      primary key (record_id, sender)
    );
    create table messaging.deed (
      record_id    uuid not null,
      month        text not null,
      what         text not null,
      product      text not null,
      n            bigint not null,
      bytes        bigint not null,
      primary key (record_id, month, what, product)
    );
    create index deed_month on messaging.deed (month);
  `,
  byRecord: ['messaging.answered', 'messaging.deed'],
};
