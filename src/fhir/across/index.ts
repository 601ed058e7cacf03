/** Questions about many records: what somebody deposited or wrote, wherever it is. Answered from projections that follow what is stored. */
export { acrossMigrations } from './across.schema.ts';
export { type Indexing, type IndexingDesk, openIndexing } from './indexing/open.ts';
export type { Progress } from './indexing/progress.ts';
export { refuseIndexing } from './indexing/ready.ts';
export { type IndexingStanding, type ParameterStanding, standingOf } from './indexing/standing.ts';
export { ownRecords } from './ownRecords.ts';
export { projectChanges } from './project.ts';
export { type FoundAcross, mostCandidates, searchAcross } from './searchAcross.ts';
