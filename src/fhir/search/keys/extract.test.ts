import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { baseShelf, type Json, shelfWith } from '#packages';
import { type Parameters, parametersOf } from '../index.ts';
import { fold } from './fold.ts';
import { instantsOf } from './instants.ts';
import { systemKey } from './system.ts';
import { baseUnit } from './units.ts';

const codes = { codesOf: () => undefined, below: () => undefined, above: () => undefined };
const parameters = parametersOf(baseShelf(), codes);
const base = 'https://socle.example/fhir';
const record = '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f' as RecordId;
const hex = hexOfRecordId(record);

function keysOf(resource: Json, of: Parameters, home: RecordId | undefined): Json {
  return JSON.parse(of.extract(resource, { base, record: home }).keys);
}

/** What stands in the columns of a parameter. */
function held(resource: Json, code: string, home: RecordId | undefined = record): unknown[] {
  const { columns = [] } = parameters.of(String(resource.resourceType)).get(code) ?? {};
  const keys = keysOf(resource, parameters, home);
  return columns.map(({ key }) => keys[key]).filter((value) => value !== undefined);
}

test('FHIR R4 §3.1.1.4.9: texts are folded as people search in French', () => {
  for (const [text, folded] of [
    ['Dupont', 'dupont'],
    ['DÛPONT-ŒUVRARD', 'dupont oeuvrard'],
    ['Lœtitia  d’Été', 'loetitia d ete'],
    ['L\u00e9a', 'lea'],
    ['Le\u0301a', 'lea'],
    ['ﬁn Straße Ærø', 'fin strasse aero'],
    ['  (12, rue X.)\t', '12 rue x'],
    ['Ελλάς', 'ελλας'],
    ['--', ''],
  ] as const)
    assert.equal(fold(text), folded, text);
});

test('FHIR R4 §3.1.1.4.8: a date is the span of all that it may mean', () => {
  const span = (text: string) => instantsOf(text)?.map((ms) => new Date(ms).toISOString());
  assert.deepEqual(span('2024'), ['2024-01-01T00:00:00.000Z', '2024-12-31T23:59:59.999Z']);
  assert.deepEqual(span('2024-02'), ['2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z']);
  assert.deepEqual(span('2024-02-29'), ['2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z']);
  assert.deepEqual(span('2024-02-29T10:00+02:00'), ['2024-02-29T08:00:00.000Z', '2024-02-29T08:00:59.999Z']);
  assert.deepEqual(span('2024-02-29T10:00:60Z'), ['2024-02-29T10:00:59.000Z', '2024-02-29T10:00:59.999Z']);
  assert.deepEqual(span('2024-02-29T10:00:00.1234Z'), ['2024-02-29T10:00:00.123Z', '2024-02-29T10:00:00.123Z']);
  assert.deepEqual(span('0050-01-01'), ['0050-01-01T00:00:00.000Z', '0050-01-01T23:59:59.999Z']);
  for (const wrong of ['2023-02-29', '2024-13', '24', '2024-1-1', '2024-01-01T25:00Z', '2024-01-01T10', ''])
    assert.equal(span(wrong), undefined);
});

test('UCUM 2.1: units are compared in one dimension by a factor, special and arbitrary ones only as they are', () => {
  assert.deepEqual(baseUnit('kg'), { factor: 1000, dimension: 'M' });
  assert.deepEqual(baseUnit('mg/dL'), { factor: 10, dimension: 'L-3M' });
  assert.notEqual(baseUnit('mmol/L')?.dimension, baseUnit('10*9/L')?.dimension);
  for (const code of ['Cel', '[degF]', '[iU]', '%', '{score}', 'pH', 'nothing', 'x'.repeat(100)])
    assert.equal(baseUnit(code), undefined, code);
});

const observation: Json = {
  resourceType: 'Observation',
  id: `${hex}-1`,
  meta: { tag: [{ system: 'http://a.example/tags', code: 't' }], profile: ['http://a.example/profile|2'] },
  identifier: [
    { system: 'http://a.example/ids', value: '1|2', type: { coding: [{ system: 'http://a.example/t', code: 'MR' }] } },
  ],
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }, { code: 'GLU' }], text: 'Glycémie' },
  subject: { reference: `Patient/${hex}` },
  encounter: { reference: `${base}/Encounter/${hex}-9/_history/3` },
  effectivePeriod: { start: '2026-05-04T08:30:00+02:00' },
  performer: [{ identifier: { system: 'http://a.example/ids', value: '7' }, type: 'Practitioner' }, { display: 'Somebody' }],
  valueQuantity: { value: 5.4, comparator: '<', unit: 'mmol/l', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
};

