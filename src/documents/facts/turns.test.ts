import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from './turns.ts';

test('Socle, work in turns: who waits for the thread has it before the work is done, and its end and its fault are told', async () => {
  const order: string[] = [];
  function* work(): Generator<void, string> {
    for (let n = 0; n < 3; n++) {
      for (const from = performance.now(); performance.now() - from < 11; );
      yield;
    }
    order.push('done');
    return 'end';
  }
  setImmediate(() => order.push('another'));
  assert.equal(await inTurns(work()), 'end');
  assert.deepEqual(order, ['another', 'done']);
  function* breaks(): Generator<void, never> {
    yield;
    throw new Error('broken');
  }
  await assert.rejects(inTurns(breaks()), { message: 'broken' });
});
