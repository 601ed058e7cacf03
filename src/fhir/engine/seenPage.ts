import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import {
  type Found,
  type FoundRow,
  includeSql,
  mostIncluded,
  newestSql,
  pageOf,
  type Query,
  type SearchPage,
  type SearchRow,
  searchSql,
} from '../search/index.ts';
import type { SearchAnswer } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { placeOf, recordOf } from './match.ts';
import { type Sight, traceRefusal } from './permit.ts';
import * as refusals from './refusals.ts';
import { type Shown, shownOf } from './stored.ts';
import { traceSearch } from './traceSearch.ts';

/** One page of what is there for this sight, with the exact total. */
export async function pageSeen(desk: FhirDesk, query: Query, sight: Sight): Promise<SearchPage> {
  const newest = newestSql(query, placeOf(sight), desk.parameters);
  if (newest !== undefined) {
    const matches = await desk.store.query<FoundRow>(newest, newest.values);
    if (matches.length <= query.count) return { total: query.total ? matches.length : undefined, matches, next: undefined };
  }
  const statement = searchSql(query, placeOf(sight), desk.parameters);
  const rows = await desk.store.query<SearchRow>(statement, statement.values);
  return pageOf(query, recordOf(sight.home), rows);
}

type IncludedRow = FoundRow & { readonly shared: boolean };

/** What the matches bring along, step by step, each thing once. Refuses `fhir.too-many-included` rather than leave something out. */
export async function includedBy(
  desk: FhirDesk,
  query: Query,
  matches: readonly FoundRow[],
  sight: Sight,
): Promise<readonly Shown[]> {
  if (query.include.length === 0 && query.revinclude.length === 0) return [];
  const shared = recordOf(sight.home) === undefined;
  const known = new Set(matches.map(({ type, id }) => `${type}/${id}`));
  const included: Shown[] = [];
  let from: readonly Found[] = matches.map(({ type, id, n }) => ({ type, id, n, shared }));
  for (let step = 0; from.length > 0; step++) {
    const statement = includeSql(query, step, from, placeOf(sight), desk.parameters);
    if (statement === undefined) break;
    const rows = await desk.store.query<IncludedRow>(statement, statement.values);
    const fresh = rows.filter(({ type, id }) => !known.has(`${type}/${id}`) && known.add(`${type}/${id}`));
    if (rows.length > mostIncluded || included.length + fresh.length > mostIncluded) throw refusals.tooManyIncluded(mostIncluded);
    included.push(...fresh.map((row) => shownOf(row.shared ? PLATFORM : sight.home, row)));
    from = fresh;
  }
  return included;
}

export function answerOf(
  { total, summary, elements, ignored }: Query,
  home: RecordId,
  page: SearchPage | undefined,
  included: readonly Shown[],
): SearchAnswer {
  return {
    ...(total ? { total: page?.total ?? 0 } : {}),
    matches: (page?.matches ?? []).map((row) => shownOf(home, row)),
    included,
    ...(summary === undefined ? {} : { summary }),
    ...(elements === undefined ? {} : { elements }),
    ...(ignored.length === 0 ? {} : { ignored }),
  };
}

/** Whoever names somebody unknown finds nothing; a citizen is told that this is not their record, known or not. */
export async function nobody(desk: FhirDesk, call: Call, query: Query): Promise<SearchAnswer> {
  if (call.actor.kind === 'citizen') await refuseStranger(desk, call);
  await traceSearch(desk, call, PLATFORM, undefined, { type: query.types?.join(',') ?? 'all' });
  return answerOf(query, PLATFORM, undefined, []);
}

async function refuseStranger(desk: FhirDesk, call: Call): Promise<void> {
  try {
    await desk.rights.decide(call, PLATFORM, 'list');
  } catch (error) {
    if (error instanceof Refusal) await traceRefusal(desk, call, PLATFORM, error.code);
    throw error;
  }
}