test('design §4.2, keys of a resource: each value once, in the form in which it is searched', () => {
  const loinc = systemKey('http://loinc.org');
  assert.deepEqual(held(observation, 'code'), [[`${loinc}=2345-7`, '-=GLU']]);
  assert.deepEqual(held(observation, 'combo-code'), held(observation, 'code'));
  assert.deepEqual(held(observation, 'status'), ['~=final']);
  assert.deepEqual(held(observation, 'patient'), ['Patient/~']);
  assert.deepEqual(held(observation, 'subject'), ['Patient/~']);
  assert.deepEqual(held(observation, 'encounter'), ['Encounter/~-9']);
  assert.deepEqual(held(observation, 'performer'), [['#', '#Practitioner']]);
  assert.deepEqual(held(observation, '_profile'), [
    [systemKey('http://a.example/profile|'), systemKey('http://a.example/profile|2')].sort(),
  ]);
  assert.deepEqual(held(observation, 'value-quantity'), [
    [[null, 5.4, 'mmol/L', 'u', 'mmol/l', baseUnit('mmol/L')?.factor, 'L-3N']],
  ]);
  assert.deepEqual(held(observation, 'value-concept'), []);
  const all = Object.values(keysOf(observation, parameters, record));
  assert.ok(all.includes(`Practitioner@${systemKey('http://a.example/ids')}=7`), 'the identifier of a reference');
  assert.ok(all.includes(`${systemKey('http://a.example/t')}=MR\n1|2`), 'an identifier under its type');
  const shared = keysOf(observation, parameters, undefined);
  assert.ok(
    Object.values(shared).some((value) => String(value) === `${loinc}=2345-7,=2345-7,-=GLU,=GLU`),
    'codes alone, for the index',
  );
});

test('FHIR R4 §3.1.1.4.5, :missing: an element that is there and has nothing to search leaves an empty list', () => {
  assert.deepEqual(held({ resourceType: 'Observation', code: { text: 'Glycémie' } }, 'code'), [[]]);
  assert.deepEqual(held({ resourceType: 'Observation' }, 'code'), []);
});

test('design §4.2, newest first: the latest of the type’s principal date, the beginning of a period, its end when it has no other', () => {
  const at = (resource: Json) => parameters.extract(resource, { base, record }).at?.toISOString();
  assert.equal(at(observation), '2026-05-04T06:30:00.000Z');
  assert.equal(at({ resourceType: 'Observation', effectivePeriod: { end: '2026-05' } }), '2026-05-31T23:59:59.999Z');
  const event = ['2026-02-01', '2026-01-01'];
  assert.equal(at({ resourceType: 'Observation', effectiveTiming: { event } }), '2026-01-01T00:00:00.000Z');
  assert.equal(at({ resourceType: 'MedicationRequest', authoredOn: '2026-03-01' }), '2026-03-01T00:00:00.000Z');
  assert.equal(at({ resourceType: 'Patient', birthDate: '1980-01-01' }), undefined);
});

test('FHIR R4 §2.24: the bounds of sampled data, of a range, of money', () => {
  const value = (element: object) => held({ resourceType: 'Observation', ...element }, 'value-quantity')[0];
  const origin = { value: 2, unit: 'mV' };
  assert.deepEqual(value({ valueSampledData: { origin, factor: 0.5, data: '4 E -2 10', period: 1, dimensions: 1 } }), [
    [1, 7, null, null, 'mV'],
  ]);
  const onset = (range: object) => held({ resourceType: 'Condition', onsetRange: range }, 'onset-age')[0];
  assert.deepEqual(onset({ low: { value: 3, code: 'a' } }), [[3, null, 'a']]);
  const total = { resourceType: 'Invoice', totalNet: { value: 12.5, currency: 'EUR' } };
  assert.deepEqual(held(total, 'totalnet'), [[[12.5, 12.5, 'EUR', systemKey('urn:iso:std:iso:4217')]]]);
});

