import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#fhir';
import type { Matricule } from '#ins';
import { handedOver } from './handed.ts';
import { personOf } from './person.ts';
import { conceptKey, dayWords, quantityWords, valueWords } from './say.ts';
import { sectionRules } from './sections.ts';

const traits = {
  birthFamily: 'DE LA BRUMAILLE',
  birthGivens: 'AMBRE ZOÉ',
  firstBirthGiven: 'AMBRE',
  sex: 'F',
  birthDate: '1958-04-17',
  birthPlace: '35238',
} as const;
const matricule = '258043523890137' as Matricule;
const person = personOf({ traits, matricule });

test('Issue 5, 4: who it is about has a name and a birth date, and no matricule in any spelling', () => {
  assert.deepEqual(person.patient, {
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'DE LA BRUMAILLE', given: ['AMBRE', 'ZOÉ'] }],
    gender: 'female',
    birthDate: '1958-04-17',
  });
  for (const written of [
    '258043523890137',
    '2 58 04 35 238 901 37',
    '2580435238901',
    '2-58-04-35-238-901',
    '2\u00a058\u00a004 35 238 901 37',
  ])
    assert.equal(person.clean(`INS ${written}, vu`), 'INS …, vu', written);
  // Another number of as many digits, such as the code of a medicine, is none of their matricules.
  for (const other of ['3400930023485', '12580435238901372', '258043523890']) assert.equal(person.clean(other), other);
  assert.equal(personOf({ traits: { ...traits, usedFamily: 'ÉCUME' } }).name, 'AMBRE ÉCUME');
});

test('Issue 5, 4: a resource leaves without its id, its labels and anything that leads back to the record', () => {
  const given = {
    resourceType: 'MedicationStatement',
    id: '0123456789abcdef0123456789abcdef-7',
    meta: { security: [{ code: 'MASQUE_PS' }] },
    text: { div: 'x' },
    subject: { reference: 'Patient/0123456789abcdef0123456789abcdef', identifier: { value: matricule } },
    contained: [{ resourceType: 'Medication', id: 'm', code: { text: `Sirop de ${matricule}` } }],
    medicationReference: { reference: '#m' },
    informationSource: { reference: 'Practitioner/9', display: 'Dr Fictif' },
    derivedFrom: [{ reference: 'Observation/0123456789abcdef0123456789abcdef-9' }],
    partOf: [{ reference: 'Patient/0123456789abcdef0123456789abcdef' }],
    basedOn: [{ identifier: { system: 'urn:oid:1.2', value: '7' }, reference: 'ServiceRequest/1', type: 'ServiceRequest' }],
  };
  assert.deepEqual(handedOver(given, person), {
    resourceType: 'MedicationStatement',
    subject: { reference: person.url },
    contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Sirop de …' } }],
    medicationReference: { reference: '#m' },
    informationSource: { display: 'Dr Fictif' },
    derivedFrom: [{ display: 'Non transmis' }],
    partOf: [{ reference: person.url }],
    basedOn: [{ type: 'ServiceRequest', identifier: { system: 'urn:oid:1.2', value: '7' }, display: 'Non transmis' }],
  });
});

const rule = (code: string) => sectionRules.find((one) => one.code === code) as (typeof sectionRules)[number];
const status = (code: string): Json => ({ coding: [{ code }] });

test('Issue 5, 4: what is over, denied or entered in error is no part of a summary; past illness is told apart', () => {
  const belongs = (code: string, resource: Json): boolean => rule(code).belongs(resource);
  const allergies: readonly [Json, boolean][] = [
    [{}, true],
    [{ clinicalStatus: status('active') }, true],
    [{ clinicalStatus: status('resolved') }, false],
    [{ clinicalStatus: status('active'), verificationStatus: status('refuted') }, false],
    [{ verificationStatus: status('entered-in-error') }, false],
  ];
  for (const [given, is] of allergies) assert.equal(belongs('48765-2', given), is, JSON.stringify(given));
  const past = { clinicalStatus: status('resolved') };
  assert.deepEqual([belongs('11450-4', past), belongs('11348-0', past)], [false, true]);
  assert.deepEqual(
    [
      belongs('11450-4', { ...past, verificationStatus: status('refuted') }),
      belongs('11348-0', { ...past, verificationStatus: status('refuted') }),
    ],
    [false, false],
  );
  for (const [given, is] of [
    ['active', true],
    ['on-hold', true],
    ['completed', false],
    ['stopped', false],
    ['entered-in-error', false],
    ['not-taken', false],
    ['cancelled', false],
  ] as const)
    assert.equal(belongs('10160-0', { status: given }), is, given);
  assert.equal(belongs('10160-0', { status: 'active', doNotPerform: true }), false, 'an order not to give');
  for (const [given, is] of [
    ['completed', true],
    ['not-done', false],
    ['entered-in-error', false],
  ] as const)
    assert.equal(belongs('11369-6', { status: given }), is, given);
  const result = { status: 'final', category: [status('laboratory')], valueQuantity: { value: 1 } };
  assert.equal(belongs('30954-2', result), true);
  for (const wrong of [
    { status: 'cancelled' },
    { focus: [{ display: 'fœtus' }] },
    { category: [status('vital-signs')] },
    { valueQuantity: undefined },
  ])
    assert.equal(belongs('30954-2', { ...result, ...wrong }), false, JSON.stringify(wrong));
});

test('Issue 5, 4: in words, a result has its value, where it stands, its band and its day; a treatment how it is taken', () => {
  const observation = {
    code: { text: 'Créatinine' },
    valueQuantity: { value: 72.5, unit: 'umol/L', comparator: '>' },
    interpretation: [status('H')],
    referenceRange: [{ low: { value: 45, unit: 'umol/L' }, high: { value: 70, unit: 'umol/L' } }],
    effectiveDateTime: '2026-03-10T09:30:00Z',
    status: 'preliminary',
  };
  assert.deepEqual(rule('30954-2').words(observation), [
    'Créatinine : >72,5 µmol/L',
    'au-dessus',
    'valeurs usuelles : 45 µmol/L à 70 µmol/L',
    'provisoire',
    'le 10/03/2026',
  ]);
  const request = {
    resourceType: 'MedicationRequest',
    medicationCodeableConcept: { coding: [{ code: '3400930023485', display: 'Metformine 1 000 mg' }] },
    dosageInstruction: [{ text: '1 matin et soir' }],
    authoredOn: '2026-03',
    status: 'on-hold',
  };
  assert.deepEqual(rule('10160-0').words(request), ['Metformine 1 000 mg', '1 matin et soir', 'prescrit le 03/2026', 'suspendu']);
  assert.equal(quantityWords({ value: 6.5, unit: '10*9/L' }), '6,5 10⁹/L');
  assert.equal(dayWords('2026'), '2026');
  assert.equal(valueWords({ valueBoolean: false }), 'non');
  assert.equal(conceptKey({ text: 'Asthme' }), 'asthme');
  assert.equal(conceptKey({ coding: [{ system: 's', code: 'c' }], text: 'Asthme' }), 's|c');
});
