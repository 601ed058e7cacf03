/** One table of topics and handlers: what is done after an act. */
export { documentRegistered, liveChannel } from './documentRegistered.ts';
export { type Handlers, type Jobs, openJobs } from './jobs.ts';
