/**
 * BODY from BODYSTRUCTURE: the same list without its extension data (RFC 3501 §7.4.2), so that only one of them is kept.
 * In: a list written by `structure.ts`.
 */
export function bodyOf(structure: string): string {
  return new BodyReader(structure).body();
}

class BodyReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one part, its extensions too, and gives it without them. */
  body(): string {
    this.#at += 1;
    const kept: string[] = [];
    if (this.#text[this.#at] === '(') {
      let children = '';
      while (this.#text[this.#at] === '(') children += this.body();
      this.#space();
      kept.push(`${children} ${this.#item()}`);
    } else this.#leaf(kept);
    this.#rest();
    return `(${kept.join(' ')})`;
  }

  /** Type, subtype, parameters, id, description, encoding, size; of a message three more, of text its lines. */
  #leaf(kept: string[]): void {
    for (let n = 0; n < 7; n += 1) {
      if (n > 0) this.#space();
      kept.push(this.#item());
    }
    const [type, subtype] = kept;
    if (type === '"message"' && subtype === '"rfc822"') {
      this.#space();
      kept.push(this.#item());
      this.#space();
      kept.push(this.body());
      this.#space();
      kept.push(this.#item());
    } else if (type === '"text"') {
      this.#space();
      kept.push(this.#item());
    }
  }

  #space(): void {
    if (this.#text[this.#at] === ' ') this.#at += 1;
  }

  /** What remains of the list, and its end. */
  #rest(): void {
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      this.#space();
      if (this.#text[this.#at] !== ')') this.#item();
    }
    this.#at += 1;
  }

  /** An atom, a number, a string, or a whole list. */
  #item(): string {
    const from = this.#at;
    let depth = 0;
    do {
      const c = this.#text[this.#at];
      if (c === '"') this.#quoted();
      else if (c === '{') this.#literal();
      else if (c === '(' || c === ')') {
        depth += c === '(' ? 1 : -1;
        this.#at += 1;
      } else if (depth > 0 && c === ' ') this.#at += 1;
      else while (this.#at < this.#text.length && !' ()"{'.includes(this.#text[this.#at] ?? '')) this.#at += 1;
    } while (depth > 0 && this.#at < this.#text.length);
    return this.#text.slice(from, this.#at);
  }

  #quoted(): void {
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    this.#at += 1;
  }

  /** Its length is in bytes of UTF-8; the text holds characters. */
  #literal(): void {
    const close = this.#text.indexOf('}', this.#at);
    let left = Number(this.#text.slice(this.#at + 1, close));
    this.#at = close + 3;
    while (left > 0 && this.#at < this.#text.length) {
      const code = this.#text.codePointAt(this.#at) ?? 0;
      left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      this.#at += code < 0x10000 ? 1 : 2;
    }
  }
}
