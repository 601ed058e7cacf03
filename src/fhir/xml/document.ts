import { ParseOption, XmlDocument, XmlParseError } from 'libxml2-wasm';
import { badEncoding, doctype, malformed } from './refusals.ts';

/** Nothing outside is ever read: no network, no external entity. Without HUGE, libxml2 itself stops at 256 levels and 10 MB a text. */
const safe = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NOCDATA;
/** A Binary or an Attachment may hold more than 10 MB; depth is then bounded by the reader of the elements. */
const hugeFrom = 9_000_000;

const declaration = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/;
const prolog = /(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/y;

/**
 * Gives the document to `use` and frees it afterwards, with the text it was made from.
 *
 * Refuses `fhir.xml-encoding`, `fhir.xml-doctype` and `fhir.xml-malformed` with the line; libxml2's own sentences may quote the content
 * and are not told.
 */
export function withXml<T>(xml: string | Uint8Array, use: (document: XmlDocument, text: string) => T): T {
  const text = textOf(xml);
  const encoding = declaration.exec(text)?.[1];
  if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding)) throw badEncoding();
  refuseDoctype(text);
  const document = parse(text);
  try {
    return use(document, text);
  } finally {
    document.dispose();
  }
}

function textOf(xml: string | Uint8Array): string {
  if (typeof xml === 'string') return xml.replace(/^\ufeff/, '');
  try {
    return utf8.decode(xml);
  } catch {
    throw badEncoding();
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A declaration can stand before the root element only; behind it, libxml2 calls it malformed. */
function refuseDoctype(text: string): void {
  prolog.lastIndex = 0;
  prolog.exec(text);
  if (text.startsWith('<!DOCTYPE', prolog.lastIndex)) throw doctype();
}

function parse(text: string): XmlDocument {
  const option = text.length > hugeFrom ? safe | ParseOption.XML_PARSE_HUGE : safe;
  try {
    return XmlDocument.fromString(text, { option });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    if (/Entity '[^']*' not defined/.test(error.message)) throw doctype();
    throw malformed(error.details[0]?.line ?? 0);
  }
}
