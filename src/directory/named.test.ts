import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../test/store.ts';
import { directoryMigrations } from './directory.schema.ts';
import { type Directory, openDirectory } from './directory.ts';

const names = [
  ['899700000013', 'Œilvert', 'Cœurine'],
  ['899700000021', 'L’Haÿ-Songe', 'Aÿmeric'],
  ['899700000039', "d'Ébène", 'Maël-Ange'],
  ['899700000047', 'Stéthance', 'Irène'],
  ['899700000054', 'Stéthance', 'Basile'],
] as const;

let store: Store;
let directory: Directory;
before(async () => {
  store = await testStore(directoryMigrations);
  directory = openDirectory(store);
  await directory.registerProfessionals(
    names.map(([id, family, given]) => ({ id, family, given, profession: '10', structures: [] })),
  );
});
after(() => store.close());

for (const [typed, found] of [
  ['oeil', ['899700000013']],
  ['Dr ŒILVERT', ['899700000013']],
  ['hay', []],
  ["l'hay songe aymeric", ['899700000021']],
  ['D ebene', ['899700000039']],
  ['stethance', ['899700000054', '899700000047']],
  ['irène STÉTH', ['899700000047']],
  ['steth%', ['899700000054', '899700000047']],
  ['irene', []],
] as const) {
  test(`Socle, directory: « ${typed} » finds by the beginnings of names, without accents, a family name among them`, async () => {
    assert.deepEqual(
      (await directory.professionalsNamed(typed, 10)).map(({ id }) => id),
      found,
    );
  });
}

test('Socle, directory: a search by one letter, or by none, is refused; no more than asked come', async () => {
  for (const typed of ['', 's', '  ', 'Dr s', '-'])
    await assert.rejects(directory.professionalsNamed(typed, 10), { code: 'directory.search-too-broad' }, typed);
  assert.equal((await directory.professionalsNamed('stethance', 1)).length, 1);
});
