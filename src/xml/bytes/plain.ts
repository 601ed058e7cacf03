import { Refusal } from '#kernel';
import { withReferences } from '../references.ts';
import { limits } from '../refusals.ts';
import { noScope, type Scope } from '../scope.ts';
import { scopeOf, uriOf } from './namespaces.ts';
import { type Source, sourceOf } from './source.ts';
import { EndOfText, isSpace, type StartTag, startTag } from './tags.ts';

/** Deeper than this, or with longer names, a document is not plain; libxml2 goes to 256. */
const mostDepth = limits.depth - 56;
const longestName = 200;
/** Longer ones are given to libxml2 with other bounds. */
const mostBytes = 9_000_000;

const prologue = /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.0["']/;
/** The namespaces that documents use: a URN, or an address without a query; not the two that are XML's own. */
const plainNamespace =
  /^(?!http:\/\/www\.w3\.org\/(XML\/|2000\/xmlns))(urn:[a-z0-9][a-z0-9-]{0,31}:[\w.:-]+|https?:\/\/[\w.-]+(\/[\w.~/-]*)?(#)?)$/i;

/**
 * Whether a document is well-formed beyond doubt: true only for what libxml2 accepts too, in less time than it takes. False says nothing: the
 * document may be wrong, or well-formed in a way that is rare (another encoding, names beyond ASCII, unusual namespaces, great depth), and
 * libxml2 is to be asked.
 *
 * Checks all of XML 1.0 and of its namespaces, on the bytes, one pass, no tree. Source: XML 1.0 (5th edition), Namespaces in XML 1.0.
 */
export function isPlainlyWellFormed(bytes: Uint8Array): boolean {
  if (bytes.byteLength > mostBytes) return false;
  try {
    const source = sourceOf(bytes);
    const text = source.bytes.toString('latin1');
    return source.charset === 'utf8' && hasNoForbidden(source) && new Plain(source, text).read();
  } catch (error) {
    if (error instanceof Refusal || error instanceof EndOfText) return false;
    throw error;
  }
}

const noWords = new Uint32Array(0);

/** No control character but tab and line ends, no U+FFFE or U+FFFF. */
function hasNoForbidden({ bytes }: Source): boolean {
  const { buffer, byteOffset, length } = bytes;
  const head = Math.min(-byteOffset & 3, length);
  const words = (length - head) >> 2;
  // Four bytes at a time: a byte below 0x20 borrows into its high bit, and few words have one. A view of no words may not begin between words.
  const quads = words === 0 ? noWords : new Uint32Array(buffer, byteOffset + head, words);
  for (let i = 0; i < words; i++) {
    const quad = quads[i] ?? 0;
    if (((quad - 0x20202020) & ~quad & 0x80808080) !== 0 && !areAllowed(bytes, head + 4 * i, head + 4 * i + 4)) return false;
  }
  if (!areAllowed(bytes, 0, head) || !areAllowed(bytes, head + 4 * words, length)) return false;
  return !bytes.includes(0xef) || (!bytes.includes('\ufffe') && !bytes.includes('\uffff'));
}

function areAllowed(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const b = bytes[i] ?? 0;
    if (b < 0x20 && b !== 0x0a && b !== 0x0d && b !== 0x09) return false;
  }
  return true;
}

class Plain {
  readonly #source: Source;
  readonly #text: string;
  readonly #names: string[] = [];
  readonly #scopes: Scope[] = [];
  #scope = noScope;
  #roots = 0;

  constructor(source: Source, text: string) {
    this.#source = source;
    this.#text = text;
  }

  read(): boolean {
    const text = this.#text;
    let at = this.#source.start;
    if (text.startsWith('<?xml', at) && isSpace(text.charCodeAt(at + 5))) {
      if (!prologue.test(text.slice(at, at + 200))) return false;
      at = text.indexOf('?>', at) + 2;
    }
    while (at < text.length) {
      const next = text.indexOf('<', at);
      if (!this.#characters(at, next < 0 ? text.length : next)) return false;
      if (next < 0) break;
      const c = text.charCodeAt(next + 1);
      at =
        c === 0x2f ? this.#end(next) : c === 0x21 ? this.#bang(next) : c === 0x3f ? this.#instruction(next) : this.#start(next);
      if (at < 0) return false;
    }
    return this.#roots === 1 && this.#names.length === 0;
  }

  /** Text between two tags: spaces alone outside of the root; no lone `&`, no `]]>`. */
  #characters(from: number, to: number): boolean {
    const text = this.#text;
    let at = from;
    while (at < to && isSpace(text.charCodeAt(at))) at++;
    if (at === to) return true;
    if (this.#names.length === 0) return false;
    const written = text.slice(at, to);
    if (written.includes(']]>')) return false;
    if (written.includes('&')) withReferences(written);
    return true;
  }

  #start(from: number): number {
    const tag = startTag(this.#source, this.#text, from);
    const outer = this.#scope;
    const scope = scopeOf(tag, outer);
    // Refuses a prefix that is not declared.
    uriOf(tag.name, scope);
    if (!isPlainTag(tag)) return -1;
    if (this.#names.length === 0 && ++this.#roots > 1) return -1;
    if (tag.empty) return tag.end;
    if (this.#names.length >= mostDepth) return -1;
    this.#names.push(tag.name);
    this.#scopes.push(outer);
    this.#scope = scope;
    return tag.end;
  }

  #end(from: number): number {
    const name = this.#names.pop();
    if (name === undefined || !this.#text.startsWith(name, from + 2)) return -1;
    let at = from + 2 + name.length;
    while (isSpace(this.#text.charCodeAt(at))) at++;
    this.#scope = this.#scopes.pop() ?? noScope;
    return this.#text.charCodeAt(at) === 0x3e ? at + 1 : -1;
  }

  #bang(from: number): number {
    const text = this.#text;
    if (text.startsWith('<!--', from)) {
      const dashes = text.indexOf('--', from + 4);
      return dashes !== -1 && text.charCodeAt(dashes + 2) === 0x3e ? dashes + 3 : -1;
    }
    if (this.#names.length === 0 || !text.startsWith('<![CDATA[', from)) return -1;
    const end = text.indexOf(']]>', from + 9);
    return end === -1 ? -1 : end + 3;
  }

  #instruction(from: number): number {
    const end = this.#text.indexOf('?>', from + 2);
    if (end === -1) return -1;
    return /^(?!xml[ \t\r\n?])[a-z][a-z-]{0,60}([ \t\r\n]|\?>)/i.test(this.#text.slice(from + 2, Math.min(end + 2, from + 80)))
      ? end + 2
      : -1;
  }
}

/** Names of ASCII, namespaces of the usual form, no two attributes that could be one, no attribute with a meaning of its own to XML. */
function isPlainTag({ name, attributes }: StartTag): boolean {
  if (!isPlainName(name)) return false;
  let prefixed = 0;
  for (let i = 0; i < attributes.length; i += 2) {
    const attribute = attributes[i] ?? '';
    if (!isPlainName(attribute)) return false;
    if (!attribute.includes(':')) {
      if (attribute === 'xmlns' && attributes[i + 1] !== '' && !plainNamespace.test(attributes[i + 1] ?? '')) return false;
    } else if (attribute.startsWith('xmlns:')) {
      if (/^xmlns:xml/i.test(attribute) || !plainNamespace.test(attributes[i + 1] ?? '')) return false;
    } else if (attribute.startsWith('xml:')) {
      if (attribute !== 'xml:lang') return false;
    } else prefixed++;
  }
  return prefixed < 2 || areApart(attributes);
}

/** Of several attributes with prefixes, no two have the same local name: whatever the prefixes stand for, they are two. */
function areApart(attributes: readonly string[]): boolean {
  const locals = new Set<string>();
  for (let i = 0; i < attributes.length; i += 2) {
    const attribute = attributes[i] ?? '';
    const colon = attribute.indexOf(':');
    if (colon === -1 || attribute.startsWith('xmlns:')) continue;
    const local = attribute.slice(colon + 1);
    if (locals.has(local)) return false;
    locals.add(local);
  }
  return true;
}

// A name holds no character below its first letter.
const beyondAscii = /[\x80-\xff]/;
const isPlainName = (name: string): boolean => name.length <= longestName && !beyondAscii.test(name);
