import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { itemId, newRecordId, type RecordId } from '#kernel';
import { AcrossGround, callBy, hector, irene, nuees, observation, orme } from '../../../test/fhir/acrossGround.ts';
import { ownRecords } from './index.ts';

let ground: AcrossGround;
before(async () => {
  ground = await AcrossGround.open(3);
});
after(() => ground.close());
beforeEach(() => ground.clear());

const ids = async (query: string, actor: Parameters<AcrossGround['search']>[0] = nuees) =>
  (await ground.search(actor, 'Observation', query)).ids;
const haemoglobin = (record: RecordId, more = {}) => ({ record, n: 1, json: observation(record, '718-7', '2026-02-01', more) });

test('design §4.1, projections: the same message twice, and all of them in another order, changes nothing', async () => {
  const [record] = ground.records;
  assert.ok(record);
  const two = [{ coding: [{ code: '718-7' }, { system: 'http://loinc.org', code: '2345-7' }] }, [{ value: 'A' }, { value: 'B' }]];
  await ground.keep({ ...haemoglobin(record, { code: two[0], identifier: two[1] }), authors: [irene.id, hector.id] });
  await ground.feed();
  const before = await ground.projected();
  assert.ok(before.length > 1, 'a row takes one code');
  await ground.keep({ ...haemoglobin(record, { code: two[0], identifier: two[1] }), authors: [hector.id, irene.id] });
  await ground.feed(3);
  assert.deepEqual(await ground.projected(), before);
});

test('design §4.1, projections: a message that comes after a newer one does no harm', async () => {
  const record = ground.record(0);
  await ground.keep(haemoglobin(record));
  const old = await ground.waiting();
  await ground.keep({ record, n: 1, json: observation(record, '2345-7', '2026-02-03') });
  const recent = await ground.waiting();
  await ground.project([...recent, ...old]);
  assert.deepEqual([await ids('code=718-7'), await ids('code=2345-7')], [[], [itemId(record, 1)]]);
  await ground.remove({ record, n: 1, json: observation(record, '2345-7', undefined) });
  await ground.project([...(await ground.waiting()), ...recent]);
  assert.deepEqual(await ground.projected(), []);
});

test('design §4.1, projections: messages of one record that are handled at once leave each list as it is', async () => {
  const record = ground.record(0);
  const messages = [];
  for (let version = 0; version < 8; version++) {
    await ground.keep({ record, n: 1, json: observation(record, `code-${version}`, `2026-02-0${version + 1}`) });
    messages.push(...(await ground.waiting()));
  }
  await Promise.all(messages.map((message) => ground.project([message])));
  assert.equal((await ground.projected()).length, 1);
  assert.deepEqual(await ids('code=code-7'), [itemId(record, 1)]);
});

test('design §4.1, projections: several servers that list the same at once, while all is listed anew, list each thing once', async () => {
  const batches = [];
  for (let version = 1; version <= 6; version++) {
    const all = ground.records.flatMap((record) => [1, 2].map((n) => ({ record, n })));
    await ground.keep(
      ...all.map(({ record, n }) => ({ record, n, json: observation(record, `code-${version}-${n}`, `2026-02-0${version}`) })),
    );
    batches.push(await ground.waiting());
  }
  const indexing = ground.indexing();
  await indexing.rebuild('across');
  await Promise.all(
    [...batches, ...batches.map((messages) => messages.toReversed())].map((messages) => ground.project(messages)),
  );
  await indexing.settle();
  await indexing.close();
  assert.equal((await ground.projected()).length, 2 * ground.records.length);
  assert.equal((await ids('code=code-6-1')).length, ground.records.length);
});

test('FHIR R4 §3.1.1, across records: what has changed and is not listed anew yet is never found by what it was', async () => {
  const record = ground.record(0);
  await ground.keep(haemoglobin(record));
  await ground.feed();
  await ground.keep({ record, n: 1, json: observation(record, '2345-7', '2026-02-01') });
  assert.deepEqual(await ids('code=718-7'), []);
  await ground.feed();
  assert.deepEqual(await ids('code=2345-7'), [itemId(record, 1)]);
  await ground.remove(haemoglobin(record));
  assert.deepEqual(await ids(''), []);
});

