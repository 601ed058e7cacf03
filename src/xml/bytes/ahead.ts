/** Tells of one stretch of the bytes after the other whether a sign stands in it; each byte is searched once. */
export class Ahead {
  readonly #bytes: Buffer;
  readonly #sign: string;
  #next = -1;

  constructor(bytes: Buffer, sign: string) {
    this.#bytes = bytes;
    this.#sign = sign;
  }

  isWithin(from: number, to: number): boolean {
    if (this.#next < from) {
      const found = this.#bytes.indexOf(this.#sign, from, 'latin1');
      this.#next = found === -1 ? this.#bytes.length : found;
    }
    return this.#next < to;
  }
}
