import { statement } from '#store';

/**
 * Keys made anew after a parameter was added, see {@link Parameters.stamp}: `$1` record, `$2` numbers, `$3` the versions read, `$4` keys, `$5`
 * dates or null. What changed meanwhile was extracted by its writer.
 */
export const renewKeys = statement(
  'fhir.renewKeys',
  `update fhir.resource e set keys = s.keys, at = coalesce(s.at, e.updated_at)
   from unnest($2::bigint[], $3::bigint[], $4::jsonb[], $5::timestamptz[]) as s(n, version, keys, at)
   where e.record_id = $1 and e.n = s.n and e.version = s.version`,
);

/** The same among the shared resources: `$1` types, `$2` ids, `$3` the versions read, `$4` keys, `$5` dates or null. */
export const renewSharedKeys = statement(
  'fhir.renewSharedKeys',
  `update fhir.shared e set keys = s.keys, at = coalesce(s.at, e.updated_at)
   from unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], $5::timestamptz[]) as s(type, id, version, keys, at)
   where e.type = s.type and e.id = s.id and e.version = s.version`,
);
