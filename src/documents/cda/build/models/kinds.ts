import { buildDischargeLetter } from './discharge.ts';
import type { Built } from './model.ts';
import { buildPrescription } from './prescription.ts';
import { buildLaboratoryReport, type ReportHeading } from './report.ts';
import { buildMedicalSummary } from './summary.ts';
import { buildVaccinationNote } from './vaccination.ts';

export type DocumentKind = 'prescription' | 'vaccination' | 'discharge' | 'summary' | 'laboratory';

/** The documents that are written from a form, by the name of their kind; each refuses a form that its model refuses. */
export const kinds: Readonly<Record<DocumentKind, (heading: ReportHeading, form: unknown, now?: Date) => Built>> = {
  prescription: buildPrescription,
  vaccination: buildVaccinationNote,
  discharge: buildDischargeLetter,
  summary: buildMedicalSummary,
  laboratory: buildLaboratoryReport,
};

export const isDocumentKind = (name: unknown): name is DocumentKind => typeof name === 'string' && Object.hasOwn(kinds, name);
