import { attachments, type CdaHeader, embedded, renderHtml, scanHeader } from './cda/index.ts';
import type { ReadEntry } from './read.ts';
import { sectionsIn, structuredHtml } from './structured/index.ts';

/** The files that lie in a document. */
export interface Inside {
  readonly pdf?: Buffer;
  /** What else lies inside, by index; not the PDF again. */
  readonly attachments: readonly { readonly mediaType: string; readonly content: Buffer }[];
}

/** A document as a person looks at it. */
export interface Shown extends Inside {
  /** The narrative, then the structured data, as a sanitised HTML fragment; absent for a bare PDF. */
  readonly html?: string;
}

/** Opens a document that was read. No stylesheet, script or link of the document ever runs. */
export async function show(entry: ReadEntry): Promise<Shown> {
  const { bytes, header } = await opened(entry);
  const files = filesIn(bytes, header);
  // The header alone, beside its PDF, would say what the page says already.
  if (header === undefined || (header.level === 'N1' && files.pdf !== undefined)) return files;
  const sections = header.level === 'N1' ? [] : ((await entry.drawn()) ?? sectionsIn(bytes));
  return { html: `${renderHtml(bytes, header)}${structuredHtml(sections) ?? ''}`, ...files };
}

/** The files of a document that was read, without its page, which costs much more to draw. */
export async function inside(entry: ReadEntry): Promise<Inside> {
  const { bytes, header } = await opened(entry);
  return filesIn(bytes, header);
}

/** The header of a CDA; without one it is a bare PDF. */
async function opened(entry: ReadEntry): Promise<{ readonly bytes: Buffer; readonly header?: CdaHeader }> {
  const bytes = await entry.bytes();
  return entry.facts().level === 'other' ? { bytes } : { bytes, header: scanHeader(bytes) };
}

function filesIn(bytes: Buffer, header: CdaHeader | undefined): Inside {
  if (header === undefined) return { pdf: bytes, attachments: [] };
  if (header.level === 'N1') {
    const body = embedded(bytes, header);
    return body?.mediaType === 'application/pdf' ? { pdf: body.content, attachments: [] } : { attachments: [] };
  }
  const all = attachments(bytes);
  const pdf = all.find((one) => one.mediaType === 'application/pdf');
  return { ...(pdf === undefined ? {} : { pdf: pdf.content }), attachments: all.filter((one) => one !== pdf) };
}
