/** Words that every module shares; no input or output happens here. */
export type {
  Actor,
  AppRef,
  Call,
  Citizen,
  Delegate,
  Ground,
  Guest,
  Operator,
  Professional,
  Software,
  StructureRef,
} from './call.ts';
export { actorId, grounds, isGround, isThemself, ownRecord } from './call.ts';
export type { CodedValue, Period } from './coded.ts';
export { isOid } from './coded.ts';
export type { ItemId, RecordId } from './id.ts';
export {
  hexOfRecordId,
  isPersons,
  isRecordId,
  itemId,
  newRecordId,
  PLATFORM,
  parseItemId,
  recordIdOfHex,
  unknownId,
} from './id.ts';
export type { RefusalDetails, Sentence } from './refusal.ts';
export { Refusal } from './refusal.ts';