test('design §4.2: what an element holds against its definition leaves no trace and breaks nothing', () => {
  const wrong: Json = {
    resourceType: 'Observation',
    status: { a: 1 },
    code: 'x',
    subject: 'Patient/1',
    identifier: [null, 3, { value: 4 }],
    effectiveDateTime: 'soon',
    valueQuantity: { value: '5' },
    component: [{ code: { coding: [null] } }, 'x'],
  };
  const values: unknown[] = Object.values({ ...keysOf(wrong, parameters, record), '#': [] });
  assert.ok(values.length > 5 && values.every((value) => value === '#' || (Array.isArray(value) && value.length === 0)));
});

test('design §4.2: the keys of a document of 1.9 kB are a third of it at most', () => {
  const coding = (system: string, code: string) => ({ coding: [{ system, code, display: 'x'.repeat(30) }] });
  const document: Json = {
    resourceType: 'DocumentReference',
    id: `${hex}-2`,
    meta: { profile: [`http://a.example/${'p'.repeat(80)}`] },
    masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2.250.1.999.1.2.3456' },
    identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f' }],
    status: 'current',
    type: coding('http://loinc.org', '11502-2'),
    category: [coding('urn:oid:1.2.250.1.213.1.1.4.1', '10')],
    subject: { reference: `Patient/${hex}` },
    date: '2026-05-04T08:30:00+02:00',
    author: [{ reference: 'Practitioner/pr-12' }, { reference: 'Organization/or-12' }],
    authenticator: { reference: 'Practitioner/pr-12' },
    custodian: { reference: 'Organization/or-12' },
    description: 'Compte rendu d’analyses biologiques de mai',
    securityLabel: [coding('http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'N')],
    content: [
      {
        attachment: { contentType: 'text/xml', language: 'fr-FR', url: `Binary/${hex}-2`, size: 10240, hash: 'abcd'.repeat(7) },
        format: { system: 'urn:oid:1.2.250.1.213.1.1.4.2.282', code: 'urn:ihe:iti:xds-sd:pdf:2008' },
      },
    ],
    context: {
      event: [coding('http://loinc.org', '26436-6')],
      period: { start: '2026-05-04T08:00:00+02:00', end: '2026-05-04T08:30:00+02:00' },
      facilityType: coding('urn:oid:1.2.250.1.213.1.1.4.9', 'SA07'),
      practiceSetting: coding('urn:oid:1.2.250.1.213.1.1.4.9', 'BIOLOGIE'),
    },
  };
  const { keys } = parameters.extract(document, { base, record });
  const sizes = [JSON.stringify(document).length, keys.length] as const;
  assert.ok(sizes[0] < 1950 && sizes[1] * 3 <= sizes[0] + 60, sizes.join());
});

test('FHIR R4 §5.6: a parameter that is added changes the stamp of its types and moves nothing that is stored', () => {
  const added: Json = {
    resourceType: 'SearchParameter',
    url: 'http://a.example/SearchParameter/alpha',
    code: 'alpha',
    base: ['Observation'],
    type: 'reference',
    expression: 'Observation.subject | Observation.note.author',
  };
  const computed: Json = {
    ...added,
    url: 'http://a.example/SearchParameter/beta',
    code: 'beta',
    type: 'string',
    expression: "Observation.note.text.substring(0, 3) | iif(Observation.status = 'final', 'done', 'open')",
  };
  const grown = parametersOf(shelfWith([added, computed]), codes);
  const noted = { ...observation, note: [{ text: 'Été' }] };
  const [before, after] = [keysOf(noted, parameters, record), keysOf(noted, grown, record)];
  for (const [key, value] of Object.entries(before)) if (key !== '#') assert.deepEqual(after[key], value, key);
  assert.notEqual(grown.stamp('Observation'), parameters.stamp('Observation'));
  assert.equal(grown.stamp('Patient'), parameters.stamp('Patient'));
  assert.equal(after['#'], grown.stamp('Observation'));
  const beta = grown
    .of('Observation')
    .get('beta')
    ?.columns.map(({ key }) => after[key]);
  assert.deepEqual(beta, [['done', 'ete']]);
  assert.ok(
    grown
      .of('Observation')
      .get('alpha')
      ?.columns.some(({ key }) => key === grown.of('Observation').get('subject')?.columns[0]?.key),
  );
});

test('design §4.2: what every type has stands in the same columns in each of them', () => {
  for (const type of parameters.model.resources) {
    for (const code of ['_tag', '_security', '_profile', '_source'])
      assert.deepEqual(parameters.of(type).get(code)?.columns, parameters.of('Resource').get(code)?.columns, `${type}.${code}`);
  }
});
