import type { Migration } from '#store';

/**
 * What was drawn from each document. `fact`: which resource of the record each drawn thing is, under which key of the extraction; it stays
 * when the resource ends and while its document is withdrawn, so that what comes back is the same resource. `facts`: what the extraction came to, for who asks and for whoever
 * looks for documents that are not understood yet.
 */
export const factsMigrations: readonly Migration[] = [
  {
    id: 'documents/0012-facts',
    sql: `
      create table documents.fact (
        record_id  uuid not null,
        n          bigint not null,
        key        bytea not null,
        fact_n     bigint not null,
        version    bigint not null,
        stands     boolean not null,
        digest     bytea not null,
        primary key (record_id, n, key)
      );
      create table documents.facts (
        record_id  uuid not null,
        n          bigint not null,
        form       smallint not null,
        state      text not null,
        drawn_at   timestamptz not null,
        result     jsonb not null,
        primary key (record_id, n),
        foreign key (record_id, n) references documents.entry (record_id, n) on delete cascade
      );
    `,
    byRecord: ['documents.fact', 'documents.facts'],
  },
];
