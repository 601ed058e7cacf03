import type { Migration } from '#store';

/**
 * The specifications that operators load: one row a name, the files packed together (`bundle.ts`), so that a reader has a package as it was
 * before or as it is after, never half.
 */
export const specificationMigrations: readonly Migration[] = [
  {
    id: 'documents/0013-specifications',
    sql: `
      create table documents.specification (
        name         text primary key,
        version      text not null,
        digest       text not null,
        schemas      integer not null,
        schematrons  integer not null,
        lists        integer not null,
        loaded_at    timestamptz not null,
        packed       bytea not null
      );
      alter table documents.specification alter column packed set storage external;
    `,
    everywhere: ['documents.specification'],
  },
];
