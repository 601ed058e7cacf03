/** What is drawn together from everything in a record: results over time (`seriesOf.ts`). */
export { openRecord, type RecordDesk, type RecordViews } from './open.ts';
export type { Point, Results, Series, Words } from './series.ts';
export type { SeriesAnswer, SeriesAsk } from './seriesOf.ts';
