import {
  charactersOf,
  decode,
  EndOfText,
  endOfName,
  hasDoctype,
  isSpace,
  limits,
  localNameIn,
  noScope,
  refuseForbidden,
  type Scope,
  type Source,
  type StartTag,
  scopeOf,
  skipSpaces,
  startTag,
  tooDeep,
  uriOf,
} from '#xml';
import { malformed } from './refusals.ts';
import { type Element, hl7 } from './tree.ts';

const xslt = 'http://www.w3.org/1999/XSL/Transform';

/** The header as a tree, and where the reading stopped. */
export interface Scanned {
  /** The ClinicalDocument, with what comes before its body. */
  readonly document: Element;
  /** Its name as written, with its prefix. */
  readonly qualifiedName: string;
  /** The place of its `<`. */
  readonly start: number;
  readonly selfPresenting: boolean;
  /** Absent when the document ends without a body; then the header is all of it. */
  readonly body?: 'nonXMLBody' | 'structuredBody';
  /** The place just after the start tag of the body, or after the document when it has none. */
  readonly stopped: number;
}

interface Frame {
  readonly qualifiedName: string;
  readonly scope: Scope;
  /** Absent around a self-presenting document. */
  readonly element?: Element;
}

/** Most headers take 10 to 25 KB; the rest of the document is looked at only when this was not enough. */
const firstWindow = 65_536;

/**
 * Reads the header of a CDA up to the start tag of its body, one pass, no recursion.
 *
 * Accepts a ClinicalDocument that lies inside a stylesheet (self-presenting): the first one counts.
 * Refuses `cda.malformed`, and `xml.*` for what is no XML.
 * Does not look at the body.
 */
export function readHeader(source: Source): Scanned {
  for (let window = firstWindow; ; window = source.bytes.length) {
    try {
      const text = source.bytes.toString('latin1', 0, window);
      return readWithin(source, text);
    } catch (error) {
      if (!(error instanceof EndOfText)) throw error;
      if (window >= source.bytes.length) throw malformed({ fr: 'il s’arrête avant la fin', en: 'it stops before its end' });
    }
  }
}

function readWithin(source: Source, text: string): Scanned {
  const frames: Frame[] = [];
  let top: Frame | undefined;
  let start = -1;
  let at = source.start;
  for (;;) {
    if (at >= text.length) throw new EndOfText();
    if (text.charCodeAt(at) !== 0x3c) {
      at = readText(source, text, at, top);
      continue;
    }
    const c = text.charCodeAt(at + 1);
    if (c === 0x21) at = readBang(source, text, at, top);
    else if (c === 0x3f) at = readInstruction(source, text, at);
    else if (c === 0x2f) {
      at = readEnd(text, at, top);
      const closed = frames.pop();
      top = frames.at(-1);
      if (top === undefined || (start !== -1 && top.element === undefined)) return finished(closed, start, frames.length > 0, at);
    } else {
      const tag = startTag(source, text, at);
      const scope = scopeOf(tag, top?.scope ?? noScope);
      const v3Name = localNameIn(hl7, tag, scope);
      if (top === undefined) checkRoot(tag, v3Name, scope);
      const body = bodyName(frames, v3Name);
      if (body !== undefined) return { ...finished(firstOf(frames), start, firstOf(frames) !== frames[0], tag.end), body };
      const frame = frameOf(tag, scope, v3Name, top, start !== -1);
      if (start === -1 && frame.element !== undefined) start = at;
      at = tag.end;
      if (!tag.empty) {
        if (frames.length >= limits.depth) throw tooDeep();
        frames.push(frame);
        top = frame;
      } else if (top === undefined || (top.element === undefined && frame.element !== undefined))
        return finished(frame, start, frames.length > 0, at);
    }
  }
}

function checkRoot(tag: StartTag, v3Name: string, scope: Scope): void {
  if (v3Name === 'ClinicalDocument') return;
  const local = tag.name.slice(tag.name.indexOf(':') + 1);
  if (uriOf(tag.name, scope) === xslt && (local === 'stylesheet' || local === 'transform')) return;
  throw malformed(
    {
      fr: `sa racine n’est pas un ClinicalDocument de l’espace de noms ${hl7}`,
      en: `its root is not a ClinicalDocument of namespace ${hl7}`,
    },
    '/',
  );
}

