import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from './settings.ts';

test('docs/guide/settings.md, SOCLE_ACCESS_DAYS: days by ground, what is not named keeps its own', () => {
  const days = (text?: string) => readSettings(text === undefined ? {} : { SOCLE_ACCESS_DAYS: text }).accessDays;
  assert.deepEqual(days(), {});
  assert.deepEqual(days('equipe_de_soins=30, bris_de_glace=2'), { equipe_de_soins: 30, bris_de_glace: 2 });
  for (const bad of [
    '30',
    'equipe_de_soins',
    'equipe_de_soins=0',
    'consentement=367',
    'centre_15=8',
    'famille=3',
    'consentement=-1',
  ]) {
    assert.throws(() => days(bad), { code: 'settings.bad-value', at: 'SOCLE_ACCESS_DAYS' }, bad);
  }
});
