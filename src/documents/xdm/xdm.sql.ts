import { type Statement, statement } from '#store';

/** The columns of an entry and its bytes' place. */
const shown = `e.n, e.version, e.date, e.deposited_at, e.hidden_from_professionals, e.hidden_from_patient, e.replaced_by, e.title,
     e.media_type, e.facts, e.unique_id, e.blob`;

/** Chosen entries, by number, newest first. */
export function chosenEntries(predicate: string): Statement {
  return statement(
    'documents.chosenEntries',
    `select ${shown} from documents.entry e where e.record_id = $1 and e.n = any($2::bigint[]) and ${predicate}
     order by e.date desc, e.n desc`,
  );
}

/** Every current entry, of a class or of all, newest first. */
export function currentEntries(predicate: string): Statement {
  return statement(
    'documents.currentEntries',
    `select ${shown} from documents.entry e where e.record_id = $1 and e.replaced_by is null and ${predicate}
       and ($8::text is null or e.class_code = $8) order by e.date desc, e.n desc limit $9`,
  );
}
