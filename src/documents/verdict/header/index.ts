/** The header of a CDA against the rules of the CI-SIS. For the files of verdict/ only. */
export { findingAt, mostOfOne } from './findingAt.ts';
export { type Header, headerOf, hl7 } from './header.ts';
export { attributeAt, every, nearest, type Place, wordOf } from './places.ts';
export type { Rule } from './rule.ts';
export { checkHeader, headerRules } from './table.ts';
