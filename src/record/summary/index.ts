/** A record on one page for who does not know the person: the International Patient Summary (`summary.ts`). */

export { openSummary, type SummaryDesk, type SummaryViews } from './open.ts';
export { type Person, personOf } from './person.ts';
export { readSections, type SectionsRead, summaryOf } from './summary.ts';
