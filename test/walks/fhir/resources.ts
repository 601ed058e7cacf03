import { hexOfRecordId, type RecordId } from '#kernel';

/** Fictitious resources of the walks. */
export const patientOf = (record: RecordId) => ({ reference: `Patient/${hexOfRecordId(record)}` });

export function weight(subject: { reference: string }, more: object = {}): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Poids' },
    subject,
    effectiveDateTime: '2026-02-01T09:00:00+01:00',
    valueQuantity: { value: 62.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    ...more,
  };
}

export const visible = (code: 'MASQUE_PS' | 'INVISIBLE_PATIENT'): object => ({
  meta: {
    security: [
      { system: 'https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument', code },
    ],
  },
});

export const practice = (name: string, more: object = {}): object => ({ resourceType: 'Organization', name, ...more });

export const identifier = (value: string, system = 'urn:oid:1.2.3.4'): object => ({ identifier: [{ system, value }] });
