import { type Statement, statement } from '#store';

export const submissionByUid = statement(
  'documents.submissionByUid',
  `select n, depositor from documents.submission
   where record_id = $1 and hashtextextended(uid, 0) = hashtextextended($2, 0) and uid = $2`,
);
export const addSubmission = statement(
  'documents.addSubmission',
  `insert into documents.submission (record_id, n, uid, at, depositor, body) values ($1, $2, $3, $4, $5, $6)`,
);
export const sameIds = statement(
  'documents.sameIds',
  `select n, unique_id, replaced_by, depositor, author_ids, hidden_from_professionals, hidden_from_patient, version, sha256
   from documents.entry
   where record_id = $1 and (n = any($3::bigint[]) or
     (unique_id = any($2::text[]) and hashtextextended(unique_id, 0) = any(array(select hashtextextended(u, 0) from unnest($2::text[]) u))))`,
);
export const ofSubmission = statement(
  'documents.ofSubmission',
  'select n, unique_id, sha256, title, facts from documents.entry where record_id = $1 and submission_n = $2 order by n',
);
export const addEntry = statement(
  'documents.addEntry',
  `insert into documents.entry (record_id, n, version, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids,
     hidden_from_professionals, hidden_from_patient, blob, title, media_type, sha256, facts)
   values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);
export const supersede = statement(
  'documents.supersede',
  'update documents.entry set replaced_by = $3, version = version + 1 where record_id = $1 and n = $2',
);
export const setVisibility = statement(
  'documents.setVisibility',
  'update documents.entry set hidden_from_professionals = $3, version = version + 1 where record_id = $1 and n = $2',
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
const shown = `e.n, e.version, e.date, e.deposited_at, e.hidden_from_professionals, e.hidden_from_patient, e.replaced_by, e.title,
     e.media_type, e.facts`;

export function readEntry(predicate: string): Statement {
  return statement(
    'documents.readEntry',
    `select ${shown}, e.blob, e.depositor, e.author_ids from documents.entry e where e.record_id = $1 and e.n = $2 and ${predicate}`,
    { brief: true },
  );
}

export function listEntries(predicate: string): Statement {
  return statement(
    'documents.listEntries',
    `select ${shown} from documents.entry e where e.record_id = $1 and ${predicate}
       and ($8::text is null or e.class_code = $8) and ($9::timestamptz is null or (e.date, e.n) < ($9, $10::bigint))
     order by e.date desc, e.n desc limit $11`,
  );
}

export function countByClass(predicate: string): Statement {
  return statement(
    'documents.countByClass',
    `select e.class_code, count(*) as count from documents.entry e
     where e.record_id = $1 and e.replaced_by is null and ${predicate} group by e.class_code`,
  );
}

export function newEntries(predicate: string): Statement {
  return statement(
    'documents.newEntries',
    `select ${shown}, count(*) over () as total from documents.entry e
     where e.record_id = $1 and e.replaced_by is null and e.deposited_at > $8 and ${predicate}
     order by e.deposited_at desc, e.n desc limit $9`,
  );
}

export function findSubmissions(predicate: string): Statement {
  return statement(
    'documents.findSubmissions',
    `select * from (
       select s.n, s.at as key, s.body, array_agg(e.n) as entries, count(*) over () as total
       from documents.submission s join documents.entry e on e.record_id = s.record_id and e.submission_n = s.n
       where s.record_id = $1 and e.record_id = $1 and ${predicate}
         and ($8::text[] is null or s.uid = any($8)) and ($9::bigint[] is null or s.n = any($9))
         and ($10::tstzmultirange is null or s.at <@ $10)
       group by s.record_id, s.n
     ) x where ($11::timestamptz is null or (x.key, x.n) < ($11, $12::bigint))
     order by x.key desc, x.n desc limit $13`,
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
