import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, type Call, hexOfRecordId, type Professional, type RecordId, type Software } from '#kernel';
import { openRights, type Rights, rightsMigrations } from '#rights';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import { ownHome } from '../engine/home.ts';
import { fhirMigrations } from '../fhir.schema.ts';
import type { AskedExport } from './asked.ts';
import { exportMigrations } from './export.schema.ts';
import { type Exports, openExports } from './exports.ts';
import { type ExportDesk, runExport, type Taken } from './run.ts';
import type { OwnRecords } from './source.ts';

const structure = { id: '1990000018', name: 'Cabinet des Nuées' };
const nuees: Software = { kind: 'software', id: 'logiciel-nuees', name: 'Nuées', structure };
const orme: Software = { kind: 'software', id: 'logiciel-orme', name: 'Orme', structure };
const irene: Professional = {
  kind: 'professional',
  id: '899700000111',
  name: 'Dr Irène Stéthance',
  profession: '10',
  structure,
  software: nuees.id,
};
const base = 'https://socle.test/fhir';

let store: Store;
let trace: Trace;
let rights: Rights;
let desk: ExportDesk;
let exports: Exports;
let records: RecordId[] = [];
const call = (actor: Actor, at = new Date()): Call => ({ actor, at, requestId: 'test' });

before(async () => {
  store = await testStore([...traceMigrations, ...rightsMigrations, ...fhirMigrations, ...exportMigrations]);
  trace = await openTrace(store);
  rights = openRights(store, trace);
  const patient: ExportDesk['patient'] = async (_call, record) => {
    const id = hexOfRecordId(record);
    return { id, at: new Date('2026-01-01T00:00:00Z'), body: JSON.stringify({ resourceType: 'Patient', id }) };
  };
  desk = { store, rights, trace, ownRecords, patient, settleMs: 0, clock: () => new Date(), log: () => undefined };
  exports = openExports(desk, base);
});
after(async () => {
  await exports.close();
  await store.close();
});
beforeEach(async () => {
  await store.pool.query('truncate fhir.resource, fhir.history, fhir.shared, fhir.export, fhir.export_file');
  records = await Promise.all([1, 2, 3].map(() => store.transaction((tx) => store.records.create(tx, new Date()))));
  records.sort();
});

/** The records of the test, as its rows tell. */
const ownRecords: OwnRecords = async function* ({ actor }, after) {
  for (const record of records) {
    if (after !== undefined && record <= after) continue;
    if (actor.kind !== 'citizen' || actor.record === record) yield record;
  }
};

interface Kept {
  readonly home: RecordId;
  readonly n: number;
  readonly type?: string;
  readonly depositor?: string;
  readonly authors?: readonly string[];
  readonly at?: string;
  readonly hidden?: boolean;
}

