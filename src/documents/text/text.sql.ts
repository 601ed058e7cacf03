import { type Statement, statement } from '#store';
import { shownColumns } from '../documents.sql.ts';
import type { Seen } from '../seen.ts';

export const labelsOfEntry = statement(
  'documents.labelsOfEntry',
  'select title, facts from documents.entry where record_id = $1 and n = $2',
);
/** Writes the form of a document that is there; of one that went meanwhile, nothing. */
export const putText = statement(
  'documents.putText',
  `insert into documents.text (record_id, n, form, state, indexed_at, words, places, body, facts_form, wrapped)
   select e.record_id, e.n, $3, $4, $5, $6, $7, $8, $9, $10 from documents.entry e where e.record_id = $1 and e.n = $2
   on conflict (record_id, n) do update set form = excluded.form, state = excluded.state, indexed_at = excluded.indexed_at,
     words = excluded.words, places = excluded.places, body = excluded.body, facts_form = excluded.facts_form, wrapped = excluded.wrapped
   returning n`,
);
/**
 * The words of every document that the Permit shows, those deposited last first; those not indexed yet are told by their nulls. `$1` record,
 * `$2` form, `$3` how many; what may be seen from `$4`.
 */
export function wordsShown(predicate: string): Statement {
  return statement(
    'documents.wordsShown',
    `select e.n, e.date, e.replaced_by is null and e.superseded_with is null and not e.archived as current, t.state, t.words
     from documents.entry e left join documents.text t on t.record_id = e.record_id and t.n = e.n and t.form = $2
     where e.record_id = $1 and ${predicate} order by e.n desc limit $3`,
  );
}

/** Where words stand in some of them; the Permit holds anew. `$1` record, `$2` numbers, `$3` form; what may be seen from `$4`. */
export function placesShown(seen: Seen): Statement {
  return statement(
    'documents.placesShown',
    `select t.n, t.places from documents.entry e join documents.text t on t.record_id = e.record_id and t.n = e.n
     where e.record_id = $1 and t.record_id = $1 and e.n = any($2::bigint[]) and t.form = $3 and ${seen('e')}`,
  );
}

/** The same with their entries and their texts. */
export function bodiesShown(seen: Seen): Statement {
  return statement(
    'documents.bodiesShown',
    `select ${shownColumns(seen)}, t.places, t.body from documents.entry e join documents.text t on t.record_id = e.record_id and t.n = e.n
     where e.record_id = $1 and t.record_id = $1 and e.n = any($2::bigint[]) and t.form = $3 and ${seen('e')}`,
  );
}
