/** Who did what, to whose record, on what ground: append-only, hash-chained per record, committed with the act. */
export { type Act, type Action, actions } from './act.ts';
export type { TraceLine, Who } from './line.ts';
export { traceMigrations } from './trace.schema.ts';
export { openTrace, type Trace } from './trace.ts';
export type { Fault, Verdict } from './verify.ts';
