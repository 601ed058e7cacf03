import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { openStore, type Store } from '#store';
import { testDatabase } from '../../../test/store.ts';
import { documentsMigrations } from '../documents.schema.ts';
import { openKept } from './kept.ts';
import { madeDocument, madeSpecifications, zipOf } from './made.check.ts';
import { openSpecifications } from './open.ts';
import type { RunningSpecifications } from './running.ts';
import { specificationMigrations } from './specifications.schema.ts';
import { readSpecifications } from './specificationsOf.ts';

const at = new Date('2026-02-03T04:05:06Z');
const migrations = [...documentsMigrations, ...specificationMigrations];
const log = (): void => undefined;
const home = mkdtempSync(join(tmpdir(), 'socle-specs-'));
let stores: Store[];
let release: () => Promise<void>;
let server: RunningSpecifications;

before(async () => {
  const database = await testDatabase();
  release = database.release;
  const open = (mode: 'own' | 'join'): Promise<Store> => openStore(database.settings, { migrations, log, mode });
  stores = [await open('own'), await open('join')];
  server = await openSpecifications({ store: stores[0] as Store, log });
});
after(async () => {
  await server.close();
  for (const store of stores.reverse()) await store.close();
  await release();
  rmSync(home, { recursive: true });
});

async function read(version: string, ...codes: string[]) {
  const path = join(home, `essai-${version}.zip`);
  writeFileSync(path, await zipOf(madeSpecifications(...codes)));
  return readSpecifications(path);
}

/** The server hears of it a moment later. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await later(20);
  assert.ok(holds());
}

const rulesOn = async (code: string): Promise<readonly string[] | undefined> =>
  (await server.rules(madeDocument({ code })))?.findings.map(({ rule }) => rule);

test('Issue 4, socle specs: nothing loaded, nothing said of a document', async () => {
  assert.deepEqual(server.loaded, []);
  assert.deepEqual([await server.schema(madeDocument({})), await server.rules(madeDocument({}))], [undefined, undefined]);
});

test('Issue 4, socle specs: what another process loads, replaces and removes, a server that runs uses without a restart', async () => {
  const kept = openKept(stores[1] as Store);
  const first = await read('1.0', 'T1');
  assert.deepEqual(await kept.load(first.name, first.version, first, at), { changed: true });
  await until(() => server.loaded.length === 1);
  assert.deepEqual(server.loaded, [{ name: 'essai', version: '1.0', schemas: 1, schematrons: 5, lists: 1 }]);
  assert.deepEqual(await server.schema(madeDocument({})), []);
  assert.deepEqual((await server.schema(madeDocument({ version: 'a' })))?.length, 1);
  assert.deepEqual([await rulesOn('T1'), await rulesOn('T2')], [[], ['titled']]);

  assert.deepEqual(await kept.load(first.name, first.version, first, new Date()), { changed: false });
  assert.deepEqual((await kept.list())[0]?.loadedAt, at);

  const second = await read('1.1', 'T2');
  assert.deepEqual(await kept.load(second.name, second.version, second, at), { changed: true, replaced: '1.0' });
  await until(() => server.loaded[0]?.version === '1.1');
  assert.equal((await kept.list()).length, 1);
  assert.deepEqual([await rulesOn('T1'), await rulesOn('T2')], [['titled'], []]);

  await assert.rejects(kept.remove('essai', '1.0'), { code: 'specifications.unknown' });
  await kept.remove('essai', '1.1');
  await until(() => server.loaded.length === 0);
  assert.equal(await rulesOn('T1'), undefined);
  await assert.rejects(kept.remove('essai'), { code: 'specifications.unknown' });
});

test('Issue 4, socle specs: XSD, schematrons and lists loaded apart work together; a server that starts later has them', async () => {
  const kept = openKept(stores[1] as Store);
  const { files } = await read('2.0', 'T1');
  const part = (kind: RegExp, schemas: number, schematrons: number, lists: number) => ({
    files: new Map([...files].filter(([path]) => kind.test(path))),
    schemas,
    schematrons,
    lists,
  });
  await kept.load('xsd', '1', part(/\.xsd$/, 1, 0, 0), at);
  await kept.load('sch', '1', part(/\.sch$/, 0, 5, 0), at);
  await kept.load('jdv', '1', part(/\.xml$/, 0, 0, 1), at);
  const late = await openSpecifications({ store: stores[1] as Store, log });
  assert.deepEqual(
    late.loaded.map(({ name }) => name),
    ['jdv', 'sch', 'xsd'],
  );
  assert.deepEqual([await late.schema(madeDocument({})), (await late.rules(madeDocument({})))?.findings], [[], []]);
  const { compiled, faults } = await late.examine();
  assert.deepEqual([compiled, faults.length], [5, 1]);
  await late.close();
  for (const name of ['xsd', 'sch', 'jdv']) await kept.remove(name);
});

test('Issue 4, socle specs: a name or version that is none is refused', async () => {
  const kept = openKept(stores[1] as Store);
  const one = await read('3.0', 'T1');
  await assert.rejects(kept.load('', '1', one, at), { code: 'specifications.bad-name' });
  await assert.rejects(kept.load('a b', '1', one, at), { code: 'specifications.bad-name' });
  await assert.rejects(kept.load('a', '1#2', one, at), { code: 'specifications.bad-name' });
});
