/** Finding any word in one record's documents. This face is for the files of documents/ and, through its face, for the rest of Socle. */
export type { Unread } from './find.ts';
export { formVersion as textForm } from './form.ts';
export { openTexts, type Texts } from './open.ts';
export type { Snippet } from './snippet.ts';
export { textMigrations } from './text.schema.ts';
