/** Questions about many records: what somebody deposited or wrote, wherever it is. Answered from projections that follow what is stored. */
export { acrossMigrations } from './across.schema.ts';
export { type Indexing, type IndexingDesk, openIndexing, type Progress } from './indexing/open.ts';
export { refuseIndexing } from './indexing/ready.ts';
export { ownRecords } from './ownRecords.ts';
export { projectChanges } from './project.ts';
export { type FoundAcross, mostCandidates, searchAcross } from './searchAcross.ts';
