/** What a structured document holds besides its words, shown. */
export { structuredHtml } from './structured.ts';
