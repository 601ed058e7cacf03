import { oneSlip } from './slip.ts';
import type { Word } from './words.ts';

/**
 * The words of a document as bytes: stems in order, each followed by its inflections. The number of each is the place of its first byte, from 1.
 *
 *   1…30, stem            a stem of so many bytes
 *   64 + 1…30, ending     a form: the stem before and this ending
 *   31, 64 + 1…30, form   a form that does not begin with its stem (`yeux`)
 *
 * No word holds a byte below 32 or an ASCII capital, so that a length and a stem are found by a search for these bytes.
 */
export interface Vocabulary {
  readonly bytes: Buffer;
  numberOf(word: Pick<Word, 'stem' | 'form'>): number;
}

/** The longest word, in bytes: see `words.ts`. */
export const longest = 30;
const ending = 64;
const whole = 31;

export function vocabularyOf(words: readonly Pick<Word, 'stem' | 'form'>[]): Vocabulary {
  const families = new Map<string, Map<string, number>>();
  for (const { stem, form } of words) {
    const forms = families.get(stem);
    if (forms === undefined) families.set(stem, new Map([[form, 0]]));
    else forms.set(form, 0);
  }
  const pieces: Buffer[] = [];
  let at = 0;
  const add = (piece: Buffer): number => {
    pieces.push(piece);
    at += piece.length;
    return at - piece.length + 1;
  };
  for (const [stem, forms] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = add(stemBytes(stem));
    for (const form of forms.keys()) forms.set(form, form === stem ? own : add(formBytes(stem, form)));
  }
  return { bytes: Buffer.concat(pieces), numberOf: ({ stem, form }) => families.get(stem)?.get(form) ?? 0 };
}

export function stemBytes(stem: string): Buffer {
  const text = Buffer.from(stem);
  return Buffer.concat([Buffer.of(text.length), text]);
}

function formBytes(stem: string, form: string): Buffer {
  const own = Buffer.from(form.startsWith(stem) ? form.slice(stem.length) : form);
  return Buffer.concat([form.startsWith(stem) ? Buffer.of(ending + own.length) : Buffer.of(whole, ending + own.length), own]);
}

/** Words of a vocabulary by their numbers: beginnings and ends of stretches, each pair both included. */
export type Numbers = readonly number[];

/** A stem, as `stemBytes` writes it, and all its forms; none when it is not there. */
export function familyOf(all: Buffer, exact: Buffer): Numbers {
  const found = all.indexOf(exact);
  if (found < 0) return [];
  let end = found + exact.length;
  while (end < all.length && (all[end] ?? 0) >= whole) end++;
  return [found + 1, end];
}

/** The words that begin so. `one`: the first of them is enough. */
export function begunWith(all: Uint8Array, start: Uint8Array, one: boolean): Numbers {
  const found: number[] = [];
  const [a = 0, b] = start;
  const is = (bytes: Uint8Array, from: number, length: number): boolean => {
    if (length < start.length) return false;
    for (let i = 0; i < start.length; i++) if (bytes[from + i] !== start[i]) return false;
    return true;
  };
  let [stem, length, hopeful] = [0, 0, false];
  for (let at = 0; at < all.length; ) {
    const number = at + 1;
    let mark = all[at++] ?? 0;
    let told = false;
    if (mark < whole) {
      [stem, length] = [at, mark];
      hopeful = all[at] === a && (mark < 2 || b === undefined || all[at + 1] === b);
      told = hopeful && is(all, at, mark);
    } else if (mark === whole) {
      mark = all[at++] ?? 0;
      told = is(all, at, mark & whole);
    } else if (hopeful) told = is(joined(all, stem, length, at, mark & whole), 0, length + (mark & whole));
    if (told) {
      found.push(number, number);
      if (one) return found;
    }
    at += mark & whole;
  }
  return found;
}

/** The words at most one slip away from one of these, which begin alike. `one`: the first of them is enough. */
export function nearTo(all: Uint8Array, near: readonly Uint8Array[], one: boolean): Numbers {
  const found: number[] = [];
  const [[a = 0, b = 0] = []] = near;
  const alike = near.every(([c, d]) => c === a && d === b);
  const least = Math.min(...near.map(({ length }) => length)) - 1;
  const most = Math.max(...near.map(({ length }) => length)) + 1;
  let [stem, length, hopeful] = [0, 0, false];
  for (let at = 0; at < all.length; ) {
    const number = at + 1;
    let mark = all[at++] ?? 0;
    let told = false;
    if (mark < whole) {
      stem = at;
      length = mark;
      const first = all[at] ?? 0;
      const second = all[at + 1] ?? 0;
      // A slip leaves the first or the second letter where it was, or moves one of them by one place.
      hopeful = mark <= most && (first === a || second === b || second === a || first === b || !alike);
      told = hopeful && mark >= least && isNear(all, at, mark, near);
    } else if (mark === whole) {
      mark = all[at++] ?? 0;
      told = isNear(all, at, mark & whole, near);
    } else if (hopeful) {
      const size = length + (mark & whole);
      told = size >= least && size <= most && isNear(joined(all, stem, length, at, mark & whole), 0, size, near);
    }
    if (told) {
      found.push(number, number);
      if (one) return found;
    }
    at += mark & whole;
  }
  return found;
}

function isNear(bytes: Uint8Array, from: number, length: number, near: readonly Uint8Array[]): boolean {
  for (const word of near) if (oneSlip(bytes, from, length, word)) return true;
  return false;
}

const together = new Uint8Array(2 * longest + 2);

/** A form: the stem and its ending, in a place that the next one writes over. */
function joined(all: Uint8Array, stem: number, length: number, ending: number, size: number): Uint8Array {
  for (let i = 0; i < length; i++) together[i] = all[stem + i] ?? 0;
  for (let i = 0; i < size; i++) together[length + i] = all[ending + i] ?? 0;
  return together;
}
