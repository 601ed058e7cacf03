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
  OwnDraft,
  PostalAddress,
  Section,
} from './build/draft.ts';
export { headingForm } from './build/form/heading.ts';
export { object } from './build/form/shape.ts';
export { documentTypeForm } from './build/form/values.ts';
export type { LabResult } from './build/laboratory.ts';
export { laboratoryChapter } from './build/laboratory.ts';
export type { DischargeForm } from './build/models/discharge.ts';
export { type DocumentKind, isDocumentKind, kinds } from './build/models/kinds.ts';
export { type Built, checkHeading, type Heading } from './build/models/model.ts';
export type { PrescriptionForm } from './build/models/prescription.ts';
export type { ReportForm, ReportHeading } from './build/models/report.ts';
export type { SummaryForm } from './build/models/summary.ts';
export { type VaccinationForm, vaccinationEntry } from './build/models/vaccination.ts';
