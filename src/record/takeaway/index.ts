/** What a person takes away of their record: a paper to read (`paper.ts`), everything as one file for software (`everything.ts`). */
export { openTakeaway, type TakeawayDesk, type TakeawayViews } from './open.ts';
