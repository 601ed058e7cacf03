import { setImmediate as yielded } from 'node:timers/promises';
import { Refusal } from '#kernel';
import type { Permit } from '#rights';
import type { Sql } from '#store';
import type { EntryRow } from '../entry.ts';
import { seenBy } from '../seen.ts';
import { formVersion } from './form.ts';
import { type Ready, ready } from './match.ts';
import { holdsPhrases, spotsOf } from './places.ts';
import { parseQuery, queryLimits } from './query.ts';
import { bestFirst, type Hit, hitOf, matchesIn, type Ranked, type Searched } from './search.ts';
import { bodiesShown, placesShown, wordsShown } from './text.sql.ts';

export interface FoundTexts {
  /** False when nothing was typed that could be looked for: blanks, signs, words such as `de la`. */
  readonly asked: boolean;
  /** Every document found, best first, by its number in the record. */
  readonly numbers: readonly number[];
  /** The part of them that was asked for, with the words around. */
  readonly hits: readonly FoundHit[];
  /** Of the documents that may be seen, those that were looked for by their labels alone, or not at all. */
  readonly unread: Unread;
}

export interface FoundHit extends Hit {
  readonly row: EntryRow;
}

export interface Unread {
  /** Not read yet: deposited a moment ago, or before this Socle read documents. */
  readonly waiting: number;
  /** Without words that can be read (a scanned page, a locked or broken file), or longer than what is kept. */
  readonly partly: number;
  /** There are more documents than are looked at at once: those deposited first were left out. */
  readonly beyond: boolean;
}

/** A record has some hundreds of documents; beyond this many, those deposited first are not looked at. */
const documentsSearched = 5000;
const hitsTogether = 50;
const atOnce = 500;

type WordsRow = Omit<Searched, 'words'> & { readonly words: Buffer | null; readonly state: string | null; readonly date: Date };
type PlacesRow = { readonly n: number; readonly places: Buffer };
type ShownRow = EntryRow & PlacesRow & { readonly body: Buffer };

/**
 * Finds what a person typed (`query.ts`) in the documents that `permit` shows, and in no other: the predicate stands in each statement, so
 * that what is hidden is never read. `from` and `limit`: which of them come with the words around, 50 at most at once.
 *
 * `choose`, of all that were found: of which the words around are wanted, when not of the best.
 *
 * Undefined when the permit shows no document, as when rights changed since it was made: ask again with a renewed one. Refuses
 * `documents.search-too-long`.
 */
export async function findTexts(
  sql: Sql,
  permit: Permit,
  typed: string,
  limit: number,
  from = 0,
  choose?: (numbers: readonly number[]) => readonly number[],
): Promise<FoundTexts | undefined> {
  const query = readyFor(typed);
  if (query.terms.length === 0) return { asked: false, numbers: [], hits: [], unread: { waiting: 0, partly: 0, beyond: false } };
  const found = await looked(sql, permit, [query]);
  if (found === undefined) return undefined;
  const [ranked = []] = found.ranked;
  const wanted = choose && new Set(choose(ranked.map(({ n }) => n)));
  const among = wanted === undefined ? ranked : ranked.filter(({ n }) => wanted.has(n));
  const part = among.slice(from, from + Math.min(hitsTogether, limit));
  const shown = await readOf<ShownRow>(sql, permit, bodiesShown, part);
  const hits = part.flatMap((one): FoundHit[] => {
    const row = shown.get(one.n);
    return row === undefined ? [] : [{ ...hitOf(one, spotsOf(one.words, row.places, query), row.body), row }];
  });
  // Rights changed between two statements: nothing was seen.
  if (part.length > 0 && hits.length === 0) return undefined;
  return { asked: true, numbers: ranked.map(({ n }) => n), hits, unread: found.unread };
}

export interface FoundNumbers {
  /** Of each text, best first. */
  readonly numbers: readonly (readonly number[])[];
  readonly unread: Unread;
}

/** The same for several texts in one look, without what stands around. Refuses `documents.search-without-words` too. */
export async function findNumbers(sql: Sql, permit: Permit, typed: readonly string[]): Promise<FoundNumbers | undefined> {
  const queries = typed.map(readyFor);
  if (queries.some(({ terms }) => terms.length === 0)) throw withoutWords();
  const found = await looked(sql, permit, queries);
  return found && { numbers: found.ranked.map((ranked) => ranked.map(({ n }) => n)), unread: found.unread };
}

