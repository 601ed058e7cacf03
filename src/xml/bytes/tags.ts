import { endOfName as endOfXmlName } from '../names.ts';
import { limits, malformed, tooManyAttributes } from '../refusals.ts';
import { decode } from './decode.ts';
import type { Source } from './source.ts';

/** Thrown when the characters at hand end before the header does: more may be left in the document. */
export class EndOfText extends Error {}

/** A start tag as it is written. */
export interface StartTag {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly empty: boolean;
  /** The place just after its `>`. */
  readonly end: number;
}

export function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  if (at >= text.length) throw new EndOfText();
  return at;
}

/** The place just after the name that begins at `from`. */
export function endOfName(text: string, from: number): number {
  if (from >= text.length) throw new EndOfText();
  const at = endOfXmlName(text, from);
  if (at === from)
    throw malformed({ fr: 'un nom d’élément ou d’attribut est incorrect', en: 'an element or attribute name is wrong' });
  if (at >= text.length) throw new EndOfText();
  return at;
}

/** Reads the start tag whose `<` stands at `from`. `text` holds one character for each byte of the source. */
export function startTag(source: Source, text: string, from: number): StartTag {
  let at = endOfName(text, from + 1);
  const name = text.slice(from + 1, at);
  const attributes: string[] = [];
  for (;;) {
    const before = at;
    at = skipSpaces(text, at);
    const c = text.charCodeAt(at);
    if (c === 0x3e) return { name, attributes, empty: false, end: at + 1 };
    if (c === 0x2f) {
      if (at + 1 >= text.length) throw new EndOfText();
      if (text.charCodeAt(at + 1) !== 0x3e) throw brokenTag();
      return { name, attributes, empty: true, end: at + 2 };
    }
    if (at === before) throw brokenTag();
    at = readAttribute(source, text, at, attributes);
  }
}

function readAttribute(source: Source, text: string, from: number, attributes: string[]): number {
  if (attributes.length >= 2 * limits.attributes) throw tooManyAttributes();
  let at = endOfName(text, from);
  const name = text.slice(from, at);
  for (let i = 0; i < attributes.length; i += 2)
    if (attributes[i] === name) throw malformed({ fr: 'un attribut est répété', en: 'an attribute is repeated' });
  at = skipSpaces(text, at);
  if (text.charCodeAt(at) !== 0x3d) throw brokenTag();
  at = skipSpaces(text, at + 1);
  const quote = text.charCodeAt(at);
  if (quote !== 0x22 && quote !== 0x27) throw brokenTag();
  const start = at + 1;
  let plain = true;
  for (at = start; ; at++) {
    const c = text.charCodeAt(at);
    if (c === quote) break;
    if (c === 0x3c) throw malformed({ fr: 'un « < » dans un attribut', en: 'a "<" inside an attribute' });
    if (c >= 0x80 || c < 0x20 || c === 0x26) plain = false;
    else if (Number.isNaN(c)) throw new EndOfText();
  }
  attributes.push(name, plain ? text.slice(start, at) : decode(source, start, at));
  return at + 1;
}

const brokenTag = () => malformed({ fr: 'une balise est incorrecte', en: 'a tag is wrong' });
