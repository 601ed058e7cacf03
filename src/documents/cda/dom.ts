import { ParseOption, XmlDocument, XmlElement, type XmlNode, XmlParseError, XmlTreeNode } from 'libxml2-wasm';
import { checkShape, refuseDoctype, type Source, sourceOf, tooDeep, unknownEntity } from '#xml';
import { asCda, malformed } from './refusals.ts';
import { hl7 } from './tree.ts';

export const v3 = { c: hl7 };

/** libxml2's own bounds stop a text of 10 MB; embedded scans are larger. Depth and attributes are bounded by `checkShape`. */
const hugeFrom = 9_000_000;

/**
 * Gives the whole document to libxml2, network and external entities off, and the result to `use`; frees it afterwards.
 *
 * Refuses what `sourceOf` and `checkShape` refuse, `cda.doctype`, `cda.entity`, and `cda.malformed` with the line.
 */
export function withDocument<T>(bytes: Uint8Array, use: (document: XmlDocument) => T): T {
  const document = asCda(() => {
    const source = sourceOf(bytes);
    refuseDoctype(source.bytes, source.start);
    checkShape(source);
    return parse(source);
  });
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}

/** The same, with the first ClinicalDocument: the root, or the one inside a stylesheet. */
export function withClinicalDocument<T>(bytes: Uint8Array, use: (clinicalDocument: XmlElement) => T): T {
  return withDocument(bytes, (document) => {
    const found = document.get('(//c:ClinicalDocument)[1]', v3);
    if (found === null)
      throw malformed({ fr: 'il ne contient pas de ClinicalDocument', en: 'it holds no ClinicalDocument' }, '/');
    return use(found as XmlElement);
  });
}

/** The child nodes of an element, in order. */
export function childrenOf(parent: XmlElement): readonly XmlNode[] {
  const children: XmlNode[] = [];
  for (let node: XmlNode | null = parent.firstChild; node !== null; node = node.next) {
    // A processing instruction has no `next` in libxml2-wasm: XPath, slower, finds its way around it.
    if (!(node instanceof XmlTreeNode)) return parent.find('node()');
    children.push(node);
  }
  return children;
}

export function elementsOf(parent: XmlElement): readonly XmlElement[] {
  return childrenOf(parent).filter((node) => node instanceof XmlElement);
}

function parse(source: Source): XmlDocument {
  const safe = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NOCDATA;
  const option = source.bytes.length > hugeFrom ? safe | ParseOption.XML_PARSE_HUGE : safe;
  try {
    return XmlDocument.fromBuffer(source.bytes, { option });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    throw refusalFor(error);
  }
}

function refusalFor(error: XmlParseError): Error {
  const [first] = error.details;
  const entity = /Entity '([^']*)' not defined/.exec(error.message)?.[1];
  if (entity !== undefined) return unknownEntity(entity);
  if (/Excessive depth/.test(error.message)) return tooDeep();
  const line = first?.line ?? 0;
  // libxml2's own sentence may quote the document: it stays out of ours.
  return malformed({ fr: `le défaut est à la ligne ${line}`, en: `the fault is on line ${line}` }, `line ${line}`);
}
