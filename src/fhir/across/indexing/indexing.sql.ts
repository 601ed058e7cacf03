import { statement } from '#store';

const reason = 'what is stored in all records is indexed anew, in the background';

export const standing = statement(
  'fhir.indexingStanding',
  'select i.status, i.total, i.processed from fhir.indexing i where i.kind = $1',
  {
    brief: true,
  },
);
/** Each work as it is at `$1`: one begun that no server is at any more waits for the next. */
export const everyStanding = statement(
  'fhir.everyIndexing',
  `select i.kind, i.types, case when i.status = 'running' and (i.leased_until is null or i.leased_until < $1) then 'waiting' else i.status end as status,
     i.total, i.processed, i.failed, i.started_at, i.ended_at from fhir.indexing i order by i.kind`,
);
export const everyKind = statement('fhir.everyIndexingKind', 'select i.kind from fhir.indexing i');
/** The added parameters by which everything of some types is found. */
export const indexedOf = statement(
  'fhir.indexedOf',
  'select x.type, x.parameters from fhir.indexed x where $1::text[] is null or x.type = any($1::text[])',
  { brief: true },
);
export const keepIndexed = statement(
  'fhir.keepIndexed',
  `insert into fhir.indexed (type, parameters) select t.type, string_to_array(t.parameters, ' ') from unnest($1::text[], $2::text[]) as t(type, parameters)
   on conflict (type) do update set parameters = excluded.parameters`,
);

/** Begins a work, unless it is under way: `$1` kind, `$2` types, `$3` when. The total is counted by whoever takes it. */
export const beginWork = statement(
  'fhir.beginIndexing',
  `insert into fhir.indexing as i (kind, types, status, total, processed, failed, started_at) values ($1, $2, 'waiting', 0, 0, 0, $3)
   on conflict (kind) do update set types = excluded.types, status = 'waiting', total = 0, processed = 0, failed = 0, after_record = null,
     after_n = null, started_at = excluded.started_at, ended_at = null where i.status = 'done' returning i.kind`,
);
/** A work that nobody does: new, or left behind by a server that was killed. `$1` now, `$2` until when it is taken. */
export const takeWork = statement(
  'fhir.takeIndexing',
  `update fhir.indexing i set leased_until = $2 where i.kind = (
     select c.kind from fhir.indexing c where c.status <> 'done' and (c.leased_until is null or c.leased_until < $1)
     order by c.started_at limit 1 for update skip locked)
   returning i.kind, i.types, i.status, i.processed, i.total, i.after_record, i.after_n`,
);
/** No row when another server has taken it over: its lease then ends at another time than `$2`, ours. */
export const moveWork = statement(
  'fhir.moveIndexing',
  `update fhir.indexing i set status = 'running', leased_until = $3, total = greatest($4, i.processed + $5), processed = i.processed + $5,
     failed = i.failed + $6, after_record = $7, after_n = $8
   where i.kind = $1 and i.leased_until = $2 and i.status <> 'done' returning i.processed`,
);
export const endWork = statement(
  'fhir.endIndexing',
  `update fhir.indexing i set status = 'done', ended_at = $3, leased_until = null, total = i.processed
   where i.kind = $1 and i.leased_until = $2 returning i.kind`,
);
export const leaveWork = statement(
  'fhir.leaveIndexing',
  'update fhir.indexing i set leased_until = null where i.kind = $1 and i.leased_until = $2',
);

export const countResources = statement('fhir.countResources', 'select count(*) as total from fhir.resource', {
  acrossRecords: reason,
});
/** The next resources in the order of their keys: behind `$1` and `$2`, `$3` how many. */
export const nextResources = statement(
  'fhir.nextResources',
  `select e.record_id, e.n, e.type from fhir.resource e where (e.record_id, e.n) > ($1::uuid, $2::bigint)
   order by e.record_id, e.n limit $3`,
  { acrossRecords: reason },
);

/** Resources whose keys were made under another stamp than their type has now: `$1` types and `$2` their stamps. */
const stale = `unnest($1::text[], $2::text[]) as s(type, stamp) where e.type = s.type and (e.keys->>'#' = s.stamp) is not true`;
export const countStale = statement(
  'fhir.countStale',
  `select (select count(*) from fhir.resource e, ${stale}) + (select count(*) from fhir.shared e, ${stale}) as total`,
  { acrossRecords: reason },
);
/** Behind `$3` and `$4`, `$5` how many; with the id by which the Patient of the record is called. */
export const nextStale = statement(
  'fhir.nextStale',
  `select e.record_id, e.n, e.type, e.version, e.at, e.body, e.keys::text as keys, (select p.id from fhir.resource p where p.record_id = e.record_id and p.n = 0) as patient
   from fhir.resource e, ${stale} and (e.record_id, e.n) > ($3::uuid, $4::bigint) order by e.record_id, e.n limit $5`,
  { acrossRecords: reason },
);
/** The same among what is shared: all that is left, `$3` at a time. */
export const nextStaleShared = statement(
  'fhir.nextStaleShared',
  `select e.type, e.id, e.version, e.at, e.body, e.keys::text as keys from fhir.shared e, ${stale} order by e.type, e.id limit $3`,
);
