/** The interactions of FHIR: writes start in `act.ts`, reads in `read.ts`, searches in `search.ts`. */
export type { SearchAnswer, SearchScope, SearchWish } from './answer.ts';
export { bundleLimits } from './bundle/entries.ts';
export { statusText } from './bundle/statusText.ts';
export type { TransactionWish } from './bundle/transaction.ts';
export { type Changed, changedTopic } from './changed.ts';
export type { DocumentTexts, FhirGround, Owned, Patch, UnreadDocuments } from './desk.ts';
export type { HistoryPage, HistoryScope, Past } from './history.ts';
export { conformanceTypes, kindOf, ownHome } from './home.ts';
export type { Visibility } from './ledger.ts';
export { type Fhir, openFhir } from './open.ts';
export { isPersons as isEnteredByPerson, personTag } from './origin.ts';
export type { PlacedRow } from './place.ts';
export type { Typed } from './placed.ts';
export { shelveChanges, tellsDefinitions } from './shelve.ts';
export type { Condition, Input, Shown, Stored, Written } from './stored.ts';
export type { PlacedVersion } from './versions.ts';
