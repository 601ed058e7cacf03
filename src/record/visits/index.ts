export { type Seen, seenLast } from './seen.ts';
export { type Notices, openNotices, openVisits, type Visits } from './visits.ts';
