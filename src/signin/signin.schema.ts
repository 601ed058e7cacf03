import type { Migration } from '#store';

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
  {
    // What people allowed applications, the launches that professionals began, and what was cut before it expired.
    id: 'signin/0004-apps',
    sql: `
      create table signin.app_grant (
        id           text primary key,
        grant_sealed bytea not null,
        person       uuid not null,
        opens        uuid not null,
        client_id    text not null,
        name         text not null,
        scopes       text not null,
        since        timestamptz not null,
        until        timestamptz not null,
        used_at      timestamptz,
        cut_at       timestamptz
      );
      create index app_grant_person on signin.app_grant (person);
      create index app_grant_opens on signin.app_grant (opens);
      create table signin.launch (
        id           bytea primary key,
        sealed       bytea not null,
        expires_at   timestamptz not null,
        used_at      timestamptz
      );
      create index launch_expiry on signin.launch (expires_at);
      create table signin.cut (
        id           text primary key,
        cut_at       timestamptz not null,
        until        timestamptz not null
      );
      create index cut_until on signin.cut (until);
    `,
    byKey: [
      ['signin.app_grant', 'id'],
      ['signin.launch', 'id'],
      ['signin.cut', 'id'],
    ],
  },
];
