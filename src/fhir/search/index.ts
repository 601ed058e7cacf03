/** Search of FHIR R4: what of a resource is kept to be searched, searches parsed and checked, and the SQL that answers them. */
export { type Asked, askedFrom, countOf, refuseUnknown, single, type Token, tokens } from './asked.ts';
export { understood } from './explain.ts';
export type { Keys } from './keys/extract.ts';
export { cursorOf, type FoundRow, pageOf, type SearchPage, type SearchRow } from './page.ts';
export { refuseUnusable } from './parameters/added.ts';
export type { Parameter, ParameterType } from './parameters/parameter.ts';
export { type Codes, type Parameters, parametersOf } from './parameters/parameters.ts';
export { type ParseOptions, parseSearch } from './parse/search.ts';
export type { Condition, Cursor, Include, Query, SortKey, Summary, Test } from './query.ts';
export { type Found, includeSql, mostIncluded } from './sql/include.sql.ts';
export type { Narrow, Place } from './sql/place.ts';
export { explainSql, matchSql, type SqlText, searchSql } from './sql/search.sql.ts';
export { renewKeys, renewSharedKeys, staleOf, staleShared } from './sql/stale.sql.ts';
