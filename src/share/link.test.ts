import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { handed, hashOf, manifestUrl } from './link.ts';

const secrets = { id: Buffer.alloc(32, 1), key: Buffer.alloc(32, 2) };
const shown = { label: 'Pour l’école', until: new Date('2026-12-01T10:00:00.900Z'), passcode: false, longTerm: false };
const payload = (link: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(link.split('shlink:/')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

test('SMART Health Links 1.0, payload: minified JSON in base64url, a key of 43 characters, exp in whole seconds, flags in order', () => {
  const { shlink, address } = handed('https://socle.example.org', secrets, shown);
  assert.match(shlink, /^shlink:\/[\w-]+$/);
  assert.equal(address, `https://socle.example.org/partage#${shlink}`);
  assert.deepEqual(payload(shlink), {
    url: `https://socle.example.org/shl/${secrets.id.toString('base64url')}`,
    key: secrets.key.toString('base64url'),
    exp: 1796119200,
    label: 'Pour l’école',
  });
  assert.equal(String(payload(shlink).key).length, 43);
  for (const [passcode, longTerm, flag] of [
    [true, false, 'P'],
    [false, true, 'L'],
    [true, true, 'LP'],
  ] as const)
    assert.equal(payload(handed('https://s.fr', secrets, { ...shown, passcode, longTerm }).shlink).flag, flag);
});

test('SMART Health Links 1.0, manifest URL: 128 characters at most, with 256 bits of chance', () => {
  const host = (length: number): string => `https://${'a'.repeat(length - 8)}`;
  assert.equal(manifestUrl(host(80), secrets.id).length, 128);
  assert.throws(() => manifestUrl(host(81), secrets.id), { code: 'share.address-too-long' });
});

test('share: an id is known by its hash; what no link ever bore has none', () => {
  const id = randomBytes(32).toString('base64url');
  assert.equal(hashOf(id)?.length, 32);
  assert.deepEqual(hashOf(id), hashOf(id));
  for (const text of ['', 'x', `${id}=`, `${id}A`, `${id.slice(1)}/`, `${id.slice(1)}é`])
    assert.equal(hashOf(text), undefined, text);
});
