import { Lines } from './lines.ts';
import { endOfName, type QName, qnameOf } from './names.ts';
import { withReferences } from './references.ts';
import { malformed, tooLarge } from './refusals.ts';

/** A place in the text, and what is read at it: names, spaces, references. */
export class Cursor {
  readonly text: string;
  readonly lines: Lines;
  at: number;
  #order = 0;
  readonly #names = new Map<string, QName>();
  /** Asked once of the whole text: most documents then skip the question at each of their texts. */
  readonly #hasReferences: boolean;

  readonly #mostNodes: number;

  constructor(text: string, start: number, mostNodes: number) {
    this.#mostNodes = mostNodes;
    this.text = text;
    this.at = start;
    this.lines = new Lines(text);
    this.#hasReferences = text.includes('&');
  }

  nextOrder(): number {
    if (this.#order >= this.#mostNodes) throw tooLarge();
    return this.#order++;
  }

  /** A fault at a place of the text. */
  fault(fr: string, en: string, at = this.at): Error {
    return malformed({ fr, en }, { line: this.lines.lineOf(at), column: this.lines.columnOf(at) });
  }

  /** The text between two places, references replaced. */
  plain(from: number, to: number): string {
    const value = this.text.slice(from, to);
    return this.#hasReferences && value.includes('&') ? withReferences(value) : value;
  }

  /** The name that begins here; moves after it. */
  name(): string {
    const end = endOfName(this.text, this.at);
    if (end === this.at) throw this.fault('un nom manque ou est incorrect', 'a name is missing or wrong');
    const name = this.text.slice(this.at, end);
    this.at = end;
    return name;
  }

  qname(name: string): QName {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const found = qnameOf(name);
    if (found === undefined) throw this.fault('un nom est incorrect', 'a name is wrong');
    this.#names.set(name, found);
    return found;
  }

  skipSpaces(from: number): number {
    let at = from;
    for (let c = this.text.charCodeAt(at); c === 0x20 || c === 0x0a || c === 0x09; c = this.text.charCodeAt(at)) at++;
    return at;
  }

  until(mark: string, from: number): number {
    const end = this.text.indexOf(mark, from);
    if (end < 0) throw this.fault('le document est coupé', 'the document is cut short');
    return end;
  }
}
