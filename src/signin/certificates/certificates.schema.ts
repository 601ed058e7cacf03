import type { Migration } from '#store';

export const certificateMigrations: readonly Migration[] = [
  {
    id: 'signin/0005-certificates',
    sql: `
      create table signin.certificate (
        serial       text primary key,
        authority    text not null,
        kind         text not null,
        whom         text not null,
        subject      text not null,
        fingerprint  text not null,
        issued_at    timestamptz not null,
        not_after    timestamptz not null,
        revoked_at   timestamptz,
        reason       text
      );
      create index certificate_revoked on signin.certificate (authority, serial) where revoked_at is not null;
      create table signin.guess (
        account      bytea not null,
        source       bytea not null,
        failures     integer not null,
        last_at      timestamptz not null,
        known        boolean not null default false,
        primary key (account, source)
      );
      create index guess_last on signin.guess (last_at);
    `,
    byKey: [
      ['signin.certificate', 'serial'],
      ['signin.guess', 'account'],
    ],
  },
];
