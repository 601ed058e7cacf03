import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PLATFORM } from '#kernel';
import { type Ground, openGround } from './ground.ts';
import { listOf } from './smtp/ground.ts';

let ground: Ground;
let folder: string;
before(async () => {
  ground = await openGround();
  folder = mkdtempSync(join(tmpdir(), 'socle-trust-'));
});
after(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `socle trust …` beside the living server. */
async function command(...args: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'trust', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

test('Issue 7, 1: a signed list of trusted domains is signed, loaded and shown by command; an altered one is refused and the former stays', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'signer.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const inside = '<Nom>chu.exemple.fr</Nom><Operateur>CHU Exemple</Operateur><Relais>127.0.0.1:2525</Relais>';
  writeFileSync(join(folder, 'list.xml'), listOf([inside, '<Nom>b.exemple.fr</Nom>'], new Date()));
  assert.match((await command('show')).said, /no list of trusted domains was loaded/);
  assert.match((await command('sign', 'list.xml', '--key', 'key.pem')).said, /^2 domains/);
  assert.match((await command('load', 'list.xml')).said, /No signer is known yet/);
  const loaded = await command('load', 'list.xml', '--signer', 'signer.pem');
  assert.equal(loaded.status, 0, loaded.said);
  assert.match((await command('show', 'CHU.exemple.fr')).said, /reached by\t127\.0\.0\.1:2525/);
  writeFileSync(join(folder, 'list.xml'), listOf(['<Nom>mechant.fr</Nom>'], new Date()));
  const altered = await command('load', 'list.xml');
  assert.equal(altered.status, 1);
  assert.match(altered.said, /The list in force stays/);
  assert.match((await command('show')).said, /^b\.exemple\.fr\tb\.exemple\.fr$/m);
  const lines = (await ground.trace.lines(PLATFORM, undefined, 50)).filter(({ detail }) => detail?.change === 'trusted-list');
  assert.deepEqual(
    lines.map(({ outcome, detail }) => [outcome, detail?.domains]),
    [['done', '2']],
  );
});
