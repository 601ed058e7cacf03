import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexOfRecordId, newRecordId } from '#kernel';
import { exportParameters, readExportAsked } from './asked.ts';

const ways = { lenient: false, isType: (type: string) => type === 'Patient' || type === 'Observation', byPost: false };
const read = (given: Readonly<Record<string, readonly string[]>>, more: Partial<typeof ways> = {}) =>
  readExportAsked(new Map(Object.entries(given)), { ...ways, ...more });

test('Bulk Data Access 2.0.0, kick-off: _type may be a list or be repeated, _since is an instant, the format is NDJSON', () => {
  assert.deepEqual(read({}), {});
  assert.deepEqual(read({ _type: ['Patient,Observation', 'Patient'] }), { types: ['Patient', 'Observation'] });
  assert.deepEqual(read({ _since: ['2026-01-01T00:00:00 01:00'] }), { since: '2026-01-01T00:00:00+01:00' });
  for (const format of ['application/fhir+ndjson', 'application/fhir ndjson', 'application/ndjson', 'ndjson'])
    assert.deepEqual(read({ _outputFormat: [format] }), {});
});

const wrong: readonly (readonly [given: Readonly<Record<string, readonly string[]>>, code: string])[] = [
  [{ _outputFormat: ['text/csv'] }, 'fhir.export-format'],
  [{ _type: ['Observation,Obs'] }, 'fhir.unknown-type'],
  [{ _type: ["' or 1=1 --"] }, 'fhir.unknown-type'],
  [{ _since: ['yesterday'] }, 'fhir.bad-date'],
  [{ _typeFilter: ['Observation?code=1'] }, 'fhir.unknown-parameter'],
  [{ _elements: ['id'] }, 'fhir.unknown-parameter'],
  [{ patient: ['Patient/1'] }, 'fhir.unknown-parameter'],
];
for (const [given, code] of wrong) {
  test(`Bulk Data Access 2.0.0, kick-off: ${JSON.stringify(given)} is refused`, () => assert.throws(() => read(given), { code }));
}

test('Bulk Data Access 2.0.0, kick-off: handling=lenient leaves out what is not known; patient comes by POST', () => {
  assert.deepEqual(read({ _typeFilter: ['x'], _type: ['Patient'] }, { lenient: true }), { types: ['Patient'] });
  const record = newRecordId();
  const asked = exportParameters({
    parameter: [
      { name: '_type', valueString: 'Patient' },
      { name: 'patient', valueReference: { reference: `https://x/fhir/Patient/${hexOfRecordId(record)}` } },
    ],
  });
  assert.deepEqual(readExportAsked(asked, { ...ways, byPost: true }), { types: ['Patient'], records: [record] });
  assert.throws(() => read({ patient: ['Patient/1'] }, { byPost: true }), { code: 'id.unknown' });
});
