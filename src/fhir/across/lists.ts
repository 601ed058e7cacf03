import type { RecordId } from '#kernel';
import type { AcrossPermit } from '#rights';
import type { Sql } from '#store';
import { spotOf } from '../engine/home.ts';
import { lookUpAliases } from '../engine/lookUp.ts';
import type { Condition, Parameters } from '../search/index.ts';
import { keptColumns } from './kept.ts';
import { listName } from './name.ts';

/** Where the resources that a search may find are looked up: in lists of the projection, or where their ids say. */
export type Candidates =
  | Lists
  | { readonly by: 'spots'; readonly records: readonly RecordId[]; readonly numbers: readonly number[] };

/** All of any of these, whole lists or shorter ones. */
export interface Lists {
  readonly by: 'lists';
  readonly under: boolean;
  readonly names: readonly string[];
}

/** Of a search with more alternatives the whole list is gone through. */
const mostNames = 20;

/** What a maker has of a type, whole. */
export const wholeList = ({ maker }: AcrossPermit, type: string): Lists => ({
  by: 'lists',
  under: false,
  names: [listName(maker, type)],
});

/** The shorter lists, any of which holds all that the conditions let through. */
export function shorterLists(
  { maker }: AcrossPermit,
  type: string,
  where: readonly Condition[],
  parameters: Parameters,
): readonly Lists[] {
  const kept = keptColumns(parameters, type);
  return required(where).flatMap((condition): readonly Lists[] => {
    if (condition.is !== 'match' || condition.test.is !== 'tokens') return [];
    const { parameter, test } = condition;
    if (parameter.columns.length === 0 || !parameter.columns.every(({ key }) => kept.has(key))) return [];
    const codes = new Set(test.tokens.map(({ code }) => code));
    if (codes.size > mostNames) return [];
    const names = [...codes].flatMap((code) => (code === undefined ? [] : [listName(maker, type, code)]));
    return names.length === codes.size ? [{ by: 'lists', under: true, names }] : [];
  });
}

/** What the conditions name by id; undefined when they do not. An id that nothing bears leads nowhere. */
export async function spotsNamed(sql: Sql, type: string, where: readonly Condition[]): Promise<Candidates | undefined> {
  for (const condition of required(where)) {
    if (condition.is !== 'match' || condition.test.is !== 'ids') continue;
    const { ids } = condition.test;
    const aliases = await lookUpAliases(
      sql,
      ids.map((id) => ({ type, id })),
    );
    const spots = ids.flatMap((id) => spotOf(type, id) ?? aliases.get(`${type}/${id}`) ?? []);
    return { by: 'spots', records: spots.map(({ home }) => home), numbers: spots.map(({ n }) => n) };
  }
  return undefined;
}

/** The conditions that hold for every match, each alone. */
function required(where: readonly Condition[]): readonly Condition[] {
  return where.flatMap((condition) => (condition.is === 'all' ? required(condition.of) : [condition]));
}
