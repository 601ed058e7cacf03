import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstOfMonth } from './dates.ts';

test('portals §3.6, French dates: the first of a month is « 1er »; the 11th, the 21st and an hour are left alone', () => {
  assert.equal(firstOfMonth('1 février 2026'), '1er février 2026');
  assert.equal(firstOfMonth('mardi 1 décembre 2026 à 09:30'), 'mardi 1er décembre 2026 à 09:30');
  assert.equal(firstOfMonth('11 décembre 2026 à 01:10'), '11 décembre 2026 à 01:10');
  assert.equal(firstOfMonth('21 mai 2026'), '21 mai 2026');
});
