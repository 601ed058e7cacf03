import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { testDatabase } from '../../../test/store.ts';
import { madeExtraction, rppsHeader, writeLines } from './made.check.ts';

const root = join(import.meta.dirname, '../../..');
const lines = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'socle-extraction-long-'));
const path = join(folder, 'PS_LibreAcces_Personne_activite.txt');
let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
before(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.settings.databaseUrl });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.release();
  rmSync(folder, { recursive: true, force: true });
});

/** Words that nothing reads make the file larger than the memory of who loads it. */
const unread = ['Libellé civilité', 'Libellé profession', "Libellé secteur d'activité", 'Libellé rôle'] as const;
function* wide(all: Iterable<string>): Generator<string> {
  let first = true;
  for (const line of all) {
    const cells = line.split('|');
    if (!first) for (const name of unread) cells[rppsHeader.indexOf(name)] = 'œ'.repeat(290);
    first = false;
    yield cells.join('|');
  }
}

/** The command in a process of its own, with less memory than the file has bytes. */
function run(...words: readonly string[]) {
  const { home, databaseUrl, keyFile } = database.settings;
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=128', '--disable-warning=ExperimentalWarning', join(root, 'src/cli.ts'), 'directory', ...words],
    {
      env: { ...process.env, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  for (const out of [child.stdout, child.stderr]) out.on('data', (text: Buffer) => said.push(text.toString()));
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { child, ended, said: () => said.join('') };
}

async function number(text: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(text);
  return Number(rows[0]?.n ?? 0);
}
const reached = (): Promise<number> => number('select coalesce(max(at_line), 0) as n from directory.load').catch(() => 0);

test(`RPPS libre accès: ${lines} lines in 128 MiB, fewer than the file has; killed in the middle it goes on there; the next day writes only what changed`, async () => {
  await writeLines(path, wide(madeExtraction(lines)));
  assert.ok(statSync(path).size > 128 * 1024 * 1024);
  const first = run('load', path);
  while ((await reached()) < 2 && first.child.exitCode === null) await pause(20);
  first.child.kill('SIGKILL');
  await first.ended;
  const at = await reached();
  assert.ok(at > 1 && at <= lines, `killed at line ${at}: ${first.said()}`);
  const inside = await number('select count(*) as n from directory.activity');
  assert.ok(inside > 0 && inside < lines, `${inside} activities`);

  const second = run('load', path);
  assert.equal(await second.ended, 0, second.said());
  assert.match(second.said(), /went on at line \d+/);
  assert.match(second.said(), new RegExp(`rpps: ${lines} lines, ${lines} new, 0 changed`));
  assert.equal(await number('select count(*) as n from directory.activity where active'), lines);

  await writeLines(path, wide(madeExtraction(lines - 100, (n) => (n % 1000 === 0 ? '0200000000' : ''))));
  const next = run('load', path);
  assert.equal(await next.ended, 0, next.said());
  assert.match(next.said(), /rpps: 59900 lines, 0 new, 60 changed, 59840 as before, 100 now inactive/);
  assert.equal(await number('select count(*) as n from directory.activity where active'), lines - 100);
  assert.equal(await number('select count(*) as n from directory.activity'), lines, 'nothing is deleted');
});
