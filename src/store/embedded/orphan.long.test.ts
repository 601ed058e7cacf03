import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCluster } from './cluster.ts';

const quiet = (): void => undefined;
const skip = process.platform === 'linux' ? false : 'the processes of a folder are seen on Linux only';

test('Issue 2, embedded PostgreSQL: lock files that name somebody else’s process do not keep it from starting', {
  skip,
}, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'socle-orphan-'));
  chmodSync(home, 0o755);
  t.after(() => rmSync(home, { recursive: true, force: true }));
  await (await startCluster(home, quiet)).stop();
  // as after a power cut, when the numbers belong to others by now
  const data = join(home, 'postgresql', 'data');
  const somebody = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {});
  t.after(() => somebody.kill());
  writeFileSync(join(data, 'postmaster.pid'), `${somebody.pid}\n${data}\n1700000000\n5432\n${data}\n\n`);
  writeFileSync(join(data, '.s.PGSQL.5432.lock'), `${somebody.pid}\n${data}\n1700000000\n5432\n${data}\n`);
  const cluster = await startCluster(home, quiet);
  assert.ok(cluster.pid() > 0);
  assert.equal(somebody.exitCode, null, 'and that process is left alone');
  await cluster.stop();
});

test('Issue 2, embedded PostgreSQL: what still works in the folder of a dead PostgreSQL is ended before a new one starts', {
  skip,
}, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'socle-orphan-'));
  chmodSync(home, 0o755);
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const data = join(home, 'postgresql', 'data');
  await (await startCluster(home, quiet)).stop();
  const shell = spawn('sleep', ['60'], { cwd: data });
  t.after(() => shell.kill());
  const left = spawn('sleep', ['2'], { cwd: data, argv0: 'postgres: socle socle [local] idle' });
  const ended = new Promise<number>((done) => left.on('exit', () => done(Date.now())));
  const cluster = await startCluster(home, quiet);
  assert.ok((await ended) <= Date.now());
  assert.equal(shell.exitCode, null, 'who only stands in the folder is left alone');
  assert.ok(existsSync(join(data, 'postmaster.pid')));
  await cluster.stop();
});
