import type { Migration } from '#store';

/** The list of trusted domains in force, with its signature and who signs; the former ones are in the log of the platform by their digest. */
export const trustedMigration: Migration = {
  id: 'messaging/0008-trusted',
  sql: `
    create table messaging.trusted_list (
      one        boolean primary key default true check (one),
      loaded_at  timestamptz not null,
      issued_at  timestamptz not null,
      signer     text not null,
      list       text not null,
      signature  text not null
    );
  `,
  everywhere: ['messaging.trusted_list'],
};
