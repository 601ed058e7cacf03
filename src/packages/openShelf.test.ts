import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../test/store.ts';
import { type LoadedShelf, openShelf } from './openShelf.ts';
import { packagesMigrations } from './packages.schema.ts';
import { openPackages } from './packages.ts';
import type { Json } from './shelf.ts';

let store: Store;
let shelf: LoadedShelf;
let other: LoadedShelf;
before(async () => {
  store = await testStore(packagesMigrations);
  [shelf, other] = await Promise.all([openShelf(store), openShelf(store)]);
});
after(async () => {
  await shelf.close();
  await other.close();
  await store.close();
});

const at = new Date('2026-03-01T10:00:00Z');
const url = 'http://example.org/ValueSet/a';
const set = (version: string, name: string): Json => ({ resourceType: 'ValueSet', url, version, name, text: { div: '<div/>' } });

/** The next change that another process told; fails the test when none comes. */
async function changed(heard: LoadedShelf): Promise<void> {
  const before = heard.generation;
  for (let i = 0; i < 200 && heard.generation === before; i++) await new Promise((done) => setTimeout(done, 10));
  assert.notEqual(heard.generation, before, 'the change was not heard');
}

test('Socle, packages: what is loaded is on this shelf at once, and on the other servers’ shelves without a restart', async () => {
  assert.equal(shelf.find('ValueSet', url), undefined);
  const told = changed(other);
  const kept = await shelf.load('example.test', '1.0.0', [set('1.0', 'one'), { resourceType: 'Patient', url: 'x' }], at);
  assert.deepEqual(kept, { name: 'example.test', version: '1.0.0', resources: 1, loadedAt: at });
  const { text: _, ...trimmed } = set('1.0', 'one');
  assert.deepEqual(shelf.find('ValueSet', url), trimmed);
  assert.equal(shelf.find('ValueSet', url), shelf.find('ValueSet', `${url}|1`));
  await told;
  assert.deepEqual(other.find('ValueSet', url), trimmed);
  assert.ok(other.list('ValueSet').some((one) => one.url === url && one.package === 'example.test#1.0.0'));
});

test('Socle, packages: the same package again changes nothing, another content replaces it', async () => {
  const { generation } = shelf;
  await shelf.load('example.test', '1.0.0', [set('1.0', 'one')], new Date('2026-03-02T10:00:00Z'));
  assert.equal(shelf.generation, generation);
  assert.deepEqual(
    (await shelf.packages()).map((one) => one.loadedAt),
    [at],
  );
  await shelf.load('example.test', '1.0.0', [set('1.1', 'replaced')], at);
  assert.equal(shelf.generation, generation + 1);
  assert.equal(shelf.find('ValueSet', `${url}|1.0`), undefined);
  assert.equal(shelf.find('ValueSet', url)?.name, 'replaced');
});

test('Socle, packages: versions stand side by side; of the same url and version the one loaded last counts', async () => {
  const later = new Date('2026-03-03T10:00:00Z');
  let heard = 0;
  shelf.onChange(() => heard++);
  await shelf.load('example.test', '2.0.0', [set('2.0', 'two')], later);
  await shelf.load('another.test', '1.0.0', [set('1.1', 'of another')], later);
  assert.equal(heard, 2);
  assert.equal(shelf.find('ValueSet', url)?.name, 'two');
  assert.equal(shelf.find('ValueSet', `${url}|1.1`)?.name, 'of another');
  assert.equal(shelf.list('ValueSet').filter((one) => one.url === url).length, 2);
  await shelf.remove('another.test', '1.0.0');
  assert.equal(shelf.find('ValueSet', `${url}|1.1`)?.name, 'replaced');
});

test('Socle, packages: a shelf opened later has them, and hears what a process without a shelf loads', async () => {
  const late = await openShelf(store);
  assert.equal(late.find('ValueSet', url)?.name, 'two');
  const told = changed(late);
  await openPackages(store).remove('example.test', '2.0.0');
  await told;
  assert.equal(late.find('ValueSet', url)?.name, 'replaced');
  await late.close();
});

test('Socle, packages: two loads of the same package at once leave one of the two, whole', async () => {
  const contents = ['a', 'b', 'c', 'd'].map((name) => [1, 2, 3].map((n) => ({ ...set(`${n}`, name), url: `${url}/twice` })));
  await Promise.all(contents.map((resources) => shelf.load('twice.test', '1', resources, at)));
  const names = ['1', '2', '3'].map((version) => shelf.find('ValueSet', `${url}/twice|${version}`)?.name);
  assert.equal(new Set(names).size, 1);
  assert.ok(names[0] !== undefined);
});

test('Socle, packages: refusals', async () => {
  let deep: Json = {};
  for (let i = 0; i < 100_000; i++) deep = { concept: [deep] };
  await assert.rejects(shelf.load('x', '1', [{ resourceType: 'Patient' }], at), { code: 'packages.empty' });
  await assert.rejects(shelf.load('../x', '1', [set('1', 'x')], at), { code: 'packages.bad-name' });
  await assert.rejects(shelf.load('x', '1', [{ ...set('1', 'x'), resourceType: 'CodeSystem', ...deep }], at), {
    code: 'packages.malformed',
  });
  await assert.rejects(shelf.load('x', '1', [set('1', 'nul\0l')], at), { code: 'packages.malformed' });
  await assert.rejects(shelf.remove('x', '1'), { code: 'packages.unknown' });
});
