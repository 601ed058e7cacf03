/** The same words in each language. */
export type Words = readonly [fr: string, en: string];

/** A title between the marks of each language, after a space; nothing where there is none. */
export function quoted(title: string | undefined): Words {
  return title === undefined ? ['', ''] : [` « ${title} »`, ` “${title}”`];
}

/** What a person calls a FHIR resource of their record, in the plural; the types that Socle meets most. */
const words: Readonly<Record<string, Words>> = {
  AllergyIntolerance: ['allergies', 'allergies'],
  Appointment: ['rendez-vous', 'appointments'],
  CarePlan: ['plans de soins', 'care plans'],
  Composition: ['documents structurés', 'structured documents'],
  Condition: ['problèmes de santé', 'health problems'],
  Consent: ['consentements', 'consents'],
  Device: ['appareils', 'devices'],
  DiagnosticReport: ['comptes rendus d’examen', 'examination reports'],
  DocumentReference: ['documents', 'documents'],
  Encounter: ['venues et séjours', 'visits and stays'],
  FamilyMemberHistory: ['antécédents familiaux', 'family history'],
  Goal: ['objectifs', 'goals'],
  ImagingStudy: ['examens d’imagerie', 'imaging studies'],
  Immunization: ['vaccinations', 'vaccinations'],
  List: ['listes', 'lists'],
  MedicationAdministration: ['médicaments administrés', 'administered medicines'],
  MedicationDispense: ['médicaments délivrés', 'dispensed medicines'],
  MedicationRequest: ['prescriptions de médicaments', 'prescriptions of medicines'],
  MedicationStatement: ['traitements', 'treatments'],
  Observation: ['mesures et résultats', 'measures and results'],
  Patient: ['identité', 'identity'],
  Procedure: ['actes', 'procedures'],
  QuestionnaireResponse: ['questionnaires remplis', 'answered questionnaires'],
  RelatedPerson: ['proches', 'relatives'],
  ServiceRequest: ['demandes d’examens ou de soins', 'requests for examinations or care'],
  Specimen: ['prélèvements', 'specimens'],
};

/** `mesures et résultats, vaccinations`; a type without a name of ours is told as other data. */
export function resourceWords(types: readonly string[], language: 'fr' | 'en'): string {
  const other = ['autres données', 'other data'] as const;
  const at = language === 'fr' ? 0 : 1;
  return [...new Set(types.map((type) => (words[type] ?? other)[at]))].join(', ');
}