function frameOf(tag: StartTag, scope: Scope, v3Name: string, parent: Frame | undefined, inside: boolean): Frame {
  if (!inside && v3Name !== 'ClinicalDocument') return { qualifiedName: tag.name, scope };
  const element: Element = { name: v3Name, attributes: tag.attributes, children: [], text: '' };
  parent?.element?.children.push(element);
  return { qualifiedName: tag.name, scope, element };
}

function firstOf(frames: readonly Frame[]): Frame | undefined {
  return frames.find((frame) => frame.element !== undefined);
}

/** Not undefined when a start tag is that of the body: /ClinicalDocument/component/nonXMLBody or structuredBody. */
function bodyName(frames: readonly Frame[], v3Name: string): Scanned['body'] {
  if (v3Name !== 'nonXMLBody' && v3Name !== 'structuredBody') return undefined;
  const isChild = frames.at(-1)?.element?.name === 'component' && frames.at(-2)?.element?.name === 'ClinicalDocument';
  return isChild ? v3Name : undefined;
}

function finished(frame: Frame | undefined, start: number, selfPresenting: boolean, stopped: number): Scanned {
  if (frame?.element === undefined)
    throw malformed({
      fr: 'la feuille de style ne contient aucun ClinicalDocument',
      en: 'the stylesheet holds no ClinicalDocument',
    });
  return { document: frame.element, qualifiedName: frame.qualifiedName, start, selfPresenting, stopped };
}

function readText(source: Source, text: string, from: number, top: Frame | undefined): number {
  let blank = true;
  let plain = true;
  let at = from;
  for (; ; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3c) break;
    if (Number.isNaN(c)) throw new EndOfText();
    if (isSpace(c)) continue;
    blank = false;
    if (c >= 0x80 || c < 0x20 || c === 0x26 || c === 0x5d) plain = false;
  }
  if (blank) return at;
  if (top === undefined) throw malformed({ fr: 'du texte hors de la racine', en: 'text outside the root' });
  const value = plain ? text.slice(from, at) : decode(source, from, at);
  if (!plain && text.slice(from, at).includes(']]>')) throw malformed({ fr: '« ]]> » dans du texte', en: '"]]>" in text' });
  if (top.element !== undefined) top.element.text += value;
  return at;
}

function readBang(source: Source, text: string, from: number, top: Frame | undefined): number {
  if (text.length - from < 9) throw new EndOfText();
  if (text.startsWith('<!--', from)) {
    const dashes = text.indexOf('--', from + 4);
    if (dashes === -1 || dashes + 2 >= text.length) throw new EndOfText();
    if (text.charCodeAt(dashes + 2) !== 0x3e) throw malformed({ fr: '« -- » dans un commentaire', en: '"--" inside a comment' });
    refuseForbidden(source, text.slice(from, dashes));
    return dashes + 3;
  }
  if (text.startsWith('<![CDATA[', from) && top !== undefined) {
    const end = text.indexOf(']]>', from + 9);
    if (end === -1) throw new EndOfText();
    const value = charactersOf(source, from + 9, end);
    if (top.element !== undefined) top.element.text += value;
    return end + 3;
  }
  if (text.startsWith('<!DOCTYPE', from) || text.startsWith('<!ENTITY', from)) throw hasDoctype();
  throw malformed({ fr: 'une déclaration inattendue', en: 'an unexpected declaration' });
}

function readInstruction(source: Source, text: string, from: number): number {
  const nameEnd = endOfName(text, from + 2);
  const target = text.slice(from + 2, nameEnd);
  if ((target.toLowerCase() === 'xml' && (target !== 'xml' || from !== source.start)) || target.includes(':'))
    throw malformed({ fr: 'une déclaration XML mal placée', en: 'a misplaced XML declaration' });
  const end = text.indexOf('?>', nameEnd);
  if (end === -1) throw new EndOfText();
  if (end !== nameEnd && !isSpace(text.charCodeAt(nameEnd)))
    throw malformed({ fr: 'une instruction de traitement est incorrecte', en: 'a processing instruction is wrong' });
  refuseForbidden(source, text.slice(nameEnd, end));
  return end + 2;
}

function readEnd(text: string, from: number, top: Frame | undefined): number {
  const nameEnd = endOfName(text, from + 2);
  const at = skipSpaces(text, nameEnd);
  if (top === undefined || text.charCodeAt(at) !== 0x3e || text.slice(from + 2, nameEnd) !== top.qualifiedName)
    throw malformed({ fr: 'une balise de fin ne ferme pas la bonne balise', en: 'an end tag does not match its start tag' });
  return at + 1;
}
