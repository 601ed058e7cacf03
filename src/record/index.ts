/** What is drawn together from everything in a record: results over time (`seriesOf.ts`), its log (`log/`). */
export { type AppointmentLine, followAppointments, icsOf } from './appointments/index.ts';
export {
  type Chronology,
  type ChronologyAsk,
  type ChronologyLine,
  type Facets,
  type LineKind,
  type LineState,
  lineKinds,
  lineStates,
  type Place,
  type ShownLine,
} from './chronology/index.ts';
export { inLinked } from './linked.ts';
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
export type { PreventionLine } from './prevention/index.ts';
export type {
  Choice,
  CodedLabel,
  HealthProfile,
  ProfileEntry,
  ProfileLine,
  ProfileSection,
  ProfileViews,
  Source,
} from './profile/index.ts';
export { choices } from './profile/index.ts';
export { recordMigrations } from './record.schema.ts';
export type { Point, Results, Series, Words } from './series.ts';
export type { SeriesAnswer, SeriesAsk } from './seriesOf.ts';
export { type Person, personOf, readSections, type SectionsRead, summaryOf } from './summary/index.ts';
export type { OutOfBand, Synthesis } from './synthesis/index.ts';
export type { RecordTodo } from './todo.ts';
