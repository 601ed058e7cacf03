import assert from 'node:assert/strict';
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import type { Card } from './card.ts';
import { passkeyLock, rounds, seal, unseal, WrongSecret, wordsLock } from './seal.ts';

const card: Card = {
  name: 'Ambre Durand',
  lines: [{ key: 'a', section: 'allergies', label: 'Arachide', detail: 'choc', severe: true }],
  note: 'Appeler ma sœur',
};
const at = '2026-11-22T10:00:00.000Z';
const words = 'trois rivières au matin';

test('portals §3.6, emergency card: what is sealed opens with the same words, however their accents and spaces were typed', async () => {
  const sealed = await seal(card, wordsLock(), words, at);
  assert.deepEqual(await unseal(sealed, words), card);
  assert.deepEqual(await unseal(sealed, ` ${words.normalize('NFD').replace(' ', '  ')} `), card);
  assert.ok(!Buffer.from(sealed.bytes).toString('latin1').includes('Arachide'));
});

test('portals §3.6, emergency card: other words, another moment, fewer rounds or a changed byte do not open it', async () => {
  const sealed = await seal(card, wordsLock(), words, at);
  const changed = sealed.bytes.slice();
  const bytes = new Uint8Array(changed);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  assert.ok(sealed.lock.kind === 'words');
  for (const [one, typed] of [
    [sealed, 'trois rivières au soir'],
    [sealed, ''],
    [{ ...sealed, at: '2027-01-01T00:00:00.000Z' }, words],
    [{ ...sealed, lock: { ...sealed.lock, rounds: 1000 } }, words],
    [{ ...sealed, bytes: changed }, words],
  ] as const)
    await assert.rejects(unseal(one, typed), WrongSecret);
});

test('RFC 8018, OWASP: the key is PBKDF2-HMAC-SHA-256 with 600,000 rounds and a salt of its own; Node’s OpenSSL opens it alike', async () => {
  assert.ok(rounds >= 600_000);
  const [one, other] = [await seal(card, wordsLock(), words, at), await seal(card, wordsLock(), words, at)];
  assert.notDeepEqual(one.lock.salt, other.lock.salt);
  assert.notDeepEqual(one.iv, other.iv);
  const key = pbkdf2Sync(words.normalize('NFKC'), one.lock.salt, rounds, 32, 'sha256');
  const bytes = Buffer.from(one.bytes);
  const opening = createDecipheriv('aes-256-gcm', key, one.iv);
  opening.setAAD(Buffer.from(`1 words ${rounds} ${at}`));
  opening.setAuthTag(bytes.subarray(-16));
  const plain = Buffer.concat([opening.update(bytes.subarray(0, -16)), opening.final()]);
  assert.deepEqual(JSON.parse(plain.toString()), card);
});

test('WebAuthn L3 §10.1.4 (prf): 32 bytes of a passkey open it, 32 others and words do not', async () => {
  const lock = passkeyLock(new Uint8Array([1, 2, 3]), new Uint8Array(32).fill(7));
  const sealed = await seal(card, lock, new Uint8Array(32).fill(1), at);
  assert.deepEqual(await unseal(sealed, new Uint8Array(32).fill(1)), card);
  await assert.rejects(unseal(sealed, new Uint8Array(32).fill(2)), WrongSecret);
  await assert.rejects(unseal(sealed, words), WrongSecret);
});
