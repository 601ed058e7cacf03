/** Bytes of a socket in the order they came; each is looked at for a line end once, and copied a bounded number of times. */
export class Incoming {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes from the front that are known to hold no line end. */
  #scanned = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    // Who sends a byte at a time must not make a list of a million pieces.
    if (this.#chunks.length > 64) this.#chunks = [Buffer.concat(this.#chunks)];
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
    this.#scanned = 0;
  }

  /** The length of the first line with its end; -1 where it has not all come. */
  lineLength(): number {
    let before = 0;
    for (const chunk of this.#chunks) {
      if (before + chunk.length > this.#scanned) {
        const found = chunk.indexOf(10, Math.max(0, this.#scanned - before));
        if (found >= 0) return before + found + 1;
      }
      before += chunk.length;
    }
    this.#scanned = before;
    return -1;
  }

  /** Takes the first bytes out, as many as there are up to `most`. */
  take(most: number): Buffer {
    const wanted = Math.min(most, this.#length);
    const taken: Buffer[] = [];
    let left = wanted;
    while (left > 0) {
      const first = this.#chunks[0];
      if (first === undefined) break;
      if (first.length <= left) {
        taken.push(first);
        this.#chunks.shift();
        left -= first.length;
      } else {
        taken.push(first.subarray(0, left));
        this.#chunks[0] = first.subarray(left);
        left = 0;
      }
    }
    this.#length -= wanted;
    this.#scanned = 0;
    const [only] = taken;
    return taken.length === 1 && only !== undefined ? only : Buffer.concat(taken);
  }
}
