import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';
import { passwordMatches } from './password.ts';

/** A hash of less work than ours: the rows are the same. */
const hash = `scrypt$16384$8$1$c2Vs$${scryptSync('le-mot-de-passe-2026', Buffer.from('sel'), 32, { N: 16_384, r: 8, p: 1 }).toString('base64')}`;

test('Issue 6, 8: strangers who fill the row of those waiting keep out nobody who sits before their own device', async () => {
  const done: string[] = [];
  const flood = Array.from({ length: 80 }, (_, i) =>
    passwordMatches('x', hash).then(
      () => done.push(`any ${i}`),
      (error: { code?: string }) => done.push(String(error.code)),
    ),
  );
  const own = passwordMatches('le-mot-de-passe-2026', hash, true).then((right) => done.push(`own ${right}`));
  await own;
  const before = done.filter((one) => one.startsWith('any'));
  assert.equal(done.filter((one) => one === 'signin.busy').length, 14, '2 at work, 64 waiting, the rest told to come back');
  assert.ok(before.length <= 3, `${before.length} strangers went before`);
  assert.ok(done.includes('own true'));
  await Promise.all(flood);
});
