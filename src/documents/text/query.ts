import { units } from './stops.ts';
import { type Word, wordsOf } from './words.ts';

/** One thing asked for; a document holds each of them. */
export interface Term {
  /** In order; several when they stand together in the query: `post-opératoire`, `"douleur thoracique"`, `5 mg`. */
  readonly words: readonly Word[];
  /** The words stand one after the other in the document. */
  readonly phrase: boolean;
  /** Several words with a hyphen may stand as one in the document, or joined in the same way. */
  readonly joined?: Word;
  /** The word is still being typed: its beginning is enough. */
  readonly typed: boolean;
  /** Between quotes: no slip is allowed. */
  readonly exact: boolean;
}

export interface Query {
  readonly terms: readonly Term[];
  /** More was typed than is looked at. */
  readonly cut: boolean;
}

export const queryLimits = { characters: 300, terms: 16 } as const;

const quoted = /"([^"]*)"|“([^”]*)”|«([^»]*)»/g;
const number = /^\d+(\.\d+)*$/;

/**
 * Reads what a person typed: words, all required; phrases between quotes; a number and its unit stand together. Whatever is typed is a
 * query; what is beyond 300 characters or 16 terms is not looked at. No terms: nothing to look for.
 */
export function parseQuery(typed: string): Query {
  const text = typed.slice(0, queryLimits.characters);
  const terms: Term[] = [];
  let from = 0;
  for (const match of text.matchAll(quoted)) {
    terms.push(...loose(text.slice(from, match.index), false));
    const words = wordsOf(match[1] ?? match[2] ?? match[3] ?? '').single;
    if (words.length > 0) terms.push({ words, phrase: words.length > 1, typed: false, exact: true });
    from = match.index + match[0].length;
  }
  terms.push(...loose(text.slice(from).replace(/["“”«»]/g, ' '), true));
  const said = terms.filter((term) => !term.typed || term.words[0] !== undefined);
  const cut = typed.length > queryLimits.characters || said.length > queryLimits.terms;
  return { terms: said.slice(0, queryLimits.terms), cut };
}

function loose(text: string, last: boolean): Term[] {
  const { single, joined } = wordsOf(text);
  const typing = last && /[\p{L}\p{M}\p{N}]$/u.test(text);
  const terms: Term[] = [];
  for (let i = 0; i < single.length; ) {
    const first = single[i];
    if (first === undefined) break;
    const together = joined.find(({ start, end }) => first.start >= start && first.end <= end);
    if (together !== undefined) {
      const words = single.slice(i).filter(({ end }) => end <= together.end);
      terms.push({ words, phrase: false, joined: together, typed: typing && together.end === text.length, exact: false });
      i += words.length;
      continue;
    }
    const next = single[i + 1];
    const measure = next !== undefined && number.test(first.form) && units.has(next.form) && next.start - first.end <= 1;
    const words = measure ? [first, next] : [first];
    terms.push({ words, phrase: measure, typed: typing && !measure && first.end === text.length, exact: false });
    i += words.length;
  }
  return terms.length > 0 || !typing ? terms : beginning(text);
}

/** Nothing but a stop word, still being typed: it may become another one (`de` … `dermatologie`). */
function beginning(text: string): Term[] {
  const word = wordsOf(text, true).single.at(-1);
  return word === undefined ? [] : [{ words: [word], phrase: false, typed: true, exact: false }];
}
