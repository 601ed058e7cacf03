/** One table of topics and handlers: what is done after an act. */
export { recordChanged, liveChannel } from './recordChanged.ts';
export { type Handlers, type Jobs, openJobs } from './jobs.ts';
