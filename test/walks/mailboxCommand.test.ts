import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openNational } from '#directory';
import { type Ground, openGround } from './ground.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
  const id = '899700000011';
  await ground.directory.registerProfessionals([
    { id, family: 'Essai', given: 'Lou', profession: '10', structures: ['1990000018'] },
  ]);
});
after(() => ground.close());

/** `socle mailbox …` beside the living server. */
async function command(...args: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'mailbox', ...args], {
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

test('Issue 7, 3: a mailbox is opened by command, told in the directory, closed and opened again; what is wrong is said', async () => {
  const shown = async () => (await openNational(ground.store).mailboxes(['899700000011'], [])).map(({ address }) => address);
  const asked = ['open', 'lou.essai@exemple.mssante.fr', '--name', 'Dr Lou Essai', '--kind', 'PER'];
  const bare = await command(...asked);
  assert.equal(bare.status, 1, bare.said);
  assert.match(bare.said, /no holder that the directory knows/);
  const made = await command(...asked, '--professional', '99700000011', '--structure', '990000018', '--quota-mib', '5');
  assert.equal(made.status, 0, made.said);
  assert.deepEqual(await shown(), ['lou.essai@exemple.mssante.fr']);
  const again = await command(...asked, '--professional', '99700000011');
  assert.match(again.said, /an address is never given twice/);
  assert.match((await command('list', '--kind', 'per')).said, /^PER {2}open {2}lou\.essai@.* 0 messages, 0\.0 of 5 MiB$/m);
  assert.equal((await command('close', 'LOU.essai@exemple.mssante.fr')).status, 0);
  assert.deepEqual(await shown(), []);
  assert.match((await command('list')).said, /^PER {2}closed/m);
  assert.equal((await command('reopen', 'lou.essai@exemple.mssante.fr')).status, 0);
  assert.deepEqual(await shown(), ['lou.essai@exemple.mssante.fr']);
  assert.equal((await command('close', 'personne@exemple.mssante.fr')).status, 1);
  assert.match(
    (await command('open', 'x@exemple.mssante.fr', '--kind', 'CIT', '--name', 'X')).said,
    /--kind is PER, CAB, ORG or APP/,
  );
});
