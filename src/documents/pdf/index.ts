/** PDF: recognising one, writing a plain one. This face is for the files of documents/ and, through its face, for the territory. */

export { type ActiveKind, activeContentOf } from './active/active.ts';
export type { PdfBlock, PdfContent } from './page.ts';
export { writePdf } from './page.ts';
export { isPdf } from './sniff.ts';
