import type { Migration } from '#store';

/** The lists of trusted domains that were loaded, each with its signature; the newest is in force. */
export const trustedMigration: Migration = {
  id: 'messaging/0008-trusted',
  sql: `
    create table messaging.trusted_list (
      n          bigint generated always as identity primary key,
      loaded_at  timestamptz not null,
      issued_at  timestamptz not null,
      ends_at    timestamptz not null,
      digest     text not null,
      signer     text not null,
      list       text not null,
      signature  text not null
    );
  `,
  byKey: [['messaging.trusted_list', 'digest']],
};
