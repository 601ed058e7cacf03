/** The verdict of a document: checked in six stages, every finding with its rule and place. Start with `check.ts`. */
export { fromBase64 } from './base64.ts';
export { type CheckOptions, checkDocument } from './check.ts';
export { refusingDifference, type Sent } from './differences.ts';
export { type Metadata, metadataOf } from './metadata.ts';
export { type Finding, findingsOf, type Severity, type Stage, type StageVerdict, type Verdict } from './verdict.ts';
