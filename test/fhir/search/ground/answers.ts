import type { Store } from '#store';
import {
  askedFrom,
  type Condition,
  type Cursor,
  type DocumentWords,
  documentWordsAs,
  type Found,
  type FoundRow,
  includeSql,
  newestSql,
  type Place,
  pageOf,
  parseSearch,
  type Query,
  type SearchRow,
  searchSql,
} from '../../../../src/fhir/search/index.ts';
import { fold } from '../../../../src/fhir/search/keys/fold.ts';
import { predicateText } from '../../../../src/rights/rights.sql.ts';
import type { Named } from '../difference.ts';
import type { Asked } from '../oracle/search.ts';
import { base } from '../random/datatypes.ts';
import type { Narrowing } from '../random/permits.ts';
import { record, sharedTypes } from '../random/words.ts';
import type { Ground } from './ground.ts';

/** The instant at which every search of the tests is asked. */
export const now = new Date('2026-06-01T00:00:00Z');

/** More pages than any answer of a test has. */
const mostPages = 100;

/**
 * The whole answer of the real search, every page of it with what it includes: parsed, made SQL and run as an interaction does. The total is that
 * of the last page; `turned` is awaited after the first.
 */
export async function answered(
  ground: Ground,
  type: string,
  asked: Asked,
  place: Place,
  turned?: (first: readonly string[]) => Promise<void>,
): Promise<Named> {
  const several = type.includes(',');
  const pairs = [...asked, ...(several ? [['_type', type] as const] : [])].map(([key, value]): [string, string] => [key, value]);
  const parameters = askedFrom(new URLSearchParams(pairs));
  const pages: Named['pages'][number][] = [];
  let total: number | undefined;
  let after: Cursor | undefined;
  do {
    const parsed = parseSearch(ground.parameters, several ? undefined : type, parameters, {
      base,
      now,
      documents: true,
      ...(after === undefined ? {} : { after }),
    });
    const query = { ...parsed, where: parsed.where.map((one) => documentWordsAs(one, wordsThere)) };
    const rows = await run<SearchRow>(ground.store, searchSql(query, place, ground.parameters));
    // Made of the same condition: it is enough to ask it beside searches of several parameters.
    if (asked.length > 1) await sameNewest(ground, query, place, rows);
    const page = pageOf(query, place.record, rows);
    if (turned === undefined && after !== undefined && page.total !== total)
      throw new Error(`a total of ${page.total} after one of ${total}`);
    total = page.total;
    const shared = place.record === undefined;
    const matches = page.matches.map((row) => ({ ...row, shared }));
    const step = (number: number, from: readonly Found[]) => includeSql(query, number, from, place, ground.parameters);
    pages.push({ matches: matches.map(nameOf), included: await included(ground.store, matches, step) });
    if (after === undefined) await turned?.(matches.map(nameOf));
    after = page.next;
  } while (after !== undefined && pages.length < mostPages);
  return { total, pages };
}

/** Here the resources are all there is: a DocumentReference without a document says what it says itself. */
const wordsThere = ({ over, texts }: DocumentWords): Condition => ({
  is: 'words',
  over,
  values: texts.map((text) => fold(text).split(' ')),
});

/** The short way to the newest, where there is one, must begin as the long one does. */
async function sameNewest(ground: Ground, query: Query, place: Place, rows: readonly SearchRow[]): Promise<void> {
  const newest = newestSql(query, place, ground.parameters);
  if (newest === undefined) return;
  const found = (await run<FoundRow>(ground.store, newest)).map(nameOf);
  const expected = rows.filter(({ n }) => n !== null).map(nameOf);
  if (found.join() !== expected.join()) throw new Error(`newest: ${found.join()} instead of ${expected.join()}`);
}

/** Steps of includes until one brings nothing new. */
async function included(
  store: Store,
  matches: readonly Found[],
  step: (number: number, from: readonly Found[]) => ReturnType<typeof includeSql>,
): Promise<readonly string[]> {
  const seen = new Set(matches.map(nameOf));
  const added: string[] = [];
  let from = matches;
  for (let number = 0; from.length > 0; number++) {
    const sql = step(number, from);
    const rows = sql === undefined ? [] : await run<FoundRow & Found>(store, sql);
    const fresh = new Map(rows.filter((row) => !seen.has(nameOf(row))).map((row) => [nameOf(row), row]));
    for (const name of fresh.keys()) seen.add(name);
    added.push(...fresh.keys());
    from = [...fresh.values()];
  }
  return added.sort();
}

function run<Row>(store: Store, sql: ReturnType<typeof searchSql>): Promise<Row[]> {
  return store.query<Row>(sql, sql.values);
}

const nameOf = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type}/${id}`;

/** In the record, or among what everybody shares, which no Permit narrows. */
export function placeOf(type: string, narrowing: Narrowing | undefined): Place {
  if (sharedTypes.includes(type)) return { record: undefined };
  if (narrowing === undefined) return { record };
  const { seesMasked, author, seesHiddenFromPatient, onlyOwn, depositor } = narrowing;
  const { seesUnrepresented, denied, seesUntyped } = narrowing;
  const values = [0, seesMasked, author, seesHiddenFromPatient, seesUnrepresented, onlyOwn, depositor, denied, seesUntyped];
  return { record, narrow: (alias, first) => ({ text: predicateText(first, alias), values }) };
}
