/**
 * The documents and devices that an identity is checked with: what each is called, and whether it proves the identity (a high degree of
 * trust) or is only worth recording. Act of birth, family book and circulation document prove a minor's identity with a parent's.
 *
 * Codes: FR Core, fr-core-cs-mode-validation-identity (2.2.0). Degree of trust: RNIV 1, v2.0.
 */
export const identityDocuments = {
  CN: { fr: 'Carte nationale d’identité', en: 'National identity card', proves: true },
  PA: { fr: 'Passeport', en: 'Passport', proves: true },
  CS: { fr: 'Titre de séjour', en: 'Residence permit', proves: true },
  eCN: { fr: 'Carte d’identité électronique', en: 'Electronic identity card', proves: true },
  IN: { fr: 'Identité numérique La Poste', en: 'La Poste digital identity', proves: true },
  AV: { fr: 'Application carte Vitale', en: 'Carte Vitale application', proves: true },
  LECV: {
    fr: 'Livret de famille avec carte Vitale à photographie',
    en: 'Family book with a carte Vitale that has a photograph',
    proves: true,
  },
  ANCV: {
    fr: 'Acte de naissance avec carte Vitale à photographie',
    en: 'Act of birth with a carte Vitale that has a photograph',
    proves: true,
  },
  AN: { fr: 'Extrait d’acte de naissance', en: 'Extract of the act of birth', proves: true },
  LE: { fr: 'Livret de famille', en: 'Family book', proves: true },
  LEP: { fr: 'Livret de famille des parents', en: 'Family book of the parents', proves: true },
  CC: { fr: 'Document de circulation pour étranger mineur', en: 'Circulation document of a foreign minor', proves: true },
  PC: { fr: 'Permis de conduire', en: 'Driving licence', proves: false },
  CM: { fr: 'Carte militaire', en: 'Military card', proves: false },
  TC: { fr: 'Tiers de confiance', en: 'Trusted third party', proves: false },
} as const;

export type IdentityDocument = keyof typeof identityDocuments;

export function isIdentityDocument(text: string): text is IdentityDocument {
  return Object.hasOwn(identityDocuments, text);
}

/** What an identity rests on when it is created or corrected. */
export interface Evidence {
  /** Ask INSi. What counts is its answer, not this wish. */
  readonly insi: boolean;
  /** The document that was checked with the person present; absent when none was. */
  readonly identityDocument?: IdentityDocument;
}

/** Whether the identity was checked with something that proves it. */
export function identityChecked({ identityDocument }: Evidence): boolean {
  return identityDocument !== undefined && identityDocuments[identityDocument].proves;
}
