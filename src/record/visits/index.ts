export { type Seen, seenLast } from './seen.ts';
export { type Notices, noticeDays, openNotices, openVisits, type Visited, type Visits } from './visits.ts';
