import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuresIn } from './measure.ts';
import { resultsOf } from './series.ts';

const quantity = (value: number, unit: string) => ({ value, unit, system: 'http://unitsofmeasure.org', code: unit });

interface Said {
  readonly code: string;
  readonly value: readonly [number, string];
  readonly at: string;
  readonly low?: readonly [number, string];
  readonly high?: readonly [number, string];
  readonly by?: string;
  readonly document?: string;
  readonly identifier?: string;
  readonly more?: object;
}

let made = 0;
function observation({ code, value, at, low, high, by, document, identifier, more }: Said) {
  made += 1;
  const band = { ...(low && { low: quantity(...low) }), ...(high && { high: quantity(...high) }) };
  return {
    resourceType: 'Observation',
    id: `o${made}`,
    meta: {
      lastUpdated: `2026-01-01T00:00:${String(made % 60).padStart(2, '0')}.000Z`,
      ...(document && { source: `DocumentReference/${document}` }),
    },
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code, display: code }] },
    effectiveDateTime: at,
    valueQuantity: quantity(...value),
    ...(low || high ? { referenceRange: [band] } : {}),
    ...(by && { performer: [{ type: 'Organization', display: by }] }),
    ...(identifier && { identifier: [{ system: 'urn:oid:1.2.3', value: identifier }] }),
    ...more,
  };
}
/** As `seriesOf` hands them on: what was kept last comes first. */
const results = (...all: readonly object[]) => resultsOf(all.flatMap((one) => measuresIn(one as never)).reverse());
const points = (...all: readonly object[]) =>
  results(...all).map(({ key, series }) => [
    key,
    ...series.map(({ unit, points: each }) => [unit, ...each.map(({ value }) => value)]),
  ]);

test('Issue 4, 6: one analyte of two laboratories, two codes and three units is one series, each point with the band of its day', () => {
  const [glucose, ...others] = results(
    observation({
      code: '2345-7',
      value: [0.95, 'g/L'],
      at: '2025-01-10',
      low: [0.7, 'g/L'],
      high: [1.1, 'g/L'],
      by: 'Laboratoire Un',
    }),
    observation({
      code: '14749-6',
      value: [5.5, 'mmol/L'],
      at: '2025-06-01T08:00:00Z',
      low: [3.9, 'mmol/L'],
      high: [5.8, 'mmol/L'],
      by: 'Laboratoire Deux',
    }),
    observation({ code: '2345-7', value: [101, 'mg/dL'], at: '2024-03-01', high: [110, 'mg/dL'] }),
  );
  assert.deepEqual(others, []);
  assert.deepEqual([glucose?.key, glucose?.label], ['glucose', 'Glycémie']);
  assert.deepEqual(
    glucose?.series.map(({ unit, points: all }) => [
      unit,
      all.map(({ at, value, low, high, laboratory, given }) => [at, value, low, high, laboratory, given?.unit]),
    ]),
    [
      [
        'g/L',
        [
          ['2024-03-01', 1.01, undefined, 1.1, undefined, 'mg/dL'],
          ['2025-01-10', 0.95, 0.7, 1.1, 'Laboratoire Un', undefined],
          ['2025-06-01T08:00:00Z', 0.990858, 0.702608, 1.0449, 'Laboratoire Deux', 'mmol/L'],
        ],
      ],
    ],
  );
});

test('Issue 4, 6: mass and amount of a substance whose molar mass is not known, and units that are none, stand in series of their own', () => {
  assert.deepEqual(
    points(
      observation({ code: '1988-5', value: [5, 'mg/L'], at: '2025-01-01' }),
      observation({ code: '1988-5', value: [40, 'nmol/L'], at: '2025-02-01' }),
      observation({
        code: '1988-5',
        value: [3, 'croix'],
        at: '2025-03-01',
        more: { valueQuantity: { value: 3, unit: 'croix' } },
      }),
    ),
    [['crp', ['croix', 3], ['nmol/L', 40], ['mg/L', 5]]],
  );
});

