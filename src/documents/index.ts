/** The walk of a document: deposit (start with `deposit.ts`), find, read, hide; CDA and PDF. */

export { type Afterwards, openAfterwards } from './afterwards/index.ts';
export type { HeldDocument } from './alreadyThere.ts';
export { type BuiltDocument, buildDocument } from './build.ts';
export { canonicalId } from './canonicalId.ts';
export {
  type Block,
  buildN1,
  buildN3,
  type CdaDraft,
  type CdaOrganization,
  type CdaParty,
  type DocumentKind,
  isDocumentKind,
  type LabResult,
  laboratoryChapter,
  pdfCopy,
  type Section,
  vaccinationEntry,
} from './cda/build.ts';
export { type CdaHeader, scanHeader } from './cda/index.ts';
export type { Author, Facts } from './check.ts';
export type { DepositedXdm } from './depositXdm.ts';
export { documentsMigrations } from './documents.schema.ts';
export type { Entry } from './entry.ts';
export type { XdmAsked } from './exportXdm.ts';
export { drawnTypes, factsMigrations, isDrawn, type ShownFacts } from './facts/index.ts';
export type { Found, Position, SubmissionQuery } from './findLots.ts';
export type { Fresh, Since } from './fresh.ts';
export type { Amended, Amendment, Plan } from './life/amend.ts';
export { archivedExtension, archivedIn } from './life/archived.ts';
export type { Wish, Wording } from './life/correct.ts';
export { entryUuid } from './life/identifiers.ts';
export { type Labels, labelsIn, labelsOf } from './life/labels.ts';
export type { Related } from './life/related.ts';
export type { Withdrawal, Withdrawn } from './life/withdraw.ts';
export type { EntryCondition } from './life/withEntry.ts';
export type { DocumentList, FindQuery, FoundDocument, FoundDocuments } from './listing.ts';
export type { Once } from './once.ts';
export { type Documents, openDocuments } from './open.ts';
export { activeContentOf, isPdf, type PdfBlock, photoLimits, photosPdf, printed, writePdf } from './pdf/index.ts';
export type { FormPublication, Publication } from './publish.ts';
export type { OwnPaper } from './publishOwn.ts';
export type { ReadEntry } from './read.ts';
export { type Claims, type Handed, limits, type Submission, type Target } from './received.ts';
export type { Registered } from './register.ts';
export { type Inside, inside, type Shown, show } from './show.ts';
export { type Signing, signDocument } from './signature/index.ts';
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
export { openTexts, type Snippet, type Texts, textMigrations, type Unread } from './text/index.ts';
export {
  checkDocument,
  type Finding,
  findingsOf,
  fromBase64,
  type Metadata,
  type Sent,
  type Severity,
  type Stage,
  type StageVerdict,
  type Verdict,
} from './verdict/index.ts';
export { readXdm, type Xdm, xdmBytes } from './xdm/index.ts';
export { type LeftAside, signatureType, submissionOf } from './xdm/submission.ts';
