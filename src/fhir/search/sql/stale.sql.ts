import { statement } from '#store';

/**
 * Resources whose keys lack what was defined since they were made: `$1` record, `$2` types and `$3` their stamps, `$4` after this number, `$5` how
 * many. A job extracts them anew and writes with {@link renewKeys}; when none is left, the record is searched truthfully.
 */
export const staleOf = statement(
  'fhir.staleOf',
  `select e.n, e.type, e.id, e.version, e.updated_at, e.body from fhir.resource e
   join unnest($2::text[], $3::text[]) as s(type, stamp) on e.type = s.type
   where e.record_id = $1 and e.n > $4 and coalesce(e.keys->>'#', '') <> s.stamp order by e.n limit $5`,
);

/** `$1` record, `$2` numbers, `$3` the versions read, `$4` keys, `$5` dates or null. What changed meanwhile was extracted by its writer. */
export const renewKeys = statement(
  'fhir.renewKeys',
  `update fhir.resource e set keys = s.keys, at = coalesce(s.at, e.updated_at)
   from unnest($2::bigint[], $3::bigint[], $4::jsonb[], $5::timestamptz[]) as s(n, version, keys, at)
   where e.record_id = $1 and e.n = s.n and e.version = s.version`,
);

/** The same among the shared resources: `$1` types, `$2` stamps, `$3` after this id, `$4` how many. */
export const staleShared = statement(
  'fhir.staleShared',
  `select e.n, e.type, e.id, e.version, e.updated_at, e.body from fhir.shared e
   join unnest($1::text[], $2::text[]) as s(type, stamp) on e.type = s.type
   where e.id > $3 and coalesce(e.keys->>'#', '') <> s.stamp order by e.id limit $4`,
);

/** `$1` types, `$2` ids, `$3` the versions read, `$4` keys, `$5` dates or null. */
export const renewSharedKeys = statement(
  'fhir.renewSharedKeys',
  `update fhir.shared e set keys = s.keys, at = coalesce(s.at, e.updated_at)
   from unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], $5::timestamptz[]) as s(type, id, version, keys, at)
   where e.type = s.type and e.id = s.id and e.version = s.version`,
);
