import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inBase32, stepAt, stepOfCode, totpAddress, totpOf } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

for (const [seconds, code] of [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const)
  test(`RFC 6238 appendix B, SHA-1, at ${seconds} s: the last six digits of its table`, () =>
    assert.equal(totpOf(secret, stepAt(new Date(seconds * 1000))), code));

test('RFC 6238 §5.2: a code is taken within one step of the clock, once, and its step only grows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 60_000_000 }), fc.integer({ min: -4, max: 4 }), (step, away) => {
      const at = new Date((step + away) * 30_000 + 7000);
      const found = stepOfCode(secret, totpOf(secret, step), at, 0);
      if (Math.abs(away) <= 1) {
        assert.ok(found !== undefined && found >= step - 1, 'taken');
        assert.equal(stepOfCode(secret, totpOf(secret, step), at, found), undefined, 'not twice');
      } else if (found !== undefined)
        assert.equal(totpOf(secret, found), totpOf(secret, step), 'another step of the same digits');
    }),
  );
});

test('RFC 6238: what is not six digits is no code', () => {
  const at = new Date(59_000);
  for (const typed of ['', '28708', '2870820', ' 287082', 'abcdef']) assert.equal(stepOfCode(secret, typed, at, 0), undefined);
});

test('RFC 4648 §10, base32: the test vectors, without padding', () => {
  const cases = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
  for (const [text, coded] of Object.entries(cases)) assert.equal(inBase32(Buffer.from(text)), coded);
});

test('otpauth, key URI: issuer, label, algorithm, digits and period are said', () => {
  const url = new URL(totpAddress(secret, 'ambre@exemple'));
  assert.equal(url.protocol, 'otpauth:');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'Socle',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  assert.equal(decodeURIComponent(url.pathname), '/Socle:ambre@exemple');
});
