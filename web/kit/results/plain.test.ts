import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, standingOf } from './plain.ts';
import type { ResultPoint } from './shapes.ts';

const result = (value: number, more: Partial<ResultPoint> = {}): ResultPoint => ({
  at: '2026-01-01',
  value,
  documents: [],
  ...more,
});
const flag = (code: string) => ({ flag: { code, label: { fr: code, en: code } } });

test('issue 8, results: where a result stands is its laboratory’s word, else its own band', () => {
  const cases: [ResultPoint, ReturnType<typeof standingOf>][] = [
    [result(5, { low: 4, high: 6 }), 'inside'],
    [result(4, { low: 4, high: 6 }), 'inside'],
    [result(7, { low: 4, high: 6 }), 'above'],
    [result(3, { low: 4, high: 6 }), 'below'],
    [result(7, { high: 6 }), 'above'],
    [result(5), 'unknown'],
    [result(5, flag('N')), 'inside'],
    [result(5, flag('HH')), 'above'],
    [result(5, flag('L')), 'below'],
    [result(5, flag('A')), 'outside'],
    [result(7, { ...flag('A'), low: 4, high: 6 }), 'above'],
    [result(3, { ...flag('AA'), low: 4, high: 6 }), 'below'],
    [result(7, { ...flag('N'), low: 4, high: 6 }), 'above'],
    [result(5, flag('POS')), 'unknown'],
    [result(5, { low: 6, comparator: '>' }), 'unknown'],
  ];
  for (const [point, standing] of cases) assert.equal(standingOf(point), standing, JSON.stringify(point));
});

test('issue 8, results: a change is told since the time before, and not where one of the two is only a limit', () => {
  assert.equal(changeOf([]), undefined);
  assert.equal(changeOf([result(5)]), undefined);
  assert.equal(changeOf([result(9), result(5), result(6)])?.change, 'up');
  assert.equal(changeOf([result(9), result(5), result(6)])?.before.value, 5);
  assert.equal(changeOf([result(6), result(5)])?.change, 'down');
  assert.equal(changeOf([result(5), result(5)])?.change, 'same');
  assert.equal(changeOf([result(5, { comparator: '<' }), result(5)])?.change, 'unsure');
});
