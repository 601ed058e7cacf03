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
  {
    id: 'signin/0003-citizens',
    sql: `
      alter table signin.web_session add column person uuid, add column device text not null default '';
      create index web_session_person on signin.web_session (person) where person is not null;
      create table signin.activation (
        record_id    uuid primary key,
        code         bytea not null,
        way          text not null,
        made_at      timestamptz not null,
        expires_at   timestamptz not null,
        tries        integer not null default 0
      );
      create table signin.activation_code (
        code         bytea primary key,
        record_id    uuid not null,
        expires_at   timestamptz not null
      );
      create table signin.letter (
        record_id    uuid primary key,
        asked_at     timestamptz not null,
        asked_by     text not null
      );
      create index letter_asked on signin.letter (asked_at);
      create table signin.passkey (
        record_id    uuid not null,
        id           bytea not null,
        public_key   bytea not null,
        counter      bigint not null,
        transports   text not null,
        name         text not null,
        backed_up    boolean not null,
        made_at      timestamptz not null,
        used_at      timestamptz not null,
        primary key (record_id, id)
      );
      create table signin.second_factor (
        record_id    uuid primary key,
        kind         text not null,
        sealed       bytea not null,
        made_at      timestamptz not null,
        last_step    bigint not null,
        tries        integer not null default 0,
        tries_from   timestamptz not null,
        sent         bytea,
        sent_at      timestamptz
      );
      create table signin.recovery_code (
        record_id    uuid not null,
        code         bytea not null,
        used_at      timestamptz,
        primary key (record_id, code)
      );
      create table signin.cut (
        record_id    uuid primary key,
        before       timestamptz not null,
        anew_at      timestamptz
      );
      create table signin.spent (
        id           bytea primary key,
        expires_at   timestamptz not null
      );
      create index spent_expiry on signin.spent (expires_at);
      create index activation_code_expiry on signin.activation_code (expires_at);
    `,
    byRecord: ['signin.activation', 'signin.passkey', 'signin.second_factor', 'signin.recovery_code', 'signin.cut'],
    byKey: [
      ['signin.activation_code', 'code'],
      ['signin.letter', 'record_id'],
      ['signin.spent', 'id'],
    ],
  },
  {
    // What a professional is asked to approve on their telephone; what it is about is sealed.
    id: 'signin/0006-approvals',
    sql: `
      create table signin.approval (
        id             bytea primary key,
        professional   text not null,
        sealed         bytea not null,
        created_at     timestamptz not null,
        expires_at     timestamptz not null,
        decided_at     timestamptz,
        situation      text,
        polled_at      timestamptz,
        pause_seconds  integer not null
      );
      create index approval_professional on signin.approval (professional, created_at) where decided_at is null;
      create index approval_expiry on signin.approval (expires_at);
    `,
    byKey: [['signin.approval', 'id']],
  },
  {
    id: 'signin/0007-federation',
    sql: `
      create table signin.federated (
        key             bytea primary key,
        citizen_record  uuid not null,
        issuer          text not null,
        linked_at       timestamptz not null,
        used_at         timestamptz not null
      );
      create index federated_record on signin.federated (citizen_record);
      create table signin.outside_session (
        id      bytea primary key,
        way     text not null,
        sealed  bytea not null,
        at      timestamptz not null
      );
      create index outside_session_at on signin.outside_session (at);
    `,
    byKey: [
      ['signin.federated', 'key'],
      ['signin.outside_session', 'id'],
    ],
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
      create table signin.token_cut (
        id           text primary key,
        cut_at       timestamptz not null,
        until        timestamptz not null
      );
      create index token_cut_until on signin.token_cut (until);
    `,
    byKey: [
      ['signin.app_grant', 'id'],
      ['signin.launch', 'id'],
      ['signin.token_cut', 'id'],
    ],
  },
  ...certificateMigrations,
];
