import type { Migration } from '#store';

export const shareMigrations: readonly Migration[] = [
  {
    id: 'share/0001-links',
    sql: `
      create schema share;
      -- what a person hands over by a link; sealed: the two secrets of the link itself, under the operator's key
      create table share.link (
        record_id   uuid not null,
        id          uuid not null,
        made_at     timestamptz not null,
        until       timestamptz not null,
        revoked_at  timestamptz,
        label       text not null,
        summary     boolean not null,
        documents   bigint[] not null,
        once        boolean not null,
        long_term   boolean not null,
        sharer      text not null,
        sealed      bytea not null,
        passcode    text,
        tries_left  integer not null,
        uses_left   integer not null,
        opened      integer not null default 0,
        refused     integer not null default 0,
        events      integer not null default 0,
        notes       integer not null default 0,
        primary key (record_id, id)
      );
      -- who opened it, or was refused, as they said who they are
      create table share.opening (
        record_id  uuid not null,
        link_id    uuid not null,
        n          integer not null,
        at         timestamptz not null,
        recipient  text not null,
        code       text,
        primary key (record_id, link_id, n)
      );
      create table share.note (
        record_id  uuid not null,
        link_id    uuid not null,
        n          integer not null,
        at         timestamptz not null,
        name       text not null,
        words      text not null,
        primary key (record_id, link_id, n)
      );
      -- where an id that somebody holds leads: unique across records, so a table of its own, read first
      create table share.door (
        id_hash    bytea primary key,
        record_id  uuid not null,
        link_id    uuid not null
      );
      -- one file, for who opened the link a moment ago; n is the document, 0 the summary
      create table share.ticket (
        id_hash    bytea primary key,
        record_id  uuid not null,
        link_id    uuid not null,
        n          bigint not null,
        recipient  text not null,
        until      timestamptz not null,
        uses_left  integer not null
      );
      create index ticket_until on share.ticket (until);
    `,
    byRecord: ['share.link', 'share.opening', 'share.note'],
    byKey: [
      ['share.door', 'id_hash'],
      ['share.ticket', 'id_hash'],
    ],
  },
  {
    id: 'share/0002-linked',
    sql: `
      -- ids of chosen documents that stand in records which the link's own went on for
      alter table share.link add column linked_documents text[] not null default '{}';
      -- the record of the document, where it is not that of the link
      alter table share.ticket add column held_in uuid;
    `,
  },
];
