import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from './pace.ts';

test('share: so many openings of a link a minute, each link by itself', () => {
  const pace = new Pace();
  const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1000);
  for (let n = 0; n < 3; n++) pace.count('a', at(n), 3);
  assert.throws(() => pace.count('a', at(3), 3), { code: 'share.too-often' });
  pace.count('b', at(3), 3);
  pace.count('a', at(60), 3);
  for (let n = 0; n < 3; n++) pace.count('a', at(-3600), 3); // the clock was set back
  assert.throws(() => pace.count('a', at(-3599), 3), { code: 'share.too-often' });
});

test('share: the visitors of a link come one after the other, those of another do not wait; a failure lets the next one in', async () => {
  const pace = new Pace();
  const order: string[] = [];
  let let1: () => void = () => undefined;
  const first = pace.inTurn('a', async () => {
    order.push('first in');
    await new Promise<void>((done) => {
      let1 = done;
    });
    order.push('first out');
    throw new Error('it failed');
  });
  const second = pace.inTurn('a', async () => void order.push('second'));
  await pace.inTurn('b', async () => void order.push('other'));
  let1();
  await assert.rejects(first, /it failed/);
  await second;
  assert.deepEqual(order, ['first in', 'other', 'first out', 'second']);
});

test('share: a hundred wait for a link, not more', async () => {
  const pace = new Pace();
  let go: () => void = () => undefined;
  const held = pace.inTurn(
    'a',
    () =>
      new Promise<void>((done) => {
        go = done;
      }),
  );
  const waiting = Array.from({ length: 99 }, () => pace.inTurn('a', async () => undefined));
  await assert.rejects(
    pace.inTurn('a', async () => undefined),
    { code: 'share.too-often' },
  );
  go();
  await Promise.all([held, ...waiting]);
  await pace.inTurn('a', async () => undefined);
});
