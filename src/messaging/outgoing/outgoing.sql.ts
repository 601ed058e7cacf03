import { statement } from '#store';

const dispatcher = 'the dispatcher looks at all mailboxes, without a lock; it claims in one of them';
const operator = 'figures of the queue by domain for the operator; no address, no content';

/** `$2` content, `$3` when; then one array a column. */
export const enqueueRows = statement(
  'messaging.outgoing.enqueue',
  `insert into messaging.outgoing (record_id, n, recipient, content, envelope, state, domain, next_at, since, ended_at, tell, tell_at)
   select $1::uuid, l.last + t.ord, t.recipient, $2, t.envelope, t.state, t.domain, $3, $3,
          case when t.state = 'waiting' then null else $3::timestamptz end, t.tell,
          case when t.tell is null then null else $3::timestamptz end
   from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) with ordinality as t(recipient, envelope, state, domain, tell, ord),
        (select coalesce(max(n), 0) as last from messaging.outgoing where record_id = $1) l`,
);

/** What waits, oldest first: a message and a domain at a time. `$2` domains that are busy enough. */
export const dueGroups = statement(
  'messaging.outgoing.due',
  `select record_id, content, domain from messaging.outgoing
   where state = 'waiting' and next_at <= $1 and domain <> all($2::text[])
   group by record_id, content, domain order by min(next_at) limit 200`,
  { acrossRecords: dispatcher },
);
/** `$4` now, `$5` the claim, `$6` until when, `$7` how many. What another dispatcher holds is passed over. */
export const claimGroup = statement(
  'messaging.outgoing.claim',
  `with mine as (
     select n from messaging.outgoing
     where record_id = $1 and content = $2 and domain = $3 and state = 'waiting' and next_at <= $4
     order by n limit $7 for update skip locked)
   update messaging.outgoing o set claim = $5, next_at = $6, attempts = o.attempts + 1
   from mine where o.record_id = $1 and o.n = mine.n
   returning o.n, o.recipient, o.envelope, o.attempts, o.since, o.delayed_at`,
);
/** Only what is still under the claim `$2`. `$3` now; then one array a column. */
export const settleRows = statement(
  'messaging.outgoing.settle',
  `update messaging.outgoing o
   set state = t.state, next_at = t.next_at, last_reply = t.reply, claim = null,
       ended_at = case when t.state = 'waiting' then null else $3::timestamptz end,
       tell = coalesce(t.tell, o.tell),
       tell_at = case when t.tell is null then o.tell_at else $3::timestamptz end,
       delayed_at = case when t.tell = 'delayed' then $3::timestamptz else o.delayed_at end
   from unnest($4::bigint[], $5::text[], $6::timestamptz[], $7::text[], $8::text[]) as t(n, state, next_at, reply, tell)
   where o.record_id = $1 and o.n = t.n and o.claim = $2 returning o.n, o.state`,
);
export const toTell = statement(
  'messaging.outgoing.toTell',
  `select record_id, content from messaging.outgoing where tell is not null and tell_at <= $1
   group by record_id, content order by min(tell_at) limit 100`,
  { acrossRecords: dispatcher },
);
/** `$3` now, `$4` until when they are nobody else's. What another server holds is passed over. */
export const claimTells = statement(
  'messaging.outgoing.claimTells',
  `with mine as (
     select n from messaging.outgoing
     where record_id = $1 and content = $2 and tell is not null and tell_at <= $3
     order by n limit 1000 for update skip locked)
   update messaging.outgoing o set tell_at = $4 from mine where o.record_id = $1 and o.n = mine.n
   returning o.n, o.recipient, o.envelope, o.state, o.tell, o.since, o.ended_at, o.next_at, o.last_reply`,
);
/** Those still under the claim `$2`: what is to be told since then stays. `$3` when to try again, null when they are told. */
export const endTells = statement(
  'messaging.outgoing.endTells',
  `update messaging.outgoing o set tell = case when $3::timestamptz is null then null else o.tell end, tell_at = $3
   from unnest($4::bigint[], $5::text[]) as t(n, tell)
   where o.record_id = $1 and o.n = t.n and o.tell = t.tell and o.tell_at = $2 returning o.n`,
);
export const knownMessage = statement(
  'messaging.outgoing.knownMessage',
  'select n from messaging.content where record_id = $1 and message_id = $2 order by n limit 1',
);

export const queueByDomain = statement(
  'messaging.outgoing.byDomain',
  `select domain, count(*) as waiting, min(since) as oldest, min(next_at) as next, max(attempts) as attempts,
          (array_agg(substring(last_reply from '^[0-9]{3}(?: [0-9][.][0-9]{1,3}[.][0-9]{1,3})?') order by next_at)
             filter (where last_reply is not null))[1] as reason
   from messaging.outgoing where state = 'waiting' group by domain order by waiting desc, domain limit 200`,
  { acrossRecords: operator },
);
/** Since `$1`. */
export const failuresByDomain = statement(
  'messaging.outgoing.failures',
  `select domain, coalesce(substring(last_reply from '^[0-9]{3}(?: [0-9][.][0-9]{1,3}[.][0-9]{1,3})?'), '') as reason, count(*) as failed,
          max(ended_at) as last
   from messaging.outgoing where state = 'failed' and ended_at >= $1 group by 1, 2 order by failed desc, 1, 2 limit 200`,
  { acrossRecords: operator },
);
/** What is being carried now stays as it is. */
export const retryDomain = statement(
  'messaging.outgoing.retry',
  `update messaging.outgoing set next_at = $2 where state = 'waiting' and domain = $1 and claim is null and next_at > $2 returning n`,
  { acrossRecords: 'the operator has a domain tried at once; no content is read' },
);
