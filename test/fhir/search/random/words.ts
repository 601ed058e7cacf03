import { hexOfRecordId, itemId, parseItemId, type RecordId } from '#kernel';

/**
 * The small alphabets from which resources and searches are both made, so that they meet. They hold what engines trip on: case, accents,
 * signs of LIKE and of FHIR's own syntax, ends of intervals, time zones, codes without system.
 */
export const types = [
  'AllergyIntolerance',
  'Appointment',
  'CarePlan',
  'Composition',
  'Condition',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Immunization',
  'List',
  'Location',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'QuestionnaireResponse',
  'RiskAssessment',
  'ServiceRequest',
  'Specimen',
] as const;

/** Those that belong to nobody's record. */
export const sharedTypes: readonly string[] = ['Device', 'Location', 'Organization', 'Practitioner', 'PractitionerRole'];

/** The record that is searched, and another one that must never show. */
export const record = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d' as RecordId;
export const otherRecord = '1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d' as RecordId;

/** Types of which there are more than of others: much is asked of them, or what is asked of them seldom meets. */
const frequent: readonly string[] = ['DocumentReference', 'Observation'];
const roomForType = 16;

/** The ids that resources of a type have: in a record those that we made and two that somebody chose, the same for every type. */
export function idsOf(type: string, of: RecordId = record): readonly string[] {
  if (type === 'Patient') return [hexOfRecordId(of)];
  const place = (types as readonly string[]).indexOf(type);
  if (place < 0 || sharedTypes.includes(type)) return ['a', 'b', 'c', 'd', 'e', 'f'];
  const made = Array.from({ length: frequent.includes(type) ? roomForType : 4 }, (_, i) =>
    itemId(of, 1 + roomForType * place + i),
  );
  return [...made, 'c', 'd'];
}

/** The place of such a resource in its record: told by the id that we made, after all of those for one that somebody chose. */
export function numberOf(type: string, id: string): number {
  if (type === 'Patient') return 0;
  const chosen = ['a', 'b', 'c', 'd', 'e', 'f'].indexOf(id);
  return chosen < 0 ? parseItemId(id).n : 1000 + 6 * (types as readonly string[]).indexOf(type) + chosen;
}

export const texts = [
  'Été',
  'ete',
  'ÉTÉ 2',
  'x',
  'X y',
  'École-1',
  "l'été",
  'l’été\u00a0— bis',
  'Œuf, Straße',
  'ﬁn Ωmega',
  'Яблоко',
  'a,b',
  'a|b',
  'a$b',
  'a\\b',
  '%',
  'x_y',
  '25 %',
] as const;

export const systems = ['http://codes.example/fruit', 'http://codes.example/other'] as const;
/** `citrus` has `lemon` and `orange` below it, `lemon` has `lime`. */
export const codes = ['citrus', 'lemon', 'lime', 'orange', 'pear', 'a|b'] as const;
export const valueSets = ['http://codes.example/sour', 'http://codes.example/sweet'] as const;

export const identifierSystems = ['urn:oid:1.2.250.1.213.1.4.10', 'http://ids.example'] as const;
export const identifiers = ['77', '78', 'x,1', 'x|1'] as const;

export const uris = [
  'http://acme.example',
  'http://acme.example/a',
  'http://acme.example/a/b',
  'http://acme.example/ab',
  'http://ACME.example/a',
  'http://acme_example/%',
  'urn:oid:1.2.3',
] as const;

export const canonicals = [
  'http://acme.example/q',
  'http://acme.example/q|1',
  'http://acme.example/q|1.0',
  'http://acme.example/other',
] as const;

export const days = [
  '2019',
  '2020',
  '2020-01',
  '2020-02',
  '2020-01-31',
  '2020-02-01',
  '2020-02-29',
  '2020-12-31',
  '1900-01-01',
  '9999-12-31',
] as const;
export const instants = [
  '2020-01-31T23:30:00Z',
  '2020-02-01T00:30:00+01:00',
  '2020-01-31T23:59:59.999Z',
  '2020-02-01T00:00:00.000Z',
  '2020-02-01T00:00:00Z',
  '2020-02-29T12:00:00-05:00',
  '2020-02-29T12:00:00.1239Z',
] as const;

export const numbers = [
  '0',
  '1',
  '5.35',
  '5.4',
  '5.40',
  '5.45',
  '5.5',
  '10',
  '-5.4',
  '100',
  '0.001',
  '0.1',
  '0.3',
  '123456789012',
] as const;
export const units = [
  {},
  { unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  { unit: 'mg' },
  { unit: 'milligrammes', system: 'http://unitsofmeasure.org', code: 'mg' },
  { system: 'http://unitsofmeasure.org', code: 'g' },
  { unit: 'a|b', system: 'http://units.example', code: 'mg' },
] as const;

/** The hierarchy and the value sets that `in`, `below` and the like are asked about. */
export const shelf = [
  {
    resourceType: 'CodeSystem',
    url: systems[0],
    version: '1',
    status: 'active',
    content: 'complete',
    hierarchyMeaning: 'is-a',
    concept: [
      { code: 'citrus', concept: [{ code: 'lemon', concept: [{ code: 'lime' }] }, { code: 'orange' }] },
      { code: 'pear' },
    ],
  },
  {
    resourceType: 'ValueSet',
    url: valueSets[0],
    version: '1',
    status: 'active',
    compose: { include: [{ system: systems[0], concept: [{ code: 'lemon' }, { code: 'lime' }] }] },
  },
  {
    resourceType: 'ValueSet',
    url: valueSets[1],
    version: '1',
    status: 'active',
    compose: {
      include: [{ system: systems[0] }],
      exclude: [{ system: systems[0], concept: [{ code: 'lemon' }, { code: 'lime' }, { code: 'citrus' }] }],
    },
  },
];
