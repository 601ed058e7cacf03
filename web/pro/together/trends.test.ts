import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Analyte } from '../../kit/results/shapes.ts';
import { chosenAtFirst, daysOf, mostTogether, spanOf, trendsOf } from './trends.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const analyte = (key: string, points: readonly (readonly [n: number, value: number])[], high?: number): Analyte => ({
  key,
  label: key,
  words: [],
  series: [
    {
      unit: 'g/L',
      printed: 'g/L',
      points: points.map(([n, value]) => ({ at: day(n), value, documents: [], ...(high === undefined ? {} : { high }) })),
    },
  ],
});

test('issue 8, results side by side: what is outside of its band comes first, then the latest', () => {
  const trends = trendsOf([analyte('old', [[1, 1]]), analyte('late', [[9, 1]]), analyte('out', [[3, 8]], 5)]);
  assert.deepEqual(
    trends.map(({ label }) => label),
    ['out', 'late', 'old'],
  );
  assert.deepEqual(chosenAtFirst(trends), ['out g/L'], 'a single value in its band has no course to show');
});

test('issue 8, results side by side: a row a day, newest first, each value once under its analyte', () => {
  const trends = trendsOf([
    analyte('a', [
      [1, 1],
      [2, 2],
    ]),
    analyte('b', [
      [2, 7],
      [2, 8],
    ]),
  ]);
  const rows = daysOf(trends);
  assert.deepEqual(
    rows.map((row) => row.day),
    [day(2), day(1)],
  );
  const values = rows.map(({ cells }) => cells.map((cell) => cell.map(({ value }) => value)));
  assert.deepEqual(
    values,
    trends.map(({ label }) => label)[0] === 'a'
      ? [
          [[2], [7, 8]],
          [[1], []],
        ]
      : [
          [[7, 8], [2]],
          [[], [1]],
        ],
  );
});

const anyAnalytes = fc.array(fc.array(fc.tuple(fc.nat(400), fc.float({ noNaN: true })), { minLength: 0, maxLength: 6 }), {
  minLength: 1,
  maxLength: 9,
});

test('issue 8, results side by side: no value is lost or doubled, whatever was measured when', () => {
  fc.assert(
    fc.property(anyAnalytes, (all) => {
      const trends = trendsOf(
        all.map((points, index) =>
          analyte(
            `a${index}`,
            points.toSorted(([a], [b]) => a - b),
          ),
        ),
      );
      const shown = daysOf(trends).reduce((sum, { cells }) => sum + cells.reduce((of, cell) => of + cell.length, 0), 0);
      assert.equal(
        shown,
        all.reduce((sum, points) => sum + points.length, 0),
      );
      assert.ok(chosenAtFirst(trends).length <= mostTogether);
      if (trends.length === 0) return;
      const { from, to } = spanOf(trends);
      assert.ok(to - from >= 86_400_000);
      for (const { points } of trends) for (const { at } of points) assert.ok(Date.parse(at) >= from && Date.parse(at) <= to);
    }),
  );
});
