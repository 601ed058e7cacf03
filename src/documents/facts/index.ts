/** The structured facts of documents as resources of their record: drawn, kept, gone or hidden with the document, shown. */
export { draw } from './draw.ts';
export { type Drawn, drewNothing, type FactsState, factsForm, impliedBy, type KeptWords, type Result } from './drawn.ts';
export { factsMigrations } from './facts.schema.ts';
export { keepFacts } from './keep.ts';
export type { SectionFacts } from './kept.ts';
export { drawnTypes, isDrawn } from './mark.ts';
export { type ShownFacts, showFacts } from './show.ts';
export { inTurns } from './turns.ts';
