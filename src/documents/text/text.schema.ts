import type { Migration } from '#store';

/**
 * The searchable form of each document (`form.ts`), in a table of the record like its titles and resources: read by the record's key and a
 * Permit's predicate, gone with the document. `words` stays in the row, as it is: every search reads it. The rest is read for what is shown.
 */
export const textMigrations: readonly Migration[] = [
  {
    id: 'documents/0010-text',
    sql: `
      create table documents.text (
        record_id   uuid not null,
        n           bigint not null,
        form        smallint not null,
        state       text not null,
        indexed_at  timestamptz not null,
        words       bytea not null,
        places      bytea not null,
        body        bytea not null,
        primary key (record_id, n),
        foreign key (record_id, n) references documents.entry (record_id, n) on delete cascade
      ) with (toast_tuple_target = 8160);
      alter table documents.text alter column words set storage main;
      alter table documents.text alter column places set storage external;
      alter table documents.text alter column body set storage external;
    `,
    byRecord: ['documents.text'],
  },
  {
    // A document of which no fact was drawn, as most are, has no row in `documents.facts`: that it was looked into, and in
    // which form, stands beside its words; `wrapped`: it is a file inside a CDA.
    id: 'documents/0014-nothing-said',
    sql: 'alter table documents.text add column facts_form smallint, add column wrapped boolean',
  },
];
