import { textOfBytes } from './encoding.ts';
import type { XmlDocument, XmlElement } from './nodes.ts';
import { limits, malformed, tooLarge } from './refusals.ts';
import { Scanner } from './scanner.ts';

/**
 * Reads an XML document into a tree.
 *
 * In: UTF-8, UTF-16, US-ASCII, ISO-8859-1, ISO-8859-15 or windows-1252, by byte-order mark or declaration; at most 64 MiB.
 * Out: the tree, whole; comments and processing instructions kept, white space kept, namespace declarations not.
 * Refuses `xml.malformed` (line and column where they are known), `xml.encoding`, `xml.doctype`, `xml.entity`,
 * `xml.too-deep` (256 levels), `xml.too-many-attributes` (256 of one element), `xml.too-large` (bytes, or 2,000,000 nodes).
 *
 * Does not validate, load anything, or keep the bytes: a signature is checked on the bytes.
 * Source: XML 1.0 (5th edition), Namespaces in XML 1.0 (3rd edition).
 */
export function readXml(bytes: Uint8Array): XmlDocument {
  const scanner = scannerOf(bytes, limits.nodes);
  scanner.scan(Number.POSITIVE_INFINITY);
  scanner.refuseOpen();
  return documentOf(scanner);
}

/**
 * Reads the beginning of a document, up to the byte `end`, which lies between two nodes or after a letter of a text. Elements may still be
 * open there: they are in the tree with what they hold so far.
 *
 * For a document that is known to be well-formed and within the limits (`isPlainlyWellFormed`): says nothing of the rest.
 */
export function readXmlUntil(bytes: Uint8Array, end: number): XmlDocument {
  const scanner = scannerOf(bytes.subarray(0, end), limits.nodes);
  scanner.scan(Number.POSITIVE_INFINITY);
  scanner.endOpen();
  return documentOf(scanner);
}

/** Read between two pauses: some milliseconds. */
const tagsInOneGo = 5000;

/**
 * {@link readXml} for who shares the thread with others: it yields now and then, and whoever drives it may pause there. `nodes` is how many it may
 * have, attributes too; more are refused as `xml.too-large`.
 */
export function* readingXml(bytes: Uint8Array, nodes: number = limits.nodes): Generator<void, XmlDocument> {
  const scanner = scannerOf(bytes, nodes);
  while (!scanner.scan(tagsInOneGo)) yield;
  scanner.refuseOpen();
  return documentOf(scanner);
}

function scannerOf(bytes: Uint8Array, nodes: number): Scanner {
  if (bytes.byteLength > limits.bytes) throw tooLarge();
  const { text, start } = textOfBytes(bytes);
  return new Scanner(text, start, nodes);
}

function documentOf({ elements, top }: Scanner): XmlDocument {
  const [root] = elements;
  if (root === undefined) throw malformed({ fr: 'il n’y a pas d’élément', en: 'there is no element' });
  let byName: Map<string, XmlElement[]> | undefined;
  return {
    root,
    children: top,
    named(name) {
      byName ??= Map.groupBy(elements, (element) => element.name);
      return byName.get(name) ?? [];
    },
  };
}
