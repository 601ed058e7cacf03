/**
 * What tells quickly that a message cannot contain a text: for each three characters that follow each other in it, three bits of a filter.
 * A text whose bits are not all set is not in the message; one whose bits are set may be, and the message is read.
 *
 * The places of the bits depend on the mailbox: filters of two mailboxes say nothing about each other. They are no secret to somebody who
 * guesses words and works at it; the bytes are.
 */

/** The largest filter, in bits; smaller ones are it folded. */
const largest = 2 ** 15;
const smallest = 2 ** 9;
/** Above this part of set bits a filter is not folded further. */
const fullest = 0.35;

/** How texts are compared: without case, accents and the length of white space. Source: RFC 5256's base subject does less, RFC 4790 i;unicode-casemap more. */
export function folded(text: string): string {
  const plain = /[^\0-\x7f]/.test(text) ? text.normalize('NFKD').replace(/\p{M}+/gu, '') : text;
  return plain.toLowerCase().replace(/\s+/g, ' ');
}

/** The filter of a message's texts, for this mailbox. */
export function bitsOf(texts: readonly string[], salt: number): Buffer {
  const words = new Uint32Array(largest / 32);
  for (const text of texts) {
    const characters = folded(text);
    for (let at = 2; at < characters.length; at++) {
      let hash = hashAt(characters, at, salt);
      for (let bit = 0; bit < 3; bit++) {
        words[(hash & (largest - 1)) >>> 5] = (words[(hash & (largest - 1)) >>> 5] ?? 0) | (1 << (hash & 31));
        hash = mixed(hash);
      }
    }
  }
  return Buffer.from(folding(words).buffer);
}

/** Bits that every message with this text has set, each below {@link largest}; at most `most`. None for a text of fewer than three characters. */
export function bitsIn(text: string, salt: number, most: number): number[] {
  const characters = folded(text);
  const places = new Set<number>();
  for (let at = 2; at < characters.length && places.size < most; at++) {
    let hash = hashAt(characters, at, salt);
    for (let bit = 0; bit < 3 && places.size < most; bit++) {
      places.add(hash & (largest - 1));
      hash = mixed(hash);
    }
  }
  return [...places];
}

function hashAt(characters: string, at: number, salt: number): number {
  const last = characters.charCodeAt(at);
  let hash = salt ^ Math.imul(characters.charCodeAt(at - 2), 0x9e3779b1);
  hash = mixed(hash ^ Math.imul(characters.charCodeAt(at - 1), 0x85ebca6b));
  return mixed(hash ^ Math.imul(last, 0xc2b2ae35));
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A filter of half the size whose bits stand at their places modulo its size, while that leaves room. */
function folding(words: Uint32Array): Uint32Array<ArrayBuffer> {
  let kept = new Uint32Array(words);
  while (kept.length * 32 > smallest) {
    const half = kept.slice(0, kept.length / 2);
    for (let n = 0; n < half.length; n++) half[n] = (half[n] ?? 0) | (kept[n + half.length] ?? 0);
    if (setBits(half) > half.length * 32 * fullest) break;
    kept = half;
  }
  return kept;
}

function setBits(words: Uint32Array): number {
  let count = 0;
  for (const word of words) {
    let bits = word - ((word >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
