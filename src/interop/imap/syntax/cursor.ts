import { SyntaxFault } from './fault.ts';

/** A piece of a command: what stood on lines (each character a byte), or a literal. */
export type Segment = string | Buffer;

/** RFC 3501 §9: ATOM-CHAR, and `]` besides in ASTRING-CHAR. */
const atomChar = /[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]/;
const astringChar = /[!#$&'+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]/;
const listChar = /[!#$%&'*+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~\x80-\xff]/;

/** Reads the words of a command, forwards; every fault says what was expected. */
export class Cursor {
  readonly #segments: readonly Segment[];
  #segment = 0;
  #at = 0;

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
    this.#settle();
  }

  /** The next character; `{` where a literal stands; '' at the end. */
  peek(): string {
    const here = this.#segments[this.#segment];
    if (here === undefined) return '';
    return typeof here === 'string' ? (here[this.#at] ?? '') : '{';
  }

  get ended(): boolean {
    return this.#segments[this.#segment] === undefined;
  }

  take(character: string): boolean {
    if (this.peek() !== character || character === '{') return false;
    this.#at += 1;
    this.#settle();
    return true;
  }

  expect(character: string, where: string): void {
    if (!this.take(character)) throw new SyntaxFault(`${where}: expected ${character === ' ' ? 'a space' : `"${character}"`}`);
  }

  space(where: string): void {
    this.expect(' ', where);
  }

  end(where: string): void {
    if (!this.ended) throw new SyntaxFault(`${where}: something follows that was not expected`);
  }

  /** What matches here, among what stands on this line; '' for nothing. `pattern` is sticky. */
  match(pattern: RegExp): string {
    const here = this.#segments[this.#segment];
    if (typeof here !== 'string') return '';
    pattern.lastIndex = this.#at;
    const found = pattern.exec(here)?.[0] ?? '';
    this.#at += found.length;
    this.#settle();
    return found;
  }

  atom(where: string): string {
    return this.#run(atomChar, where, 'a word');
  }

  /** An atom in upper case. */
  word(where: string): string {
    return this.atom(where).toUpperCase();
  }

  number(where: string, most = 0xffffffff): number {
    const digits = this.match(/\d{1,20}/y);
    if (digits === '') throw new SyntaxFault(`${where}: expected a number`);
    const value = Number(digits);
    if (value > most) throw new SyntaxFault(`${where}: the number is too large`);
    return value;
  }

  positive(where: string): number {
    const value = this.number(where);
    if (value === 0) throw new SyntaxFault(`${where}: the number may not be 0`);
    return value;
  }

  /** A mod-sequence, up to 63 bits (RFC 7162 §7); beyond what a number holds exactly it is the greatest there is. */
  modseq(where: string): number {
    return Math.min(this.number(where, 2 ** 63), Number.MAX_SAFE_INTEGER);
  }

  /** Quoted or literal, as bytes; without NUL (RFC 3501 §9 CHAR8), which only a message may hold. */
  stringBytes(where: string): Buffer {
    const literal = this.literal();
    if (literal === undefined && this.peek() !== '"') throw new SyntaxFault(`${where}: expected a string`);
    const bytes = literal ?? Buffer.from(this.#quoted(where), 'latin1');
    if (bytes.includes(0)) throw new SyntaxFault(`${where}: NUL may not stand in a string`);
    return bytes;
  }

  /** As bytes: an atom (with `]`), a quoted string or a literal. */
  astringBytes(where: string): Buffer {
    const c = this.peek();
    if (c === '"' || c === '{') return this.stringBytes(where);
    return Buffer.from(this.#run(astringChar, where, 'a word or a string'), 'latin1');
  }

  astring(where: string): string {
    return this.astringBytes(where).toString('utf8');
  }

  /** list-mailbox: `%` and `*` may stand without quotes; 8-bit characters are taken for UTF-8. */
  listPattern(where: string): string {
    const c = this.peek();
    if (c === '"' || c === '{') return this.stringBytes(where).toString('utf8');
    return Buffer.from(this.#run(listChar, where, 'a pattern'), 'latin1').toString('utf8');
  }

  /** undefined for NIL. */
  nstring(where: string): string | undefined {
    if (this.match(/nil(?![^ )])/iy) !== '') return undefined;
    return this.stringBytes(where).toString('utf8');
  }

  /** The literal that stands here, if one does. */
  literal(): Buffer | undefined {
    const here = this.#segments[this.#segment];
    if (here === undefined || typeof here === 'string') return undefined;
    this.#segment += 1;
    this.#at = 0;
    this.#settle();
    return here;
  }

  /** `(one two three)`, each read by `read`; an empty list where `mayBeEmpty`. */
  list<T>(where: string, read: () => T, mayBeEmpty = false): T[] {
    this.expect('(', where);
    const items: T[] = [];
    if (mayBeEmpty && this.take(')')) return items;
    do items.push(read());
    while (this.take(' '));
    this.expect(')', where);
    return items;
  }

  #run(allowed: RegExp, where: string, what: string): string {
    const here = this.#segments[this.#segment];
    if (typeof here !== 'string') throw new SyntaxFault(`${where}: expected ${what}`);
    let at = this.#at;
    while (at < here.length && allowed.test(here[at] ?? '')) at += 1;
    if (at === this.#at) throw new SyntaxFault(`${where}: expected ${what}`);
    const found = here.slice(this.#at, at);
    this.#at = at;
    this.#settle();
    return found;
  }

  #quoted(where: string): string {
    const here = this.#segments[this.#segment];
    if (typeof here !== 'string') throw new SyntaxFault(`${where}: expected a string`);
    let out = '';
    let at = this.#at + 1;
    for (; at < here.length && here[at] !== '"'; at += 1) {
      if (here[at] === '\\') {
        at += 1;
        if (here[at] !== '"' && here[at] !== '\\') throw new SyntaxFault(`${where}: only " and \\ may follow \\ in quotes`);
      }
      out += here[at];
    }
    if (at >= here.length) throw new SyntaxFault(`${where}: a quoted string does not end`);
    this.#at = at + 1;
    this.#settle();
    return out;
  }

  /** Past the end of a line of text stands what follows it. */
  #settle(): void {
    const here = this.#segments[this.#segment];
    if (typeof here === 'string' && this.#at >= here.length) {
      this.#segment += 1;
      this.#at = 0;
      if (this.#segments[this.#segment] === '') this.#settle();
    }
  }
}
