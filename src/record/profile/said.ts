import { type Json, objects, text } from '#fhir';
import { allergySaid } from './allergies.ts';
import { deviceSaid, deviceUseSaid } from './devices.ts';
import { familySaid, relativeSaid } from './family.ts';
import { measuresSaid } from './measures.ts';
import { problemSaid } from './problems.ts';
import type { Around, Said } from './statement.ts';
import { treatmentSaid } from './treatments.ts';
import { vaccinationSaid } from './vaccinations.ts';
import { directiveSaid, wishSaid } from './wishes.ts';

/**
 * What one resource of a record says of its person's health profile; none when it was entered in error, denies what it names, or names nothing.
 * Pure.
 */
export function saidBy(resource: Json, around: Around): readonly Said[] {
  if (text(resource.status) === 'entered-in-error') return [];
  switch (resource.resourceType) {
    case 'Condition':
      return problemSaid(resource, around);
    case 'AllergyIntolerance':
      return allergySaid(resource);
    case 'MedicationStatement':
    case 'MedicationRequest':
    case 'MedicationDispense':
      return treatmentSaid(resource, around);
    case 'Immunization':
      return vaccinationSaid(resource);
    case 'Observation':
      return objects(resource.focus).length > 0 ? [] : measuresSaid(resource);
    case 'Device':
      return deviceSaid(resource);
    case 'DeviceUseStatement':
      return deviceUseSaid(resource, around);
    case 'FamilyMemberHistory':
      return familySaid(resource);
    case 'RelatedPerson':
      return relativeSaid(resource, around);
    case 'Consent':
      return wishSaid(resource);
    case 'DocumentReference':
      return directiveSaid(resource);
    default:
      return [];
  }
}
