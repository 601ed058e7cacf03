import { hash } from 'node:crypto';

/** 64 bits of a hash, signed, in decimal, as PostgreSQL keeps a bigint: the key of a row that its publisher gave no identifier. */
export function keyOf(...parts: readonly string[]): string {
  return hash('md5', parts.join('|'), 'buffer').readBigInt64BE(0).toString();
}

/**
 * The key of what one person has: their RPPS, then 26 bits of a hash. Neighbours in the file are neighbours in the index, which makes writing
 * it quick; two activities of one person share a key once in 67 million.
 */
export function keyUnder(person: string, ...parts: readonly string[]): string {
  const low = mixed(parts.join('|'))[0] & 0x3ffffff;
  return ((BigInt(person.slice(1)) << 26n) | BigInt(low)).toString();
}

/**
 * 53 bits that tell whether a line says something else than yesterday, in decimal. No cryptography: who writes the file may say what they like
 * anyway, and a line is hashed in a tenth of the time.
 */
export function digestOf(text: string): string {
  const [high, low] = mixed(text);
  return String((high & 0x1fffff) * 0x1_0000_0000 + low);
}

/** Two numbers of 32 bits, each hanging on every letter: multiplications and shifts after MurmurHash3's way to end. */
function mixed(text: string): readonly [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let n = 0; n < text.length; n++) {
    const letter = text.charCodeAt(n);
    a = Math.imul(a ^ letter, 0x9e3779b1);
    b = Math.imul(b ^ letter, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return [a >>> 0, b >>> 0];
}

/** A PostgreSQL array of numbers. */
export function numbers(all: readonly string[]): string {
  return `{${all.join(',')}}`;
}
