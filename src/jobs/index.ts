/** One table of topics and handlers: what is done after an act. */

export { type Handlers, type Jobs, openJobs } from './jobs.ts';
export { liveChannel, recordChanged } from './recordChanged.ts';
