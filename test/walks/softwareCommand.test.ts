import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import * as oidc from 'openid-client';
import { PLATFORM } from '#kernel';
import { type Ground, openGround, traceFrom } from './ground.ts';

let ground: Ground;
const folder = mkdtempSync(join(tmpdir(), 'socle-software-'));
before(async () => {
  ground = await openGround();
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await ground.close();
});

/** `socle software …` beside the living server. */
async function command(...args: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'software', ...args], {
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

async function systemToken(id: string, auth: oidc.ClientAuth): Promise<string> {
  const config = await oidc.discovery(new URL(`${ground.url}/oidc`), id, {}, auth, { execute: [oidc.allowInsecureRequests] });
  return (await oidc.clientCredentialsGrant(config, { scope: 'system/*.rs' })).access_token;
}

const common = ['--name', 'Essai', '--structure', '990000018'];

test('Issue 6, software by command: a secret drawn and shown once, or its own key, opens the token endpoint; the log has it, the secret it has not', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const made = await command('add', 'essai-secret', ...common, '--ciba');
  assert.equal(made.status, 0, made.said);
  const secret = /^([\w-]{43})$/m.exec(made.said)?.[1] ?? '';
  assert.match(await systemToken('essai-secret', oidc.ClientSecretBasic(secret)), /^ey/);
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] }));
  const keyed = await command('add', 'essai-cle', ...common, '--keys', file);
  assert.equal(keyed.status, 0, keyed.said);
  assert.match(await systemToken('essai-cle', oidc.PrivateKeyJwt({ key: privateKey, kid: 'k1' })), /^ey/);
  const told = (await lines())
    .filter(({ action }) => action === 'rights')
    .map(({ action, detail }) => [action, detail?.change, detail?.software]);
  assert.deepEqual(told, [
    ['rights', 'software-add', 'essai-secret'],
    ['rights', 'software-add', 'essai-cle'],
  ]);
  assert.ok(!JSON.stringify(await lines()).includes(secret));
});

test('Issue 6, software by command: what is missing, malformed or secret is refused with a sentence', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const file = join(folder, 'private.json');
  writeFileSync(file, JSON.stringify({ keys: [await exportJWK(privateKey)] }));
  const wrong: readonly [RegExp, readonly string[]][] = [
    [/socle software add/, ['add', 'essai', '--name', 'Essai']],
    [/socle software add/, ['add', 'essai', ...common, '--public', '--keys', file]],
    [/no private part/, ['add', 'essai', ...common, '--keys', file]],
    [/cannot be read/, ['add', 'essai', ...common, '--keys', join(folder, 'nothing')]],
    [/not in the directory/, ['add', 'essai', '--name', 'Essai', '--structure', '990000099']],
    [/redirect URI is absolute/, ['add', 'essai', ...common, '--redirect', 'http://evil.example/r']],
    [/client id has/, ['add', 'É', ...common]],
  ];
  for (const [sentence, args] of wrong) {
    const { status, said } = await command(...args);
    assert.equal(status, 1, said);
    assert.match(said, sentence);
  }
  assert.equal(await ground.directory.software('essai'), undefined);
});
