import { type Call, PLATFORM, type RecordId } from '#kernel';
import type { Sql } from '#store';
import { refuseIndexing } from '../across/indexing/ready.ts';
import { type Asked, matchSql, type Place, parseSearch } from '../search/index.ts';
import type { FhirDesk } from './desk.ts';
import type { Sight } from './permit.ts';

export interface Match {
  readonly n: number;
  readonly id: string;
}

/** The first two, in a home, of what a search finds there and the caller may see. Refuses what `parseSearch` refuses. */
export async function matchesOf(
  desk: FhirDesk,
  call: Call,
  sql: Sql,
  type: string,
  asked: Asked,
  place: Place,
): Promise<readonly Match[]> {
  const query = parseSearch(desk.parameters, type, asked, { base: desk.base, now: call.at });
  // A parameter by which not everything is found yet would make a second one.
  await refuseIndexing({ shelf: desk.shelf, parameters: desk.parameters, sql: desk.store }, query);
  const statement = matchSql(query, place, desk.parameters);
  return sql.query<Match>(statement, statement.values);
}

/** What is shared, whole. */
export const sharedPlace: Place = { record: undefined };

export function placeOf({ home, narrow }: Pick<Sight, 'home' | 'narrow'>): Place {
  return { record: recordOf(home), narrow };
}

/** A home as search names it: what is shared has none. */
export function recordOf(home: RecordId): RecordId | undefined {
  return home === PLATFORM ? undefined : home;
}
