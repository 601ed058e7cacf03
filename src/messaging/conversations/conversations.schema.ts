import type { Migration } from '#store';

/**
 * Who may write to whom. What was written is in the mailbox (`messaging.content`): a conversation is the thread of it that one correspondent
 * and the citizen share.
 */
export const conversationsMigration: Migration = {
  id: 'messaging/0006-conversations',
  sql: `
    -- a mailbox that wrote to the citizen; told: the last content that its rules were drawn from
    create table messaging.correspondent (
      record_id       uuid not null,
      address         text collate "C" not null,
      name            text not null,
      answer_to       text not null,
      told            bigint not null default 0,
      since           timestamptz not null,
      questions_until timestamptz,
      reply_days      int,
      primary key (record_id, address)
    );
    -- thread is absent between the moment a citizen begins one and that at which the message is kept
    create table messaging.conversation (
      record_id       uuid not null,
      n               bigint not null,
      correspondent   text collate "C" not null,
      thread          bigint,
      message_id      text,
      opened_at       timestamptz not null,
      closed_at       timestamptz,
      closed_how      text,
      private         boolean not null default false,
      primary key (record_id, n)
    );
    create unique index conversation_thread on messaging.conversation (record_id, thread, correspondent) where thread is not null;
    -- sealed: the address for notices, and the one that waits for its code
    create table messaging.citizen_choice (
      record_id       uuid primary key,
      notices         boolean not null default true,
      email           bytea,
      pending         bytea,
      code            bytea,
      code_until      timestamptz,
      code_tries      int not null default 0,
      code_sent_at    timestamptz,
      noticed_at      timestamptz
    );
  `,
  byRecord: ['messaging.correspondent', 'messaging.conversation', 'messaging.citizen_choice'],
};
