import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceIn, measured } from './say.ts';

const point = (value: number, more: object = {}) => ({ at: '2026-01-01', value, sources: [], ...more });

test('Issue 8, measures: the last is told with how it differs from the one before, and no more', () => {
  const of = (...points: Parameters<typeof differenceIn>[0]) => {
    const { change, by } = differenceIn(points) ?? {};
    return [change, by];
  };
  assert.deepEqual(of(point(70)), [undefined, undefined]);
  assert.deepEqual(of(point(70.1), point(72.4)), ['more', 2.3]);
  assert.deepEqual(of(point(90), point(72.4), point(70.1)), ['less', 2.3]);
  assert.deepEqual(of(point(70), point(70)), ['same', 0]);
  assert.deepEqual(of(point(70), point(70, { comparator: '>' })), ['other', 0]);
  assert.deepEqual(of(point(120, { lower: 80 }), point(120, { lower: 80 })), ['same', 0]);
  assert.equal(of(point(120, { lower: 80 }), point(120, { lower: 75 }))[0], 'other');
  assert.equal(of(point(120), point(120, { lower: 75 }))[0], 'other');
});

test('Issue 8, measures: two numbers of a blood pressure are written as people say them', () => {
  assert.equal(measured(point(120, { lower: 80 }), 'mmHg'), '120/80 mmHg');
  assert.equal(measured(point(72.5), 'kg').replace(',', '.'), '72.5 kg');
  assert.equal(measured(point(3, { comparator: '<' }), ''), '< 3');
});
