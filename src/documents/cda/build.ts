/** Writing CDA R2 documents of the CI-SIS. Content is escaped by construction: only `Xml` reaches the document. */
export { pdfCopy } from './build/copy.ts';
export { buildN1, buildN3 } from './build/document.ts';
export type {
  Block,
  CdaContact,
  CdaDraft,
  CdaOrganization,
  CdaParty,
  CdaSubject,
  Cell,
  PostalAddress,
  Section,
} from './build/draft.ts';
export type { LabResult } from './build/laboratory.ts';
export { laboratoryChapter } from './build/laboratory.ts';
