import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PLATFORM } from '#kernel';
import { Browser } from '../../spec/signin/browser.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { enterExploitation, toldPlainly } from './space.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

test('Issue 5, 6: an operator signs in with a password handed over, must choose their own, and is known by name; all in the log', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const { accounts } = ground.signin;
  const handed = await accounts.addOperator({ login: 'Odile', name: 'Odile Vigiemarine' });
  const browser = new Browser(ground.url);
  await browser.get('/entrer/exploitation?retour=/exploitation/guichet');
  await browser.submit('password', { login: 'odile', password: 'pas-le-bon-mot' });
  assert.match(browser.page.text, /n’est pas le bon/);
  await browser.submit('password', { login: 'odile', password: handed });
  assert.match(browser.page.text, /Choisissez votre mot de passe/);
  assert.equal(browser.cookie('socle_session'), undefined, 'the password that was handed over opens no session');
  for (const [password, again] of [
    [handed, handed],
    ['le-mien-a-moi-2026', 'un-autre-que-le-mien'],
    ['court', 'court'],
  ] as const) {
    await browser.submit('change', { password, again });
    assert.equal(browser.page.status, 422);
    assert.match(browser.page.text, /Choisissez votre mot de passe/);
  }
  await browser.submit('change', { password: 'le-mien-a-moi-2026', again: 'le-mien-a-moi-2026' });
  assert.match(browser.page.url, /\/exploitation\/guichet$/);
  const odile = await enterExploitation(ground, 'odile', 'le-mien-a-moi-2026');
  assert.deepEqual((await odile('/session')).as(), { kind: 'operator', id: 'odile', name: 'Odile Vigiemarine' });
  assert.deepEqual((await lines()).map(words), [
    'sign-in refused signin.wrong-password Odile Vigiemarine',
    'sign-in done Odile Vigiemarine',
    'sign-in done Odile Vigiemarine',
  ]);
});

test('Issue 5, 6: the operator’s session opens neither carnet nor pro; no other software signs an operator in', async () => {
  await ground.signin.accounts.createDemoOperators([{ login: 'tanguy', name: 'Tanguy', note: '' }], 'mot-de-passe-public');
  const tanguy = await enterExploitation(ground, 'tanguy', 'mot-de-passe-public');
  toldPlainly(await tanguy('/carnet/home'), 403, 'session.wrong-kind');
  toldPlainly(await tanguy('/pro/publishable'), 403, 'session.wrong-kind');
  const browser = new Browser(ground.url);
  await browser.get('/entrer/citoyen');
  await browser.submit('password', { login: 'tanguy', password: 'mot-de-passe-public' });
  assert.match(browser.page.text, /n’est pas le bon/);
});

test('Issue 5, 6: who is removed, or given a new password, is out at once', async () => {
  const { accounts } = ground.signin;
  await accounts.createDemoOperators([{ login: 'partante', name: 'Partante', note: '' }], 'mot-de-passe-public');
  const gone = await enterExploitation(ground, 'partante', 'mot-de-passe-public');
  await accounts.resetOperator('partante');
  toldPlainly(await gone('/session'), 401, 'session.none');
  await accounts.removeOperator('partante');
  await assert.rejects(accounts.removeOperator('partante'), { code: 'signin.unknown-operator' });
});

/** `socle operator …` beside the living server. */
async function command(...args: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'operator', ...args], {
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
}

test('Issue 5, 6: socle operator adds, lists and removes beside a running server; the log of the platform has it, the password it has not', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const added = await command('add', 'firmin', '--name', 'Firmin Digueval');
  assert.equal(added.status, 0, added.said);
  const password = /^([a-z0-9]{4}(?:-[a-z0-9]{4}){3})$/m.exec(added.said)?.[1] ?? '';
  const browser = new Browser(ground.url);
  await browser.get('/entrer/exploitation');
  await browser.submit('password', { login: 'firmin', password });
  assert.match(browser.page.text, /Choisissez votre mot de passe/);
  assert.equal((await command('add', 'firmin', '--name', 'Un Autre')).status, 1);
  assert.match((await command('list')).said, /^firmin +Firmin Digueval +has not signed in yet$/m);
  assert.equal((await command('remove', 'firmin')).status, 0);
  const told = (await lines()).map(({ action, detail, who }) => [action, detail?.change, detail?.login, who.name]);
  assert.deepEqual(told, [
    ['rights', 'operator-add', 'firmin', 'Exploitant'],
    ['rights', 'operator-remove', 'firmin', 'Exploitant'],
  ]);
  assert.ok(!JSON.stringify(await lines()).includes(password));
});
