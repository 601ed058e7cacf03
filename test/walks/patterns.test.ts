import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDirectory } from '#directory';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { type Call, hexOfRecordId, newRecordId, PLATFORM, type Professional, type RecordId } from '#kernel';
import { type Oversight, openOversight, type Pattern } from '#oversight';
import { openRights } from '#rights';
import type { Store } from '#store';
import { type Act, openTrace, type Trace } from '#trace';
import { migrations } from '../../src/main.ts';
import { testStore } from '../store.ts';
import { ambre, fillDirectory, hector, irene, makeKnown } from './cast.ts';

/** Oversight on a database of its own, at a fixed hour: the log is written as the walks write it, then read. */
let store: Store;
let trace: Trace;
let oversight: Oversight;
let insi: ReturnType<typeof openInsiSimulator>;
const said: string[] = [];
const noon = new Date('2026-03-10T11:00:00Z');
const odile: Call = { actor: { kind: 'operator', id: 'odile', name: 'Odile Vigiemarine' }, at: noon, requestId: 'test' };

before(async () => {
  store = await testStore(migrations);
  trace = await openTrace(store);
  insi = openInsiSimulator();
  const ins = openIns(store, trace, insi);
  const directory = openDirectory(store);
  await fillDirectory({ directory } as Parameters<typeof fillDirectory>[0]);
  const documents = { untold: async () => new Set<string>() };
  const rights = openRights(store, trace);
  const log = (line: string): void => void said.push(line);
  oversight = openOversight({ store, trace, rights, ins, directory, documents, clock: () => noon, log });
});
after(() => oversight.close().then(() => store.close()));
beforeEach(async () => {
  await store.pool.query('truncate oversight.visit, oversight.pattern, oversight.threshold, oversight.exposed');
});

const journal = (who: Professional, record: RecordId, act: Partial<Act> = {}, at = noon) =>
  trace.journal({ actor: who, at, requestId: 'test' }, record, {
    action: 'list',
    outcome: 'done',
    ground: 'equipe_de_soins',
    ...act,
  });
const fresh = (count: number): RecordId[] => Array.from({ length: count }, () => newRecordId());
const open = async (): Promise<readonly Pattern[]> => (await oversight.patterns(odile, false, undefined)).items;
const short = async () => (await open()).map(({ kind, who, day, value }) => [kind, who.name, day, value]);
const settle = () => oversight.reader.settle();

test('Issue 5, 6: a professional who looks at many records in a day is told, once, with how many, and never whose', async () => {
  const platform = (await trace.positions([PLATFORM])).get(PLATFORM) ?? 0;
  await oversight.setThreshold(odile, 'volume', 10);
  await oversight.setThreshold(odile, 'distance', 100);
  const records = fresh(12);
  for (const record of records.slice(0, 9)) await journal(irene, record);
  for (let n = 0; n < 5; n++) await journal(irene, records[0] ?? PLATFORM); // the same record again
  await settle();
  assert.deepEqual(await short(), []);
  await journal(irene, records[9] ?? PLATFORM);
  await settle();
  assert.deepEqual(await short(), [['volume', irene.name, '2026-03-10', 10]]);
  for (const record of records) await journal(irene, record);
  await journal(hector, records[0] ?? PLATFORM);
  await settle();
  assert.deepEqual(await short(), [['volume', irene.name, '2026-03-10', 12]]);
  const [pattern] = await open();
  const detail = await oversight.readPattern(odile, pattern?.id ?? '');
  assert.deepEqual(detail.days, [{ day: '2026-03-10', records: 12, acts: 27, night: 0, far: 12 }]);
  assert.ok(!records.some((record) => JSON.stringify(detail).includes(record)));

  await assert.rejects(oversight.closePattern(odile, detail.id, 'explained', ''), { code: 'oversight.words-required' });
  await assert.rejects(oversight.closePattern(odile, detail.id, 'forgotten', 'Une garde.'), { code: 'oversight.malformed' });
  const words = 'Remplacement de deux confrères, vérifié par téléphone.';
  assert.equal((await oversight.closePattern(odile, detail.id, 'explained', words)).state, 'explained');
  await assert.rejects(oversight.closePattern(odile, detail.id, 'explained', words), { code: 'oversight.settled' });
  assert.deepEqual(await short(), []);
  assert.equal((await oversight.patterns(odile, true, undefined)).items[0]?.words, words);
  const lines = (await trace.lines(PLATFORM, undefined, 50)).filter(({ seq }) => seq > platform).reverse();
  assert.deepEqual(
    lines.map(({ action, detail: told, who }) => [action, told?.change, told?.pattern, who.name]),
    [
      ['review', 'threshold', 'volume', 'Odile Vigiemarine'],
      ['review', 'threshold', 'distance', 'Odile Vigiemarine'],
      ['review', 'pattern-looked', 'volume', 'Odile Vigiemarine'],
      ['review', 'pattern-explained', 'volume', 'Odile Vigiemarine'],
    ],
  );
});

test('Issue 5, 6: records without any tie to the professional’s structure, and nights, are told', async () => {
  await oversight.setThreshold(odile, 'distance', 3);
  await oversight.setThreshold(odile, 'night', 2);
  const [tied, ...others] = fresh(4);
  await trace.journal({ actor: irene, at: noon, requestId: 'test' }, tied ?? PLATFORM, { action: 'deposit', outcome: 'done' });
  for (const record of [tied ?? PLATFORM, ...others]) await journal(irene, record);
  const late = new Date('2026-03-10T22:30:00Z');
  for (const record of others.slice(0, 2)) {
    await journal(irene, record, {}, late);
    await journal(hector, record, {}, late); // a clinic: nights are usual there
  }
  await settle();
  assert.deepEqual((await short()).toSorted(), [
    ['distance', irene.name, '2026-03-10', 3],
    ['night', irene.name, '2026-03-10', 2],
  ]);
});

