/** What a person takes away of their record: a paper to read (`paper.ts`), everything as one file for software (`everything.ts`). */
export type { TakeawayDesk } from './desk.ts';
export { openTakeaway, type TakeawayViews } from './open.ts';
