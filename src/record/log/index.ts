/** The log of a record for those whom it is about: which lines, and as what. */
export { isNarrowed, type KindAsked, kindOf, kindsAsked, type LogAsked, type WhoAsked, whoAsked } from './asked.ts';
export { type LogPage, openLog, type RecordLog } from './log.ts';
export type { LogDesk, Tellable, Told } from './sight.ts';
