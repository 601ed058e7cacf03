/** Who did what, to whose record, on what ground: append-only, hash-chained per record, committed with the act. */
export { type Act, type Action, actions } from './act.ts';
export type { Kept } from './checkpoint/audit.ts';
export type { Checkpoint } from './checkpoint/make.ts';
export { type CheckpointWords, checkpointType, readWords as readCheckpoint } from './checkpoint/words.ts';
export { checkExport, type ExportFault, type ExportVerdict } from './exported/check.ts';
export type { Exported, ExportOf } from './exported/make.ts';
export type { Fault, FaultKind } from './fault.ts';
export type { TraceLine, Who } from './line.ts';
export { type PublishedKeys, signedWords } from './signing.ts';
export { traceMigrations } from './trace.schema.ts';
export { openTrace, type Trace } from './trace.ts';
export type { Verdict } from './verify.ts';
