import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { signinMigrations } from '../signin.schema.ts';
import { type Guesses, openGuesses } from './guesses.ts';

let store: Store;
let guesses: Guesses;
let now = new Date('2026-11-22T15:00:00Z');
before(async () => {
  store = await testStore(signinMigrations);
  guesses = openGuesses(store, () => now);
});
after(() => store.close());

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
/** Seconds that the refusal names; 0 when the attempt was let through. */
async function attempted(account: string, source: string): Promise<number> {
  try {
    await guesses.attempt(account, source);
    return 0;
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && error.code === 'signin.slow-down', String(error));
    return Number(/(\d+) s/.exec(error.message)?.[1]);
  }
}
const here = '203.0.113.5';

test('OWASP Authentication, slow-down: three failures are free, then each waits longer, up to a minute; a quarter of an hour’s rest forgets', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 11; i++) {
    const wait = await attempted('ambre', here);
    waits.push(wait);
    if (wait > 0) {
      later(wait);
      assert.equal(await attempted('ambre', here), 0);
    }
  }
  assert.deepEqual(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
  later(901);
  assert.deepEqual([await attempted('ambre', here), await attempted('ambre', here)], [0, 0]);
});

test('Issue 6, 8: who keeps failing on an account slows down neither its owner elsewhere, nor other accounts of the same address', async () => {
  for (let i = 0; i < 3; i++) await attempted('basile', here);
  assert.ok((await attempted('basile', here)) > 0);
  assert.equal(await attempted('basile', '203.0.113.6'), 0);
  assert.equal(await attempted('corentine', here), 0);
});

test('Issue 6, 8: a device on which its owner signed in is not slowed down by others behind the same address', async () => {
  const mine = `${here} device-of-denis`;
  await guesses.attempt('denis', mine);
  await guesses.succeeded('denis', mine);
  for (let i = 0; i < 3; i++) await attempted('denis', here);
  assert.ok((await attempted('denis', here)) > 0);
  for (let i = 0; i < 10; i++) assert.equal(await attempted('denis', mine), 0);
  assert.ok((await attempted('denis', mine)) > 0, 'a device that was stolen guesses no faster in the end');
  assert.ok((await attempted('eloi', mine)) === 0, 'it is known to that account alone');
});

test('Issue 6, 8: a device known to one account does not give more attempts at another', async () => {
  const device = `${here} device-of-an-attacker`;
  await guesses.succeeded('attacker', device);
  const waits: number[] = [];
  for (let i = 0; i < 4; i++) waits.push(await attempted('victim', device));
  assert.deepEqual(waits, [0, 0, 0, 1]);
});

test('Issue 6, 8: under attack from many addresses a new one keeps its first attempt, the next waits; a known device waits for nothing', async () => {
  const mine = '198.51.100.9 device-of-fanny';
  await guesses.succeeded('fanny', mine);
  for (let i = 0; i < 60; i++) assert.equal(await attempted('fanny', `192.0.2.${i}`), 0);
  const [first, second] = [await attempted('fanny', '198.51.100.7'), await attempted('fanny', '198.51.100.7')];
  assert.deepEqual([first, second], [0, 60]);
  later(60);
  assert.deepEqual([await attempted('fanny', '198.51.100.7'), await attempted('fanny', '198.51.100.7')], [0, 120]);
  for (let i = 0; i < 3; i++) assert.equal(await attempted('fanny', mine), 0);
  await guesses.succeeded('fanny', mine);
  later(901);
  assert.deepEqual([await attempted('fanny', '198.51.100.8'), await attempted('fanny', '198.51.100.8')], [0, 0]);
});

test('Issue 6, bad input: guesses at the same moment, on two servers, count one after another', async () => {
  const other = openGuesses(store, () => now);
  const all = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? guesses : other).attempt('gaspard', here)),
  );
  const passed = all.filter(({ status }) => status === 'fulfilled').length;
  assert.ok(passed >= 1 && passed <= 3, `${passed} of 40 were let through`);
});

test('Issue 6, 8: the table tells neither logins nor addresses, and is swept', async () => {
  await attempted('a-login-to-look-for', '192.0.2.77');
  const { rows } = await store.pool.query<{ all: string }>('select string_agg(g::text, chr(10)) as all from signin.guess g');
  const text = rows[0]?.all ?? '';
  for (const word of ['a-login-to-look-for', '192.0.2.77']) {
    assert.ok(!text.includes(word) && !text.includes(Buffer.from(word).toString('hex')), word);
  }
  later(366 * 86_400);
  await guesses.sweep();
  assert.equal((await store.pool.query('select 1 from signin.guess')).rowCount, 0);
});
