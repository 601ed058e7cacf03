import type { Parameters } from '../parameters/parameters.ts';
import type { Query } from '../query.ts';
import { Draft, type Place } from './place.ts';
import { made, matching, type SqlText, shownOf } from './search.sql.ts';

/**
 * The search asked most: the newest of one type in a record, from the beginning. At most `count` + 1 rows; when there are no more than
 * `count`, they are all, and their number is the total: half the work of `searchSql`, to which one turns otherwise. Undefined for any other search.
 */
export function newestSql(query: Query, place: Place, parameters: Parameters): (SqlText & { readonly brief: true }) | undefined {
  const { sort, after, count, types } = query;
  if (place.record === undefined || sort.length > 0 || after !== undefined || count === 0 || types?.length !== 1)
    return undefined;
  const draft = new Draft(place, parameters);
  const where = matching(query, 'resource', draft);
  const text = `select ${shownOf('e')} from fhir.resource e where ${where} order by e.at desc, e.n desc limit ${draft.bind(count + 1)}`;
  return { ...made('newest', text, draft), brief: true };
}