test('FHIR R4 §3.1.1, across records: a code is found in whatever system unless one is asked, an identifier too', async () => {
  const record = ground.record(0);
  await ground.keep(haemoglobin(record, { identifier: [{ value: '718-7' }, { system: 'urn:a', value: '7' }] }));
  await ground.feed();
  const there = [itemId(record, 1)];
  for (const query of [
    'code=718-7',
    'code=http://loinc.org|718-7',
    'identifier=718-7',
    'identifier=|718-7',
    'identifier=urn:a|7',
  ])
    assert.deepEqual(await ids(query), there, query);
  for (const query of ['code=|718-7', 'code=7', 'identifier=urn:b|7', 'identifier=urn:a|718-7'])
    assert.deepEqual(await ids(query), [], query);
});

test('FHIR R4 §3.1.1.4.3, across records: things of several records are found by their ids', async () => {
  const [one, two, three] = ground.records;
  assert.ok(one && two && three);
  await ground.keep(haemoglobin(one), haemoglobin(two), { ...haemoglobin(three), depositor: orme.id });
  await ground.feed();
  const all = [one, two, three].map((record) => itemId(record, 1));
  const { ids: found, total } = await ground.search(nuees, 'Observation', `_id=${all.join()},${itemId(one, 9)},none`);
  assert.deepEqual([found.toSorted(), total], [all.slice(0, 2), 2]);
});

test('FHIR R4 §3.1.1, across records: pages go on where they ended, whatever is added, changed or removed meanwhile', async () => {
  const days = (n: number) => `2026-01-${String(n).padStart(2, '0')}`;
  const at = (n: number) => ({ record: ground.record(n % 3), n, json: observation(ground.record(n % 3), '718-7', days(n)) });
  await ground.keep(...Array.from({ length: 20 }, (_, i) => at(i + 1)));
  await ground.feed();
  const idOf = (n: number): string => itemId(ground.record(n % 3), n);
  const first = await ground.search(nuees, 'Observation', 'code=718-7&_count=5');
  assert.deepEqual(first.ids, [20, 19, 18, 17, 16].map(idOf));
  // One more on the page that was read, one more on the next; the last that was read goes away.
  await ground.keep(
    { record: ground.record(0), n: 30, json: observation(ground.record(0), '718-7', '2026-01-18T12:00:00Z') },
    { record: ground.record(0), n: 33, json: observation(ground.record(0), '718-7', '2026-01-14T12:00:00Z') },
  );
  await ground.remove(at(16));
  await ground.feed();
  const second = await ground.search(nuees, 'Observation', 'code=718-7&_count=5', first.next);
  assert.deepEqual(second.ids, [idOf(15), itemId(ground.record(0), 33), idOf(14), idOf(13), idOf(12)]);
  assert.equal(second.total, 21);
});

test('FHIR bulk data, the records of a maker: in order, from behind any of them, each once', async () => {
  const all = ground.records;
  await ground.keep(
    ...all.flatMap((record, i) => [haemoglobin(record), { ...haemoglobin(record), n: 2, authors: i === 1 ? [irene.id] : [] }]),
  );
  await ground.keep({ record: ground.record(0), n: 3, json: observation(ground.record(0), '1', undefined), depositor: orme.id });
  const patient = { resourceType: 'Patient', name: [{ family: 'SANTONI-FICTIVE' }] };
  await ground.keep({ record: ground.record(2), n: 0, json: patient, depositor: orme.id });
  await ground.feed(2);
  const records = async (actor: Parameters<typeof callBy>[0], after?: RecordId): Promise<readonly RecordId[]> => {
    const found: RecordId[] = [];
    for await (const one of ownRecords(ground.store)(callBy(actor), after)) found.push(one);
    return found;
  };
  assert.deepEqual(await records(nuees), all);
  assert.deepEqual(await records(nuees, all[0]), all.slice(1));
  assert.deepEqual(await records(orme), [all[0], all[2]], 'also where only the Patient is theirs');
  assert.deepEqual(await records(irene), [all[1]]);
  assert.deepEqual(await records(hector), []);
  const record = newRecordId();
  assert.deepEqual(await records({ kind: 'citizen', record, name: 'Basile Écumeur' }), [record]);
});
