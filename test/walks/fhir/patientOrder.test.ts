import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor, RecordId } from '#kernel';
import { baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { parametersOf } from '../../../src/fhir/search/index.ts';
import { irene, nuees, orme } from '../cast.ts';
import { asked, type EngineGround, input, linesFrom, openEngineGround, refusal } from './engineGround.ts';
import { identifier } from './resources.ts';

let ground: EngineGround;

/** Seven people of one register; not in the order of anything but of their making. */
const people: Readonly<Record<string, object>> = {
  Ondine: { name: [{ family: 'Étang', given: ['Ondine'] }], birthDate: '1950-03-02', gender: 'female', multipleBirthInteger: 2 },
  Bruno: { name: [{ family: 'Bruine', given: ['Bruno'] }], birthDate: '1999-12-31', gender: 'male', active: true },
  Nina: { name: [{ family: 'Zéphyr', given: ['Nina'] }], gender: 'female', address: [{ city: 'Brest', postalCode: '29200' }] },
  Yann: {
    name: [{ family: 'étang', given: ['Yann'] }],
    birthDate: '1950-03',
    gender: 'male',
    telecom: [{ system: 'phone', value: '01' }],
  },
  Maud: {
    birthDate: '2020',
    active: false,
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'br' }] } }],
  },
  Loïc: { name: [{ family: 'Averse', given: ['Loïc'] }], birthDate: '1968-05-01', deceasedBoolean: false },
  Enora: { name: [{ family: '\u{1F327}Pluie' }, { family: '\uFB01n', given: ['Enora'] }], gender: 'other' },
};
const ids = new Map<string, string>();
const records = new Map<string, RecordId>();
const nameOf = (id: string): string => [...ids].find(([, one]) => one === id)?.[0] ?? id;

before(async () => {
  ground = await openEngineGround();
  for (const [name, more] of Object.entries(people)) await make(name, more);
});
after(() => ground.close());

async function make(name: string, more: object): Promise<void> {
  const patient = { resourceType: 'Patient', ...identifier('averses'), ...more };
  const { id, record } = await ground.fhir.create(ground.call(), 'Patient', input(patient));
  ids.set(name, id);
  if (record !== undefined) records.set(name, record);
}

const change = (name: string, more: object) =>
  ground.fhir.update(
    ground.call(),
    'Patient',
    ids.get(name) ?? '',
    input({ resourceType: 'Patient', id: ids.get(name), ...identifier('averses'), ...more }),
  );

async function find(query: string, page?: string, actor: Actor = nuees) {
  const more = page === undefined ? '' : `&page=${encodeURIComponent(page)}`;
  const found = await ground.fhir.search(ground.call(actor), { type: 'Patient' }, asked(`identifier=averses&${query}${more}`));
  return { ...found, names: found.matches.map(({ id }) => nameOf(id)) };
}

/** All pages, one after the other. */
async function walked(query: string): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | undefined, pages = 0; pages === 0 || next !== undefined; pages++) {
    assert.ok(pages < 20, 'pages without end');
    const page = await find(query, next);
    seen.push(...page.names);
    next = page.next;
  }
  return seen;
}

test('FHIR R4 §3.1.1.5.3, _sort of people: by each key up and down, by several; without a value last; ties by record', async () => {
  const byRecord = (...names: string[]) => names.sort((a, b) => ((records.get(a) ?? '') < (records.get(b) ?? '') ? -1 : 1));
  assert.deepEqual((await find('_sort=birthdate')).names, [
    ...['Yann', 'Ondine', 'Loïc', 'Bruno', 'Maud'],
    ...byRecord('Nina', 'Enora'),
  ]);
  assert.deepEqual((await find('_sort=-birthdate')).names, [
    ...['Maud', 'Bruno', 'Loïc', 'Ondine', 'Yann'],
    ...byRecord('Nina', 'Enora'),
  ]);
  assert.deepEqual((await find('_sort=family,-birthdate&_count=6')).names, ['Loïc', 'Bruno', 'Ondine', 'Yann', 'Enora', 'Nina']);
  assert.deepEqual((await find('_sort=-gender,given')).names.slice(0, 5), ['Enora', 'Bruno', 'Yann', 'Nina', 'Ondine']);
  assert.deepEqual((await find('_sort=_lastUpdated')).names, Object.keys(people));
  assert.deepEqual((await find('_sort=-_lastUpdated')).names, Object.keys(people).reverse());
  assert.deepEqual((await find('')).names, Object.keys(people).reverse(), 'newest first');
  const byId = [...ids].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([name]) => name);
  assert.deepEqual((await find('_sort=_id')).names, byId);
});

