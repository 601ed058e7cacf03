import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTally } from './tally.ts';

function opened(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: [string, number][] = [];
  return {
    told,
    tally: openTally(async (key, times) => void told.push([key, times])),
    tick: (s: number) => t.mock.timers.tick(s * 1000),
  };
}

test('Issue 6, 8: the first time is told at once; what follows within a minute is told once, with its number', async (t) => {
  const { told, tally, tick } = opened(t);
  for (let i = 0; i < 1000; i++) await tally.note('a');
  await tally.note('b');
  assert.deepEqual(told, [
    ['a', 1],
    ['b', 1],
  ]);
  tick(60);
  assert.deepEqual(told.slice(2), [['a', 999]]);
  await tally.note('a');
  assert.deepEqual(told.slice(3), [['a', 1]], 'a new minute begins');
});

test('Issue 6, 8: an orderly stop tells what was counted, and nothing twice', async (t) => {
  const { told, tally, tick } = opened(t);
  for (let i = 0; i < 3; i++) await tally.note('a');
  await tally.flush();
  await tally.flush();
  tick(120);
  assert.deepEqual(told, [
    ['a', 1],
    ['a', 2],
  ]);
});

test('Issue 6, 8: ten thousand kinds and one more: the oldest is told and forgotten, none is lost', async (t) => {
  const { told, tally } = opened(t);
  for (let i = 0; i < 10_001; i++) for (let n = 0; n < 2; n++) await tally.note(String(i));
  await tally.flush();
  assert.equal(
    told.reduce((sum, [, times]) => sum + times, 0),
    20_002,
  );
});
