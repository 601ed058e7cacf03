/**
 * What tells quickly that a message cannot contain a text: for each three characters that follow each other in it, three bits of a filter.
 * A text whose bits are not all set is not in the message; one whose bits are set may be, and the message is read.
 *
 * The places of the bits depend on the mailbox: filters of two mailboxes say nothing about each other. They are no secret to somebody who
 * guesses words and works at it; the bytes are.
 */

import { foldedCodes } from './folded.ts';

/** The largest filter, in bits; smaller ones are it folded. */
const largest = 2 ** 15;
const smallest = 2 ** 9;
/** Above this part of set bits a filter is not folded further. */
const fullest = 0.35;

/** The filter of a message's texts, for this mailbox. */
export function bitsOf(texts: readonly string[], salt: number): Buffer {
  const words = new Uint32Array(largest / 32);
  for (const text of texts) {
    const codes = foldedCodes(text);
    for (let at = 2; at < codes.length; at++) {
      const hash = hashAt(codes, at, salt);
      set(words, first(hash));
      set(words, second(hash));
      set(words, third(hash));
    }
  }
  return Buffer.from(folding(words).buffer);
}

/** Bits that every message with this text has set, each below {@link largest}; at most `most`. None for a text of fewer than three characters. */
export function bitsIn(text: string, salt: number, most: number): number[] {
  const codes = foldedCodes(text);
  const places = new Set<number>();
  for (let at = 2; at < codes.length && places.size < most; at++) {
    const hash = hashAt(codes, at, salt);
    for (const place of [first(hash), second(hash), third(hash)]) if (places.size < most) places.add(place);
  }
  return [...places];
}

const first = (hash: number): number => hash & (largest - 1);
const second = (hash: number): number => (hash >>> 15) & (largest - 1);
const third = (hash: number): number => Math.imul(hash, 0x2c1b3c6d) >>> 17;

function set(words: Uint32Array, place: number): void {
  words[place >>> 5] = (words[place >>> 5] as number) | (1 << (place & 31));
}

/** One number for three characters; murmur's finalizer spreads it. */
function hashAt(codes: Uint16Array, at: number, salt: number): number {
  const before = Math.imul(codes[at - 2] as number, 0x9e3779b1) ^ Math.imul(codes[at - 1] as number, 0x85ebca6b);
  let hash = salt ^ before ^ Math.imul(codes[at] as number, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
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
