import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '#store';
import { type Json, text } from '../../json.ts';
import { addedParameters, addedUrls, type Definitions, markOf } from './added.ts';
import { indexedOf } from './indexing.sql.ts';
import { type Progress, progressAt } from './progress.ts';

/** How far everything stored is found by one search parameter that was added. */
export interface ParameterStanding {
  readonly url: string;
  readonly code: string;
  /** `unused`: nothing is searched by it, being retired, hidden by another definition, or beyond what is done here. */
  readonly status: Progress['status'] | 'unused';
  /** The types that it is for; `Resource` stands for a search of several types. */
  readonly types: readonly string[];
  /** Of those, the ones whose resources are not all found by it yet: a search by it is refused there. */
  readonly missing: readonly string[];
}

export interface IndexingStanding {
  readonly works: readonly Progress[];
  readonly parameters: readonly ParameterStanding[];
}

export interface StandingOfOne {
  /** The last work on the search values of its types; none when there never was one. */
  readonly work: Progress | undefined;
  readonly parameter: ParameterStanding;
}

type Desk = Definitions & { readonly store: Sql };

/** Every work, and every search parameter that was added, as far as this server has heard of it. */
export async function standingOf(desk: Desk, at: Date): Promise<IndexingStanding> {
  // The works first: what one of them finished is marked before it ends, and so is never told as still waiting for it.
  const works = await progressAt(desk.store, at);
  const rows = await desk.store.query<{ type: string; parameters: string[] }>(indexedOf, [null]);
  const indexed = new Map(rows.map(({ type, parameters }) => [type, new Set(parameters)]));
  const uses = [...addedParameters(desk)].flatMap(([type, all]) => all.map((parameter) => ({ type, parameter })));
  const byUrl = Map.groupBy(
    uses.filter(({ parameter }) => parameter.unusable === undefined),
    ({ parameter }) => parameter.url,
  );
  const parameters = [...addedUrls(desk.shelf)].map((url): ParameterStanding => {
    const used = byUrl.get(url) ?? [];
    const types = used.map(({ type }) => type);
    const missing = used.flatMap(({ type, parameter }) => (indexed.get(type)?.has(markOf(parameter)) ? [] : [type]));
    const code = text(desk.shelf.find('SearchParameter', url)?.code) ?? '';
    return { url, code, types, missing, status: types.length === 0 ? 'unused' : statusOf(missing, works) };
  });
  return { works, parameters };
}

/** Of one, by what is stored of it: this server may not have heard of a change of a moment ago. */
export async function standingOfOne(desk: Desk, definition: Json, at: Date): Promise<StandingOfOne> {
  const { works, parameters } = await standingOf(desk, at);
  const url = text(definition.url) ?? '';
  const known = parameters.find((one) => one.url === url);
  const parameter = known !== undefined && isSearchedBy(desk, definition, url) ? known : unheardOf(desk, definition, url);
  const work = works.find(({ kind, types }) => kind === 'keys' && types.some((type) => parameter.types.includes(type)));
  return { work, parameter };
}

/** A pass over everything goes on until it met all that was defined meanwhile, as long as it is about that type. */
function statusOf(missing: readonly string[], works: readonly Progress[]): Progress['status'] {
  if (missing.length === 0) return 'done';
  const under = works.find(
    ({ kind, status, types }) => kind === 'keys' && status === 'running' && missing.some((type) => types.includes(type)),
  );
  return under === undefined ? 'waiting' : 'running';
}

const told = ['code', 'type', 'status', 'base', 'expression', 'component'] as const;

function isSearchedBy({ shelf }: Desk, definition: Json, url: string): boolean {
  const used = shelf.find('SearchParameter', url);
  return used !== undefined && told.every((name) => isDeepStrictEqual(used[name], definition[name]));
}

/** Either it comes in a moment, or another definition of the same address is in its place. */
function unheardOf({ shelf }: Desk, definition: Json, url: string): ParameterStanding {
  const others = shelf.list('SearchParameter').filter((one) => one.url === url).length > 1;
  const unused = others || definition.status === 'retired';
  const types = Array.isArray(definition.base) ? definition.base.map(String) : [];
  return {
    url,
    code: text(definition.code) ?? '',
    types,
    missing: unused ? [] : types,
    status: unused ? 'unused' : 'waiting',
  };
}
