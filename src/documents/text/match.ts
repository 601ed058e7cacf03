import type { Query, Term } from './query.ts';
import { begunWith, familyOf, type Numbers, nearTo, stemBytes } from './vocabulary.ts';
import type { Word } from './words.ts';

/** How well a word was met: as it is or inflected, by its beginning, or with one slip. */
export const met = { exactly: 3, begun: 2, nearly: 1 } as const;

/** A query made ready to be compared with many documents. */
export interface Ready {
  readonly terms: readonly ReadyTerm[];
}

export interface ReadyTerm extends Omit<Term, 'words' | 'joined'> {
  readonly words: readonly ReadyWord[];
  readonly joined?: ReadyWord;
}

export interface ReadyWord {
  /** Its stem, as `vocabulary.ts` writes it. */
  readonly exact: Buffer;
  /** What it begins with. */
  readonly begun?: Buffer;
  /** What one slip is allowed from: the word and its stem; absent for short words and numbers. */
  readonly near?: readonly Buffer[];
}

/** How a document answers a query. `least`: the worst met of its terms. */
export interface Match {
  readonly least: number;
  readonly score: number;
}

export function ready({ terms }: Query): Ready {
  return {
    terms: terms.map((term) => {
      const last = term.words.length - 1;
      const words = term.words.map((word, i) => readyWord(word, term.typed && i === last, !term.exact && !term.phrase));
      const { joined, ...rest } = term;
      return { ...rest, words, ...(joined === undefined ? {} : { joined: readyWord(joined, term.typed, true) }) };
    }),
  };
}

const slipLetters = 5;
/** The beginning of a number says something from here on: 202 of 2026; 1 would be that of most. */
const numberLetters = 3;

function readyWord({ form, stem }: Word, typed: boolean, slips: boolean): ReadyWord {
  const near = slips && /^\p{L}+$/u.test(form) ? [form, stem].filter((one) => one.length >= slipLetters) : [];
  return {
    exact: stemBytes(stem),
    ...(typed && (form.length >= numberLetters || !/^\d/.test(form)) ? { begun: Buffer.from(form) } : {}),
    ...(near.length > 0 ? { near: [...new Set(near)].map((one) => Buffer.from(one)) } : {}),
  };
}

/**
 * Does a document hold every term? Looks at its words alone, never at another document's; whether the words of a phrase stand together
 * is told by `places.ts`. Undefined: no.
 */
export function matching(words: Buffer, { terms }: Ready): Match | undefined {
  let least: number = met.exactly;
  let score = 0;
  const labels = labelsOf(words);
  const all = wordsIn(words);
  for (const term of terms) {
    const how = termMet(all, term);
    if (how === 0) return undefined;
    least = Math.min(least, how);
    score += how * 10 + (term.words.every(({ exact }) => labels.includes(exact)) ? 5 : 0);
  }
  return { least, score };
}

function termMet(all: Buffer, { words, joined }: ReadyTerm): number {
  const together = joined === undefined ? 0 : wordMet(all, joined);
  if (together === met.exactly) return together;
  let least: number = met.exactly;
  for (const word of words) {
    const how = wordMet(all, word);
    if (how === 0) return together;
    least = Math.min(least, how);
  }
  return words.length === 0 ? together : Math.max(least, together);
}

function wordMet(all: Buffer, word: ReadyWord): number {
  if (all.includes(word.exact)) return met.exactly;
  if (word.begun !== undefined && begunWith(all, word.begun, true).length > 0) return met.begun;
  return word.near !== undefined && nearTo(all, word.near, true).length > 0 ? met.nearly : 0;
}

const labelsOf = (words: Buffer): Buffer => words.subarray(2, 2 + lengthOfLabels(words));
const wordsIn = (words: Buffer): Buffer => words.subarray(2 + lengthOfLabels(words));
const lengthOfLabels = (words: Buffer): number => (words.length < 2 ? 0 : words.readUInt16LE(0));

/** The words that answer `asked`, by their numbers in the text: of the best kind there is, so that what is shown is what was met. */
export function numbersOf(words: Buffer, { exact, begun, near }: ReadyWord): Numbers {
  const all = wordsIn(words);
  const family = familyOf(all, exact);
  if (family.length > 0) return family;
  const started = begun === undefined ? [] : begunWith(all, begun, false);
  return started.length > 0 || near === undefined ? started : nearTo(all, near, false);
}
