import type { Keyed } from '../order.ts';
import type { FoundRow } from '../page.ts';
import type { Parameters } from '../parameters/parameters.ts';
import type { Query } from '../query.ts';
import { orderKeys } from './order.sql.ts';
import { Draft, type Place } from './place.ts';
import { made, matching, type SqlText, shownOf } from './search.sql.ts';

/** A row that {@link keyedSql} answers. */
export type KeyedRow = FoundRow & Keyed;

/**
 * One match in a record, with the values that it is put in order by beside matches of other records: see `inOrder`. For a search of which a
 * record has one match at most: that of its Patient.
 */
export function keyedSql(query: Query, place: Place, parameters: Parameters): SqlText {
  const draft = new Draft(place, parameters);
  const where = matching(query, 'resource', draft);
  const columns = orderKeys(query.sort, 'e', 'resource', draft).map(({ text }, i) => `, ${text} as k${i + 1}`);
  return made('keyed', `select ${shownOf('e')}${columns.join('')} from fhir.resource e where ${where} limit 1`, draft);
}
