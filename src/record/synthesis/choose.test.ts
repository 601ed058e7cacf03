import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ProfileLine, profileSections } from '../profile/line.ts';
import type { Point, Results } from '../series.ts';
import { chosenOf, outOfBand, sideOf, together } from './choose.ts';

const point = (value: number, more: Partial<Point> = {}): Point => ({
  at: '2026-01-01',
  value,
  preliminary: false,
  observation: 'o',
  documents: [],
  ...more,
});

test('Issue 8, synthesis: which side of its own band a result is on', () => {
  for (const [given, side] of [
    [point(5, { low: 3, high: 6 }), undefined],
    [point(6, { low: 3, high: 6 }), undefined],
    [point(6.1, { low: 3, high: 6 }), 'above'],
    [point(2.9, { low: 3, high: 6 }), 'below'],
    [point(2.9, { high: 6 }), undefined],
    // Less than 10 may be below 6 as well as above it.
    [point(10, { high: 6, comparator: '<' }), undefined],
    [point(2, { low: 3, comparator: '<' }), 'below'],
    [point(10, { high: 6, comparator: '>' }), 'above'],
    // More than 2 may well be 4.
    [point(2, { low: 3, high: 6, comparator: '>' }), undefined],
    [point(5, { interpretation: 'HH' }), 'above'],
    [point(5, { interpretation: 'L' }), 'below'],
    [point(5, { interpretation: 'A' }), 'outside'],
    [point(5, { interpretation: 'N' }), undefined],
    [point(5), undefined],
  ] as const)
    assert.equal(sideOf(given), side, JSON.stringify(given));
});

test('Issue 8, synthesis: only the last result of an analyte counts, and the last analyte comes first', () => {
  const results = (key: string, ...points: Point[]): Results => ({
    key,
    label: key,
    codes: [],
    series: [{ unit: 'g/L', points }],
    words: [],
  });
  const found = outOfBand([
    results('again-well', point(9, { at: '2025-01-01', high: 6 }), point(5, { at: '2026-01-01', high: 6 })),
    results('old', point(9, { at: '2024-01-01', high: 6 })),
    results('new', point(5, { at: '2025-01-01', high: 6 }), point(9, { at: '2026-01-01', high: 6 })),
    { ...results('words'), series: [] },
  ]);
  assert.deepEqual(
    found.map(({ key, side, before }) => [key, side, before?.value]),
    [
      ['new', 'above', 5],
      ['old', 'above', undefined],
    ],
  );
});

const line = fc.record({
  key: fc.uuid(),
  section: fc.constantFrom(...profileSections),
  label: fc.constantFrom('Pénicilline', 'Asthme', 'Arachide', 'Metformine'),
  from: fc.constantFrom('2024-01-01', '2025-06', '2026'),
  ended: fc.boolean(),
  severe: fc.boolean(),
  sources: fc.constant([{ kind: 'data', resource: 'Condition/x' }] as const),
}) satisfies fc.Arbitrary<ProfileLine>;

test('Issue 8, synthesis: every line in force is on it once, in its own part, and severe allergies come first', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const chosen = chosenOf(lines);
      const { allergies, problems, treatments, vaccinations, measures, devices, wishes, relatives } = chosen;
      const shown = [allergies, problems, treatments, vaccinations, measures, devices, wishes, relatives].flat();
      const expected = lines.filter(({ section, ended }) => section !== 'family' && (!ended || section === 'vaccinations'));
      assert.deepEqual(new Set(shown), new Set(expected));
      assert.equal(shown.length, expected.length);
      const firstMild = allergies.findIndex(({ severe }) => !severe);
      assert.ok(firstMild < 0 || allergies.slice(firstMild).every(({ severe }) => !severe));
    }),
  );
});

test('Issue 8, synthesis: the same thing in linked records is one line with the sources of both; a severe one stays severe', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const joined = together(lines);
      const sources = (all: readonly ProfileLine[]): number => all.reduce((sum, one) => sum + one.sources.length, 0);
      assert.equal(sources(joined), sources(lines));
      for (const { section, label, ended, severe } of lines)
        assert.ok(
          joined.some((one) => one.section === section && one.label === label && one.ended === ended && (!severe || one.severe)),
        );
    }),
  );
});
