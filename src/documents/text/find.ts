import type { Permit } from '#rights';
import type { Sql } from '#store';
import { formVersion } from './form.ts';
import type { Ready } from './match.ts';
import { holdsPhrases, spotsOf } from './places.ts';
import { asked, type Hit, hitOf, type Ranked, rank, type Searched } from './search.ts';
import { bodiesShown, placesShown, wordsShown } from './text.sql.ts';

export interface FoundTexts {
  /** Every document found, best first, by its number in the record. */
  readonly numbers: readonly number[];
  /** The first of them, with the words around. */
  readonly hits: readonly Hit[];
  /** Documents that may be seen but whose words are not all known: not indexed yet, or unreadable. */
  readonly unread: number;
}

/** A record has some hundreds of documents; beyond this many, those deposited first are not looked at. */
const documentsSearched = 5000;

type WordsRow = Omit<Searched, 'words'> & { readonly words: Buffer | null; readonly state: string | null; readonly date: Date };
type PlacesRow = { readonly n: number; readonly places: Buffer };

/**
 * Finds what a person typed (`query.ts`) in the documents that `permit` shows, and in no other: the predicate stands in each statement, so
 * that what is hidden is never read. `limit`: 50 at most come with the words around.
 *
 * Undefined when the permit shows no document, as when rights changed since it was made: ask again with a renewed one.
 */
export async function findTexts(sql: Sql, permit: Permit, typed: string, limit: number): Promise<FoundTexts | undefined> {
  const query = asked(typed);
  if (query === undefined) return { numbers: [], hits: [], unread: 0 };
  const { text, values } = permit.predicate(2);
  const rows = await sql.query<WordsRow>(wordsShown(text), [permit.record, ...values, formVersion, documentsSearched]);
  if (rows.length === 0) return undefined;
  const unread = rows.filter(({ state }) => state === null || state === 'unreadable').length;
  const ranked = await withPhrases(sql, permit, rank(indexed(rows), query), query);
  const first = ranked.slice(0, Math.min(50, limit));
  const shown = await readOf<PlacesRow & { body: Buffer }>(sql, permit, bodiesShown, first);
  const hits = first.flatMap((one): Hit[] => {
    const row = shown.get(one.n);
    return row === undefined ? [] : [hitOf(one, spotsOf(one.words, row.places, query), row.body)];
  });
  // Rights changed between two statements: nothing was seen.
  if (first.length > 0 && hits.length === 0) return undefined;
  return { numbers: ranked.map(({ n }) => n), hits, unread };
}

/** Newest first: what is as good stays in this order. Sorted here: PostgreSQL would carry all the words along. */
function* indexed(rows: readonly WordsRow[]): Iterable<Searched> {
  const newest = rows.toSorted((a, b) => b.date.getTime() - a.date.getTime() || b.n - a.n);
  for (const { n, current, words } of newest) if (words !== null) yield { n, current, words };
}

/** Words of a phrase stand together: told by the places of those that hold them all. */
async function withPhrases(sql: Sql, permit: Permit, ranked: readonly Ranked[], query: Ready): Promise<readonly Ranked[]> {
  if (!query.terms.some(({ phrase }) => phrase)) return ranked;
  const read = await readOf<PlacesRow>(sql, permit, placesShown, ranked);
  return ranked.filter(({ n, words }) => {
    const places = read.get(n)?.places;
    return places !== undefined && holdsPhrases(words, places, query);
  });
}

async function readOf<Row extends PlacesRow>(
  sql: Sql,
  permit: Permit,
  made: typeof placesShown,
  of: readonly Ranked[],
): Promise<ReadonlyMap<number, Row>> {
  if (of.length === 0) return new Map();
  const { text, values } = permit.predicate(2);
  const rows = await sql.query<Row>(made(text), [permit.record, ...values, of.map(({ n }) => n), formVersion]);
  return new Map(rows.map((row) => [row.n, row]));
}
