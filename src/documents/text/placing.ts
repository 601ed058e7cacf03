import type { Vocabulary } from './vocabulary.ts';
import type { Word } from './words.ts';

/**
 * Where the words of a document stand, as bytes of fixed width, so that those of a phrase are looked for without reading what stands between:
 *
 *   4, 4, 1   how many single words, how many made of several, and in how many bytes a number is (2 or 4)
 *   numbers   of the single words in order of the text, then of those made of several (`vocabulary.ts`)
 *   distances a byte each: from the beginning of the one before; 255 for what is more
 *   more      4 bytes for each distance of 255
 */
export function placesOf(single: readonly Word[], joined: readonly Word[], { bytes, numberOf }: Vocabulary): Buffer {
  const width = bytes.length < 1 << 16 ? 2 : 4;
  const count = single.length + joined.length;
  const out = Buffer.alloc(head + count * (width + 1));
  out.writeUInt32LE(single.length, 0);
  out.writeUInt32LE(joined.length, 4);
  out[8] = width;
  const more: Buffer[] = [];
  let i = 0;
  for (const words of [single, joined]) {
    let before = 0;
    for (const word of words) {
      const distance = word.start - before;
      out.writeUIntLE(numberOf(word), head + i * width, width);
      out[head + count * width + i] = Math.min(far, distance);
      if (distance >= far) more.push(fourBytes(distance));
      before = word.start;
      i++;
    }
  }
  return more.length === 0 ? out : Buffer.concat([out, ...more]);
}

const head = 9;
const far = 255;

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The places of one document, read where they are. */
export class Places {
  readonly #bytes: Buffer;
  readonly #width: number;
  /** How many single words there are; those made of several come behind. */
  readonly single: number;
  readonly count: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.single = bytes.readUInt32LE(0);
    this.count = this.single + bytes.readUInt32LE(4);
    this.#width = bytes[8] ?? 2;
  }

  numberAt(i: number): number {
    const at = head + i * this.#width;
    const bytes = this.#bytes;
    if (this.#width === 2) return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    return bytes.readUInt32LE(at);
  }

  /** From the beginning of the word before; of a word far from it 255. */
  distanceAt(i: number): number {
    return this.#bytes[head + this.count * this.#width + i] ?? 0;
  }

  /** Where each word begins, in UTF-16 units of the text. */
  starts(): Int32Array {
    const starts = new Int32Array(this.count);
    let more = head + this.count * (this.#width + 1);
    let start = 0;
    for (let i = 0; i < this.count; i++) {
      if (i === this.single) start = 0;
      const distance = this.distanceAt(i);
      start += distance < far ? distance : this.#bytes.readUInt32LE(more);
      if (distance === far) more += 4;
      starts[i] = start;
    }
    return starts;
  }
}