test('IFCC, HbA1c: per cent and mmol/mol are one series by the master equation, their bands too', () => {
  const [hba1c] = results(
    observation({ code: '4548-4', value: [7, '%'], at: '2025-01-01', high: [6, '%'] }),
    observation({ code: '59261-8', value: [53, 'mmol/mol'], at: '2025-06-01', high: [42, 'mmol/mol'] }),
  );
  assert.deepEqual(
    hba1c?.series.map(({ unit, points: all }) => [unit, ...all.map(({ value, high }) => [value, high])]),
    [['%', [7, 6], [7.00044, 5.99416]]],
  );
});

test('Issue 4, 6: a result that two documents give counts once, with both; two units of one measure too', () => {
  const same = { code: '2345-7', value: [0.95, 'g/L'], at: '2025-01-10', by: 'Laboratoire Un' } as const;
  const all = results(
    observation({ ...same, document: 'd1' }),
    observation({ ...same, document: 'd2' }),
    observation({ ...same, code: '14749-6', value: [5.27, 'mmol/L'], document: 'd2' }),
    // another laboratory, or another moment, is another result
    observation({ ...same, by: 'Laboratoire Deux' }),
    observation({ ...same, at: '2025-01-11' }),
  );
  assert.deepEqual(all[0]?.series[0]?.points.map(({ laboratory, documents }) => [laboratory, [...documents].sort()]).sort(), [
    ['Laboratoire Deux', []],
    ['Laboratoire Un', []],
    ['Laboratoire Un', ['d1', 'd2']],
  ]);
});

test('Issue 4, 6: of two documents that give one identifier two values the later stands', () => {
  const same = { code: '2345-7', at: '2025-01-10', identifier: '42' } as const;
  assert.deepEqual(
    points(
      observation({ ...same, value: [9.5, 'g/L'], document: 'd1' }),
      observation({ ...same, value: [0.95, 'g/L'], document: 'd2' }),
    ),
    [['glucose', ['g/L', 0.95]]],
  );
});

test('Issue 4, 6: what is about somebody or a germ, entered in error, cancelled or without a date is no result', () => {
  const said = { code: '2345-7', value: [0.95, 'g/L'], at: '2025-01-10' } as const;
  for (const more of [
    { status: 'entered-in-error' },
    { status: 'cancelled' },
    { focus: [{ display: 'fœtus' }] },
    { interpretation: [{ coding: [{ code: 'R' }] }] },
    { effectiveDateTime: undefined },
    { valueQuantity: undefined, dataAbsentReason: {} },
  ])
    assert.deepEqual(points(observation({ ...said, more })), [], JSON.stringify(more));
});

test('Issue 4, 6: results without a number are told in words, those of components under their own code', () => {
  const [pressure, ...rest] = results(
    observation({
      code: '85354-9',
      value: [0, '1'],
      at: '2025-01-01',
      more: {
        valueQuantity: undefined,
        component: [
          { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: quantity(128, 'mm[Hg]') },
          { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: quantity(82, 'mm[Hg]') },
        ],
      },
    }),
    observation({ code: '600-7', value: [0, '1'], at: '2024-01-01', more: { valueQuantity: undefined, valueString: 'Stérile' } }),
  );
  assert.deepEqual([pressure?.key, pressure?.series[0]?.points[0]?.value], ['loinc:8462-4', 82]);
  assert.deepEqual(
    rest.map(({ key, series, words }) => [key, series.length, words.map((one) => one.words)]),
    [
      ['loinc:8480-6', 1, []],
      ['loinc:600-7', 0, ['Stérile']],
    ],
  );
});

test('Issue 4, 6: a bound says so, and a critical band is not the band of reference', () => {
  const [tsh] = results(
    observation({
      code: '3016-3',
      value: [0.01, 'm[IU]/L'],
      at: '2025-01-01',
      more: {
        valueQuantity: { ...quantity(0.01, 'm[IU]/L'), comparator: '<' },
        referenceRange: [
          { low: quantity(0.1, 'm[IU]/L'), type: { coding: [{ code: 'LL' }] } },
          { low: quantity(0.4, 'm[IU]/L'), high: quantity(4, 'm[IU]/L') },
        ],
        interpretation: [{ coding: [{ code: 'L' }] }],
      },
    }),
  );
  const [point] = tsh?.series[0]?.points ?? [];
  assert.deepEqual([point?.comparator, point?.value, point?.low, point?.high, point?.interpretation], ['<', 0.01, 0.4, 4, 'L']);
});
