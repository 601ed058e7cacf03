import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { directoryMigrations } from '../directory.schema.ts';
import { openDirectory } from '../directory.ts';
import { loadExtraction } from '../load/load.ts';
import { madeExtraction, madeFamily, madeRpps, writeLines } from '../load/made.check.ts';
import { foldName } from '../name.ts';
import type { Criterion } from './criterion.ts';
import { type National, openNational } from './national.ts';

const count = 3000;
const folder = mkdtempSync(join(tmpdir(), 'socle-search-'));
let store: Store;
let national: National;
before(async () => {
  store = await testStore(directoryMigrations);
  const path = join(folder, 'rpps.txt');
  await writeLines(path, madeExtraction(count));
  await loadExtraction(store, path, () => new Date(), {});
  national = openNational(store);
});
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ids = async (criteria: readonly Criterion[]): Promise<string[]> =>
  (await national.people(criteria, { limit: count })).map(({ id }) => id);
/** People of the made extraction, without the second line of some. */
const people = Array.from({ length: count }, (_, n) => n).filter((n) => n % 10 !== 1);

test('directory search: a family name by its beginning finds the same people as reading all of them', async () => {
  for (const typed of ['Bru', 'STÉTHAN', 'nue', 'kerlo-', 'o', 'Œ', 'vau tri']) {
    const folded = foldName(typed);
    const wanted = people.filter((n) => foldName(madeFamily(n)).startsWith(folded)).map((n) => `8${madeRpps(n)}`);
    assert.deepEqual(await ids([{ of: 'family', test: 'begins', values: [typed] }]), wanted, typed);
  }
});

test('directory search: narrow and broad ways give the same, page by page, and as many as are counted', async () => {
  const broad: Criterion[] = [{ of: 'qualification', values: ['60'] }];
  const narrow: Criterion[] = [
    ...broad,
    {
      of: 'either',
      any: [
        { of: 'postcode', values: ['2'] },
        { of: 'postcode', values: ['9'] },
      ],
    },
  ];
  for (const [sought, criteria] of [
    ['situation', broad],
    [
      'situation',
      [
        { of: 'qualification', values: ['60'] },
        { of: 'place', all: [{ of: 'town', test: 'begins', values: ['brest'] }] },
      ],
    ],
    ['person', [{ of: 'qualification', values: ['SM04', '21'] }]],
    ['place', narrow.slice(1)],
  ] as const) {
    const page = async (after?: string): Promise<string[]> => {
      const wish = { limit: 20, ...(after === undefined ? {} : { after }) };
      if (sought === 'situation') return (await national.situations(criteria, wish)).map(({ key }) => key);
      return (sought === 'person' ? await national.people(criteria, wish) : await national.places(criteria, wish)).map(
        ({ id }) => id,
      );
    };
    const seen: string[] = [];
    for (let all = await page(); all.length > 0; all = await page(all.at(-1))) seen.push(...all);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length > 20, `${sought}: ${seen.length}`);
    assert.equal(await national.count(sought, criteria), seen.length);
  }
});

test('directory search: nothing typed becomes SQL, and a sign of a pattern is a sign', async () => {
  for (const value of ["'; drop table directory.load; --", '%', '_', '\\', '$1', '*', 'x'.repeat(4000)]) {
    for (const exact of ['begins', 'contains', 'exact'] as const) {
      assert.deepEqual(await ids([{ of: 'family', test: exact, values: [value] }]), [], `${exact} ${value.slice(0, 40)}`);
      assert.deepEqual(await ids([{ of: 'mailbox', test: exact, values: [value] }]), []);
    }
    for (const what of ['id', 'qualification', 'authority'] as const)
      assert.deepEqual(await ids([{ of: what, values: [value] }]), []);
  }
  assert.equal(await national.count('person', []), people.length);
});

test('directory search: a registered professional has a situation for each structure, and one no more that is taken back', async () => {
  const directory = openDirectory(store);
  const place = { couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' };
  await directory.registerStructures([
    { ...place, id: '1990000018', name: 'Cabinet des Nuées' },
    { ...place, id: '399000000000018', name: 'Cabinet sans FINESS' },
  ]);
  const one = { id: '899700000111', family: 'Stéthance', given: 'Irène', profession: '10' };
  const works = async (): Promise<(string | undefined)[]> =>
    (
      await national.situations(
        [
          { of: 'professional', values: [one.id] },
          { of: 'active', value: true },
        ],
        { limit: 9 },
      )
    ).map(({ structure }) => structure);
  await directory.registerProfessionals([{ ...one, structures: ['1990000018', '399000000000018'] }]);
  assert.deepEqual((await works()).sort(), ['1990000018', '399000000000018']);
  await directory.registerProfessionals([{ ...one, structures: ['399000000000018'] }]);
  assert.deepEqual(await works(), ['399000000000018']);
  assert.deepEqual((await directory.professional(one.id))?.structures, ['399000000000018']);
});
