import type { CodedValue } from '#kernel';

/** The six groups of software that the Ségur programme funds and references; `ville` is « médecine de ville ». */
export type CouloirId = 'hopital' | 'biologie' | 'radiologie' | 'officine' | 'ville' | 'medico-social';

/** `N1` is a PDF in a CDA envelope, `N3` a structured CDA body. */
export type Format = 'N1' | 'N3';

/** A type of document that a couloir publishes. */
export interface Publication {
  /** The type, a member of JDV_J07_XdsTypeCode_CISIS. */
  readonly type: CodedValue;
  /** The formats its software may publish it in, the preferred one first. */
  readonly formats: readonly Format[];
  /** When it must leave, as a short sentence. */
  readonly when: { readonly fr: string; readonly en: string };
}

export interface Couloir {
  readonly id: CouloirId;
  readonly label: { readonly fr: string; readonly en: string };
  readonly publishes: readonly Publication[];
}

const loinc = '2.16.840.1.113883.6.1';
/** TRE_A05, the local types of the CI-SIS. */
const local = '1.2.250.1.213.1.1.4.12';

/** A line of the tables beside: a code of LOINC is recognised by its digits and its check digit. */
export function publication(code: string, display: string, formats: readonly Format[], fr: string, en: string): Publication {
  const system = /^\d+-\d$/.test(code) ? loinc : local;
  return { type: { code, system, display }, formats, when: { fr, en } };
}
