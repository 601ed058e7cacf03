import { attachments, embedded, renderHtml, scanHeader } from './cda/index.ts';
import type { ReadEntry } from './read.ts';
import { structuredHtml } from './structured/index.ts';

/** A document as a person looks at it. */
export interface Shown {
  /** The narrative, then the structured data, as a sanitised HTML fragment; absent for a bare PDF. */
  readonly html?: string;
  readonly pdf?: Buffer;
  /** What else lies inside, by index; not the PDF again. */
  readonly attachments: readonly { readonly mediaType: string; readonly content: Buffer }[];
}

/** Opens a document that was read. No stylesheet, script or link of the document ever runs. */
export async function show(entry: ReadEntry): Promise<Shown> {
  const bytes = await entry.bytes();
  if (entry.facts().level === 'other') return { pdf: bytes, attachments: [] };
  const header = scanHeader(bytes);
  if (header.level === 'N1') {
    const body = embedded(bytes, header);
    const pdf = body?.mediaType === 'application/pdf' ? body.content : undefined;
    // The header alone, beside its PDF, would say what the page says already.
    return pdf === undefined ? { html: renderHtml(bytes, header), attachments: [] } : { pdf, attachments: [] };
  }
  const inside = attachments(bytes);
  const pdf = inside.find((one) => one.mediaType === 'application/pdf');
  const others = inside.filter((one) => one !== pdf);
  const html = `${renderHtml(bytes, header)}${structuredHtml(bytes) ?? ''}`;
  return { html, ...(pdf === undefined ? {} : { pdf: pdf.content }), attachments: others };
}
