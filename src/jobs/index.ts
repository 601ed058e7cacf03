/** Tables of topics and handlers: what is done after an act. */

export { type Handlers, type Jobs, openJobs, type Together } from './jobs.ts';
export { liveChannel, recordsChanged } from './recordsChanged.ts';
