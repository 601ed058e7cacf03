/** CDA R2 documents: header, body, narrative. This face is for the files of documents/ only. */
export type { Attachment } from './body.ts';
export { attachments, embedded } from './body.ts';
export type { CdaAuthor, CdaEvent, CdaHeader, CdaPatient, CdaStructure, FullIi, Ii } from './header.ts';
export { type Html, tag, text } from './html.ts';
export { fromClinicalDocument } from './path.ts';
export { renderHtml } from './render.ts';
export { scanHeader } from './scan.ts';
export { labelledTable } from './table.ts';
export { parseTimestamp } from './timestamp.ts';
export { checkWellFormed } from './wellformed.ts';
