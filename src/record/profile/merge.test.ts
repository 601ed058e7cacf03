import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#fhir';
import type { ProfileLine } from './line.ts';
import { profileFrom } from './merge.ts';

const today = '2026-06-01';
const loincOf = (code: string) => ({ system: 'http://loinc.org', code });
const documents: readonly Json[] = ['d1', 'd2', 'd3'].map((id) => ({
  resourceType: 'DocumentReference',
  id,
  description: `Document ${id}`,
  context: { period: { start: '2025-01-01' } },
}));

/** Where a resource comes from: a document, the person, a software. */
const origin = fc.constantFrom<Json>(
  ...['d1', 'd2', 'd3'].map((id) => ({ source: `DocumentReference/${id}` })),
  { tag: [{ system: 'urn:socle:origin', code: 'person' }] },
  {},
);
const concept = fc.oneof(
  fc.constantFrom('Asthme', 'asthme ', 'ASTHME', 'Diabète', 'diabete').map((text): Json => ({ text })),
  fc.constantFrom('1', '2', '3').map((code): Json => ({ coding: [loincOf(code)] })),
  fc
    .tuple(fc.constantFrom('1', '2', '3'), fc.constantFrom('Asthme', 'Toux'))
    .map(([code, text]): Json => ({ coding: [loincOf(code)], text })),
);
const date = fc.constantFrom('2019', '2024-05', '2025-03-04', '2026-05-30', '2027-01-01');
const resource = fc.oneof(
  fc
    .record({ code: concept, recordedDate: date, onsetDateTime: date })
    .map((more): Json => ({ resourceType: 'Condition', ...more })),
  fc
    .record({ code: concept, recordedDate: date, criticality: fc.constantFrom('low', 'high') })
    .map((more): Json => ({ resourceType: 'AllergyIntolerance', ...more })),
  fc
    .record({ medicationCodeableConcept: concept, status: fc.constantFrom('active', 'completed'), dateAsserted: date })
    .map((more): Json => ({ resourceType: 'MedicationStatement', ...more })),
  fc
    .record({ vaccineCode: concept, occurrenceDateTime: date })
    .map((more): Json => ({ resourceType: 'Immunization', status: 'completed', ...more })),
);
const record = fc
  .array(fc.tuple(resource, origin), { maxLength: 12 })
  .map((all) => all.map(([one, meta], index): Json => ({ ...one, id: `r${index}`, meta })));

const named = (resources: readonly Json[]) => resources.map(({ resourceType, id }) => `${resourceType}/${id}`).toSorted();
const sourcesOf = (lines: readonly ProfileLine[]) =>
  lines.flatMap(({ sources }) => sources.map((source) => source.resource)).toSorted();

test('Issue 8, profile: the order in which resources come plays no part', () => {
  fc.assert(
    fc.property(
      record.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => assert.deepEqual(profileFrom(shuffled, documents, today), profileFrom(all, documents, today)),
    ),
    { numRuns: 300 },
  );
});

test('Issue 8, profile: nothing is lost and nothing is said twice: each resource is a source of exactly one line', () => {
  fc.assert(
    fc.property(record, (all) => assert.deepEqual(sourcesOf(profileFrom(all, documents, today)), named(all))),
    { numRuns: 300 },
  );
});

test('Issue 8, profile: a document that is withdrawn takes its sources away, and the lines that it alone said', () => {
  fc.assert(
    fc.property(record, fc.constantFrom('d1', 'd2', 'd3'), (all, gone) => {
      const left = all.filter(({ meta }) => (meta as { source?: string }).source !== `DocumentReference/${gone}`);
      const lines = profileFrom(left, documents, today);
      assert.deepEqual(sourcesOf(lines), named(left));
      assert.ok(lines.every(({ sources }) => sources.every(({ document }) => document !== gone)));
    }),
    { numRuns: 300 },
  );
});

test('Issue 8, profile: a line that the person may change says which entry is theirs, and no other does', () => {
  fc.assert(
    fc.property(record, (all) => {
      for (const { own, sources } of profileFrom(all, documents, today)) {
        const theirs = sources.filter(({ kind }) => kind === 'person').map(({ resource: name }) => name.split('/')[1]);
        assert.equal(own === undefined, theirs.length === 0);
        assert.ok(own === undefined || theirs.includes(own));
      }
    }),
    { numRuns: 300 },
  );
});

