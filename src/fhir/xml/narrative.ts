import { XmlC14NMode, type XmlElement } from 'libxml2-wasm';
import { withXml } from './document.ts';
import { badNarrative } from './refusals.ts';

export const xhtml = 'http://www.w3.org/1999/xhtml';

/**
 * The div of a narrative as it is to stand in XML: the same text, with its namespace. Refuses `fhir.xml-narrative` what is no
 * well-formed div: it would change the document around it.
 */
export function divInXml(div: string, at: string): string {
  const text = div.trim();
  if (!/^<div[\s/>]/.test(text)) throw badNarrative(at);
  const namespace = rootNamespace(text, at);
  if (namespace === xhtml) return text;
  if (namespace !== '') throw badNarrative(at);
  return text.replace('<div', `<div xmlns="${xhtml}"`);
}

function rootNamespace(text: string, at: string): string {
  try {
    return withXml(text, ({ root }) => root.namespaceUri);
  } catch {
    throw badNarrative(at);
  }
}

const special =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/?)((?:[\w.-]+:)?div)(?=[\s/>])(?:[^"'>]|"[^"]*"|'[^']*')*>)/g;

/**
 * The text of each outermost `div` of a document, in order: FHIR has no other elements of that name than narratives. The document must
 * have been found well-formed.
 */
export function divTexts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, 1: slash, 2: name, index } of text.matchAll(special)) {
    if (name === undefined) continue;
    if (slash === '/') depth -= 1;
    else if (depth === 0) start = index;
    if (slash !== '/' && !tag.endsWith('/>')) depth += 1;
    if (depth === 0) found.push(text.slice(start, index + tag.length));
  }
  return found;
}

/**
 * The div as the string that JSON holds: as it is written in the document, or in its canonical form when it leans on what the document
 * declares outside of it. Refuses `fhir.xml-narrative` another element or namespace.
 */
export function divInJson(div: XmlElement, written: string | undefined, at: string): string {
  if (div.namespaceUri !== xhtml) throw badNarrative(at);
  const standsAlone = div.prefix === '' && div.nsDeclarations[''] === xhtml;
  return standsAlone && written !== undefined && !usesPrefix.test(written) ? written : canonical(div);
}

/** A name with a prefix, whose declaration may stand outside. `xml:` needs none. */
const usesPrefix = /<[^\s/>]*:|\s(?!xmlns|xml:)[\w.-]+:[\w.-]+\s*=/;

/** Readers of JSON look for `<div`: the prefix of XHTML becomes the default namespace. In canonical XML a bare `<` only opens a tag. */
function canonical(div: XmlElement): string {
  const text = div.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  const prefix = `${div.prefix}:`;
  if (prefix === ':') return text;
  return text.replace(` xmlns:${div.prefix}="`, ' xmlns="').replaceAll(`<${prefix}`, '<').replaceAll(`</${prefix}`, '</');
}
