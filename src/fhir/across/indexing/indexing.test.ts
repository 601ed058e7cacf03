import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, itemId, type RecordId } from '#kernel';
import { AcrossGround, base, now, nuees, observation } from '../../../../test/fhir/acrossGround.ts';
import { parseSearch, searchSql } from '../../search/index.ts';
import { refuseIndexing } from './ready.ts';

let ground: AcrossGround;
before(async () => {
  ground = await AcrossGround.open(3);
});
after(() => ground.close());

const define = (code: string, more: object = {}): void =>
  ground.define({
    resourceType: 'SearchParameter',
    url: `https://socle.example/SearchParameter/${code}`,
    status: 'active',
    code,
    base: ['Observation'],
    type: 'string',
    expression: 'Observation.note.text',
    ...more,
  });

const queryOf = (query: string) => {
  const asked = new URLSearchParams(query);
  return parseSearch(ground.parameters, 'Observation', new Map([...asked.keys()].map((name) => [name, asked.getAll(name)])), {
    base,
    now,
  });
};
const refuse = (query: string) =>
  refuseIndexing({ shelf: ground.shelf, parameters: ground.parameters, sql: ground.store }, queryOf(query));

async function inRecord(record: RecordId, query: string): Promise<string[]> {
  const statement = searchSql(queryOf(query), { record }, ground.parameters);
  const rows = await ground.store.query<{ id: string | null }>(statement, statement.values);
  return rows.flatMap(({ id }) => id ?? []);
}

async function indexed() {
  const indexing = ground.indexing();
  await indexing.settle();
  await indexing.close();
  return (await indexing.progress()).find(({ kind }) => kind === 'keys');
}

const noted = (record: RecordId, n: number, text: string, more: object = {}) => ({
  record,
  n,
  json: observation(record, '718-7', '2026-02-01', { note: [{ text }], ...more }),
});

test('FHIR R4 §5.6: what was stored before a search parameter was added is found by it once it is indexed, and refused until then', async () => {
  await ground.clear();
  for (const record of ground.records) {
    await ground.keep(
      ...Array.from({ length: 150 }, (_, i) => noted(record, i + 1, i === 7 ? 'après le petit-déjeuner' : 'à jeun')),
    );
  }
  await ground.feed();
  await assert.rejects(async () => refuse('note-text=jeun'), { code: 'fhir.unknown-parameter' });
  define('note-text');
  for (const query of ['note-text=apres', '_sort=note-text', '_filter=note-text co jeun', 'code=718-7&note-text:missing=true'])
    await assert.rejects(refuse(query), { code: 'fhir.parameter-indexing' }, query);
  await refuse('code=718-7');
  const progress = await indexed();
  assert.deepEqual(
    [progress?.status, progress?.types, progress?.total, progress?.processed, progress?.failed],
    ['done', ['Observation'], 450, 450, 0],
  );
  await refuse('note-text=apres');
  for (const record of ground.records) assert.deepEqual(await inRecord(record, 'note-text=apres'), [itemId(record, 8)]);
  const { total } = await ground.search(nuees, 'Observation', 'note-text=apres');
  assert.equal(total, 3);
});

test('FHIR R4 §5.6: a parameter that is told otherwise is indexed anew; the others are searched meanwhile', async () => {
  define('note-text', { version: '2', type: 'token', expression: 'Observation.note.author.ofType(string)' });
  define('twice');
  await indexed();
  define('twice', { version: '2', expression: 'Observation.bodySite.text' });
  await assert.rejects(refuse('twice=x'), { code: 'fhir.parameter-indexing' });
  await refuse('note-text=x');
  await indexed();
  await refuse('twice=x');
});

test('FHIR R4 §5.6: a resource whose values cannot be made keeps those it has, and is counted', async () => {
  await ground.clear();
  const [record] = ground.records;
  assert.ok(record);
  await ground.keep(noted(record, 1, 'à jeun'), noted(record, 2, 'à jeun', { identifier: [{ value: 'A' }] }));
  await ground.keepShared('Organization', 'labo', { name: 'Laboratoire' });
  await ground.feed();
  define('another', { expression: 'Observation.method.text' });
  await ground.store.pool.query(`update fhir.resource set body = left(body, 20) where n = 2`);
  const progress = await indexed();
  assert.deepEqual([progress?.status, progress?.total, progress?.processed, progress?.failed], ['done', 2, 2, 1]);
  assert.deepEqual(await inRecord(record, 'identifier=A'), [itemId(record, 2)]);
});

test('FHIR R4 §5.6: the person of a record is still found by the name that their Patient bears', async () => {
  await ground.clear();
  const record = ground.record(1);
  await ground.keep(noted(record, 1, 'à jeun'));
  await ground.store.pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient,
       keys, body) values ($1, 0, 'Patient', 'ambre', 1, $2, $2, 'nuees', '{}', false, false, '{}', '{"resourceType":"Patient","id":"ambre"}')`,
    [record, now],
  );
  define('third', { expression: 'Observation.device.display' });
  await indexed();
  assert.deepEqual(await inRecord(record, 'subject=Patient/ambre'), [itemId(record, 1)]);
  assert.deepEqual(await inRecord(record, `subject=Patient/${hexOfRecordId(record)}`), []);
});

test('FHIR R4 §5.6: what is shared is indexed too', async () => {
  await ground.clear();
  await ground.keepShared('Organization', 'labo', { name: 'Laboratoire', alias: ['Brumes'] });
  const statement = () => {
    const query = parseSearch(ground.parameters, 'Organization', new Map([['nickname', ['brumes']]]), { base, now });
    return searchSql(query, { record: undefined }, ground.parameters);
  };
  define('nickname', { base: ['Organization'], expression: 'Organization.alias.trim()' });
  const found = async () =>
    (await ground.store.query<{ id: string | null }>(statement(), statement().values)).flatMap(({ id }) => id ?? []);
  assert.deepEqual(await found(), []);
  const progress = await indexed();
  assert.deepEqual([progress?.types, progress?.total, progress?.processed], [['Organization'], 1, 1]);
  assert.deepEqual(await found(), ['labo']);
});

test('design §4.9: two servers look for the same work, and one of them does it', async () => {
  await ground.clear();
  const record = ground.record(0);
  await ground.keep(...Array.from({ length: 250 }, (_, i) => noted(record, i + 1, 'à jeun')));
  define('shared-work', { expression: 'Observation.method.text' });
  const servers = [ground.indexing(), ground.indexing(), ground.indexing()];
  await Promise.all(servers.map((one) => one.settle()));
  const progress = (await servers[0]?.progress())?.find(({ kind }) => kind === 'keys');
  await Promise.all(servers.map((one) => one.close()));
  assert.deepEqual([progress?.status, progress?.total, progress?.processed], ['done', 250, 250]);
});
