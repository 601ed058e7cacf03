import { type Statement, statement } from '#store';

const row = `x.id, x.owner, x.requested_at, x.status, x.sealed, x.after_record, x.after_n, x.after_shared, x.records, x.resources,
     x.error, x.expires_at`;

/** Gives a row when the owner has fewer than `$5` under way. */
export const addExport = statement(
  'fhir.addExport',
  `insert into fhir.export (id, owner, requested_at, status, sealed) select $1, $2, $3, 'accepted', $4
   where (select count(*) from fhir.export x where x.owner = $2 and x.status in ('accepted', 'running')) < $5 returning id`,
);
export const readExport = statement('fhir.readExport', `select ${row} from fhir.export x where x.id = $1 and x.owner = $2`);
/** An export that nobody works at: new and asked for by `$3`, or left behind by a server that was killed. */
export const takeExport = statement(
  'fhir.takeExport',
  `update fhir.export x set status = 'running', leased_until = $2 where x.id = (
     select c.id from fhir.export c where c.status in ('accepted', 'running') and (c.leased_until is null or c.leased_until < $1)
     and c.requested_at <= $3
     order by c.requested_at limit 1 for update skip locked)
   returning ${row}`,
);
/** How far it is; no row when it was cancelled, or when another server took it over (its lease ended at another time than ours). */
export const moveExport = statement(
  'fhir.moveExport',
  `update fhir.export x set after_record = $3, after_n = $4, after_shared = $5, records = $6, resources = $7, leased_until = $8
   where x.id = $1 and x.status = 'running' and x.leased_until = $2 returning x.id`,
);
export const endExport = statement(
  'fhir.endExport',
  `update fhir.export x set status = $2, error = $3, expires_at = $4, leased_until = null where x.id = $1 and x.status = 'running'`,
);
export const leaveExport = statement(
  'fhir.leaveExport',
  `update fhir.export x set leased_until = null where x.id = $1 and x.status = 'running' and x.leased_until = $2`,
);
/** Cancelled by its owner, or expired: its files go with it. */
export const removeExport = statement(
  'fhir.removeExport',
  `with files as (delete from fhir.export_file f using fhir.export x where x.id = $1 and x.owner = $2 and f.export = $1)
   delete from fhir.export x where x.id = $1 and x.owner = $2 returning x.id`,
);
export const removeExpired = statement(
  'fhir.removeExpired',
  `with gone as (delete from fhir.export x where x.expires_at < $1 returning x.id)
   delete from fhir.export_file f using gone where f.export = gone.id`,
);

export const addChunks = statement(
  'fhir.addChunks',
  `insert into fhir.export_file (export, type, part, chunk, resources, sealed)
   select $1, t.type, t.part, t.chunk, t.resources, t.sealed
   from unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::bytea[]) as t(type, part, chunk, resources, sealed)
   on conflict (export, type, part, chunk) do nothing`,
);
/** Each file with its last chunk and the number of its resources. */
export const filesOf = statement(
  'fhir.filesOf',
  `select f.type, f.part, max(f.chunk) as last, sum(f.resources)::bigint as resources from fhir.export_file f where f.export = $1
   group by f.type, f.part order by f.type, f.part`,
);
export const readChunk = statement(
  'fhir.readChunk',
  `select f.sealed from fhir.export_file f where f.export = $1 and f.type = $2 and f.part = $3 and f.chunk = $4`,
);

/**
 * What of one home is exported, in the order of its numbers: `$1` the home, `$2` after this number, `$3` types (null: all), `$4` changed
 * after, `$5` and not after; `$6` how many; what the Permit adds from `$7`.
 */
export function exportPage(narrow: string): Statement {
  return statement(
    narrow === 'true' ? 'fhir.exportOwn' : 'fhir.exportPage',
    `select e.n, e.type, e.id, e.body from fhir.resource e
     where e.record_id = $1 and e.n > $2 and ($3::text[] is null or e.type = any($3::text[]))
       and ($4::timestamptz is null or e.updated_at > $4) and e.updated_at <= $5 and ${narrow}
     order by e.n limit $6`,
  );
}
/** Whether anything of a home but its Patient is there to be seen. */
export function anythingSeen(narrow: string): Statement {
  return statement(
    'fhir.anythingSeen',
    `select 1 as one from fhir.resource e where e.record_id = $1 and e.n > 0 and ${narrow} limit 1`,
  );
}
/** As {@link exportPage}, of what was deleted since, and is not there again. */
export function deletedSince(narrow: string): Statement {
  return statement(
    narrow === 'true' ? 'fhir.deletedOwnSince' : 'fhir.deletedSince',
    `select distinct e.type, e.id from fhir.history e
     where e.record_id = $1 and e.method = 'DELETE' and ($2::text[] is null or e.type = any($2::text[])) and e.at > $3 and e.at <= $4
       and not exists (select 1 from fhir.resource r where r.record_id = $1 and r.n = e.n) and ${narrow}
     order by e.type, e.id limit 10000`,
  );
}
/** What is shared, in the order of `type/id`. */
export const exportShared = statement(
  'fhir.exportShared',
  `select e.type, e.id, e.body from fhir.shared e
   where e.type || '/' || e.id > $1 and ($2::text[] is null or e.type = any($2::text[]))
     and ($3::timestamptz is null or e.updated_at > $3) and e.updated_at <= $4
   order by e.type || '/' || e.id limit $5`,
);
