/** What the territory takes from other modules, in one place. */
export type { CouloirId, Format } from '#couloirs';
export { publicationOf } from '#couloirs';
export type { Block, CdaDraft, CdaOrganization, CdaParty, LabResult, Section } from '#documents';
export { buildN1, buildN3, laboratoryChapter, pdfCopy, printed, vaccinationEntry } from '#documents';
