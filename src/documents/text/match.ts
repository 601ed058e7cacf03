import type { Query, Term } from './query.ts';
import { oneSlip } from './slip.ts';
import { type Met, stemBytes, walk } from './vocabulary.ts';
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

function readyWord({ form, stem }: Word, typed: boolean, slips: boolean): ReadyWord {
  const near = slips && /^\p{L}+$/u.test(form) ? [form, stem].filter((one) => one.length >= slipLetters) : [];
  return {
    exact: stemBytes(stem),
    ...(typed ? { begun: Buffer.from(form) } : {}),
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
  if (word.begun !== undefined && begins(all, word.begun, () => true)) return met.begun;
  return word.near !== undefined && comesNear(all, word.near, () => true) ? met.nearly : 0;
}

const labelsOf = (words: Buffer): Buffer => words.subarray(2, 2 + lengthOfLabels(words));
const wordsIn = (words: Buffer): Buffer => words.subarray(2 + lengthOfLabels(words));
const lengthOfLabels = (words: Buffer): number => (words.length < 2 ? 0 : words.readUInt16LE(0));

function begins(all: Buffer, start: Uint8Array, stop: (one: Met) => boolean): boolean {
  const [a = 0, b] = start;
  const could = (first: number, second: number): boolean => first === a && (b === undefined || second === b);
  return walk(all, start.length, 255, could, (one) => {
    for (let i = 0; i < start.length; i++) if (one.bytes[i] !== start[i]) return false;
    return stop(one);
  });
}

function comesNear(all: Buffer, near: readonly Uint8Array[], stop: (one: Met) => boolean): boolean {
  const lengths = near.map(({ length }) => length);
  const [[a = 0, b = 0] = []] = near;
  // A slip leaves the first or the second letter where it was, or moves one of them by one place. The stem and the word begin alike.
  const alike = near.every(([c, d]) => c === a && d === b);
  const could = (first: number, second: number): boolean => first === a || second === b || second === a || first === b || !alike;
  return walk(all, Math.min(...lengths) - 1, Math.max(...lengths) + 1, could, (one) => {
    for (const word of near) if (oneSlip(one.bytes, 0, one.length, word)) return stop(one);
    return false;
  });
}

/** The numbers under which the words that answer `asked` stand in the text: of the best kind there is, so that what is shown is what was met. */
export function numbersOf(words: Buffer, asked: ReadyWord): ReadonlySet<number> {
  const all = wordsIn(words);
  const numbers = new Set<number>();
  const note = ({ number }: Met): boolean => {
    numbers.add(number);
    return false;
  };
  const how = wordMet(all, asked);
  if (how === met.exactly) family(all, asked.exact, note);
  else if (how === met.begun && asked.begun !== undefined) begins(all, asked.begun, note);
  else if (how === met.nearly && asked.near !== undefined) comesNear(all, asked.near, note);
  return numbers;
}

/** A stem and all its forms. */
function family(all: Buffer, exact: Buffer, note: (one: Met) => boolean): void {
  const stem = exact.subarray(1);
  const [a, b] = stem;
  let found = 0;
  const could = (first: number, second: number): boolean => first === a && (b === undefined || second === b);
  walk(all, 0, 255, could, (one) => {
    if (one.number === one.stem && one.length === stem.length && stem.every((byte, i) => byte === one.bytes[i])) found = one.stem;
    return found > 0 && one.stem === found && note(one);
  });
}
