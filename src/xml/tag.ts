import type { Cursor } from './cursor.ts';
import { AttributeNode, type ElementNode, type XmlAttribute } from './nodes.ts';
import { limits, tooManyAttributes } from './refusals.ts';
import { mayDeclare, noScope, Scope } from './scope.ts';

/** What follows the name in a start tag. One for all tags of a text: its lists are used again, and what stands behind `count` is of another. */
export class Tag {
  readonly names: string[] = [];
  readonly values: string[] = [];
  readonly attributes: XmlAttribute[] = [];
  count = 0;
  scope: Scope = noScope;
  empty = false;
}

/** Reads from just after the element's name to just after its `>`. */
export function readTag(cursor: Cursor, tag: Tag, outer: Scope): void {
  const { text } = cursor;
  const { names, values } = tag;
  let count = 0;
  let declared: Map<string, string> | undefined;
  for (;;) {
    const before = cursor.at;
    cursor.at = cursor.skipSpaces(before);
    const c = text.charCodeAt(cursor.at);
    if (c === 0x3e || c === 0x2f) break;
    if (cursor.at === before) throw cursor.fault('une balise est incorrecte', 'a tag is wrong');
    if (count + (declared?.size ?? 0) >= limits.attributes) throw tooManyAttributes();
    const name = cursor.name();
    const value = attributeValue(cursor);
    if (name === 'xmlns' || name.startsWith('xmlns:')) declared = declare(cursor, declared ?? new Map(), name, value);
    else {
      names[count] = name;
      values[count++] = value;
    }
  }
  tag.count = count;
  tag.empty = text.charCodeAt(cursor.at) === 0x2f;
  if (tag.empty && text.charCodeAt(cursor.at + 1) !== 0x3e) throw cursor.fault('une balise est incorrecte', 'a tag is wrong');
  cursor.at += tag.empty ? 2 : 1;
  tag.scope = declared === undefined ? outer : new Scope(declared, outer);
}

function attributeValue(cursor: Cursor): string {
  const { text } = cursor;
  let at = cursor.skipSpaces(cursor.at);
  if (text.charCodeAt(at) !== 0x3d) throw cursor.fault('un attribut n’a pas de valeur', 'an attribute has no value');
  at = cursor.skipSpaces(at + 1);
  const quote = text.charCodeAt(at);
  if (quote !== 0x22 && quote !== 0x27)
    throw cursor.fault('un attribut n’est pas entre guillemets', 'an attribute is not quoted');
  const start = at + 1;
  let spaced = false;
  for (at = start; ; at++) {
    const c = text.charCodeAt(at);
    if (c === quote) break;
    if (c === 0x3c) throw cursor.fault('un « < » dans un attribut', 'a "<" inside an attribute', at);
    if (c === 0x0a || c === 0x09) spaced = true;
    else if (Number.isNaN(c)) throw cursor.fault('le document est coupé', 'the document is cut short');
  }
  cursor.at = at + 1;
  // XML 1.0 §3.3.3: a written line end is a space, one written as a reference stays.
  return spaced ? normalized(text.slice(start, at), cursor, start, at) : cursor.plain(start, at);
}

function normalized(written: string, cursor: Cursor, from: number, to: number): string {
  if (!written.includes('&')) return written.replace(/[\n\t]/g, ' ');
  const parts = written.split(/[\n\t]/);
  let at = from;
  const read = parts.map((part) => {
    const value = cursor.plain(at, Math.min(at + part.length, to));
    at += part.length + 1;
    return value;
  });
  return read.join(' ');
}

function declare(cursor: Cursor, declared: Map<string, string>, name: string, uri: string): Map<string, string> {
  cursor.qname(name);
  const prefix = name.slice(6);
  if (declared.has(prefix)) throw cursor.fault('un attribut est répété', 'an attribute is repeated');
  if (!mayDeclare(prefix, uri)) throw cursor.fault('un espace de noms est mal déclaré', 'a namespace is wrongly declared');
  return declared.set(prefix, uri);
}

/** The attributes of the tag that was read last, their namespaces found. */
export function attributesOf(cursor: Cursor, parent: ElementNode, tag: Tag): readonly XmlAttribute[] {
  const { names, values, attributes, count, scope } = tag;
  for (let i = 0; i < count; i++) {
    const name = cursor.qname(names[i] ?? '');
    const namespace = name.prefix === '' ? '' : scope.namespaceOf(name.prefix);
    if (namespace === undefined) throw cursor.fault('un préfixe n’est pas déclaré', 'a prefix is not declared');
    for (let before = 0; before < i; before++)
      if (attributes[before]?.name === name.local && attributes[before]?.namespace === namespace)
        throw cursor.fault('un attribut est répété', 'an attribute is repeated');
    attributes[i] = new AttributeNode(name, namespace, values[i] ?? '', parent, cursor.nextOrder());
  }
  return attributes.slice(0, count);
}
