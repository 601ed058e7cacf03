import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeKinds, measureKinds, relationKinds, wishKinds } from '../src/record/profile/kinds.ts';
import { emergencyCode, trustedCode } from '../src/record/profile/write.ts';
import { profileFr } from '../web/kit/words/profileFr.ts';

test('Issue 8, French and English: every name that Socle itself gives a thing of the profile has its English', () => {
  const kept = [measureKinds, relationKinds, closeKinds, wishKinds].flatMap((kinds) => Object.values(kinds));
  const texts = new Set([...kept, trustedCode, emergencyCode].map(({ text }) => text));
  assert.deepEqual(new Set(Object.values(profileFr.own)), texts);
});
