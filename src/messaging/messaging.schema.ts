import type { Migration } from '#store';

/**
 * A mailbox is a home of its own in the store, with its own key, log and outbox: `record_id` is its id. That of a citizen is their record.
 * Everything of a mailbox is keyed by it. What is unique across mailboxes (an address) has a table of its own.
 */
export const groundMigration: Migration = {
  id: 'messaging/0001-ground',
  sql: `
    create schema messaging;
    create table messaging.mailbox (
      record_id    uuid primary key,
      address      text collate "C" not null,
      kind         text not null,
      name         text not null,
      state        text not null,
      professional text,
      structure    text,
      software     text,
      service      text not null default '',
      description  text not null default '',
      responsible  text not null default '',
      list_rouge   boolean not null default false,
      opened_at    timestamptz not null,
      closed_at    timestamptz,
      quota_bytes  bigint not null,
      used_bytes   bigint not null default 0,
      messages     bigint not null default 0,
      contents     bigint not null default 0,
      modseq       bigint not null default 1,
      last_folder  int not null default 0,
      absence      text,
      settings     text not null default '{}'
    );
    create table messaging.address (
      address      text collate "C" primary key,
      record_id    uuid not null
    );
    create table messaging.holder (
      holder       text collate "C" not null,
      record_id    uuid not null,
      may          text not null,
      since        timestamptz not null,
      until        timestamptz,
      given_by     text not null,
      primary key (holder, record_id)
    );
    create index holder_record on messaging.holder (record_id);
    create table messaging.folder (
      record_id    uuid not null,
      folder       int not null,
      name         text not null,
      special      text,
      uid_validity bigint not null,
      uid_next     bigint not null default 1,
      recent_uid   bigint not null default 0,
      modseq       bigint not null default 1,
      subscribed   boolean not null default true,
      messages     bigint not null default 0,
      unseen       bigint not null default 0,
      deleted      bigint not null default 0,
      bytes        bigint not null default 0,
      expunged     bigint not null default 0,
      forgotten    bigint not null default 0,
      primary key (record_id, folder)
    );
    create unique index folder_name on messaging.folder (record_id, name);
    create table messaging.content (
      record_id    uuid not null,
      n            bigint not null,
      size         int not null,
      at           timestamptz not null,
      message_id   text not null,
      thread       bigint not null,
      sender       text not null,
      subject      text not null,
      written_at   timestamptz,
      people       text not null,
      envelope     text not null,
      structure    text not null,
      marks        text not null,
      patient      uuid,
      sealed       bytea,
      blob         text,
      primary key (record_id, n)
    );
    alter table messaging.content alter column sealed set storage external;
    create index content_message_id on messaging.content (record_id, message_id);
    create index content_thread on messaging.content (record_id, thread);
    create table messaging.sought (
      record_id    uuid not null,
      n            bigint not null,
      bits         bytea not null,
      primary key (record_id, n)
    );
    alter table messaging.sought alter column bits set storage plain;
    create table messaging.taken (
      record_id    uuid not null,
      key          bytea not null,
      content      bigint not null,
      at           timestamptz not null,
      primary key (record_id, key)
    );
    create table messaging.message (
      record_id    uuid not null,
      folder       int not null,
      uid          bigint not null,
      content      bigint not null,
      flags        int not null,
      keywords     text not null default '',
      modseq       bigint not null,
      at           timestamptz not null,
      primary key (record_id, folder, uid)
    );
    create index message_content on messaging.message (record_id, content);
    create index message_at on messaging.message (record_id, folder, at);
    create table messaging.expunged (
      record_id    uuid not null,
      folder       int not null,
      uid          bigint not null,
      modseq       bigint not null,
      primary key (record_id, folder, uid)
    );
    create table messaging.outgoing (
      record_id    uuid not null,
      n            bigint not null,
      recipient    text not null,
      content      bigint not null,
      envelope     text not null,
      state        text not null,
      attempts     int not null default 0,
      next_at      timestamptz not null,
      since        timestamptz not null,
      ended_at     timestamptz,
      last_reply   text,
      primary key (record_id, n)
    );
    create index outgoing_next on messaging.outgoing (next_at) where state = 'waiting';
  `,
  byRecord: [
    'messaging.mailbox',
    'messaging.folder',
    'messaging.content',
    'messaging.sought',
    'messaging.taken',
    'messaging.message',
    'messaging.expunged',
    'messaging.outgoing',
  ],
  byKey: [
    ['messaging.address', 'address'],
    ['messaging.holder', 'holder'],
  ],
};
