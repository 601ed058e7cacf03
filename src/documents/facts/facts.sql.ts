import { type Statement, statement } from '#store';

export const factsOfEntry = statement(
  'documents.factsOfEntry',
  'select key, fact_n, version, stands, digest from documents.fact where record_id = $1 and n = $2',
);
export const putFacts = statement(
  'documents.putFacts',
  `insert into documents.fact (record_id, n, key, fact_n, version, stands, digest)
   select r.record_id, $2, t.* from (select $1::uuid as record_id) r,
     unnest($3::bytea[], $4::bigint[], $5::bigint[], $6::boolean[], $7::bytea[]) as t(key, fact_n, version, stands, digest)
   where r.record_id = $1
   on conflict (record_id, n, key) do update set version = excluded.version, stands = excluded.stands, digest = excluded.digest`,
);
export const putResult = statement(
  'documents.putResult',
  `insert into documents.facts (record_id, n, form, state, drawn_at, result) values ($1, $2, $3, $4, $5, $6)
   on conflict (record_id, n) do update set form = excluded.form, state = excluded.state, drawn_at = excluded.drawn_at,
     result = excluded.result`,
);
export const dropResult = statement('documents.dropResult', 'delete from documents.facts where record_id = $1 and n = $2');
/** The numbers of the resources of a document that stand. */
export const standingFacts = statement(
  'documents.standingFacts',
  'select fact_n from documents.fact where record_id = $1 and n = $2 and stands',
);
/** They end: each takes the version of its end. */
export const endFacts = statement(
  'documents.endFacts',
  'update documents.fact set stands = false, version = version + 1 where record_id = $1 and n = $2 and stands',
);

/** What was drawn from one document that the Permit shows; `$2` its number, the Permit's values from `$3`. */
export function resultShown(predicate: string): Statement {
  return statement(
    'documents.resultShown',
    `select e.title, e.facts, e.replaced_by is null and e.superseded_with is null as stands, f.form, f.state, f.drawn_at, f.result,
       t.facts_form,       case when t.facts_form is not null then t.indexed_at end as looked_at, coalesce(t.wrapped, false) as wrapped
     from documents.entry e
     left join documents.facts f on f.record_id = e.record_id and f.n = e.n
     left join documents.text t on t.record_id = e.record_id and t.n = e.n
     where e.record_id = $1 and e.n = $2 and ${predicate}`,
  );
}

/** The state of a document that its facts follow; the record is locked. */
export const entryStanding = statement(
  'documents.entryStanding',
  `select title, facts, depositor, author_ids, hidden_from_professionals, hidden_from_patient, hidden_from_representatives,
     document_type, replaced_by is null and superseded_with is null as stands
   from documents.entry where record_id = $1 and n = $2`,
);
