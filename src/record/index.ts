/** What is drawn together from everything in a record: results over time (`seriesOf.ts`), its log (`log/`). */
export {
  isNarrowed,
  type KindAsked,
  kindOf,
  kindsAsked,
  type LogAsked,
  type LogPage,
  type RecordLog,
  type Tellable,
  type WhoAsked,
  whoAsked,
} from './log/index.ts';
export { openRecord, type RecordDesk, type RecordViews } from './open.ts';
export type { Point, Results, Series, Words } from './series.ts';
export type { SeriesAnswer, SeriesAsk } from './seriesOf.ts';
