/** What the operator watches over and owes people: cases, reviews of break-glass, unusual patterns, the desk. Start with `open.ts`. */
export type { Contest } from './contests.ts';
export { type Check, checkedTraits, type Desk, type Found } from './desk.ts';
export { deskKinds, type LinkAsked, needsTwo } from './deskActs.ts';
export type { DeskAct } from './deskRows.ts';
export type { SeenLine } from './line.ts';
export { type Oversight, openOversight } from './open.ts';
export { oversightMigrations } from './oversight.schema.ts';
export { type Exposed, type Pattern, type PatternDetail, patternKinds, recordNamed, type Threshold } from './patterns.ts';
export { outcomes as reviewOutcomes, type Review, type ReviewDetail } from './reviews.ts';
export { type Task, type TaskKind, taskKinds } from './tasks.ts';
