import { type Form, textOfForm } from './form.ts';
import { type Match, matching, met, type Ready, ready } from './match.ts';
import { holdsPhrases, type Spot, spotsOf } from './places.ts';
import { parseQuery } from './query.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/** A document as it can be searched; `current`: nothing replaces it, and it is not archived. */
export interface Searched {
  readonly n: number;
  readonly current: boolean;
  readonly words: Buffer;
}

export interface Hit {
  readonly n: number;
  /** False when a word was found with a slip only. */
  readonly exact: boolean;
  readonly snippet: Snippet;
}

export interface Ranked extends Match {
  readonly n: number;
  readonly current: boolean;
  readonly words: Buffer;
}

/** Those that hold every word, in the order given. */
export function matchesIn(documents: readonly Searched[], query: Ready): readonly Ranked[] {
  return documents.flatMap(({ n, current, words }): Ranked[] => {
    const match = matching(words, query);
    return match === undefined ? [] : [{ n, current, words, ...match }];
  });
}

/**
 * Best first: without slips, current, met better and in labels; else in the order given. What a document is worth depends on itself alone: no
 * other document, seen or not, changes it.
 */
export function bestFirst(found: readonly Ranked[]): readonly Ranked[] {
  const slipped = (one: Ranked): number => (one.least === met.nearly ? 1 : 0);
  return found.toSorted(
    (a, b) => slipped(a) - slipped(b) || Number(b.current) - Number(a.current) || b.score - a.score, // sort is stable
  );
}

export const hitOf = ({ n, least }: Ranked, spots: readonly Spot[], body: Uint8Array): Hit => ({
  n,
  exact: least !== met.nearly,
  snippet: snippetOf(textOfForm(body), spots),
});

/** All of it over documents in memory, newest first: their numbers by rank, and the first `limit` with the words around. */
export function search(
  documents: readonly (Searched & Form)[],
  typed: string,
  limit = 20,
): { readonly numbers: readonly number[]; readonly hits: readonly Hit[] } {
  const query = ready(parseQuery(typed));
  if (query.terms.length === 0) return { numbers: [], hits: [] };
  const forms = new Map(documents.map((one) => [one.n, one]));
  const numbers: number[] = [];
  const hits: Hit[] = [];
  for (const one of bestFirst(matchesIn(documents, query))) {
    const form = forms.get(one.n);
    if (form === undefined || !holdsPhrases(one.words, form.places, query)) continue;
    numbers.push(one.n);
    if (hits.length < limit) hits.push(hitOf(one, spotsOf(one.words, form.places, query), form.body));
  }
  return { numbers, hits };
}
