/** The walk of a document: deposit (start with `deposit.ts`), find, read, hide; CDA and PDF. */

export { canonicalId } from './canonicalId.ts';
export {
  type Block,
  buildN1,
  buildN3,
  type CdaDraft,
  type CdaOrganization,
  type CdaParty,
  type LabResult,
  laboratoryChapter,
  pdfCopy,
  type Section,
} from './cda/build.ts';
export { type CdaHeader, scanHeader } from './cda/index.ts';
export type { Author, Facts } from './check.ts';
export { documentsMigrations } from './documents.schema.ts';
export type { Entry } from './entry.ts';
export type { Found, Position, SubmissionQuery } from './findLots.ts';
export type { DocumentList } from './list.ts';
export { type Documents, openDocuments } from './open.ts';
export { activeContentOf, isPdf, type PdfBlock, writePdf } from './pdf/index.ts';
export type { Publication } from './publish.ts';
export type { ReadEntry } from './read.ts';
export { type Claims, type Handed, limits, type Submission } from './received.ts';
export type { Registered } from './register.ts';
export { type Shown, show } from './show.ts';
export {
  type Examination,
  type KeptSpecification,
  type KeptSpecifications,
  openKept as openKeptSpecifications,
  openSpecifications,
  type RuledDocument,
  type RuleFinding,
  type RunningSpecifications,
  readSpecifications,
  type Specifications,
  specificationMigrations,
  specificationsOf,
} from './specifications/index.ts';
export {
  checkDocument,
  type Finding,
  findingsOf,
  isBase64,
  type Metadata,
  type Sent,
  type Severity,
  type Stage,
  type StageVerdict,
  type Verdict,
} from './verdict/index.ts';
