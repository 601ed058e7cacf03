export { type ActiveKind, activeContentOf } from './active/active.ts';
/** PDF: recognising one, writing a plain one or one for the archive. This face is for the files of documents/ and, through its face, for the territory. */
export type { PdfBlock, PdfContent } from './page.ts';
export { writePdf } from './page.ts';
export { photoLimits, photosPdf } from './photos.ts';
export { printed } from './print.ts';
export { isPdf } from './sniff.ts';