function readyFor(typed: string): Ready {
  const query = parseQuery(typed);
  if (query.cut) throw tooLong();
  return ready(query);
}

async function looked(
  sql: Sql,
  permit: Permit,
  queries: readonly Ready[],
): Promise<{ readonly ranked: readonly (readonly Ranked[])[]; readonly unread: Unread } | undefined> {
  const { text, values } = permit.predicate(4);
  const rows = await sql.query<WordsRow>(wordsShown(text), [permit.record, formVersion, documentsSearched + 1, ...values]);
  if (rows.length === 0) return undefined;
  const searched = rows.slice(0, documentsSearched);
  const documents = indexed(searched);
  const ranked: (readonly Ranked[])[] = [];
  for (const query of queries) ranked.push(bestFirst(await matched(documents, query)));
  return {
    ranked: await withPhrases(sql, permit, ranked, queries),
    unread: unreadOf(searched, rows.length > searched.length),
  };
}

/** Others wait for this thread: of a large record, and between several texts, they have their turn. */
async function matched(documents: readonly Searched[], query: Ready): Promise<readonly Ranked[]> {
  const found: Ranked[] = [];
  for (let from = 0; from < documents.length; from += atOnce) {
    found.push(...matchesIn(documents.slice(from, from + atOnce), query));
    await yielded();
  }
  return found;
}

function unreadOf(rows: readonly WordsRow[], beyond: boolean): Unread {
  let [waiting, partly] = [0, 0];
  for (const { state } of rows) {
    if (state === null) waiting++;
    else if (state !== 'whole') partly++;
  }
  return { waiting, partly, beyond };
}

/** Newest first: what is as good stays in this order. Sorted here: PostgreSQL would carry all the words along. */
function indexed(rows: readonly WordsRow[]): readonly Searched[] {
  const newest = rows.toSorted((a, b) => b.date.getTime() - a.date.getTime() || b.n - a.n);
  return newest.flatMap(({ n, current, words }): Searched[] => (words === null ? [] : [{ n, current, words }]));
}

/** Words of a phrase stand together: told by the places of those that hold them all. */
async function withPhrases(
  sql: Sql,
  permit: Permit,
  ranked: readonly (readonly Ranked[])[],
  queries: readonly Ready[],
): Promise<readonly (readonly Ranked[])[]> {
  const withPhrase = ({ terms }: Ready): boolean => terms.some(({ phrase }) => phrase);
  if (!queries.some(withPhrase)) return ranked;
  const wanted = ranked.filter((_, i) => queries[i] !== undefined && withPhrase(queries[i]));
  const read = await readOf<PlacesRow>(sql, permit, placesShown, wanted.flat());
  return ranked.map((all, i) => {
    const query = queries[i];
    if (query === undefined || !withPhrase(query)) return all;
    return all.filter(({ n, words }) => {
      const places = read.get(n)?.places;
      return places !== undefined && holdsPhrases(words, places, query);
    });
  });
}

async function readOf<Row extends PlacesRow>(
  sql: Sql,
  permit: Permit,
  made: typeof placesShown,
  of: readonly Ranked[],
): Promise<ReadonlyMap<number, Row>> {
  if (of.length === 0) return new Map();
  const { seen, values } = seenBy(permit, 4);
  const numbers = [...new Set(of.map(({ n }) => n))];
  const rows = await sql.query<Row>(made(seen), [permit.record, numbers, formVersion, ...values]);
  return new Map(rows.map((row) => [row.n, row]));
}

function tooLong(): Refusal {
  const { characters, terms } = queryLimits;
  return new Refusal('documents.search-too-long', {
    fr: `Cherchez quelques mots : ${terms} mots et ${characters} caractères au plus.`,
    en: `Look for a few words: ${terms} words and ${characters} characters at most.`,
  });
}

function withoutWords(): Refusal {
  return new Refusal('documents.search-without-words', {
    fr: 'Il n’y a là aucun mot à chercher : des signes, ou des mots comme « de la ».',
    en: 'There is no word here to look for: signs, or words such as « de la ».',
  });
}
