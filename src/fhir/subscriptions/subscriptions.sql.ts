import { statement } from '#store';

const row = `s.id, s.version, s.updated_at, s.owner, s.status, s.channel, s.types, s.ends_at, s.heartbeat, s.events, s.delivered,
     s.failures, s.error, s.last_sent_at, s.sealed`;

/** Gives a row when the owner has fewer than `$10` of them. */
export const addSubscription = statement(
  'fhir.addSubscription',
  `insert into fhir.subscription (id, version, updated_at, owner, status, channel, types, ends_at, heartbeat, sealed)
   select $1, 1, $2, $3, $4, $5, $6::text[], $7, $8, $9 where (select count(*) from fhir.subscription s where s.owner = $3) < $10
   returning id`,
);
/** What was counted goes on: a changed subscription keeps the numbers of its events. */
export const changeSubscription = statement(
  'fhir.changeSubscription',
  `update fhir.subscription s set version = s.version + 1, updated_at = $2, status = $4, channel = $5, types = $6::text[],
     ends_at = $7, heartbeat = $8, sealed = $9, failures = 0, error = null, next_at = null
   where s.id = $1 and s.owner = $3 and s.version = coalesce($10, s.version) returning ${row}`,
);
export const removeSubscription = statement(
  'fhir.removeSubscription',
  `with gone as (delete from fhir.subscription_event v using fhir.subscription s
     where s.id = $1 and s.owner = $2 and v.subscription = $1)
   delete from fhir.subscription s where s.id = $1 and s.owner = $2 returning s.id`,
);
export const readSubscription = statement('fhir.readSubscription', `select ${row} from fhir.subscription s where s.id = $1`, {
  brief: true,
});
export const ownSubscriptions = statement(
  'fhir.ownSubscriptions',
  `select ${row} from fhir.subscription s where s.owner = $1 and ($2::uuid[] is null or s.id = any($2::uuid[]))
     and ($3::text[] is null or s.status = any($3::text[])) order by s.updated_at desc, s.id`,
);
/** Every subscription that waits for events; each server keeps them in memory. */
export const listening = statement(
  'fhir.listening',
  `select ${row} from fhir.subscription s where s.status = 'active' and (s.ends_at is null or s.ends_at > $1)`,
);

/** Numbers the events that are new and adds them; the same source again adds nothing. `$2` when, `$3…` one array a column. */
export const addEvents = statement(
  'fhir.addEvents',
  `with fresh as (
     select t.*, row_number() over (order by t.place) as nth
     from unnest($3::text[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::text[]) with ordinality
       as t(source, about, type, resource_id, version, method, place)
     where not exists (select 1 from fhir.subscription_event v where v.subscription = $1 and v.source = t.source)
   ), counted as (
     update fhir.subscription s set events = s.events + (select count(*) from fresh)
     where s.id = $1 and s.status = 'active' returning s.events
   )
   insert into fhir.subscription_event (subscription, number, at, source, about, type, resource_id, version, method)
   select $1, c.events - (select count(*) from fresh) + f.nth, $2, f.source, f.about, f.type, f.resource_id, f.version, f.method
   from fresh f cross join counted c
   on conflict (subscription, source) do nothing
   returning number`,
);
export const eventsBetween = statement(
  'fhir.eventsBetween',
  `select v.number, v.at, v.about, v.type, v.resource_id, v.version, v.method from fhir.subscription_event v
   where v.subscription = $1 and v.number >= $2 and v.number <= $3 order by v.number limit $4`,
);

/** One delivery at a time of each subscription, not before the next attempt is due; a server that was killed holds its lease for two minutes. */
export const leaseSubscription = statement(
  'fhir.leaseSubscription',
  `update fhir.subscription s set leased_until = $3 where s.id = $1 and s.status in ('requested', 'active')
     and (s.leased_until is null or s.leased_until < $2) and (s.next_at is null or s.next_at <= $2) returning ${row}`,
);
export const releaseSubscription = statement(
  'fhir.releaseSubscription',
  'update fhir.subscription s set leased_until = null where s.id = $1 returning s.status, s.events, s.delivered',
);
export const markDelivered = statement(
  'fhir.markDelivered',
  `update fhir.subscription s set delivered = greatest(s.delivered, $2), last_sent_at = $3, failures = 0, error = null, next_at = null,
     leased_until = $4
   where s.id = $1 and s.version = $5 returning s.id`,
);
export const markActive = statement(
  'fhir.markActive',
  `update fhir.subscription s set status = 'active', updated_at = $2, last_sent_at = $2, failures = 0, error = null
   where s.id = $1 and s.status = 'requested' and s.version = $3 returning s.id`,
);
export const markFailed = statement(
  'fhir.markFailed',
  `update fhir.subscription s set failures = s.failures + 1, error = $2, status = $3, next_at = $4,
     updated_at = case when $3 = s.status then s.updated_at else $5 end
   where s.id = $1 and s.version = $6 returning s.id`,
);
/** Those whose end has come. */
export const endSubscriptions = statement(
  'fhir.endSubscriptions',
  `update fhir.subscription s set status = 'off', updated_at = $1 where s.status in ('requested', 'active') and s.ends_at <= $1
   returning s.id`,
);
/** Those that something is due to, should the job that was to do it have been lost with its server. */
export const dueSubscriptions = statement(
  'fhir.dueSubscriptions',
  `select s.id from fhir.subscription s where (s.leased_until is null or s.leased_until < $1) and (
       s.status = 'requested'
       or (s.status = 'active' and s.channel = 'rest-hook' and coalesce(s.next_at, $1) <= $1
           and (s.delivered < s.events or s.last_sent_at + s.heartbeat * interval '1 second' < $1)))
   limit 1000`,
);
export const forgetEvents = statement('fhir.forgetEvents', `delete from fhir.subscription_event v where v.at < $1`);
