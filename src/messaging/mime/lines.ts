/** Counts line ends between places that are asked in order, reading each byte at most once, and only inside what is counted. */
export class Lines {
  readonly #bytes: Buffer;
  #at = 0;
  #count = 0;
  #open = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Begins to count at a place; gives what {@link Lines.since} wants. */
  from(at: number): number {
    if (this.#open === 0) this.#at = at;
    this.#open += 1;
    return this.#to(at);
  }

  /** Line ends between the place that gave `mark` and this one. */
  since(mark: number, at: number): number {
    this.#open -= 1;
    return this.#to(at) - mark;
  }

  #to(at: number): number {
    const bytes = this.#bytes;
    let count = this.#count;
    for (let i = this.#at; i < at; i += 1) if (bytes[i] === 10) count += 1;
    for (let i = at; i < this.#at; i += 1) if (bytes[i] === 10) count -= 1;
    this.#at = at;
    this.#count = count;
    return count;
  }
}
