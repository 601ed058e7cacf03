import { withReferences } from '../references.ts';
import { limits } from '../refusals.ts';
import { Scope } from '../scope.ts';
import { Ahead } from './ahead.ts';
import { uriOf } from './namespaces.ts';

const START = 1;
const REST = 2;
const SPACE = 4;
const kinds = new Uint8Array(256);
for (let c = 0; c < 0x80; c++) {
  const sign = String.fromCharCode(c);
  if (/[A-Za-z_:]/.test(sign)) kinds[c] = START | REST;
  else if (/[0-9.-]/.test(sign)) kinds[c] = REST;
  else if (/[ \t\r\n]/.test(sign)) kinds[c] = SPACE;
}

/** With longer names a document is not plain. */
const longestName = 200;
/** The namespaces that documents use: a URN, or an address without a query; not the two that are XML's own. */
const plainNamespace =
  /^(?!http:\/\/www\.w3\.org\/(XML\/|2000\/xmlns))(urn:[a-z0-9][a-z0-9-]{0,31}:[\w.:-]+|https?:\/\/[\w.-]+(\/[\w.~/-]*)?(#)?)$/i;
const declaration = /^xmlns(?::(?!xml)([a-z_][\w.-]*))?$/i;

export function skipSpaces(bytes: Buffer, from: number): number {
  let at = from;
  while (((kinds[bytes[at] ?? 0] ?? 0) & SPACE) !== 0) at++;
  return at;
}

/** The place just after the name of ASCII that begins at `from`; `from` itself when none does. */
function endOfName(bytes: Buffer, from: number): number {
  if (((kinds[bytes[from] ?? 0] ?? 0) & START) === 0) return from;
  let at = from + 1;
  while (((kinds[bytes[at] ?? 0] ?? 0) & REST) !== 0) at++;
  return at - from > longestName ? from : at;
}

/** Reads one plain start tag after the other on the bytes; nothing is made of them but what was found of the last one. */
export class PlainTag {
  readonly #bytes: Buffer;
  readonly #ampersand: Ahead;
  /** Begin and end of the names of the attributes. */
  readonly #spans = new Int32Array(2 * limits.attributes);
  count = 0;
  nameEnd = 0;
  empty = false;
  /** The namespaces in force inside. */
  scope: Scope;

  constructor(bytes: Buffer, scope: Scope) {
    this.#bytes = bytes;
    this.#ampersand = new Ahead(bytes, '&');
    this.scope = scope;
  }

  /**
   * The place just after the tag whose `<` stands at `from`; -1 when it is not plain: names of ASCII, namespaces of the usual form, no two
   * attributes that could be one, none with a meaning of its own to XML. Refuses a wrong reference and a prefix that is not declared.
   */
  read(from: number, outer: Scope): number {
    const bytes = this.#bytes;
    this.count = 0;
    this.nameEnd = endOfName(bytes, from + 1);
    if (this.nameEnd === from + 1) return -1;
    let declared: Map<string, string> | undefined;
    let prefixed: string[] | undefined;
    for (let at = this.nameEnd; ; ) {
      const start = skipSpaces(bytes, at);
      const c = bytes[start];
      if (c === 0x3e || c === 0x2f) {
        this.empty = c === 0x2f;
        if (this.empty && bytes[start + 1] !== 0x3e) return -1;
        this.scope = declared === undefined ? outer : new Scope(declared, outer);
        return this.#areDeclared(from, prefixed) ? start + (this.empty ? 2 : 1) : -1;
      }
      const nameEnd = endOfName(bytes, start);
      if (start === at || nameEnd === start || !this.#isNew(start, nameEnd)) return -1;
      const value = this.#beginOfValue(nameEnd);
      if (value < 0) return -1;
      const end = this.#endOfValue(value);
      if (end < 0) return -1;
      if (this.#ampersand.isWithin(value, end)) withReferences(bytes.toString('latin1', value, end));
      if (c === 0x78 || this.#hasColon(start, nameEnd)) {
        const name = bytes.toString('latin1', start, nameEnd);
        const [declares, prefix = ''] = declaration.exec(name) ?? [];
        if (declares !== undefined) {
          const uri = bytes.toString('latin1', value, end);
          if (!plainNamespace.test(uri) && (uri !== '' || prefix !== '')) return -1;
          declared ??= new Map();
          declared.set(prefix, uri);
        } else if (name.includes(':')) {
          prefixed ??= [];
          prefixed.push(name);
        }
      }
      at = end + 1;
    }
  }

  #beginOfValue(nameEnd: number): number {
    const bytes = this.#bytes;
    const equals = skipSpaces(bytes, nameEnd);
    if (bytes[equals] !== 0x3d) return -1;
    const at = skipSpaces(bytes, equals + 1);
    return bytes[at] === 0x22 || bytes[at] === 0x27 ? at + 1 : -1;
  }

  #endOfValue(from: number): number {
    const bytes = this.#bytes;
    const quote = bytes[from - 1];
    for (let at = from; at < bytes.length; at++) {
      const c = bytes[at];
      if (c === quote) return at;
      if (c === 0x3c) return -1;
    }
    return -1;
  }

  /** Keeps where the name of an attribute stands; false when the tag has one of that name. */
  #isNew(start: number, end: number): boolean {
    const spans = this.#spans;
    if (this.count >= limits.attributes) return false;
    for (let i = 0; i < this.count; i++)
      if (areSame(this.#bytes, spans[2 * i] ?? 0, spans[2 * i + 1] ?? 0, start, end)) return false;
    spans[2 * this.count] = start;
    spans[2 * this.count + 1] = end;
    this.count++;
    return true;
  }

  #hasColon(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#bytes[at] === 0x3a) return true;
    return false;
  }

  /** Of several attributes with prefixes, no two have the same local name: whatever the prefixes stand for, they are two. */
  #areDeclared(from: number, prefixed: readonly string[] | undefined): boolean {
    if (this.#hasColon(from + 1, this.nameEnd)) uriOf(this.#bytes.toString('latin1', from + 1, this.nameEnd), this.scope);
    if (prefixed === undefined) return true;
    for (const name of prefixed) {
      if (name.startsWith('xml:') ? name !== 'xml:lang' : name.startsWith('xmlns:')) return false;
      uriOf(name, this.scope);
    }
    return new Set(prefixed.map((name) => name.slice(name.indexOf(':') + 1))).size === prefixed.length;
  }
}

/** Whether two stretches hold the same bytes. */
export function areSame(bytes: Buffer, from: number, to: number, otherFrom: number, otherTo: number): boolean {
  if (to - from !== otherTo - otherFrom) return false;
  for (let i = to - from - 1; i >= 0; i--) if (bytes[from + i] !== bytes[otherFrom + i]) return false;
  return true;
}
