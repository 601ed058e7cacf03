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

test('docs/guide/settings.md, SOCLE_TLS_*: no listener without a port; without files the demonstration’s certificate, and none without it', () => {
  const tls = (environment: Readonly<Record<string, string>>) => readSettings(environment).tls;
  assert.equal(tls({}), undefined);
  assert.deepEqual(tls({ SOCLE_TLS_PORT: '8443' }), { port: 8443, url: 'https://localhost:8443' });
  const files = { SOCLE_TLS_CERT: '/a.pem', SOCLE_TLS_KEY: '/a.key' };
  assert.deepEqual(tls({ SOCLE_TLS_PORT: '8443', SOCLE_PUBLIC_URL: 'https://socle.example', SOCLE_DEMO: 'off', ...files }), {
    port: 8443,
    url: 'https://socle.example',
    files: { certificate: '/a.pem', key: '/a.key' },
  });
  assert.equal(tls({ SOCLE_TLS_PORT: '8443', SOCLE_TLS_URL: 'https://cartes.example' })?.url, 'https://cartes.example');
  for (const [at, bad] of [
    ['SOCLE_TLS_PORT', { SOCLE_TLS_PORT: '0' }],
    ['SOCLE_TLS_CERT', { SOCLE_TLS_PORT: '8443', SOCLE_DEMO: 'off' }],
    ['SOCLE_TLS_CERT', { SOCLE_TLS_PORT: '8443', SOCLE_TLS_KEY: '/a.key' }],
    ['SOCLE_TLS_URL', { SOCLE_TLS_PORT: '8443', SOCLE_TLS_URL: 'http://localhost:8443' }],
  ] as const)
    assert.throws(() => tls(bad), { code: 'settings.bad-value', at });
});

test('docs/guide/settings.md, SOCLE_TRUST_* and SOCLE_PROXIES: lists, a name may hold spaces; what is no address is refused', () => {
  const { trust, proxies } = readSettings({
    SOCLE_TRUST_PERSONS: '/x/racine.pem, /x/des personnes.pem',
    SOCLE_TRUST_CRL: '/x/a.crl,',
    SOCLE_PROXIES: '10.0.0.0/8, ::1',
  });
  assert.deepEqual(trust, { persons: ['/x/racine.pem', '/x/des personnes.pem'], organisations: [], lists: ['/x/a.crl'] });
  assert.deepEqual(proxies, ['10.0.0.0/8', '::1']);
  for (const bad of ['proxy.example', '10.0.0.0/99'])
    assert.throws(() => readSettings({ SOCLE_PROXIES: bad }), { code: 'settings.bad-value', at: 'SOCLE_PROXIES' });
});

test('settings: mail listens on its usual ports, on those that are named, or not at all', () => {
  const mail = (environment: Readonly<Record<string, string>>) => readSettings(environment).mail;
  assert.deepEqual(mail({}), {
    professionals: 'exemple.mssante.fr',
    citizens: 'patient.mssante.fr',
    smtp: { port: 8025, named: false },
    smtps: { port: 8465, named: false },
    imap: { port: 8143, named: false },
    imaps: { port: 8993, named: false },
  });
  const { smtp, smtps, imap, imaps } = mail({ SOCLE_SMTP_PORT: 'off', SOCLE_IMAP_PORT: 'off', SOCLE_IMAPS_PORT: '993' }) ?? {};
  assert.deepEqual([smtp, smtps, imap, imaps], [undefined, undefined, undefined, { port: 993, named: true }]);
  assert.equal(mail({ SOCLE_MAIL_DOMAIN: 'Region.MSSANTE.fr' })?.professionals, 'region.mssante.fr');
  for (const [name, bad] of [
    ['SOCLE_SMTP_PORT', '70000'],
    ['SOCLE_IMAPS_PORT', 'on'],
    ['SOCLE_MAIL_DOMAIN', 'exemple'],
    ['SOCLE_PATIENT_MAIL_DOMAIN', 'a b.fr'],
  ] as const)
    assert.throws(() => mail({ [name]: bad }), { code: 'settings.bad-value', at: name });
});
