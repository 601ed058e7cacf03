import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PLATFORM } from '#kernel';
import { irene, nuees } from './cast.ts';
import { traceFrom } from './ground.ts';
import { openTlsGround, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
let folder: string;
before(async () => {
  ground = await openTlsGround();
  folder = mkdtempSync(join(tmpdir(), 'socle-certificates-'));
});
after(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `socle certificate …` beside the living server. */
async function command(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
  const flags = ['--disable-warning=ExperimentalWarning', program, 'certificate'];
  const places = { SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs };
  const child = spawn(process.execPath, [...flags, ...args], { env: { PATH: process.env.PATH, ...places, ...more } });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

test('docs/guide/certificates.md: a person’s certificate is made, listed, used, revoked and refused, beside a running server', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const made = await command(['person', irene.id.slice(1), '--out', folder, '--days', '30']);
  assert.equal(made.status, 0, made.said);
  const [pemFile = '', keyFile = ''] = made.said.split('\n');
  const pem = readFileSync(pemFile, 'utf8');
  const key = readFileSync(keyFile, 'utf8');
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  assert.equal(pem.match(/BEGIN CERTIFICATE/g)?.length, 3);
  const { serialNumber } = new X509Certificate(pem);
  assert.match((await command(['list'])).said, new RegExp(`^${serialNumber.toLowerCase()} person +${irene.id} +until `, 'm'));
  assert.equal((await ground.byTls('/oidc/carte/x', { as: { pem, key } })).status, 303);
  const gone = await command(['revoke', serialNumber, '--reason', 'keyCompromise']);
  assert.equal(gone.status, 0, gone.said);
  const refused = async (): Promise<string> => (await ground.byTls('/oidc/carte/x', { as: { pem, key } })).text;
  for (let i = 0; i < 200 && !(await refused()).includes('révoqué'); i++) await new Promise((done) => setTimeout(done, 20));
  assert.match(await refused(), /a été révoqué/);
  const told = (await lines()).filter(({ action }) => action === 'rights').map(({ detail }) => [detail?.change, detail?.whom]);
  assert.deepEqual(told, [
    ['certificate-issue', irene.id],
    ['certificate-revoke', irene.id],
  ]);
  assert.ok(!JSON.stringify(await lines()).includes(key.split('\n')[1] ?? ''));
});

test('docs/guide/certificates.md: an organisation’s certificate is bound to a registered software; what is wrong is told and changes nothing', async () => {
  const bound = await command(['organisation', nuees.structure.id, '--name', 'Nuées', '--software', nuees.id, '--out', folder]);
  assert.equal(bound.status, 0, bound.said);
  const { rows } = await ground.store.pool.query('select ways, secret_digest from directory.software where id = $1', [nuees.id]);
  const subject = `CN=Nuées,OU=${nuees.structure.id},O=${nuees.structure.name},C=FR`;
  assert.equal(JSON.parse(rows[0].ways).certificateSubject, subject);
  assert.notEqual(rows[0].secret_digest, null, 'what else it may stays');
  assert.match(bound.said, new RegExp(subject));
  const before = (await command(['list', '--all'])).said;
  for (const args of [
    ['nothing'],
    ['person', '10000000000'],
    ['organisation', '990000099'],
    ['revoke', '00'],
    ['person', irene.id, '--days', '0'],
  ]) {
    const { status, said } = await command(args);
    assert.equal(status, 1, args.join(' '));
    assert.doesNotMatch(said, /\n {4}at /, 'no stack of calls');
  }
  assert.equal((await command(['list', '--all'])).said, before);
  const off = await command(['person', irene.id, '--out', folder], { SOCLE_DEMO: 'off' });
  assert.deepEqual([off.status, /only|que sur/.test(off.said)], [1, true]);
  assert.equal((await command(['authorities', '--out', folder])).status, 0);
  for (const name of ['root', 'organisations', 'persons']) assert.ok(existsSync(join(folder, `authority-${name}.pem`)));
});
