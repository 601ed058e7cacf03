import type { Migration } from '#store';

/**
 * Projections for questions about many records, fed by the topic `fhir.changed`; nothing else writes them, and no right is decided by them. They
 * may lag behind by seconds and may hold what is no more: whoever reads them looks at the real rows. Places in lists are 8 bytes, see `name.ts`. Spread by the record on Citus, apart from the records' own tables: there a search asks every node for its newest.
 */
export const acrossMigrations: readonly Migration[] = [
  {
    id: 'fhir/0301-across',
    sql: `
      create schema if not exists fhir;
      -- the lists in which a resource stands: of its depositor and of an author, whole or under a code or identifier. A row takes one of each;
      -- a resource with two codes has two rows. "at" is what orders it among its type
      create table fhir.across (
        at              timestamptz not null,
        record_id       uuid not null,
        n               bigint not null,
        deposited       bigint,
        deposited_under bigint,
        written         bigint,
        written_under   bigint
      );
      create index across_deposited on fhir.across (deposited) where deposited is not null;
      create index across_deposited_under on fhir.across (deposited_under) where deposited_under is not null;
      create index across_written on fhir.across (written) where written is not null;
      create index across_written_under on fhir.across (written_under) where written_under is not null;
      -- 32 neighbours have the same key, which a B-tree then keeps once
      create index across_rows on fhir.across (record_id, (n >> 5));
      -- in whose records somebody has ever deposited or written something
      create table fhir.maker (
        maker           bigint not null,
        record_id       uuid not null,
        primary key (maker, record_id)
      );
      -- work in the background on what is stored: the projection ("across") or the search values ("keys")
      create table fhir.indexing (
        kind            text primary key,
        types           text[] not null,
        status          text not null,
        total           bigint not null,
        processed       bigint not null,
        failed          bigint not null,
        after_record    uuid,
        after_n         bigint,
        started_at      timestamptz not null,
        ended_at        timestamptz,
        leased_until    timestamptz
      );
      -- of each type the added search parameters by which everything stored is found
      create table fhir.indexed (
        type            text primary key,
        parameters      text[] not null
      );
      -- where nothing is stored yet, everything is listed
      insert into fhir.indexing (kind, types, status, total, processed, failed, started_at, ended_at)
        select 'across', '{}', 'done', 0, 0, 0, 'epoch', 'epoch' where not exists (select from fhir.resource);
    `,
    byKey: [
      ['fhir.across', 'record_id'],
      ['fhir.maker', 'maker'],
    ],
    everywhere: ['fhir.indexing', 'fhir.indexed'],
  },
  {
    id: 'fhir/0302-projecting',
    sql: `
      -- the one row that orders everything that writes the lists across records
      create table fhir.projecting (one boolean primary key);
      insert into fhir.projecting values (true);
    `,
    everywhere: ['fhir.projecting'],
  },
];
