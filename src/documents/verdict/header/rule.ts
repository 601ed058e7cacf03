import type { Header } from './header.ts';
import type { Place } from './places.ts';

/**
 * One rule of the header. The sentences say what must be, for the person who mends the document; they quote nothing of it.
 *
 * Source of all of them: CI-SIS, volet Structuration minimale de documents de santé, and HL7 CDA R2 §4.2; what the CI-SIS only advises
 * is a warning.
 */
export interface Rule {
  /** Stable: part of the header, then the matter. */
  readonly id: string;
  readonly severity?: 'warning';
  readonly fr: string;
  readonly en: string;
  /** The places that break the rule: the element or attribute that is wrong, or that from which something is missing. */
  readonly broken: (header: Header) => readonly Place[];
}