test('Issue 5, 6: curiosity for a record that the operator watches over is told at once, also what came before; the person reads that it is watched', async () => {
  const record = await makeKnown({ ins: openIns(store, trace, insi), insi } as Parameters<typeof makeKnown>[0], ambre);
  const from = (await trace.positions([record])).get(record) ?? 0;
  await journal(irene, record);
  await settle();
  assert.deepEqual(await short(), []);
  await assert.rejects(oversight.setExposed(odile, record, true, ''), { code: 'oversight.words-required' });
  await oversight.setExposed(odile, record, true, 'Personne connue de la presse.');
  assert.deepEqual(await short(), [['exposed', irene.name, '2026-03-10', 1]]);
  await journal(hector, record, { ground: 'bris_de_glace' });
  await settle();
  assert.equal((await open()).length, 2);
  assert.deepEqual(
    (await oversight.exposed(odile)).map(({ record: hex, by }) => [hex, by]),
    [[hexOfRecordId(record), 'Odile Vigiemarine']],
  );
  await oversight.setExposed(odile, record, false, undefined);
  assert.deepEqual(await oversight.exposed(odile), []);
  const lines = (await trace.lines(record, undefined, 50)).filter(({ seq }) => seq > from).reverse();
  assert.deepEqual(
    lines.map(({ action, detail }) => detail?.change ?? action),
    ['list', 'watch', 'list', 'unwatch'],
  );
});

test('Issue 5, 6: a crash loses nothing that the lines hold, and no line counts twice, whoever reads it', async () => {
  await oversight.setThreshold(odile, 'volume', 5);
  const elsewhere = await openTrace(store); // another server, whose lines nobody here hears
  const call = { actor: irene, at: noon, requestId: 'test' };
  const records = fresh(5);
  for (const record of records)
    await elsewhere.journal(call, record, { action: 'read', outcome: 'done', ground: 'equipe_de_soins' });
  await settle();
  assert.deepEqual(await short(), []);
  await Promise.all([oversight.reader.sweep(), oversight.reader.sweep()]);
  assert.deepEqual(await short(), [['volume', irene.name, '2026-03-10', 5]]);
  // The visits were kept and the server died before they were weighed.
  await store.pool.query('truncate oversight.pattern');
  await oversight.reader.sweep();
  assert.deepEqual(await short(), [['volume', irene.name, '2026-03-10', 5]]);
  const [pattern] = await open();
  const { days } = await oversight.readPattern(odile, pattern?.id ?? '');
  assert.deepEqual(days, [{ day: '2026-03-10', records: 5, acts: 5, night: 0, far: 5 }]);
  assert.ok(records.every((record) => record !== PLATFORM));
  assert.deepEqual(
    (await trace.lines(records[0] ?? PLATFORM, undefined, 5)).map(({ action }) => action),
    ['read'],
  );
});

test('Issue 5, 6: a log that somebody broke is told and keeps nobody else’s from being read', async () => {
  await oversight.setThreshold(odile, 'volume', 2);
  const elsewhere = await openTrace(store);
  const [broken = PLATFORM, ...others] = fresh(3);
  for (const record of [broken, ...others])
    await elsewhere.journal({ actor: hector, at: noon, requestId: 'test' }, record, { action: 'read', outcome: 'done' });
  await store.pool.query("update trace.line set body = 'x' || body where record_id = $1", [broken]);
  said.length = 0;
  await oversight.reader.sweep();
  assert.deepEqual(said, [`oversight: the log of record ${broken} cannot be read (SyntaxError)`]);
  assert.deepEqual(await short(), [['volume', hector.name, '2026-03-10', 2]]);
  await store.pool.query('update trace.line set body = substr(body, 2) where record_id = $1', [broken]);
  await oversight.reader.sweep();
  assert.deepEqual(await short(), [['volume', hector.name, '2026-03-10', 3]]);
  assert.deepEqual(
    (await trace.lines(broken, undefined, 5)).map(({ action }) => action),
    ['read'],
  );
});

test('Issue 5, 6: thresholds are whole numbers from 1, and only the operator’s', async () => {
  for (const value of [0, -1, 1.5, 100_001, '10', undefined])
    await assert.rejects(oversight.setThreshold(odile, 'volume', value), { code: 'oversight.malformed' });
  await assert.rejects(oversight.setThreshold(odile, 'weather', 5), { code: 'oversight.malformed' });
  const stranger: Call = { ...odile, actor: irene };
  for (const act of [
    () => oversight.setThreshold(stranger, 'volume', 5),
    () => oversight.patterns(stranger, false, undefined),
    () => oversight.thresholds(stranger),
    () => oversight.exposed(stranger),
    () => oversight.setExposed(stranger, newRecordId(), true, 'Une raison suffisante.'),
    () => oversight.desk.find(stranger, {}),
    () => oversight.desk.check(stranger, newRecordId(), 'CN', []),
  ])
    await assert.rejects(act, { code: 'oversight.operator-only' });
  assert.deepEqual(
    (await oversight.thresholds(odile)).map(({ kind, value, usual }) => [kind, value === usual]),
    [
      ['volume', true],
      ['distance', true],
      ['night', true],
      ['exposed', true],
    ],
  );
});
