import type { Sql } from '#store';
import type { Condition, Parameter, Parameters, Query } from '../../search/index.ts';
import { notProjected, parameterIndexing, type Standing } from '../refusals.ts';
import { addedUrls, type Definitions, markOf } from './added.ts';
import { indexedOf, standing } from './indexing.sql.ts';

type Row = Standing & { readonly status: string };

/** Refuses `fhir.across-indexing` while the projection does not hold everything yet. */
export async function refuseUnprojected(sql: Sql): Promise<void> {
  const [row] = await sql.query<Row>(standing, ['across']);
  if (row?.status !== 'done') throw notProjected(row ?? { processed: 0, total: 0 });
}

/** Marks of which it is known that everything is indexed: that does not end. */
const ready = new WeakMap<Parameters, Set<string>>();

/**
 * Refuses `fhir.parameter-indexing` when a search uses a parameter that was added and by which what was stored before is not found yet. Costs
 * nothing when the search uses none that was added.
 */
export async function refuseIndexing(
  { shelf, parameters, sql }: Definitions & { readonly sql: Sql },
  query: Query,
): Promise<void> {
  const urls = addedUrls(shelf);
  if (urls.size === 0) return;
  const known = ready.get(parameters) ?? new Set<string>();
  ready.set(parameters, known);
  const used = usedBy(query).filter((one) => urls.has(one.url) && !known.has(`${one.on} ${markOf(one)}`));
  if (used.length === 0) return;
  const rows = await sql.query<{ type: string; parameters: string[] }>(indexedOf, [used.map(({ on }) => on)]);
  for (const { type, parameters: marks } of rows) for (const mark of marks) known.add(`${type} ${mark}`);
  const waiting = used.find((one) => !known.has(`${one.on} ${markOf(one)}`));
  if (waiting === undefined) return;
  const [row] = await sql.query<Row>(standing, ['keys']);
  throw parameterIndexing(waiting.code, row ?? { processed: 0, total: 0 });
}

function usedBy({ where, sort, include, revinclude }: Query): readonly Parameter[] {
  return [
    ...where.flatMap(usedIn),
    ...sort.map(({ parameter }) => parameter),
    ...[...include, ...revinclude].map(({ parameter }) => parameter),
  ];
}

function usedIn(condition: Condition): readonly Parameter[] {
  switch (condition.is) {
    case 'all':
    case 'any':
      return condition.of.flatMap(usedIn);
    case 'not':
      return usedIn(condition.of);
    case 'match':
    case 'listed':
      return [condition.parameter];
    case 'chain':
      return [condition.parameter, ...condition.targets.flatMap(({ where }) => usedIn(where))];
    case 'has':
      return [condition.parameter, ...usedIn(condition.where)];
    case 'of':
      return usedIn(condition.where);
    case 'words':
    case 'document-words':
    case 'numbered':
      return [];
  }
}
