import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemId } from '#kernel';
import { AcrossGround, base, nuees, observation } from '../../../test/fhir/acrossGround.ts';
import { mostCandidates } from './index.ts';

const many = mostCandidates + 150;
let ground: AcrossGround;

/** More observations than one search looks at, three in a minute, of two codes in turn; a few of them are final. */
before(async () => {
  ground = await AcrossGround.open(1);
  const record = ground.record(0);
  const keysOf = (code: string, status: string): string =>
    ground.parameters.extract(observation(record, code, undefined, { status }), { base, record }).keys;
  await ground.store.pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient,
       keys, body)
     select $1, i, 'Observation', $2 || i, 1, now(), timestamptz '2020-01-01Z' + i * interval '20 seconds', $3, '{}', false, false,
       ($4::jsonb[])[1 + i % 2 + case when i % 3000 = 7 then 2 else 0 end], '{}' from generate_series(1, $5::int) i`,
    [record, 'o', nuees.id, statuses.flatMap((status) => codes.map((code) => keysOf(code, status))), many],
  );
  await rebuilt();
});
after(() => ground.close());

const statuses = ['preliminary', 'final'];
const codes = ['718-7', '2345-7'];
const final = [9007, 6007, 3007, 7].map((i) => `o${i}`);

async function rebuilt(): Promise<void> {
  const indexing = ground.indexing();
  await indexing.rebuild('across');
  await indexing.settle();
  await indexing.close();
}

const newest = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `o${many - from - i}`);
const search = (query: string, after?: Parameters<AcrossGround['search']>[3]) =>
  ground.search(nuees, 'Observation', query, after);

test('FHIR R4 §3.1.1.5, across records: of more than is looked at there are pages, newest first, and no total', async () => {
  for (const query of ['', 'code=718-7,2345-7']) {
    const first = await search(`${query}&_count=40`);
    const second = await search(`${query}&_count=40`, first.next);
    assert.deepEqual([...first.ids, ...second.ids], newest(0, 80), query);
    assert.deepEqual([first.total, second.total], [undefined, undefined]);
    const upward = await search(`${query}&_count=40&_sort=date`);
    const further = await search(`${query}&_count=40&_sort=date`, upward.next);
    assert.deepEqual([...upward.ids, ...further.ids], newest(many - 80, many).toReversed(), query);
  }
});

test('FHIR R4 §3.1.1.5, across records: a list short enough is counted, whatever the length of the others', async () => {
  const { total, ids } = await search('code=718-7&_count=3');
  assert.deepEqual([total, ids.length], [many / 2, 3]);
  assert.equal((await search('code=718-7&_summary=count')).total, many / 2);
  assert.equal((await search('code=718-7&_sort=_lastUpdated&_count=1')).ids.length, 1);
});

test('FHIR R4 §3.1.1.5, across records: a page ends where enough was looked at, and the next goes on from there', async () => {
  const first = await search('status=final');
  assert.deepEqual([first.ids, first.total], [final.slice(0, 3), undefined]);
  assert.ok(first.next !== undefined);
  const second = await search('status=final', first.next);
  assert.deepEqual([second.ids, second.next], [final.slice(3), undefined]);
  assert.deepEqual((await search('status=entered-in-error')).ids, []);
});

for (const query of ['_summary=count', '_count=0', '_sort=_lastUpdated', 'status=final&_sort=-_lastUpdated'])
  test(`FHIR R4 §3.1.1.5, across records: of more than is looked at “${query}” is refused`, async () => {
    await assert.rejects(search(query), { code: 'fhir.too-broad' });
  });

test('design §4.1, projections: one that was lost is built anew, and searches are refused until it is there', async () => {
  const before = await ground.listed();
  await ground.store.pool.query('truncate fhir.across');
  const indexing = ground.indexing();
  const asked = indexing.rebuild('across');
  await asked;
  await assert.rejects(search('code=718-7'), { code: 'fhir.across-indexing' });
  await indexing.settle();
  await indexing.close();
  assert.deepEqual(await ground.listed(), before);
  const [progress] = await indexing.progress();
  assert.deepEqual(
    [progress?.kind, progress?.status, progress?.total, progress?.processed, progress?.failed],
    ['across', 'done', many, many, 0],
  );
  assert.equal((await search('code=718-7&_count=1')).total, many / 2);
});

test('design §4.9, projections: a server that stops in the midst of it leaves the rest to the next, which goes on', async () => {
  await ground.store.pool.query('truncate fhir.across');
  const first = ground.indexing();
  await first.rebuild('across');
  for (;;) {
    const [progress] = await first.progress();
    if ((progress?.processed ?? 0) > 0) break;
  }
  await first.close();
  const [left] = await first.progress();
  assert.equal(left?.status, 'waiting', 'nobody is at it');
  assert.ok(left.processed > 0 && left.processed < many, `${left.processed} of ${left.total}`);
  const listed = (await ground.listed()).length;
  assert.equal(listed, left.processed, 'what is told is what was done');
  // Killed, it would have kept its lease: nobody touches the work until that ends.
  await ground.store.pool.query("update fhir.indexing set leased_until = now() + interval '1 minute'");
  const second = ground.indexing();
  await second.settle();
  const [kept] = await second.progress();
  assert.deepEqual([kept?.status, kept?.processed], ['running', left.processed]);
  await ground.store.pool.query("update fhir.indexing set leased_until = now() - interval '1 second'");
  second.look();
  await second.settle();
  const [done] = await second.progress();
  await second.close();
  assert.deepEqual([done?.status, done?.processed, done?.total], ['done', many, many]);
  assert.equal((await ground.listed()).length, many);
});

test('FHIR R4 §3.1.1.4.3, across records: of a long list things are still found by their ids', async () => {
  const id = itemId(ground.record(0), 7);
  await ground.store.pool.query('update fhir.resource set id = $1 where n = 7', [id]);
  const { ids, total } = await search(`_id=${id}`);
  assert.deepEqual([ids, total], [[id], 1]);
});
