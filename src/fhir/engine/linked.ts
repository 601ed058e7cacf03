import { type Call, hexOfRecordId, type RecordId, Refusal, recordIdOfHex } from '#kernel';
import {
  anchors,
  type Cursor,
  cursorOf,
  inOrder,
  type Keyed,
  pageExpired,
  type Query,
  type SearchRow,
  searchSql,
} from '../search/index.ts';
import type { SearchAnswer } from './answer.ts';
import type { FhirDesk, UnreadDocuments } from './desk.ts';
import { withDocumentWords } from './documentWords.ts';
import { placeOf } from './match.ts';
import { pageToken, placeOf as placeIn } from './paging.ts';
import { type Sight, withSight } from './permit.ts';
import { includedBy } from './seenPage.ts';
import { type Shown, shownOf } from './stored.ts';
import { traceSearch } from './traceSearch.ts';

/** What a search of one home is, as `search.ts` makes it; `after` is told apart. */
export interface LinkedSearch {
  readonly call: Call;
  readonly type: string;
  /** The one that goes on, then those linked to it. */
  readonly homes: readonly RecordId[];
  readonly address: string;
  readonly page: string | undefined;
  queryOf(home: RecordId): Promise<Query>;
  sightOf(sight: Sight): Promise<Sight>;
}

type Row = SearchRow & Keyed;

interface Part {
  readonly home: RecordId;
  readonly query: Query;
  readonly sight: Sight;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly after: Cursor | undefined;
  readonly unread: UnreadDocuments | undefined;
}

/**
 * A search of a person who has several records: in each of them by itself, under a Permit of its own, and what is found put in one order. A
 * record that refuses is left out, but for the one that goes on. Matches name the Patient of their own record, whose `link` tells the other.
 */
export async function searchLinked(desk: FhirDesk, search: LinkedSearch): Promise<SearchAnswer> {
  const { call, homes, address, page } = search;
  const places = page === undefined ? new Map<RecordId, Cursor>() : placesIn(placeIn(desk.store.keys, call, address, page));
  const looked = await Promise.all(homes.map((home, index) => partOf(desk, search, home, index, places.get(home))));
  const parts = looked.filter((part) => part !== undefined);
  for (const [index, home] of homes.entries()) {
    const part = looked[index];
    if (index > 0 && call.actor.kind === 'citizen') continue;
    await traceSearch(desk, call, home, part?.sight.permit, { type: search.type, ...(index > 0 ? { through: 'link' } : {}) });
  }
  const [first] = parts;
  const query = first?.query ?? (await search.queryOf(homes[0] as RecordId));
  const all = parts.flatMap((part, of) => part.rows.map((row) => ({ row, part, of })));
  all.sort((a, b) => inOrder(query.sort, a.row, b.row) || a.of - b.of);
  const shown = all.slice(0, query.count);
  const included = await Promise.all(
    parts.map((part) => {
      const mine = shown.filter((one) => one.part === part).map(({ row }) => row);
      return includedBy(desk, part.query, mine, part.sight);
    }),
  );
  const next = all.length > query.count && query.count > 0 ? nextOf(parts, shown) : undefined;
  const unread = unreadOf(parts);
  const { total, summary, elements, ignored } = query;
  return {
    ...(total ? { total: parts.reduce((sum, part) => sum + part.total, 0) } : {}),
    matches: shown.map(({ row, part }) => shownOf(part.home, row)),
    included: onlyOnce(included.flat()),
    ...(next === undefined ? {} : { next: pageToken(desk.store.keys, call, address, next) }),
    ...(summary === undefined ? {} : { summary }),
    ...(elements === undefined ? {} : { elements }),
    ...(ignored.length === 0 ? {} : { ignored }),
    ...(unread === undefined ? {} : { unread }),
  };
}

async function partOf(
  desk: FhirDesk,
  search: LinkedSearch,
  home: RecordId,
  index: number,
  after: Cursor | undefined,
): Promise<Part | undefined> {
  const asked = await search.queryOf(home);
  const whole = { ...asked, after };
  try {
    return await withSight(desk, search.call, home, 'list', async (things) => {
      const sight = await search.sightOf(things);
      const { query, unread } = await withDocumentWords(desk, whole, sight);
      const statement = searchSql(query, placeOf(sight), desk.parameters, query.count > 0);
      const found = await desk.store.query<Row>(statement, statement.values);
      if (found[0]?.lost === true) throw pageExpired();
      const rows = found.filter(({ n }) => typeof n === 'number');
      const total = found[0]?.total ?? 0;
      if (rows.length === 0 && total === 0) return undefined;
      return { home, query: whole, sight, rows, total, after, unread };
    });
  } catch (error) {
    if (index > 0 && error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}

/** Where each record goes on: behind its last match on this page, or where it stood. */
function nextOf(parts: readonly Part[], shown: readonly { readonly row: Row; readonly part: Part }[]): object {
  const places = parts.map((part): readonly [string, Cursor | null] => {
    const mine = shown.filter((one) => one.part === part).slice(-anchors);
    const ended = mine.reverse().map(({ row }): Cursor[number] => [row.n, row.version]);
    return [hexOfRecordId(part.home), ended.length > 0 ? ended : (part.after ?? null)];
  });
  return { places };
}

/** The reverse of {@link nextOf}; its seal was checked. */
function placesIn(said: unknown): ReadonlyMap<RecordId, Cursor> {
  if (Array.isArray(said)) throw pageExpired(); // begun before the records were linked
  const places = (said as { places?: unknown }).places;
  const pairs = Array.isArray(places) ? (places as readonly (readonly [string, unknown])[]) : [];
  return new Map(
    pairs.flatMap(([hex, json]) => {
      const cursor = cursorOf(json);
      return cursor === undefined ? [] : [[recordIdOfHex(hex), cursor] as const];
    }),
  );
}

function unreadOf(parts: readonly Part[]): UnreadDocuments | undefined {
  const told = parts.flatMap(({ unread }) => unread ?? []);
  if (told.length === 0) return undefined;
  return {
    waiting: told.reduce((sum, one) => sum + one.waiting, 0),
    partly: told.reduce((sum, one) => sum + one.partly, 0),
    beyond: told.some(({ beyond }) => beyond),
  };
}

function onlyOnce(found: readonly Shown[]): readonly Shown[] {
  const known = new Set<string>();
  return found.filter(({ type, id }) => !known.has(`${type}/${id}`) && known.add(`${type}/${id}`));
}
