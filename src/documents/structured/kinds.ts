/** How a French reader calls what each type of resource tells; types that only serve others are not listed. */
export const kinds: Readonly<Record<string, string>> = {
  Condition: 'Problème',
  AllergyIntolerance: 'Allergie ou intolérance',
  Immunization: 'Vaccination',
  ImmunizationRecommendation: 'Vaccination recommandée',
  MedicationStatement: 'Traitement',
  MedicationRequest: 'Prescription',
  MedicationDispense: 'Dispensation',
  Procedure: 'Acte',
  ServiceRequest: 'Acte demandé',
  Device: 'Dispositif',
  DeviceRequest: 'Dispositif demandé',
  Encounter: 'Séjour ou rencontre',
  FamilyMemberHistory: 'Antécédent familial',
  Goal: 'Objectif',
  ImagingStudy: 'Examen d’imagerie',
};