async function keep({
  home,
  n,
  type = 'Observation',
  depositor = nuees.id,
  authors = [],
  at = '2026-02-01T00:00:00Z',
  hidden,
}: Kept) {
  const id = `${hexOfRecordId(home)}-${n}`;
  const body = `{"resourceType":"${type}",\n "id":"${id}","value":1.00}`;
  await store.pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals,
       hidden_from_patient, keys, body) values ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8, false, '{}', $9)`,
    [home, n, type, id, at, depositor, authors, hidden ?? false, body],
  );
}

const recordAt = (index: number): RecordId => records[index] ?? assert.fail('three records');

async function done(actor: Actor, asked: Partial<AskedExport> = {}) {
  const id = await exports.ask(call(actor), { actor, request: `${base}/$export`, level: 'system', ...asked });
  return { id, manifest: await manifestOf(actor, id) };
}

interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly { readonly type: string; readonly url: string; readonly count: number }[];
  readonly deleted: readonly { readonly type: string; readonly url: string }[];
  readonly error: readonly { readonly type: string; readonly url: string }[];
}

async function manifestOf(actor: Actor, id: string): Promise<Manifest> {
  for (const end = Date.now() + 20_000; ; await sleep(10)) {
    const found = await exports.status(call(actor), id);
    if (found.status === 'done') return JSON.parse(found.manifest) as Manifest;
    assert.equal(found.status, 'running', JSON.stringify(found));
    assert.ok(Date.now() < end, 'in time');
  }
}

async function linesOf(actor: Actor, url: string): Promise<string[]> {
  const m = /\/\$export\/([^/]+)\/([^/]+)$/.exec(url);
  let text = '';
  for await (const part of await exports.file(call(actor), m?.[1] ?? '', m?.[2] ?? '')) text += part;
  assert.ok(text.endsWith('\n'));
  return text.slice(0, -1).split('\n');
}

const idsIn = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { id: string }).id);
const idOf = (index: number, n: number) => `${hexOfRecordId(recordAt(index))}-${n}`;

test('Bulk Data Access 2.0.0: a file for each type, one resource a line, its digits as they are kept; who it is about besides', async () => {
  await keep({ home: recordAt(0), n: 1 });
  await keep({ home: recordAt(0), n: 2, type: 'Condition' });
  await keep({ home: recordAt(1), n: 1 });
  const { manifest } = await done(nuees);
  assert.deepEqual([manifest.request, manifest.requiresAccessToken], [`${base}/$export`, true]);
  assert.deepEqual(
    manifest.output.map(({ type, count }) => [type, count]),
    [
      ['Condition', 1],
      ['Observation', 2],
      ['Patient', 2],
    ],
  );
  const lines = await linesOf(nuees, manifest.output[1]?.url ?? '');
  assert.deepEqual(idsIn(lines), [idOf(0, 1), idOf(1, 1)]);
  assert.ok(lines.every((line) => line.includes('"value":1.00')));
});

test('issue, item 6: a software gets what it deposited, a person their record, a professional what rights show; each record traced', async () => {
  const [first, second] = [recordAt(0), recordAt(1)];
  await keep({ home: first, n: 1 });
  await keep({ home: first, n: 2, depositor: orme.id });
  await keep({ home: second, n: 1, depositor: irene.id, authors: [irene.id] });
  await keep({ home: second, n: 2, depositor: orme.id });
  await keep({ home: ownHome(nuees), n: 1 });
  await keep({ home: ownHome(orme), n: 1, depositor: orme.id });
  const seen = async (actor: Actor) => {
    const { manifest } = await done(actor, { types: ['Observation'] });
    return manifest.output[0] === undefined ? [] : idsIn(await linesOf(actor, manifest.output[0].url)).sort();
  };
  const own = (actor: Actor) => `${hexOfRecordId(ownHome(actor))}-1`;
  assert.deepEqual(await seen(nuees), [idOf(0, 1), own(nuees)].sort());
  assert.deepEqual(await seen(orme), [idOf(0, 2), idOf(1, 2), own(orme)].sort());
  assert.deepEqual(await seen({ kind: 'citizen', record: first, name: 'Ambre' }), [idOf(0, 1), idOf(0, 2)]);
  assert.deepEqual(await seen(irene), [idOf(1, 1)], 'without a ground only what she wrote');
  await rights.declare(call(irene), second, 'equipe_de_soins');
  await keep({ home: second, n: 3, depositor: orme.id, hidden: true });
  assert.deepEqual(await seen(irene), [idOf(1, 1), idOf(1, 2)], 'what is hidden from professionals stays hidden');
  const [line] = await trace.lines(first, undefined, 1);
  assert.deepEqual([line?.action, line?.outcome, line?.detail?.types], ['export', 'done', 'Observation']);
});

test('Bulk Data Access 2.0.0, _type, _since, patient: what is asked and nothing else; deletions since are told', async () => {
  const since = '2026-03-01T00:00:00Z';
  await keep({ home: recordAt(0), n: 1, at: '2026-02-28T23:59:59Z' });
  await keep({ home: recordAt(0), n: 2, at: '2026-03-02T00:00:00Z' });
  await keep({ home: recordAt(0), n: 3, at: '2026-03-02T00:00:00Z', type: 'Condition' });
  await keep({ home: recordAt(1), n: 1, at: '2026-03-02T00:00:00Z' });
  for (const [n, at] of [
    [8, '2026-02-01T00:00:00Z'],
    [9, '2026-03-03T00:00:00Z'],
  ]) {
    await store.pool.query(
      `insert into fhir.history (record_id, n, type, id, version, at, method, depositor, author_ids, hidden_from_professionals,
         hidden_from_patient) values ($1, $2, 'Observation', $3, 2, $4, 'DELETE', $5, '{}', false, false)`,
      [recordAt(0), n, `${hexOfRecordId(recordAt(0))}-${n}`, at, nuees.id],
    );
  }
  const { manifest } = await done(nuees, { types: ['Observation'], since, records: [recordAt(0)], level: 'patient' });
  assert.deepEqual(
    manifest.output.map(({ type }) => type),
    ['Observation'],
  );
  assert.deepEqual(idsIn(await linesOf(nuees, manifest.output[0]?.url ?? '')), [idOf(0, 2)]);
  const [deleted] = await linesOf(nuees, manifest.deleted[0]?.url ?? '');
  assert.match(deleted ?? '', new RegExp(`"method":"DELETE","url":"Observation/${idOf(0, 9)}"`));
  assert.ok(!deleted?.includes(idOf(0, 8)));
});

test('Bulk Data Access 2.0.0, error: a person who was named and may not be seen is told; one who was not named is not', async () => {
  await keep({ home: recordAt(0), n: 1, depositor: irene.id, authors: [irene.id] });
  const person = { id: irene.id, name: irene.name, profession: irene.profession, structure };
  await rights.block(call({ kind: 'citizen', record: recordAt(0), name: 'Ambre' }), recordAt(0), person);
  const named = await done(irene, { records: [recordAt(0)], level: 'group' });
  assert.deepEqual(named.manifest.output, []);
  assert.match((await linesOf(irene, named.manifest.error[0]?.url ?? ''))[0] ?? '', /rights\.blocked/);
  assert.deepEqual((await done(irene)).manifest.error, []);
});

test('Bulk Data Access 2.0.0, system level: what is shared is there too', async () => {
  await store.pool.query(
    `insert into fhir.shared (type, id, n, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient, keys, body)
     select 'Organization', 'o' || i, i, 1, now(), now(), 'x', '{}', false, false, '{}', '{"resourceType":"Organization","id":"o' || i || '"}'
     from generate_series(1, 1200) i`,
  );
  const { manifest } = await done(nuees);
  assert.deepEqual(
    manifest.output.map(({ type, count }) => [type, count]),
    [['Organization', 1200]],
  );
  assert.equal(new Set(idsIn(await linesOf(nuees, manifest.output[0]?.url ?? ''))).size, 1200);
  assert.deepEqual((await done(nuees, { level: 'patient' })).manifest.output, []);
});

test('issue, item 3: an export that was cut off anywhere goes on where it stood, and nothing is missing or twice', async () => {
  for (let n = 1; n <= 1300; n++) await keep({ home: recordAt(0), n });
  for (let n = 1; n <= 40; n++) await keep({ home: recordAt(2), n });
  const asked: AskedExport = { actor: nuees, request: base, level: 'patient', types: ['Observation'] };
  // By this clock every page is due to be kept at once.
  let at = Date.now();
  const clock = (): Date => {
    at += 3000;
    return new Date(at);
  };
  const id = await exportRow(asked, new Date(at + 3_600_000));
  for (let runs = 0; ; runs += 1) {
    assert.ok(runs < 20, 'it comes to an end');
    const taken = await takeRow(id, asked);
    if (taken === undefined) break;
    let left = 2;
    // Stopped in order, or killed: then what was not kept is lost with the process.
    const journal: ExportDesk['trace']['journal'] = async (...line) => {
      if (runs % 2 === 1 && left-- <= 0) throw new Error('killed');
      return trace.journal(...line);
    };
    const run = runExport({ ...desk, clock, trace: { journal } }, taken, () => runs % 2 === 0 && left-- <= 0);
    await run.catch((error: Error) => assert.equal(error.message, 'killed'));
  }
  const manifest = await manifestOf(nuees, id);
  const lines = (await Promise.all(manifest.output.map(({ url }) => linesOf(nuees, url)))).flat();
  const wanted = [
    ...Array.from({ length: 1300 }, (_, n) => idOf(0, n + 1)),
    ...Array.from({ length: 40 }, (_, n) => idOf(2, n + 1)),
  ];
  assert.deepEqual(idsIn(lines), wanted);
});

/** As `ask` keeps it, but leased to the test. */
async function exportRow(asked: AskedExport, leasedUntil: Date): Promise<string> {
  const id = crypto.randomUUID();
  const sealed = store.keys.seal(`export/${id}`, Buffer.from(JSON.stringify(asked)));
  await store.pool.query(
    `insert into fhir.export (id, owner, requested_at, status, sealed, leased_until) values ($1, 'software/logiciel-nuees', now(), 'running', $2, $3)`,
    [id, sealed, leasedUntil],
  );
  return id;
}

async function takeRow(id: string, asked: AskedExport): Promise<Taken | undefined> {
  const leasedUntil = new Date(Date.now() + 86_400_000);
  const { rows } = await store.pool.query(
    `update fhir.export set leased_until = $2 where id = $1 and status = 'running' returning requested_at, after_record, after_n, records, resources`,
    [id, leasedUntil],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const position = { record: row.after_record, n: row.after_n, shared: null, records: row.records, resources: row.resources };
  return { id, asked, requestedAt: row.requested_at, leasedUntil, position };
}

test('Bulk Data Access 2.0.0: its owner alone sees it; cancelled it is gone with its files; three at a time', async () => {
  await keep({ home: recordAt(0), n: 1 });
  const { id, manifest } = await done(nuees);
  const name = manifest.output[0]?.url.split('/').at(-1) ?? '';
  for (const act of [
    () => exports.status(call(orme), id),
    () => exports.file(call(orme), id, name),
    () => exports.cancel(call(orme), id),
    () => exports.status(call(nuees), 'x'),
    () => exports.file(call(nuees), id, 'Observation.1.ndjson'),
    () => exports.file(call(nuees), id, `../${name}`),
  ])
    await assert.rejects(act, { code: 'id.unknown' });
  const { rows } = await store.pool.query<{ sealed: Buffer }>('select sealed from fhir.export_file');
  assert.ok(rows.every(({ sealed }) => !sealed.includes('Observation')));
  await exports.cancel(call(nuees), id);
  await assert.rejects(exports.status(call(nuees), id), { code: 'id.unknown' });
  assert.deepEqual((await store.pool.query('select 1 from fhir.export_file')).rows, []);
  const asked: AskedExport = { actor: nuees, request: base, level: 'system' };
  for (let n = 0; n < 3; n++) await exportRow(asked, new Date(Date.now() + 60_000));
  await assert.rejects(exports.ask(call(nuees), asked), { code: 'fhir.export-limit' });
});
