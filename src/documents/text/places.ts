import { eachPlace } from './form.ts';
import { numbersOf, type Ready, type ReadyTerm } from './match.ts';

/** Where a term stands in a text. */
export interface Spot {
  readonly start: number;
  readonly term: number;
  readonly joined: boolean;
}

/** Stop words may stand between the words of a phrase, but not whole sentences. */
const between = 48;

/** The words of a phrase that are looked at: one bit each. */
const longestPhrase = 30;

/** Do the words of each phrase stand together in the document? True for a query without phrases. */
export function holdsPhrases(words: Buffer, places: Buffer, { terms }: Ready): boolean {
  return terms.every((term) => !term.phrase || phrase(words, places, term, () => true));
}

/** Where each term of a query stands in one document, in order of the text. */
export function spotsOf(words: Buffer, places: Buffer, { terms }: Ready): readonly Spot[] {
  const spots: Spot[] = [];
  for (const [term, asked] of terms.entries()) {
    if (asked.phrase) {
      phrase(words, places, asked, (starts) => {
        for (const start of starts) spots.push({ start, term, joined: false });
        return false;
      });
      continue;
    }
    // A word asked for may be one that several make together in the document, and several asked for together one word of it.
    const asWell = asked.joined === undefined ? asked.words : [...asked.words, asked.joined];
    const any = new Set(asWell.flatMap((word) => [...numbersOf(words, word)]));
    eachPlace(places, (number, start, joined) => {
      if (any.has(number)) spots.push({ start, term, joined });
      return false;
    });
  }
  return spots.sort((a, b) => a.start - b.start);
}

/**
 * Looks for a phrase, all places in one pass: bit k of `reached` says that the first k + 1 words of the phrase stand up to here. `stop` is
 * given where the words of one stand.
 */
function phrase(words: Buffer, places: Buffer, term: ReadyTerm, stop: (starts: readonly number[]) => boolean): boolean {
  const wanted = term.words.slice(0, longestPhrase);
  const sets = wanted.map((word) => numbersOf(words, word));
  if (sets.some((set) => set.size === 0)) return false;
  const bits = new Uint32Array(Math.max(...sets.flatMap((set) => [...set])) + 1);
  for (const [k, set] of sets.entries()) for (const number of set) bits[number] = (bits[number] ?? 0) | (1 << k);
  const whole = 1 << (wanted.length - 1);
  const last: number[] = [];
  let reached = 0;
  return eachPlace(places, (number, start, joined) => {
    const here = joined ? 0 : (bits[number] ?? 0);
    if (here === 0) {
      reached = 0;
      return false;
    }
    const apart = start - (last.at(-1) ?? start) > between;
    reached = ((apart ? 0 : reached << 1) | 1) & here;
    if (reached === 0) return false;
    last.push(start);
    return (reached & whole) !== 0 && stop(last.slice(-wanted.length));
  });
}