test('Issue 8, profile: a severe allergy stays severe, whoever says less of it later', () => {
  const allergy = (id: string, more: Json): Json => ({
    resourceType: 'AllergyIntolerance',
    id,
    code: { text: 'Pénicilline' },
    meta: {},
    ...more,
  });
  const lines = profileFrom(
    [allergy('a', { criticality: 'high', recordedDate: '2020-01-01' }), allergy('b', { recordedDate: '2025-01-01' })],
    [],
    today,
  );
  assert.deepEqual(
    lines.map(({ label, severe, sources }) => [label, severe, sources.length]),
    [['Pénicilline', true, 2]],
  );
});

const request = (id: string, more: Json): Json => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  meta: {},
  ...more,
});
const amoxicillin = { medicationCodeableConcept: { text: 'Amoxicilline 1 g' } };

test('Issue 8, treatments: a prescription says reason, dose and end; past its end, or a year old without one, it is over', () => {
  const dosageInstruction = [
    {
      timing: {
        repeat: {
          frequency: 2,
          period: 1,
          periodUnit: 'd',
          boundsDuration: { value: 6, code: 'd', system: 'http://unitsofmeasure.org' },
        },
      },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'comprimé' } }],
    },
  ];
  const [line] = profileFrom(
    [request('a', { ...amoxicillin, authoredOn: '2026-05-30', dosageInstruction, reasonCode: [{ text: 'Angine' }] })],
    [],
    today,
  );
  assert.deepEqual(
    [line?.dose, line?.reason, line?.from, line?.until, line?.ended],
    ['1 comprimé, 2 fois par jour, pendant 6 jours', 'Angine', '2026-05-30', '2026-06-04', false],
  );
  const over = (more: Json, on = today) => profileFrom([request('a', { ...amoxicillin, ...more })], [], on)[0]?.ended;
  assert.equal(over({ authoredOn: '2026-05-30', dosageInstruction }, '2026-06-05'), true);
  assert.equal(over({ authoredOn: '2025-06-30' }), false);
  assert.equal(over({ authoredOn: '2025-05-29' }), true);
  assert.equal(over({ authoredOn: '2026-05-29', status: 'stopped' }), true);
  assert.equal(over({ authoredOn: '2026-05-29', doNotPerform: true }), undefined);
});

test('Issue 8, treatments: that a medicine was handed over does not say that it goes on, nor that it is over', () => {
  const dispense: Json = {
    resourceType: 'MedicationDispense',
    id: 'b',
    status: 'completed',
    whenHandedOver: '2026-05-31',
    meta: {},
    ...amoxicillin,
  };
  const lineOf = (until: string) =>
    profileFrom(
      [request('a', { ...amoxicillin, authoredOn: '2026-05-20', dispenseRequest: { validityPeriod: { end: until } } }), dispense],
      [],
      today,
    )[0];
  assert.deepEqual([lineOf('2026-05-25')?.ended, lineOf('2026-05-25')?.sources.length], [true, 2]);
  assert.deepEqual([lineOf('2026-08-25')?.ended, lineOf('2026-08-25')?.until], [false, '2026-08-25']);
});

test('Issue 8, profile: two medicines of one class are two; what is denied or entered in error is no line', () => {
  const atc = { system: 'http://www.whocc.no/atc', code: 'A10BA02', display: 'Metformine' };
  const cis = (code: string) => ({ system: 'http://data.esante.gouv.fr/ansm/medicament', code, display: `Metformine ${code}` });
  const both = ['500', '1000'].map((code) =>
    request(code, { medicationCodeableConcept: { coding: [cis(code), atc] }, authoredOn: '2026-05-01' }),
  );
  assert.equal(profileFrom(both, [], today).length, 2);
  const status = (code: string) => ({ verificationStatus: { coding: [{ code }] } });
  const denied = ['refuted', 'entered-in-error'].map(
    (code): Json => ({ resourceType: 'Condition', id: code, code: { text: 'Asthme' }, ...status(code) }),
  );
  const notDone: Json = {
    resourceType: 'Immunization',
    id: 'n',
    status: 'not-done',
    vaccineCode: { text: 'Grippe' },
    occurrenceDateTime: '2025',
  };
  const absent: Json = {
    resourceType: 'Condition',
    id: 'x',
    code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }] },
  };
  assert.deepEqual(profileFrom([...denied, notDone, absent], [], today), []);
});
