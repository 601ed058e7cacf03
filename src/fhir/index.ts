/** The R4 words that every FHIR exchange shares: bodies, outcomes, search values, bundles. */
export { type BundleEntry, searchset } from './bundle.ts';
export { dateRanges, periodRanges } from './dates.ts';
export { isObject, type Json, objects, parseResource, text } from './json.ts';
export { type Answer, answerTo, operationOutcome, outcomeTable } from './outcome.ts';
export { fhirRefusal } from './refusals.ts';
export { type Asked, askedFrom, countOf, refuseUnknown, single, type Token, tokens } from './search/asked.ts';
