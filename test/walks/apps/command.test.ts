import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { PLATFORM } from '#kernel';
import { app } from '../../../src/commands/app.ts';
import { traceFrom } from '../ground.ts';
import { type AppGround, openAppGround, post } from './ground.ts';

let ground: AppGround;
before(async () => {
  ground = await openAppGround();
});
after(() => ground?.close());

/** `socle app …` beside the living server. */
async function command(...args: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'app', ...args], {
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

test('SMART App Launch 2.2 §2.0.1, registration: socle app add registers beside a running server; the log of the platform has it, the secret it has not', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const usual = ['--name', 'Mes mesures', '--redirect', 'https://app.example/retour'];
  const added = await command('add', 'mes-mesures', ...usual, '--secret', '--for', 'system', '--scopes', 'system/Observation.rs');
  assert.equal(added.status, 0, added.said);
  const secret = /^([\w-]{43})$/m.exec(added.said)?.[1] ?? '';
  const fields = { grant_type: 'client_credentials', scope: 'system/*.rs system/Observation.rs' };
  const { body } = await post(ground, '/oidc/token', 'mes-mesures', fields, secret);
  assert.equal(body.scope, 'system/Observation.rs', JSON.stringify(body));
  const told = (await lines()).map(({ action, detail }) => [action, detail?.change, detail?.app]);
  assert.deepEqual(told, [['rights', 'app-registered', 'mes-mesures']]);
  assert.ok(!JSON.stringify(await lines()).includes(secret));
});

test('SMART App Launch 2.2 §2.0.1, registration: what is wrong is told, and nothing is registered', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const file = (name: string, keys: unknown): string => {
    const path = join(ground.settings.home, name);
    writeFileSync(path, JSON.stringify(keys));
    return path;
  };
  const ours = file('private.json', { keys: [await exportJWK(privateKey)] });
  const good = file('public.json', { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] });
  const name = ['--name', 'X'];
  const odd: readonly (readonly [string[], RegExp])[] = [
    [[], /socle app add ID/],
    [['add', 'appli-x'], /socle app add ID/],
    [['remove', 'appli-x', ...name], /socle app add ID/],
    [['add', 'appli-x', ...name, '--inconnu'], /socle app add ID/],
    [['add', 'appli-x', ...name, '--for', 'tous'], /citizen, professional, system/],
    [['add', 'appli-x', ...name, '--key', ours], /private key/],
    [['add', 'appli-x', ...name, '--key', file('none.json', { keys: [] })], /no JSON Web Key Set/],
    [['add', 'appli-x', ...name, '--key', `${ours}.absent`], /cannot be read/],
    [['add', 'appli-x', ...name, '--key', good, '--secret'], /do not go together/],
  ];
  for (const [args, says] of odd) await assert.rejects(app(args), says, args.join(' '));
  const refused = await command('add', 'appli-x', ...name, '--redirect', 'http://ailleurs.example/');
  assert.deepEqual([refused.status, /https/.test(refused.said)], [1, true], refused.said);
  const software = { id: 'appli-x', name: 'X', structure: '1990000018' };
  for (const launchUrl of ['javascript:alert(1)', 'http://ailleurs.example/', 'https://a.example/#x', 'lancer'])
    await assert.rejects(ground.directory.registerSoftware([{ ...software, launchUrl }]), {
      code: 'directory.malformed-redirect',
    });
  assert.equal(await ground.directory.software('appli-x'), undefined);
  assert.equal((await command('add', 'appli-x', ...name, '--key', good)).status, 0);
});
