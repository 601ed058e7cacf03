import { statement } from '#store';

/** Where the bytes of a document are, and when it came. */
export const bytesOfEntry = statement(
  'documents.bytesOfEntry',
  'select blob, media_type, deposited_at from documents.entry where record_id = $1 and n = $2',
);
/**
 * The documents behind a place, in the order of their keys, with whether they are understood in today's forms: `$1` record and `$2` number
 * of the place, `$3` the form of facts, `$4` that of the text, `$5` how many.
 */
export const entriesBehind = statement(
  'documents.entriesBehind',
  `select e.record_id, e.n, coalesce(t.form = $4, false) and (coalesce(t.facts_form = $3, false) or coalesce(f.form = $3, false)) as understood
   from documents.entry e
   left join documents.facts f on f.record_id = e.record_id and f.n = e.n
   left join documents.text t on t.record_id = e.record_id and t.n = e.n
   where (e.record_id, e.n) > ($1::uuid, $2::bigint) order by e.record_id, e.n limit $5`,
  { acrossRecords: 'documents of an earlier version of Socle are understood once, whoever they belong to' },
);
