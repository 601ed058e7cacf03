/** What a structured document holds besides its words, shown. */
export { sectionsIn, structuredHtml } from './structured.ts';
