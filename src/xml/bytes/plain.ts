import { Refusal } from '#kernel';
import { withReferences } from '../references.ts';
import { limits } from '../refusals.ts';
import { noScope, type Scope } from '../scope.ts';
import { Ahead } from './ahead.ts';
import { holdsControls } from './controls.ts';
import { areSame, PlainTag, skipSpaces } from './plainTag.ts';
import { nextTag } from './shape.ts';
import { type Source, sourceOf } from './source.ts';

/** Deeper than this a document is not plain; libxml2 goes to 256. */
const mostDepth = limits.depth - 56;
/** Longer ones are given to libxml2 with other bounds. */
const mostBytes = 9_000_000;

const prologue = /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.0["']/;

/**
 * Whether a document is well-formed beyond doubt: true only for what libxml2 and `readXml` accept too, in less time than they take. False says
 * nothing: the document may be wrong, or well-formed in a way that is rare (another encoding, names beyond ASCII, unusual namespaces, great
 * depth), and one of them is to be asked.
 *
 * Checks all of XML 1.0 and of its namespaces, on the bytes, one pass, no tree. Source: XML 1.0 (5th edition), Namespaces in XML 1.0.
 */
export function isPlainlyWellFormed(bytes: Uint8Array): boolean {
  if (bytes.byteLength > mostBytes) return false;
  try {
    const source = sourceOf(bytes);
    if (source.charset !== 'utf8' || holdsControls(source.bytes) || holdsNoCharacter(source.bytes)) return false;
    return new Plain(source).read();
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Whether U+FFFE or U+FFFF is there: no characters. */
function holdsNoCharacter(bytes: Buffer): boolean {
  return bytes.includes(0xef) && (bytes.includes('\ufffe') || bytes.includes('\uffff'));
}

class Plain {
  readonly #source: Source;
  readonly #bytes: Buffer;
  readonly #tag: PlainTag;
  readonly #ampersand: Ahead;
  readonly #sectionEnd: Ahead;
  /** Of the open elements: where their names begin and end, and the namespaces around them. */
  readonly #names: number[] = [];
  readonly #scopes: Scope[] = [];
  #scope = noScope;
  #roots = 0;

  constructor(source: Source) {
    const { bytes } = source;
    this.#source = source;
    this.#bytes = bytes;
    this.#tag = new PlainTag(bytes, noScope);
    this.#ampersand = new Ahead(bytes, '&');
    this.#sectionEnd = new Ahead(bytes, ']]>');
  }

  read(): boolean {
    const bytes = this.#bytes;
    let nodes = 0;
    for (let at = this.#afterDeclaration(); at >= 0; ) {
      const next = nextTag(bytes, at);
      if (!this.#isText(at, next === -1 ? bytes.length : next)) return false;
      if (next === -1) return this.#roots === 1 && this.#names.length === 0;
      const c = bytes[next + 1];
      at =
        c === 0x2f ? this.#end(next) : c === 0x21 ? this.#bang(next) : c === 0x3f ? this.#instruction(next) : this.#start(next);
      // A text and what comes after it: never fewer than there are.
      nodes += c === 0x2f ? 1 : 2 + this.#tag.count;
      if (nodes > limits.nodes) return false;
    }
    return false;
  }

  #afterDeclaration(): number {
    const { bytes, start } = this.#source;
    const text = bytes.toString('latin1', start, start + 200);
    if (!/^<\?xml[ \t\r\n]/.test(text)) return start;
    return prologue.test(text) ? bytes.indexOf('?>', start) + 2 : -1;
  }

  /** Between two tags: spaces alone outside of the root; no lone `&`, no `]]>`. */
  #isText(from: number, to: number): boolean {
    if (this.#names.length === 0) return skipSpaces(this.#bytes, from) >= to;
    if (this.#sectionEnd.isWithin(from, to)) return false;
    if (this.#ampersand.isWithin(from, to)) withReferences(this.#bytes.toString('latin1', from, to));
    return true;
  }

  #start(from: number): number {
    const tag = this.#tag;
    const outer = this.#scope;
    const end = tag.read(from, outer);
    if (end < 0 || (this.#scopes.length === 0 && ++this.#roots > 1)) return -1;
    if (tag.empty) return end;
    if (this.#scopes.length >= mostDepth) return -1;
    this.#names.push(from + 1, tag.nameEnd);
    this.#scopes.push(outer);
    this.#scope = tag.scope;
    return end;
  }

  #end(from: number): number {
    const bytes = this.#bytes;
    const nameEnd = this.#names.pop();
    const name = this.#names.pop();
    if (nameEnd === undefined || name === undefined) return -1;
    const end = from + 2 + nameEnd - name;
    if (!areSame(bytes, name, nameEnd, from + 2, end)) return -1;
    this.#scope = this.#scopes.pop() ?? noScope;
    const at = skipSpaces(bytes, end);
    return bytes[at] === 0x3e ? at + 1 : -1;
  }

  #bang(from: number): number {
    const bytes = this.#bytes;
    const opening = bytes.toString('latin1', from, from + 9);
    if (opening.startsWith('<!--')) {
      const dashes = bytes.indexOf('--', from + 4);
      return dashes !== -1 && bytes[dashes + 2] === 0x3e ? dashes + 3 : -1;
    }
    if (this.#names.length === 0 || opening !== '<![CDATA[') return -1;
    const end = bytes.indexOf(']]>', from + 9);
    return end === -1 ? -1 : end + 3;
  }

  #instruction(from: number): number {
    const end = this.#bytes.indexOf('?>', from + 2);
    if (end === -1) return -1;
    const text = this.#bytes.toString('latin1', from + 2, Math.min(end + 2, from + 80));
    return /^(?!xml[ \t\r\n?])[a-z][a-z-]{0,60}([ \t\r\n]|\?>)/i.test(text) ? end + 2 : -1;
  }
}
