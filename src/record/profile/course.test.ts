import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#fhir';
import { bodyMassOf, coursesFrom } from './course.ts';
import { readEntry } from './entry.ts';
import { resourceOf } from './write.ts';

const today = '2026-06-01';
const person = { tag: [{ system: 'urn:socle:origin', code: 'person' }] };
const documents: readonly Json[] = [{ resourceType: 'DocumentReference', id: 'd', description: 'Compte rendu' }];
let n = 0;
const id = () => `r${++n}`;
const entered = (kind: string, label: string, from = today): Json => ({
  ...resourceOf(readEntry({ section: 'measures', kind, label, from }, today), { patient: 'Patient/p', at: new Date(today) }),
  id: id(),
  meta: person,
});
const coding = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const quantity = (value: number, code: string) => ({ value, code, system: 'http://unitsofmeasure.org' });
const observed = (code: string, value: number, unit: string, at = today, meta: Json = {}): Json => ({
  resourceType: 'Observation',
  id: id(),
  status: 'final',
  code: coding(code),
  effectiveDateTime: at,
  valueQuantity: quantity(value, unit),
  meta,
});
const drawn = { source: 'DocumentReference/d' };
const shown = (...resources: readonly Json[]) =>
  coursesFrom(resources, documents).map(({ kind, printed, points }) => [
    kind,
    printed,
    points.map(({ at, value, lower }) => [at, value, ...(lower === undefined ? [] : [lower])]),
  ]);

test('Issue 8, measures: what the person, documents and software say is one course in one unit, each point with its source', () => {
  const [own, other] = [entered('weight', '72,5', '2026-05-01'), observed('3141-9', 71_000, 'g', '2026-05-20', drawn)];
  const data = observed('29463-7', 70, 'kg', '2026-01-02T08:00:00Z');
  const [course, ...others] = coursesFrom([other, own, data], documents);
  assert.deepEqual(others, []);
  assert.deepEqual(
    course?.points.map(({ at, value, own: entry, sources }) => [
      at,
      value,
      entry,
      sources.map(({ kind, label }) => label ?? kind),
    ]),
    [
      ['2026-01-02T08:00:00Z', 70, undefined, ['data']],
      ['2026-05-01', 72.5, own.id, ['person']],
      ['2026-05-20', 71, undefined, ['Compte rendu']],
    ],
  );
});

test('Issue 8, measures: the same value of the same moment is one point with two sources', () => {
  const [course] = coursesFrom([entered('weight', '70'), observed('29463-7', 70, 'kg', today, drawn)], documents);
  assert.deepEqual(
    course?.points.map(({ sources, own }) => [sources.map(({ kind }) => kind).toSorted(), own !== undefined]),
    [[['document', 'person'], true]],
  );
});

test('Issue 8, measures: the two numbers of a blood pressure are one point, in one resource or in two; two of one day do not mix', () => {
  const at = '2026-05-20T08:00:00Z';
  assert.deepEqual(shown(entered('pressure', '12/8'), entered('pressure', '14/9')), [
    [
      'pressure',
      'mmHg',
      [
        [today, 120, 80],
        [today, 140, 90],
      ],
    ],
  ]);
  assert.deepEqual(shown(observed('8480-6', 131, 'mm[Hg]', at, drawn), observed('8462-4', 82, 'mm[Hg]', at, drawn)), [
    ['pressure', 'mmHg', [[at, 131, 82]]],
  ]);
  // Of two sources each has its own: one number is no half of the other's.
  assert.deepEqual(shown(observed('8480-6', 131, 'mm[Hg]', at, drawn), observed('8462-4', 82, 'mm[Hg]', at)), [
    ['pressure', 'mmHg', [[at, 131]]],
  ]);
  assert.deepEqual(shown(observed('8462-4', 82, 'mm[Hg]', at)), []);
});

test('Issue 8, measures: glucose on a drop of blood is told in g/L; a unit that cannot be turned into the usual one is a course apart', () => {
  assert.deepEqual(shown(observed('14743-9', 5.5, 'mmol/L'), entered('glucose', '1,05', '2026-05-01')), [
    [
      'glucose',
      'g/L',
      [
        ['2026-05-01', 1.05],
        [today, 0.990858],
      ],
    ],
  ]);
  assert.deepEqual(
    shown(observed('29463-7', 70, 'kg'), observed('29463-7', 3, 'pieces')).map(([kind, unit]) => [kind, unit]),
    [
      ['weight', 'kg'],
      ['weight', 'pieces'],
    ],
  );
});

test('Issue 8, measures: what is no number, has no day, was entered in error or is of somebody else is in no course', () => {
  const weight = observed('29463-7', 70, 'kg');
  const focus = [{ reference: 'Patient/other' }];
  for (const bad of [
    { ...weight, effectiveDateTime: undefined },
    { ...weight, status: 'entered-in-error' },
    { ...weight, focus },
    { ...weight, valueQuantity: { value: 'lourd' } },
    { ...weight, valueQuantity: undefined, valueString: '70 kg' },
    { ...weight, code: { text: 'Poids' } },
    { ...weight, code: { coding: [{ system: 'http://snomed.info/sct', code: '29463-7' }] } },
    entered('tobacco', 'Jamais'),
  ])
    assert.deepEqual(shown(bad as Json), []);
});

test('Issue 8, measures: the order in which resources come plays no part', () => {
  const all = [
    entered('weight', '70'),
    entered('pressure', '12/8'),
    entered('pressure', '13/8'),
    observed('8480-6', 131, 'mm[Hg]', today, drawn),
    observed('8462-4', 82, 'mm[Hg]', today, drawn),
    observed('29463-7', 70, 'kg', today, drawn),
  ];
  const expected = coursesFrom(all, documents);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (some) =>
      assert.deepEqual(coursesFrom(some, documents), expected),
    ),
  );
});

test('Issue 8, measures: the body mass index is of the last weight and height of an adult', () => {
  const of = (birth: string, ...resources: readonly Json[]) => bodyMassOf(coursesFrom(resources, documents), birth);
  const [weight, height] = [entered('weight', '72', '2026-05-01'), entered('height', '175', '2020-05-01')];
  assert.deepEqual(of('1980-01-01', entered('weight', '90', '2019-01-01'), weight, height), {
    value: 23.5,
    weighedAt: '2026-05-01',
    measuredAt: '2020-05-01',
  });
  assert.equal(of('1980-01-01', weight), undefined);
  assert.equal(of('2010-01-01', weight, height), undefined, 'a child');
  assert.equal(of('2005-01-01', weight, height), undefined, 'measured as a child');
  assert.equal(of('1980-01-01', { ...weight, valueQuantity: { ...quantity(72, 'kg'), comparator: '<' } }, height), undefined);
});
