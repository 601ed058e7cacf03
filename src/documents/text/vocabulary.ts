import type { Word } from './words.ts';

/**
 * The words of a document as bytes: stems in order, each followed by its inflections, each of these with a number by its order.
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
  let number = 0;
  for (const [stem, forms] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    pieces.push(stemBytes(stem));
    const own = ++number;
    for (const form of forms.keys()) {
      if (form !== stem) pieces.push(formBytes(stem, form));
      forms.set(form, form === stem ? own : ++number);
    }
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

/** A stem or form met on the way: `length` bytes of `bytes`, which the next one overwrites. */
export interface Met {
  readonly bytes: Uint8Array;
  length: number;
  number: number;
  /** The number of the stem it belongs to; its own when it is a stem. */
  stem: number;
}

/** Goes through a vocabulary until `stop` says so. Only what has `least` to `most` bytes, and could be told by `could`, is put together. */
export function walk(
  all: Uint8Array,
  least: number,
  most: number,
  could: (first: number, second: number) => boolean,
  stop: (met: Met) => boolean,
): boolean {
  const met: Met = { bytes: new Uint8Array(2 * longest + 2), length: 0, number: 0, stem: 0 };
  let [from, length, hopeful] = [0, 0, false];
  for (let at = 0; at < all.length; ) {
    let mark = all[at++] ?? 0;
    met.number++;
    const detached = mark === whole;
    if (detached) mark = all[at++] ?? 0;
    const size = mark & 31;
    if (mark < ending) {
      [from, length] = [at, size];
      met.stem = met.number;
      hopeful = could(all[at] ?? 0, all[at + 1] ?? 0);
    }
    const kept = mark < ending || detached ? 0 : length;
    if (kept + size >= least && kept + size <= most && (detached || length < 2 || hopeful)) {
      met.length = kept + size;
      for (let i = 0; i < kept; i++) met.bytes[i] = all[from + i] ?? 0;
      for (let i = 0; i < size; i++) met.bytes[kept + i] = all[at + i] ?? 0;
      if (stop(met)) return true;
    }
    at += size;
  }
  return false;
}
