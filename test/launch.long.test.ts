/**
 * The first start, whatever happens to it: the launcher in a folder of its own, with an npm that installs two packages as npm does
 * (package.json first; a package whose package.json is there is taken for whole; its own record last).
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const npm = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
const log = (line) => appendFileSync('npm.log', line + '\\n');
log('begin');
if (existsSync('npm-fails-once') && existsSync('node_modules/one')) process.exit(1);
for (const name of ['one', 'two']) {
  const folder = 'node_modules/' + name;
  if (existsSync(folder + '/package.json')) continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/package.json', JSON.stringify({ name, version: '1.0.0' }));
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.PAUSE ?? 0)));
  writeFileSync(folder + '/content', 'whole');
}
writeFileSync('node_modules/.package-lock.json', '{}');
log('end');
`;

function checkout(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'socle-launch-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, '..', 'bin'), join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'src'));
  const one = { version: '1.0.0' };
  const packages = {
    '': {},
    'node_modules/one': one,
    'node_modules/two': one,
    'node_modules/elsewhere': { ...one, optional: true },
  };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'socle', type: 'module' }));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(join(root, 'npm-cli.js'), npm);
  writeFileSync(join(root, 'src', 'cli.ts'), "process.stdout.write('ran');");
  return root;
}

interface Start {
  readonly process: ChildProcess;
  /** What it said on both streams, once it has ended. */
  readonly said: Promise<string>;
}

function start(root: string, pauseMs = 0): Start {
  const env = { ...process.env, npm_execpath: join(root, 'npm-cli.js'), PAUSE: String(pauseMs) };
  const child = spawn(process.execPath, [join(root, 'bin', 'socle.js'), '--help'], { cwd: root, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString('utf8')));
  return { process: child, said: once(child, 'exit').then(() => pause(50, text).then(() => text)) };
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    assert.ok(waited < 20_000, 'it never came');
    await pause(20);
  }
}

const runs = (root: string): string => readFileSync(join(root, 'npm.log'), 'utf8').trim().replaceAll('\n', ' ');
const isWhole = (root: string): boolean =>
  ['one', 'two'].every((name) => existsSync(join(root, 'node_modules', name, 'content')));
const working = (root: string): string[] => readdirSync(join(root, 'dist', '.working'));

test('README, two commands: of several starts at once one installs, the others say that they wait', async (t) => {
  const root = checkout(t);
  const said = await Promise.all([1, 2, 3].map(() => start(root, 500).said));
  for (const text of said) assert.match(text, /ran$/);
  assert.equal(runs(root), 'begin end');
  assert.equal(said.filter((text) => text.includes('waiting for it before installing the packages')).length, 2);
  assert.ok(isWhole(root));
  assert.deepEqual(working(root), []);
});

test('README, two commands: an npm that outlives its killed launcher is waited for', async (t) => {
  const root = checkout(t);
  const first = start(root, 1500);
  await until(() => existsSync(join(root, 'node_modules', 'one', 'package.json')));
  first.process.kill('SIGKILL');
  await first.said;
  assert.match(await start(root).said, /waiting for it.*an installation was interrupted.*ran$/s);
  assert.equal(runs(root), 'begin end begin end', 'never two at once');
  assert.ok(isWhole(root));
});

test('README, two commands: what a killed installation left is made anew, not installed over', async (t) => {
  const root = checkout(t);
  const first = start(root, 60_000);
  await until(() => existsSync(join(root, 'node_modules', 'one', 'package.json')) && working(root).length === 2);
  const pids = working(root).map((name) => Number.parseInt(name, 10));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await first.said;
  assert.equal(isWhole(root), false);
  assert.match(await start(root).said, /an installation was interrupted.*ran$/s);
  assert.ok(isWhole(root));
  assert.deepEqual(working(root), []);
});

test('README, two commands: a pid that was given again to another process does not hold the folder', async (t) => {
  const root = checkout(t);
  mkdirSync(join(root, 'dist', '.working'), { recursive: true });
  writeFileSync(join(root, 'dist', '.working', `${process.pid}-1-00000000`), '');
  assert.doesNotMatch(await start(root).said, /waiting/);
  assert.deepEqual(working(root), []);
});

test('README, two commands: packages that went missing are installed again, anew when npm cannot mend what is there', async (t) => {
  const root = checkout(t);
  await start(root).said;
  rmSync(join(root, 'node_modules', 'two'), { recursive: true });
  assert.match(await start(root).said, /packages are missing.*ran$/s);
  assert.ok(isWhole(root));
  rmSync(join(root, 'node_modules', 'two'), { recursive: true });
  writeFileSync(join(root, 'npm-fails-once'), '');
  assert.match(await start(root).said, /ended with status 1.*everything anew.*ran$/s);
  assert.ok(isWhole(root));
  assert.equal(await start(root).said, 'ran', 'an up-to-date tree is not touched');
});
