import type { Permit } from '#rights';
import { type Asked, parseSearch, type Query } from '../search/index.ts';
import { besides } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { sightBy } from './permit.ts';
import { pageSeen } from './seenPage.ts';

/**
 * The bodies of a record's resources of a type that a search finds and a Permit shows, newest first, `most` at most, in one statement: for a
 * walk of another module, which decides before and traces after. Refuses what `parseSearch` refuses.
 */
export async function matching(
  desk: FhirDesk,
  permit: Permit,
  type: string,
  asked: Asked,
  most: number,
): Promise<readonly Buffer[]> {
  const options = { base: desk.base, now: permit.call.at, others: besides };
  const query: Query = { ...parseSearch(desk.parameters, type, asked, options), count: most, total: false };
  const { matches } = await pageSeen(desk, query, sightBy(permit.record, permit, 'list'));
  return matches.map(({ body }) => body);
}
