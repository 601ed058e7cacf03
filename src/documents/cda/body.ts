import type { XmlElement } from 'libxml2-wasm';
import { decode, indexOutside, sourceOf, startTag } from '#xml';
import { v3, withClinicalDocument } from './dom.ts';
import type { CdaHeader } from './header.ts';
import { readHeader } from './reader.ts';
import { asCda, badContent, malformed, missing } from './refusals.ts';

/** A file that a document carries. `id` is the ID by which the narrative refers to it. */
export interface Attachment {
  readonly mediaType: string;
  readonly content: Buffer;
  readonly id?: string;
}

const attachmentLimit = 20;
const bodyPath = 'component/nonXMLBody/text';

/**
 * The file that is the body of an N1 document; undefined for an N3.
 *
 * The base64 may be broken over lines in any way. Refuses `cda.missing` when the body has no text or no content,
 * `cda.bad-base64`, and what `scanHeader` refuses. Does not check that the bytes are of the type they claim.
 */
export function embedded(bytes: Uint8Array, header: CdaHeader): Attachment | undefined {
  return header.level === 'N1' ? asCda(() => bodyOf(bytes, header)) : undefined;
}

function bodyOf(bytes: Uint8Array, header: CdaHeader): Attachment {
  const source = sourceOf(bytes);
  const { stopped, qualifiedName } = readHeader(source);
  const prefix = qualifiedName.includes(':') ? qualifiedName.slice(0, qualifiedName.indexOf(':') + 1) : '';
  const from = indexOutside(source.bytes, `<${prefix}text`, stopped);
  if (from === -1 || from > header.byteRange.end) throw missingContent();
  const text = source.bytes.toString('latin1', 0, header.byteRange.end);
  const tag = startTag(source, text, from);
  const attribute = (name: string) => tag.attributes[tag.attributes.indexOf(name) + 1];
  const end = tag.empty ? tag.end : indexOutside(source.bytes, `</${tag.name}`, tag.end);
  if (end === -1) throw malformed({ fr: 'il s’arrête avant la fin', en: 'it stops before its end' }, bodyPath);
  const raw = unwrapped(text.slice(tag.end, end));
  const isBase64 = tag.attributes.includes('representation') && attribute('representation') === 'B64';
  const content = isBase64 ? fromBase64(raw, bodyPath) : Buffer.from(decode(source, tag.end, end));
  if (content.length === 0) throw missingContent();
  return { mediaType: (tag.attributes.includes('mediaType') ? attribute('mediaType') : undefined) ?? 'text/plain', content };
}

/**
 * The files carried in base64 anywhere in the document, in its order, 20 at most: the body of an N1, the PDF copies and
 * images of an N3. Those whose base64 is broken are left out. Refuses what `checkWellFormed` refuses.
 */
export function attachments(bytes: Uint8Array): readonly Attachment[] {
  return withClinicalDocument(bytes, (document) => {
    const found: Attachment[] = [];
    for (const node of document.find(".//c:*[@representation='B64' and (self::c:value or self::c:text)]", v3)) {
      if (found.length === attachmentLimit) break;
      const attachment = attachmentOf(node as XmlElement);
      if (attachment !== undefined) found.push(attachment);
    }
    return found;
  });
}

/** Undefined when the element's base64 is empty or broken. */
export function attachmentOf(element: XmlElement): Attachment | undefined {
  const text = element.content;
  if (!isBase64(text)) return undefined;
  const content = Buffer.from(text, 'base64');
  if (content.length === 0) return undefined;
  const id = element.parent?.attr('ID')?.value;
  return {
    mediaType: element.attr('mediaType')?.value ?? 'text/plain',
    content,
    ...(id === undefined ? {} : { id }),
  };
}

/** Comments and CDATA marks taken away: what is left is text, or markup that base64 cannot hold. */
function unwrapped(raw: string): string {
  return raw.includes('<') ? raw.replace(/<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->/g, '$1') : raw;
}

function isBase64(text: string): boolean {
  return !/[^A-Za-z0-9+/=\s]/.test(text) && /^[^=]*(=\s*){0,2}$/.test(text.slice(-64));
}

function fromBase64(text: string, at: string): Buffer {
  if (!isBase64(text)) throw badContent(at);
  return Buffer.from(text, 'base64');
}

const missingContent = () =>
  missing({ fr: 'le contenu du corps non structuré', en: 'the content of the non-XML body' }, bodyPath);
