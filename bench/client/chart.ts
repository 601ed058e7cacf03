/**
 * A synthetic person's structured record: a Patient and 79 resources about them, in the mix and sizes that a hospital's export has (about
 * 1 kB each). Fictitious, without an INS identity. `seed` changes the values, not the shape.
 */
export function chart(seed: number): readonly object[] {
  const subject = { reference: urn(0) };
  const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + ((n * 11 + seed) % 700), 8, n % 60)).toISOString();
  const performer = [
    { identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: '899700000021' }, display: 'Dr Fictive Balance' },
  ];
  const of = (count: number, make: (n: number) => object): object[] => Array.from({ length: count }, (_, n) => make(n));
  return [
    patient(seed),
    ...of(8, (n) => encounter(subject, day(n), n)),
    ...of(44, (n) => observation(subject, day(n), n, performer, seed)),
    ...of(8, (n) => condition(subject, day(n), n)),
    ...of(8, (n) => prescription(subject, day(n), n)),
    ...of(6, (n) => vaccination(subject, day(n), n)),
    ...of(5, (n) => procedure(subject, day(n), n)),
  ];
}

/** The chart as a FHIR transaction, with the place of a number that makes each one its own. */
export function chartTransaction(seed: number): string {
  const entry = chart(seed).map((resource, n) => ({
    fullUrl: urn(n),
    resource,
    request: { method: 'POST', url: (resource as { resourceType: string }).resourceType },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

/** Stands for the number of the request in a body that is sent many times. */
export const numberPlace = '70707070';

function urn(n: number): string {
  return `urn:uuid:5c0b1e00-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

const narrative = {
  status: 'generated',
  div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Exemple fictif : donnée de démonstration pour la mesure de Socle.</p></div>',
};

function patient(seed: number): object {
  return {
    resourceType: 'Patient',
    text: narrative,
    identifier: [{ system: 'urn:oid:2.16.840.1.113883.2.8.3.7', value: `BANC-${numberPlace}` }],
    active: true,
    name: [{ use: 'official', family: `BANC${seed}`, given: ['Fictif', 'Essai'] }],
    gender: seed % 2 === 0 ? 'female' : 'male',
    birthDate: `19${50 + (seed % 40)}-03-${10 + (seed % 18)}`,
    address: [{ line: ['1 rue de l’Essai'], postalCode: '99999', city: 'BRUMELUNE', country: 'FRA' }],
  };
}

function encounter(subject: object, at: string, n: number): object {
  return {
    resourceType: 'Encounter',
    text: narrative,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: n % 3 === 0 ? 'IMP' : 'AMB' },
    subject,
    period: { start: at, end: at },
    reasonCode: [{ text: `Consultation de suivi ${n}` }],
  };
}

const analytes = [
  ['2345-7', 'Glucose', 'mmol/L', 5.1],
  ['718-7', 'Hemoglobin', 'g/dL', 13.4],
  ['2160-0', 'Creatinine', 'umol/L', 74],
  ['8867-4', 'Heart rate', '/min', 68],
] as const;

function observation(subject: object, at: string, n: number, performer: object[], seed: number): object {
  const [code, display, unit, value] = analytes[n % analytes.length] ?? analytes[0];
  return {
    resourceType: 'Observation',
    text: narrative,
    status: 'final',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: n % 4 === 3 ? 'vital-signs' : 'laboratory',
          },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code, display }], text: display },
    subject,
    encounter: { reference: urn(1 + (n % 8)) },
    effectiveDateTime: at,
    issued: at,
    performer,
    valueQuantity: {
      value: Math.round((value + (seed % 10) / 10) * 10) / 10,
      unit,
      system: 'http://unitsofmeasure.org',
      code: unit,
    },
    referenceRange: [{ low: { value: value * 0.8, unit }, high: { value: value * 1.2, unit } }],
  };
}

function condition(subject: object, at: string, n: number): object {
  const code = (name: string, value: string): object => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/condition-${name}`, code: value }],
  });
  return {
    resourceType: 'Condition',
    text: narrative,
    clinicalStatus: code('clinical', n % 2 === 0 ? 'active' : 'resolved'),
    verificationStatus: code('ver-status', 'confirmed'),
    category: [code('category', 'problem-list-item')],
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: `E1${n}` }], text: `Problème fictif ${n}` },
    subject,
    encounter: { reference: urn(1 + n) },
    onsetDateTime: at,
    ...(n % 2 === 0 ? {} : { abatementDateTime: at }),
    recordedDate: at,
  };
}

function prescription(subject: object, at: string, n: number): object {
  return {
    resourceType: 'MedicationRequest',
    text: narrative,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.whocc.no/atc', code: `A10BA0${n}` }],
      text: `Médicament fictif ${n}`,
    },
    subject,
    encounter: { reference: urn(1 + n) },
    authoredOn: at,
    dosageInstruction: [{ text: 'Un comprimé matin et soir', timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } } }],
  };
}

function vaccination(subject: object, at: string, n: number): object {
  return {
    resourceType: 'Immunization',
    text: narrative,
    status: 'completed',
    vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: `1${n}` }], text: `Vaccin fictif ${n}` },
    patient: subject,
    occurrenceDateTime: at,
    primarySource: true,
    lotNumber: `LOT${n}`,
  };
}

function procedure(subject: object, at: string, n: number): object {
  return {
    resourceType: 'Procedure',
    text: narrative,
    status: 'completed',
    code: { coding: [{ system: 'urn:oid:1.2.250.1.213.2.5', code: `ZZQK00${n}` }], text: `Acte fictif ${n}` },
    subject,
    encounter: { reference: urn(1 + n) },
    performedDateTime: at,
  };
}
