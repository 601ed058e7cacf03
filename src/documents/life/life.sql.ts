import { type Statement, statement } from '#store';
import { shownColumns, standing } from '../documents.sql.ts';
import type { Seen } from '../seen.ts';

/** The columns that an entry and a withdrawn one have in common, but for the version. */
const kept = `n, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids, hidden_from_professionals,
     hidden_from_patient, hidden_from_representatives, document_type, replaced_by, blob, facts, title, media_type, sha256, archived, told_at, appends, superseded_with`;

/** A document, what it replaced, what completes any of these, and so on; `chain` is true for the document and the versions before it. */
export const tiedTo = statement(
  'documents.tiedTo',
  `with recursive chain as (
     select e.n from documents.entry e where e.record_id = $1 and e.n = $2
     union
     select e.n from documents.entry e join chain c on e.replaced_by = c.n where e.record_id = $1
   ), tied as (
     select n from chain
     union
     select e.n from documents.entry e join tied t on e.appends = t.n or e.replaced_by = t.n where e.record_id = $1
   )
   select ${standing}, e.n in (select n from chain) as chain from documents.entry e join tied t on t.n = e.n
   where e.record_id = $1 order by e.n`,
);
const keptOf = (alias: string): string => kept.replace(/\w+/g, (column) => `${alias}.${column}`);

/** `$2` and `$3` the entries and what their faces said, `$4` with which document, `$5` when; {@link dropEntries} follows. */
export const keepWithdrawn = statement(
  'documents.keepWithdrawn',
  `insert into documents.withdrawn (record_id, version, withdrawn_with, withdrawn_at, faces, ${kept})
   select e.record_id, e.version, $4, $5, t.faces, ${keptOf('e')}
   from documents.entry e join unnest($2::bigint[], $3::bytea[]) as t(n, faces) on t.n = e.n where e.record_id = $1`,
);
export const dropEntries = statement(
  'documents.dropEntries',
  'delete from documents.entry where record_id = $1 and n = any($2::bigint[])',
);
/** What was withdrawn together with one document. */
export const withdrawnWith = statement(
  'documents.withdrawnWith',
  `select ${standing}, e.withdrawn_with, e.title, e.facts, e.faces from documents.withdrawn e
   where e.record_id = $1 and e.withdrawn_with = (select w.withdrawn_with from documents.withdrawn w where w.record_id = $1 and w.n = $2)
   order by e.n`,
);
/** What was withdrawn with one document, two versions on: one was the withdrawal. {@link dropWithdrawn} follows. */
export const bringBack = statement(
  'documents.bringBack',
  `insert into documents.entry (record_id, version, ${kept})
   select w.record_id, w.version + 2, ${keptOf('w')} from documents.withdrawn w where w.record_id = $1 and w.withdrawn_with = $2`,
);
export const dropWithdrawn = statement(
  'documents.dropWithdrawn',
  'delete from documents.withdrawn where record_id = $1 and withdrawn_with = $2',
);
/** Entries that went out of force with one document. */
export const endedWith = statement(
  'documents.endedWith',
  `select ${standing} from documents.entry e where e.record_id = $1 and e.superseded_with = $2 and e.n <> $2 and e.replaced_by is null`,
);
export const entryThere = statement('documents.entryThere', 'select n from documents.entry where record_id = $1 and n = $2', {
  brief: true,
});

/** `$1` record, `$2` number; what may be seen from `$3`. */
export function readWithdrawn(predicate: string): Statement {
  return statement(
    'documents.readWithdrawn',
    `select e.n from documents.withdrawn e where e.record_id = $1 and e.n = $2 and ${predicate}`,
    { brief: true },
  );
}

/** Every version of a document, and what completes any of them, as far as they may be seen. */
export function readRelated(seen: Seen): Statement {
  return statement(
    'documents.readRelated',
    `with recursive chain as (
       select c.n, c.replaced_by from documents.entry c where c.record_id = $1 and c.n = $2
       union
       select c.n, c.replaced_by from documents.entry c join chain k on c.n = k.replaced_by or c.replaced_by = k.n where c.record_id = $1
     )
     select ${shownColumns(seen)}, e.depositor, e.author_ids, e.n in (select n from chain) as chain from documents.entry e
     where e.record_id = $1 and (e.n in (select n from chain) or e.appends in (select n from chain)) and ${seen('e')}
     order by e.deposited_at desc, e.n desc limit 200`,
  );
}
