import { type Statement, statement } from '#store';
import { entryColumns } from '../documents.sql.ts';

/** An entry and its bytes' place. */
const shown = `${entryColumns}, e.unique_id, e.blob`;

/** Chosen entries, newest first: `$1` record, `$2` numbers; what may be seen from `$3`. */
export function chosenEntries(predicate: string): Statement {
  return statement(
    'documents.chosenEntries',
    `select ${shown} from documents.entry e where e.record_id = $1 and e.n = any($2::bigint[]) and ${predicate}
     order by e.date desc, e.n desc`,
  );
}

/** Every entry in force that is not archived, newest first: `$1` record, `$2` class or null, `$3` how many; what may be seen from `$4`. */
export function currentEntries(predicate: string): Statement {
  return statement(
    'documents.currentEntries',
    `select ${shown} from documents.entry e where e.record_id = $1 and e.replaced_by is null and e.superseded_with is null and not e.archived
       and ${predicate}
       and ($2::text is null or e.class_code = $2) order by e.date desc, e.n desc limit $3`,
  );
}
