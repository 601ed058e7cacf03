import type { Migration } from '#store';
import { certificateMigrations } from './certificates/certificates.schema.ts';

export const signinMigrations: readonly Migration[] = [
  {
    id: 'signin/0001-ground',
    sql: `
      create schema signin;
      create table signin.artefact (
        id           bytea not null,
        model        text not null,
        sealed       bytea not null,
        grant_key    bytea,
        uid_key      bytea,
        expires_at   timestamptz,
        consumed_at  timestamptz,
        primary key (id, model)
      );
      create index artefact_grant on signin.artefact (grant_key) where grant_key is not null;
      create index artefact_uid on signin.artefact (uid_key) where uid_key is not null;
      create index artefact_expiry on signin.artefact (expires_at);
      create table signin.account (
        login           text primary key,
        kind            text not null,
        citizen_record  uuid,
        professional    text,
        name            text not null,
        password        text,
        note            text not null,
        demo            boolean not null,
        created_at      timestamptz not null
      );
      create index account_record on signin.account (citizen_record) where citizen_record is not null;
      create table signin.web_session (
        id           bytea primary key,
        actor        text not null,
        created_at   timestamptz not null,
        seen_at      timestamptz not null
      );
      create index web_session_seen on signin.web_session (seen_at);
    `,
    byKey: [
      ['signin.artefact', 'id'],
      ['signin.account', 'login'],
      ['signin.web_session', 'id'],
    ],
  },
  {
    id: 'signin/0002-operators',
    sql: `alter table signin.account add column one_time boolean not null default false;`,
  },
  ...certificateMigrations,
];
