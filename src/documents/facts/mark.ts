import { isObject, type Json, objects, text } from '#fhir';

const origin = { system: 'urn:socle:origin', code: 'document', display: 'Tiré d’un document' };

/** The `meta` of what was drawn from a document: found by `_source=DocumentReference/<id>` and by `_tag=urn:socle:origin|document`. */
export function drawnFrom(document: string): Json {
  return { source: `DocumentReference/${document}`, tag: [origin] };
}

/** Whether a resource says of itself that it was drawn from a document. */
export function isDrawn({ meta }: Json): boolean {
  const tags = isObject(meta) ? objects(meta.tag) : [];
  return tags.some(({ system, code }) => text(system) === origin.system && text(code) === origin.code);
}

/** The types of what is drawn from documents. */
export const drawnTypes: readonly string[] = [
  'AllergyIntolerance',
  'Condition',
  'Device',
  'DeviceRequest',
  'DeviceUseStatement',
  'DiagnosticReport',
  'Encounter',
  'FamilyMemberHistory',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'ImmunizationRecommendation',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'Provenance',
  'ServiceRequest',
  'Specimen',
];
