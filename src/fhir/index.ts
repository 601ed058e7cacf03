/** The FHIR R4 engine: what resources are made of, validation, search, versions, bundles, export, subscriptions. */
export {
  acrossMigrations,
  type Indexing,
  type IndexingStanding,
  openIndexing,
  ownRecords,
  type ParameterStanding,
  type Progress,
  projectChanges,
  standingOf,
} from './across/index.ts';
export { type BundleEntry, searchset } from './bundle.ts';
export { dateRanges, dateTest } from './dates.ts';
export {
  bundleLimits,
  type Changed,
  type Condition,
  changedTopic,
  conformanceTypes,
  type DocumentTexts,
  type Fhir,
  type FhirGround,
  type HistoryPage,
  type HistoryScope,
  type Input,
  isEnteredByPerson,
  kindOf,
  type Owned,
  openFhir,
  ownHome,
  type Past,
  type Patch,
  type PlacedRow,
  type PlacedVersion,
  personTag,
  type SearchAnswer,
  type SearchScope,
  type SearchWish,
  type Shown,
  type Stored,
  shelveChanges,
  statusText,
  type TransactionWish,
  type Typed,
  tellsDefinitions,
  type UnreadDocuments,
  type Visibility,
  type Written,
} from './engine/index.ts';
export {
  type AskedExport,
  type ExportDesk,
  type Exports,
  exportMigrations,
  exportParameters,
  type OwnRecords,
  openExports,
  readExportAsked,
} from './export/index.ts';
export { fhirMigrations, fhirPartitions } from './fhir.schema.ts';
export { type Found, graphql, type Question, type Reach } from './graphql/index.ts';
export { InvalidResource } from './invalid.ts';
export { memberText, pretty, resourceTexts } from './json/index.ts';
export { isObject, type Json, objects, parseResource, text } from './json.ts';
export { type Model, modelOf } from './model/index.ts';
export { type Answer, answerTo, operationOutcome, outcomeTable } from './outcome.ts';
export { patched } from './patch/index.ts';
export { fhirRefusal, withArticle } from './refusals.ts';
export { type Asked, askedFrom, countOf, refuseUnknown, single, type Token, tokens } from './search/asked.ts';
export {
  askedOfAll,
  askedWithoutType,
  identifiersOfTarget,
  type Parameter,
  type Parameters,
  type ParameterType,
  parametersOf,
  splitAt,
} from './search/index.ts';
export {
  type Look,
  notifyTopic,
  openLook,
  openSubscriptions,
  type ShownSubscription,
  type Subscriptions,
  subscriptionMigrations,
  subscriptionTypes,
  type Targets,
  topics,
} from './subscriptions/index.ts';
export { type Summary, summaryOf } from './summary/index.ts';
export { openValidator, type Validator } from './validation/validator.ts';
export { fromXml, toXml } from './xml/index.ts';
