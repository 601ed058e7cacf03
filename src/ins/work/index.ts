/** The work list of identities: what somebody must look at. */
export { closeWork } from './close.ts';
export { isWorkKind, type WorkItem, type WorkKind, type WorkPage, workKinds } from './item.ts';
export { countWork, listWork, workOf } from './list.ts';
export { openWork, type Work, workAfter } from './open.ts';
