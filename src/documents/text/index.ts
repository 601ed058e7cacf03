/** Finding any word in one record's documents. This face is for the files of documents/ and, through its face, for the rest of Socle. */
export type { FoundHit, FoundTexts, Unread } from './find.ts';
export { formVersion as textForm } from './form.ts';
export { type NarrativeSection, narrativeText } from './narrative.ts';
export { openTexts, type Texts } from './open.ts';
export { openPdfReader, type PdfLimits, type PdfReader, type PdfText, pdfLimits, textOfPdf } from './pdf.ts';
export type { Hit } from './search.ts';
export type { Snippet } from './snippet.ts';
export { textMigrations } from './text.schema.ts';
export { type Word, type Words, wordsOf } from './words.ts';
