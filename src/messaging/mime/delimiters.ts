import { mostBoundary } from './limits.ts';

/** A line that ends a part: RFC 2046 §5.1.1. */
export interface Delimiter {
  /** Which of the open multiparts it belongs to, 0 the outermost; -1 at the end of the bytes. */
  readonly level: number;
  readonly closing: boolean;
  /** Where the content before it ends: the line break before the delimiter belongs to the delimiter. */
  readonly contentTo: number;
  /** After its own line break. */
  readonly after: number;
}

const lineAndDashes = Buffer.from('\n--');

/** Looks for the boundaries of the multiparts that are open, each byte once: an outer boundary ends every part inside it. */
export class Delimiters {
  readonly #bytes: Buffer;
  readonly #open: string[] = [];
  readonly #firsts = new Uint8Array(256);

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Gives its level. */
  push(boundary: string): number {
    const first = boundary.charCodeAt(0) & 255;
    this.#firsts[first] = (this.#firsts[first] ?? 0) + 1;
    return this.#open.push(boundary) - 1;
  }

  pop(): void {
    const first = (this.#open.pop() ?? '').charCodeAt(0) & 255;
    this.#firsts[first] = (this.#firsts[first] ?? 1) - 1;
  }

  /** The delimiter that this line is; `lineFrom` is where a line begins. */
  at(lineFrom: number): Delimiter | undefined {
    const bytes = this.#bytes;
    if (bytes[lineFrom] !== 45 || bytes[lineFrom + 1] !== 45) return undefined;
    if (this.#firsts[bytes[lineFrom + 2] ?? 0] === 0) return undefined;
    const newline = bytes.indexOf(10, lineFrom);
    const lineTo = newline < 0 ? bytes.length : newline;
    if (lineTo - lineFrom > mostBoundary + 60) return undefined;
    const line = bytes.toString('latin1', lineFrom + 2, lineTo).trimEnd();
    const after = newline < 0 ? bytes.length : newline + 1;
    // The innermost first: a boundary that lies by repeating that of its parent ends the inner part.
    for (let level = this.#open.length - 1; level >= 0; level -= 1) {
      const boundary = this.#open[level] ?? '';
      const closing = line.length === boundary.length + 2 && line.endsWith('--') && line.startsWith(boundary);
      if (closing || line === boundary) return { level, closing, contentTo: this.#beforeBreak(lineFrom), after };
    }
    return undefined;
  }

  /** The first delimiter from here; `from` is where a line begins. */
  next(from: number): Delimiter {
    const bytes = this.#bytes;
    const end: Delimiter = { level: -1, closing: false, contentTo: bytes.length, after: bytes.length };
    if (this.#open.length === 0) return end;
    const here = this.at(from);
    // No line break between the header and it that could be its own.
    if (here !== undefined) return { ...here, contentTo: from };
    for (let at = bytes.indexOf(lineAndDashes, from); at >= 0; at = bytes.indexOf(lineAndDashes, at + 1)) {
      const found = this.at(at + 1);
      if (found !== undefined) return found;
    }
    return end;
  }

  #beforeBreak(lineFrom: number): number {
    if (this.#bytes[lineFrom - 1] !== 10) return lineFrom;
    return this.#bytes[lineFrom - 2] === 13 ? lineFrom - 2 : lineFrom - 1;
  }
}
