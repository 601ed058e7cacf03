import type { EachPermit } from '#rights';
import { type Statement, statement } from '#store';
import type { Seen } from './seen.ts';

export const submissionByUid = statement(
  'documents.submissionByUid',
  `select n, depositor from documents.submission
   where record_id = $1 and hashtextextended(uid, 0) = hashtextextended($2, 0) and uid = $2`,
);
export const addSubmission = statement(
  'documents.addSubmission',
  `insert into documents.submission (record_id, n, uid, at, depositor, body) values ($1, $2, $3, $4, $5, $6)`,
);
/** What a change of an entry starts from; see `life/change.ts`. */
export const standing = `e.n, e.version, e.date, e.depositor, e.author_ids, e.hidden_from_professionals, e.hidden_from_patient, e.hidden_from_representatives,
     e.document_type, e.replaced_by, e.superseded_with, e.archived, e.told_at, e.appends`;
export const sameIds = statement(
  'documents.sameIds',
  `select ${standing}, unique_id, sha256, false as withdrawn from documents.entry e
   where record_id = $1 and (n = any($3::bigint[]) or
     (unique_id = any($2::text[]) and hashtextextended(unique_id, 0) = any(array(select hashtextextended(u, 0) from unnest($2::text[]) u))))
   union all
   select ${standing}, unique_id, sha256, true from documents.withdrawn e
   where record_id = $1 and (n = any($3::bigint[]) or unique_id = any($2::text[]))`,
);
export const ofSubmission = statement(
  'documents.ofSubmission',
  `select n, unique_id, sha256, title, facts from documents.entry where record_id = $1 and submission_n = $2
   union all
   select n, unique_id, sha256, title, facts from documents.withdrawn where record_id = $1 and submission_n = $2
   order by n`,
);
export const addEntry = statement(
  'documents.addEntry',
  `insert into documents.entry (record_id, n, version, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids,
     hidden_from_professionals, hidden_from_patient, hidden_from_representatives, document_type, blob, title, media_type, sha256, facts,
     archived, appends)
   values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
);
/** The entries that complete one of these, or one that does, and are in force; `root` is which of these. */
export const addendaOf = statement(
  'documents.addendaOf',
  `with recursive tied as (
     select e.n, e.appends as root from documents.entry e where e.record_id = $1 and e.appends = any($2::bigint[])
     union
     select e.n, t.root from documents.entry e join tied t on e.appends = t.n where e.record_id = $1
   )
   select ${standing}, t.root from documents.entry e join tied t on t.n = e.n
   where e.record_id = $1 and e.replaced_by is null and e.superseded_with is null order by e.n`,
);
/** The state of some entries after a change, one version more. */
export const setStates = statement(
  'documents.setStates',
  `update documents.entry e set version = t.version, hidden_from_professionals = t.professionals, hidden_from_patient = t.patient,
     hidden_from_representatives = t.representatives, document_type = t.type, replaced_by = t.replaced_by,
     superseded_with = t.superseded_with, archived = t.archived, told_at = t.told_at
   from unnest($2::bigint[], $3::bigint[], $4::boolean[], $5::boolean[], $6::boolean[], $7::text[], $8::bigint[], $9::bigint[], $10::boolean[],
       $11::timestamptz[])
     as t(n, version, professionals, patient, representatives, type, replaced_by, superseded_with, archived, told_at)
   where e.record_id = $1 and e.n = t.n`,
);
export const setFacts = statement(
  'documents.setFacts',
  'update documents.entry set class_code = $3, title = $4, facts = $5 where record_id = $1 and n = $2',
);
/**
 * What the person does not know of: documents that wait to be announced and what was drawn from them, withdrawn ones too; with `$2` what is
 * kept from who acts for them as well.
 */
export const untold = statement(
  'documents.untold',
  `with waiting as (
     select n from documents.entry where record_id = $1 and (hidden_from_patient or ($2 and hidden_from_representatives))
     union all
     select n from documents.withdrawn where record_id = $1 and (hidden_from_patient or ($2 and hidden_from_representatives))
   )
   select n from waiting
   union all select f.fact_n from documents.fact f join waiting w on w.n = f.n where f.record_id = $1`,
  { brief: true },
);
export const visit = statement(
  'documents.visit',
  `insert into documents.visit (record_id, last) values ($1, $2)
   on conflict (record_id) do update set last = excluded.last,
     previous = case when visit.last < excluded.last - interval '30 minutes' then visit.last else visit.previous end
   returning previous`,
);
export const lastVisit = statement('documents.lastVisit', 'select last, previous from documents.visit where record_id = $1');

/** The columns of an entry in lists. */
export const entryColumns = `e.n, e.version, e.date, e.deposited_at, e.hidden_from_professionals, e.hidden_from_patient,
     e.hidden_from_representatives, e.document_type, e.replaced_by, e.title,
     e.media_type, e.facts, e.superseded_with, e.archived, e.told_at, e.appends`;

/** The same to be shown: a document that took its place, or that it completes, is named to who sees that one. */
export function shownColumns(seen: Seen, record = '$1'): string {
  const shown = (column: string) =>
    `case when e.${column} is not null then (select r.n from documents.entry r where r.record_id = ${record} and r.n = e.${column} and ${seen('r')}) end`;
  return `${entryColumns}, ${shown('replaced_by')} as replaced_by_shown, ${shown('appends')} as appends_shown`;
}

/** `$1` record, `$2` number; what may be seen from `$3`. */
export function readEntry(seen: Seen): Statement {
  return statement(
    'documents.readEntry',
    `select ${shownColumns(seen)}, e.blob, e.depositor, e.author_ids, e.class_code from documents.entry e
     where e.record_id = $1 and e.n = $2 and ${seen('e')}`,
    { brief: true },
  );
}

/** `$1` record, `$2` class, `$3` and `$4` behind which place, `$5` archived, `$6` how many; what may be seen from `$7`. */
export function listEntries(seen: Seen): Statement {
  return statement(
    'documents.listEntries',
    `select ${shownColumns(seen)} from documents.entry e where e.record_id = $1 and ${seen('e')}
       and ($2::text is null or e.class_code = $2) and ($3::timestamptz is null or (e.date, e.n) < ($3, $4::bigint))
       and e.archived = $5
     order by e.date desc, e.n desc limit $6`,
  );
}

/** `$1` record, `$2` how many; what may be seen from `$3`. */
export function everyEntry(seen: Seen): Statement {
  return statement(
    'documents.everyEntry',
    `select ${shownColumns(seen)} from documents.entry e where e.record_id = $1 and ${seen('e')} order by e.date desc, e.n desc limit $2`,
  );
}

/** `$1` record; what may be seen from `$2`. */
export function countByClass(predicate: string): Statement {
  return statement(
    'documents.countByClass',
    `select e.class_code, count(*) as count from documents.entry e
     where e.record_id = $1 and e.replaced_by is null and e.superseded_with is null and not e.archived and ${predicate}
     group by e.class_code`,
  );
}

/** `$1` record, `$2` since, `$3` how many; what may be seen from `$4`. */
export function newEntries(seen: Seen): Statement {
  return statement(
    'documents.newEntries',
    `select ${shownColumns(seen)}, count(*) over () as total from documents.entry e
     where e.record_id = $1 and e.replaced_by is null and e.superseded_with is null and not e.archived
       and coalesce(e.told_at, e.deposited_at) > $2 and ${seen('e')}
     order by coalesce(e.told_at, e.deposited_at) desc, e.n desc limit $3`,
  );
}

/**
 * `$1` since when in each record, `$2` by whom not, `$3` how many of each; which records, and what may be seen of each, from `$4`. Each is told by
 * its place among them, from 1 on.
 */
export function freshEntries({ arrays, columns, predicate }: EachPermit): Statement {
  return statement(
    'documents.freshEntries',
    `select p.place, x.* from unnest($1::timestamptz[], ${arrays}) with ordinality as p(since, ${columns}, place)
     cross join lateral (
       select ${shownColumns(predicate, 'p.record_id')}, count(*) over () as total from documents.entry e
       where e.record_id = p.record_id and e.replaced_by is null and e.superseded_with is null and not e.archived
         and e.deposited_at > p.since and not ($2 = any(e.author_ids)) and ${predicate('e')}
       order by e.deposited_at desc, e.n desc limit $3
     ) x`,
    { acrossRecords: 'what is new among those whom a professional saw; each record under a Permit of its own' },
  );
}

/** `$1` record, `$2` and `$3` which, `$4` when, `$5` and `$6` behind which place, `$7` how many; what may be seen from `$8`. */
export function findSubmissions(predicate: string): Statement {
  return statement(
    'documents.findSubmissions',
    `select * from (
       select s.n, s.at as key, s.body, array_agg(e.n) as entries, count(*) over () as total,
         exists (select from documents.withdrawn w where w.record_id = $1 and w.submission_n = s.n)
           or (select count(*) from documents.entry x where x.record_id = $1 and x.submission_n = s.n) > count(*) as partly
       from documents.submission s join documents.entry e on e.record_id = s.record_id and e.submission_n = s.n
       where s.record_id = $1 and e.record_id = $1 and ${predicate}
         and ($2::text[] is null or s.uid = any($2)) and ($3::bigint[] is null or s.n = any($3))
         and ($4::tstzmultirange is null or s.at <@ $4)
       group by s.record_id, s.n
     ) x where ($5::timestamptz is null or (x.key, x.n) < ($5, $6::bigint))
     order by x.key desc, x.n desc limit $7`,
  );
}

export const recordsToMove = statement(
  'documents.recordsToMove',
  'select distinct record_id from documents.entry where body is not null limit $1',
  { acrossRecords: 'the faces of entries of an earlier version of Socle are moved once, whoever they belong to' },
);
export const entriesToMove = statement(
  'documents.entriesToMove',
  'select n, version, depositor, author_ids, body from documents.entry where record_id = $1 and body is not null order by n',
);
export const versionsToMove = statement(
  'documents.versionsToMove',
  'select n, version, body from documents.entry_history where record_id = $1 and n = any($2::bigint[]) order by n, version',
);
export const moved = statement(
  'documents.moved',
  'update documents.entry set body = null where record_id = $1 and n = any($2::bigint[])',
);
export const forgetVersions = statement(
  'documents.forgetVersions',
  'delete from documents.entry_history where record_id = $1 and n = any($2::bigint[])',
);

export const recordsToClassify = statement(
  'documents.recordsToClassify',
  `select record_id from documents.entry where document_type is null
   union select record_id from documents.withdrawn where document_type is null limit $1`,
  { acrossRecords: 'documents of an earlier version of Socle are told of what type they are once, whoever they belong to' },
);
export const toClassify = statement(
  'documents.toClassify',
  `select n, facts, null::bytea as faces from documents.entry where record_id = $1 and document_type is null
   union all select n, facts, faces from documents.withdrawn where record_id = $1 and document_type is null order by n`,
);
export const factsOfEntries = statement(
  'documents.factsOfEntries',
  'select n, fact_n from documents.fact where record_id = $1 and n = any($2::bigint[])',
);
/** `$2` numbers, `$3` types, `$4` whether hidden from representatives: of entries and of withdrawn ones. */
export const classified = statement(
  'documents.classified',
  `with t as (select * from unnest($2::bigint[], $3::text[], $4::boolean[]) as t(n, type, hidden)),
     gone as (
       update documents.withdrawn e set document_type = t.type, hidden_from_representatives = t.hidden from t where e.record_id = $1 and e.n = t.n
     )
   update documents.entry e set document_type = t.type, hidden_from_representatives = t.hidden from t where e.record_id = $1 and e.n = t.n`,
);
