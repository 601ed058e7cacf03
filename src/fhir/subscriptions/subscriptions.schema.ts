import type { Migration } from '#store';

/**
 * Subscriptions belong to whoever asked for them and to no record; what is kept of an event is where to look, never what was seen there.
 * `about` is the record of the event: deliberately not a `record_id`, these tables are spread by subscription.
 */
export const subscriptionMigrations: readonly Migration[] = [
  {
    id: 'fhir/0101-subscription',
    sql: `
      create schema if not exists fhir;
      create table fhir.subscription (
        id            uuid primary key,
        version       bigint not null,
        updated_at    timestamptz not null,
        owner         text not null,
        status        text not null,
        channel       text not null,
        types         text[] not null,
        ends_at       timestamptz,
        heartbeat     int,
        events        bigint not null default 0,
        delivered     bigint not null default 0,
        failures      int not null default 0,
        error         text,
        last_sent_at  timestamptz,
        next_at       timestamptz,
        leased_until  timestamptz,
        sealed        bytea not null
      );
      create index subscription_owner on fhir.subscription (owner, updated_at desc);
      create table fhir.subscription_event (
        subscription  uuid not null,
        number        bigint not null,
        at            timestamptz not null,
        source        text not null,
        about         uuid not null,
        type          text not null,
        resource_id   text not null,
        version       bigint not null,
        method        text not null,
        primary key (subscription, number),
        unique (subscription, source)
      );
    `,
    byKey: [
      ['fhir.subscription', 'id'],
      ['fhir.subscription_event', 'subscription'],
    ],
  },
];
