import { numbersOf, type Ready, type ReadyTerm } from './match.ts';
import { Places } from './placing.ts';
import type { Numbers } from './vocabulary.ts';

/** Where a term stands in a text. */
export interface Spot {
  readonly start: number;
  readonly term: number;
  readonly joined: boolean;
}

/** Stop words may stand between the words of a phrase, but not whole sentences. */
const between = 48;

/** Do the words of each phrase stand together in the document? True for a query without phrases. */
export function holdsPhrases(words: Buffer, places: Buffer, { terms }: Ready): boolean {
  const read = new Places(places);
  return terms.every((term) => !term.phrase || phrases(words, read, term, true).length > 0);
}

/** Where each term of a query stands in one document, in order of the text. */
export function spotsOf(words: Buffer, places: Buffer, { terms }: Ready): readonly Spot[] {
  const read = new Places(places);
  const starts = read.starts();
  const spots: Spot[] = [];
  for (const [term, asked] of terms.entries()) {
    if (asked.phrase) {
      for (const first of phrases(words, read, asked, false))
        for (let i = 0; i < asked.words.length; i++) spots.push({ start: starts[first + i] ?? 0, term, joined: false });
      continue;
    }
    // A word asked for may be one that several make together in the document, and several asked for together one word of it.
    const asWell = asked.joined === undefined ? asked.words : [...asked.words, asked.joined];
    const any = marked(asWell.flatMap((word) => numbersOf(words, word)));
    for (let i = 0; i < read.count; i++)
      if (any[read.numberAt(i)] === 1) spots.push({ start: starts[i] ?? 0, term, joined: i >= read.single });
  }
  return spots.sort((a, b) => a.start - b.start);
}

function marked(numbers: Numbers): Uint8Array {
  const marks = new Uint8Array(Math.max(0, ...numbers) + 1);
  for (let i = 0; i < numbers.length; i += 2) marks.fill(1, numbers[i], (numbers[i + 1] ?? 0) + 1);
  return marks;
}

/**
 * Where the words of a phrase stand one after the other, each by its first word; `one`: the first of them is enough. No slip is allowed in a
 * phrase: each word is one family.
 */
function phrases(words: Buffer, places: Places, term: ReadyTerm, one: boolean): readonly number[] {
  const families = term.words.map((word) => numbersOf(words, word));
  if (families.some((family) => family.length === 0)) return [];
  const found: number[] = [];
  const [[from = 0, to = 0] = []] = families;
  for (let i = 0; i + families.length <= places.single; i++) {
    const number = places.numberAt(i);
    if (number < from || number > to || !goesOn(places, i, families)) continue;
    found.push(i);
    if (one) break;
  }
  return found;
}

function goesOn(places: Places, first: number, families: readonly Numbers[]): boolean {
  for (let k = 1; k < families.length; k++) {
    const [from = 0, to = 0] = families[k] ?? [];
    const number = places.numberAt(first + k);
    if (number < from || number > to || places.distanceAt(first + k) > between) return false;
  }
  return true;
}