test('FHIR R4 §3.1.1.5.3: people are sorted by every parameter of a Patient that has an order, a page after the other', async () => {
  const shelf = baseShelf();
  const all = [...parametersOf(shelf, terminologyOf(shelf)).of('Patient').values()];
  const keys = all.filter(({ type, code }) => type !== 'composite' && type !== 'special' && code !== '_profile');
  assert.ok(keys.length > 25);
  for (const { code } of keys) {
    for (const sort of [code, `-${code}`]) {
      const whole = (await find(`_sort=${sort}`)).names;
      assert.deepEqual(whole.toSorted(), Object.keys(people).toSorted(), sort);
      assert.deepEqual(await walked(`_sort=${sort}&_count=3`), whole, sort);
    }
  }
  await refusal(find('_sort=_profile'), 'fhir.bad-sort');
  await refusal(find('_sort=colour'), 'fhir.bad-sort');
});

test('issue, item 2, stable keyset paging of people: each once, whoever comes, goes or changes meanwhile', async () => {
  const sort = '_sort=birthdate&_count=2';
  const first = await find(sort);
  assert.deepEqual([first.names, first.total], [['Yann', 'Ondine'], 7]);
  await make('Gaël', { birthDate: '1940' });
  await change('Ondine', { birthDate: '2025' });
  const second = await find(sort, first.next);
  assert.deepEqual([second.names, second.total], [['Loïc', 'Bruno'], 8], 'behind who has not changed');
  await change('Bruno', { birthDate: '1900' });
  await change('Loïc', { birthDate: '1901' });
  assert.deepEqual((await find(sort, second.next)).names, ['Maud', 'Ondine'], 'behind who was last on a page before');
  for (const name of ['Yann', 'Gaël']) await change(name, { birthDate: '1902' });
  await refusal(find(sort, second.next), 'fhir.page-expired');
});

test('issue, item 2: the link of a page of people is of one search and one caller; counts, totals and what is included go by the page', async () => {
  const { next } = await find('_sort=family&_count=2');
  assert.ok(next !== undefined);
  await refusal(find('_sort=-family&_count=2', next), 'fhir.bad-page');
  await refusal(find('_sort=family&_count=2', next, orme), 'fhir.bad-page');
  await refusal(find('_sort=family&_count=2', `${next}x`), 'fhir.bad-page');
  const none = await find('_summary=count&_sort=family');
  assert.deepEqual([none.total, none.names, none.next], [8, [], undefined]);
  const untold = await find('_total=none&_count=8');
  assert.deepEqual([untold.total, untold.names.length, untold.next], [undefined, 8, undefined]);
  const doctor = { resourceType: 'Practitioner', name: [{ family: 'Soin' }] };
  const { id } = await ground.fhir.create(ground.call(), 'Practitioner', input(doctor));
  await change('Maud', { birthDate: '2020', generalPractitioner: [{ reference: `Practitioner/${id}` }] });
  const along = async (page: string) =>
    (await find(`_sort=-birthdate&${page}&_include=Patient:general-practitioner`)).included.map((one) => one.id);
  assert.deepEqual([await along('_count=1'), await along('_count=2')], [[], [id]], 'Maud is second');
});

test('design §3, sorted and paged: who may not be known takes no place; each look is in the log of whom it is at', async () => {
  const { rights, call } = ground;
  const record = records.get('Maud');
  assert.ok(record !== undefined);
  const lines = await linesFrom(ground, record);
  assert.ok((await find('_sort=birthdate', undefined, irene)).names.includes('Maud'));
  assert.deepEqual(await lines(), ['search done type=Patient professional']);
  await rights.block(call({ kind: 'citizen', record, name: 'Maud' }), record, irene);
  const { total, names } = await find('_sort=-birthdate&_count=3', undefined, irene);
  assert.deepEqual([total, names.includes('Maud'), names.length], [7, false, 3]);
  assert.equal((await find('_sort=-birthdate&_count=3')).total, 8);
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
