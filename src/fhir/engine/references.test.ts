import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../json.ts';
import { authorsOf, hiddenBy, mentionOf, mentionsIn } from './references.ts';

const base = 'https://socle.example/fhir';

const mentions: readonly (readonly [text: string, type?: string, id?: string])[] = [
  ['Patient/1', 'Patient', '1'],
  ['Patient/1/_history/3', 'Patient', '1'],
  [`${base}/Patient/a-b.C`, 'Patient', 'a-b.C'],
  [`${base}x/Patient/1`],
  ['https://elsewhere.example/fhir/Patient/1'],
  ['urn:uuid:5c0b1e00-0000-4000-8000-000000000000'],
  ['Patient?identifier=x|1'],
  ['patient/1'],
  ['Patient/'],
  [`Patient/${'x'.repeat(65)}`],
  ['Patient/1/2'],
  ['../Patient/1'],
];
for (const [text, type, id] of mentions) {
  test(`FHIR R4 §2.3.0.1: ${text.slice(0, 40)} ${type === undefined ? 'is not ours to look up' : 'is ours'}`, () => {
    assert.deepEqual(mentionOf(text, base), type === undefined ? { text } : { text, type, id });
  });
}

test('FHIR R4 §2.3: references are found at any depth, once each, without those to what is contained', () => {
  const resource = {
    resourceType: 'Observation',
    subject: { reference: 'Patient/1' },
    performer: [{ reference: '#p' }, { reference: 'Practitioner/2' }],
    contained: [{ resourceType: 'Practitioner', id: 'p', qualification: [{ issuer: { reference: 'Organization/3' } }] }],
    extension: [{ url: 'x', valueReference: { reference: 'Patient/1' } }],
    component: [null, 1, 'x', { valueString: 'Patient/9' }],
  };
  assert.deepEqual(
    mentionsIn(resource as unknown as Json, base).map(({ text }) => text),
    ['Patient/1', 'Practitioner/2', 'Organization/3'],
  );
});

const rpps = (value: string) => ({ identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value } });

test('design §3: authors are those whom the resource names by their national identifier as having made it', () => {
  assert.deepEqual(authorsOf({ author: [rpps('81'), { identifier: { system: 'urn:x', value: '82' } }] }), ['81']);
  assert.deepEqual(authorsOf({ performer: [{ actor: rpps('81') }], recorder: rpps('82'), asserter: rpps('81') }), ['81', '82']);
  assert.deepEqual(authorsOf({ subject: rpps('81'), participant: [{ individual: rpps('82') }] }), []);
  assert.deepEqual(authorsOf({ requester: 'x', author: null, performer: [null, 3] }), []);
});

const labelled = (...security: readonly unknown[]): Json => ({ meta: { security } });
const nos = 'https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument';

test('TRE_A07: labels hide, by whichever address of their code system; the same code of another system does not', () => {
  const nothing = { fromProfessionals: false, fromPatient: false, fromRepresentatives: false };
  assert.deepEqual(hiddenBy(labelled({ system: nos, code: 'MASQUE_PS' })), { ...nothing, fromProfessionals: true });
  assert.deepEqual(hiddenBy(labelled({ system: 'urn:oid:1.2.250.1.213.1.1.4.13', code: 'INVISIBLE_PATIENT' })), {
    ...nothing,
    fromPatient: true,
  });
  assert.deepEqual(hiddenBy(labelled({ system: nos, code: 'MASQUE_PS' }, { system: nos, code: 'INVISIBLE_PATIENT' })), {
    fromProfessionals: true,
    fromPatient: true,
    fromRepresentatives: false,
  });
  assert.deepEqual(hiddenBy(labelled({ system: nos, code: 'INVISIBLE_REPRESENTANTS_LEGAUX' })), {
    ...nothing,
    fromRepresentatives: true,
  });
  for (const other of [{ system: 'urn:x', code: 'MASQUE_PS' }, { code: 'MASQUE_PS' }, null, 'MASQUE_PS']) {
    assert.deepEqual(hiddenBy(labelled(other)), nothing);
  }
  assert.deepEqual(hiddenBy({ meta: 'x' }), nothing);
  assert.deepEqual(hiddenBy({}), nothing);
});
