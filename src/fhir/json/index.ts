/** Work on the text of JSON: nothing that passes through is parsed and written again. */
export { isWrittenNumber, parseExact, plain, type WrittenNumber } from './exact.ts';
export { withSecurityLabel } from './label.ts';
export { replaceReferences } from './links.ts';
export { pretty } from './pretty.ts';
export { itemsOf, membersOf, stringIn } from './scan.ts';
export { memberText, resourceTexts, type VersionMeta, withMeta } from './splice.ts';
