/** Everything of one person in one list: start with `chronology.ts`. */
export { type Chronology, type ChronologyAsk, type ChronologyDesk, chronology } from './chronology.ts';
export { type ChronologyLine, type LineKind, lineKinds, type ShownLine } from './line.ts';
export { type Facets, type LineState, lineStates, type Narrowed, type Place } from './narrow.ts';
export { type News, type NewsDesk, newsOf } from './news.ts';
export { priorsOf } from './priors.ts';
