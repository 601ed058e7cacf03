import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('docs/guide/settings.md, SOCLE_PSC_*, SOCLE_CITIZEN_*: a provider outside is whole or refused, its secret read from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'socle-settings-'));
  const file = join(folder, 'secret');
  writeFileSync(file, 'un-secret\n');
  writeFileSync(join(folder, 'vide'), '\n');
  const psc = {
    SOCLE_PSC_ISSUER: 'https://auth.example/realms/psc',
    SOCLE_PSC_CLIENT_ID: 'socle',
    SOCLE_PSC_CLIENT_SECRET_FILE: file,
  };
  const citizen = {
    SOCLE_CITIZEN_ISSUER: 'https://fc.example/api/v2',
    SOCLE_CITIZEN_CLIENT_ID: 'socle',
    SOCLE_CITIZEN_CLIENT_SECRET_FILE: file,
  };
  try {
    assert.deepEqual(readSettings({}).outside, {});
    const { professional, citizen: people } = readSettings({ ...psc, ...citizen }).outside ?? {};
    assert.deepEqual(professional, {
      issuer: 'https://auth.example/realms/psc',
      clientId: 'socle',
      secret: 'un-secret',
      scope: 'openid scope_all',
      level: 'eidas1',
      name: 'Pro Santé Connect',
    });
    assert.deepEqual([people?.level, people?.name], ['eidas2', 'fc.example']);
    const here = readSettings({ ...psc, SOCLE_PSC_ISSUER: 'http://127.0.0.1:8081/oidc' }).outside;
    assert.equal(here?.professional?.issuer, 'http://127.0.0.1:8081/oidc');
    for (const [bad, at] of [
      [{ SOCLE_PSC_ISSUER: 'http://auth.example' }, 'SOCLE_PSC_ISSUER'],
      [{ SOCLE_PSC_ISSUER: 'auth.example' }, 'SOCLE_PSC_ISSUER'],
      [{ SOCLE_PSC_ISSUER: 'https://moi:secret@auth.example' }, 'SOCLE_PSC_ISSUER'],
      [{ SOCLE_PSC_CLIENT_ID: '' }, 'SOCLE_PSC_CLIENT_ID'],
      [{ SOCLE_PSC_CLIENT_SECRET_FILE: '' }, 'SOCLE_PSC_CLIENT_SECRET_FILE'],
      [{ SOCLE_PSC_CLIENT_SECRET_FILE: join(folder, 'vide') }, 'SOCLE_PSC_CLIENT_SECRET_FILE'],
      [{ SOCLE_PSC_CLIENT_SECRET_FILE: join(folder, 'absent') }, 'SOCLE_PSC_CLIENT_SECRET_FILE'],
      [{ SOCLE_PSC_SCOPE: 'scope_all' }, 'SOCLE_PSC_SCOPE'],
      [{ SOCLE_PSC_LEVEL: 'eidas4' }, 'SOCLE_PSC_LEVEL'],
      [{ SOCLE_PSC_NAME: 'x'.repeat(61) }, 'SOCLE_PSC_NAME'],
    ] as const)
      assert.throws(() => readSettings({ ...psc, ...bad }), { code: 'settings.bad-value', at }, JSON.stringify(bad));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
