import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDocuments, openTexts } from '#documents';
import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import { openRecord } from '#record';
import { openRights } from '#rights';
import { ambre, hector, irene, makeKnown, nuees, person } from './cast.ts';
import { type Ground, openGround } from './ground.ts';
import { openFormer } from './linking.ts';
import { afterANight } from './night.ts';
import { n3, provide } from './papers.ts';
import { enterPro, type Space } from './space.ts';

let ground: Ground;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  await result(ground.ambre);
  here = await visited(ground.ambre);
});
beforeEach(() => afterANight(ground));
after(() => ground.close());

/** Irène may look, and looked. */
async function visited(record: RecordId): Promise<string> {
  const path = `/pro/patients/${hexOfRecordId(record)}`;
  await pro(`${path}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  assert.equal((await pro(`${path}/synthesis`)).status, 200);
  return path;
}

async function written(body: { readonly resourceType: string; readonly [name: string]: unknown }): Promise<void> {
  const answer = await ground.fhir(`/${body.resourceType}`, { method: 'POST', token: await ground.token(nuees), body });
  assert.equal(answer.status, 201, answer.bytes.toString());
}

const result = (record: RecordId): Promise<void> =>
  written({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    code: { text: 'Sodium' },
    effectiveDateTime: '2026-03-01T08:00:00Z',
    valueQuantity: { value: 1, unit: 'g/L' },
  });

/** As many results as if a laboratory sent its past: copies of the one that was written, each of a day of its own, long ago. */
async function pastResults(count: number, from: number): Promise<void> {
  const { rowCount } = await ground.store.pool.query(
    `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals,
       hidden_from_patient, hidden_from_representatives, document_type, keys, body)
     select record_id, i, type, replace(id, lpad(to_hex(n), 16, '0'), lpad(to_hex(i), 16, '0')), version, now() - i * interval '1 microsecond',
       timestamptz '1950-01-01' + i * interval '1 day', depositor, author_ids, false, false, false, null, keys,
       replace(regexp_replace(body, '"lastUpdated" ?: ?"[^"]*"', '"lastUpdated":"' || to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'),
         '2026-03-01', to_char(date '1950-01-01' + i::int, 'YYYY-MM-DD'))
     from (select * from fhir.resource where record_id = $1 and type = 'Observation' order by n limit 1) one, generate_series($2::bigint, $3) i`,
    [ground.ambre, from, from + count - 1],
  );
  assert.equal(rowCount, count);
}

/** What the day, the synthesis and the chronology say, in this order, and whether it is the least there is. */
async function said() {
  const { items } = (await pro('/pro/day/people')).as<{ items: readonly { fresh: number; more?: true }[] }>();
  const { fresh } = (await pro(`${here}/synthesis`)).as<{ fresh: { items: readonly object[]; total: number; more?: true } }>();
  const asked = { method: 'POST', body: { onlyNew: true } };
  const { total, facets } = (await pro(`${here}/chronology`, asked)).as<{
    total: number;
    facets: { fresh: number; freshMore?: true };
  }>();
  assert.equal(fresh.items.length, 8);
  return [
    [items[0]?.fresh, items[0]?.more],
    [fresh.total, fresh.more],
    [facets.fresh, facets.freshMore],
    [total, facets.freshMore],
  ];
}
const four = (count: number, more?: true) => Array.from({ length: 4 }, () => [count, more]);

test('issue 8, new since my last visit: all of it is counted, the same on each screen, where the chronology is too long to hold it too', async () => {
  await pastResults(620, 10_000);
  assert.deepEqual(await said(), four(620));
  await afterANight(ground);
  await pastResults(1700, 20_000);
  assert.deepEqual(await said(), four(1700));
});

test('issue 8, new since my last visit: beyond 5,000 results each screen says that there may be more', async () => {
  await pastResults(5000, 30_000);
  assert.deepEqual(await said(), four(5000));
  await afterANight(ground);
  await pastResults(5002, 40_000);
  assert.deepEqual(await said(), four(5001, true));
});

test('issue 8, new since my last visit: of a record that was seen, and of the one that goes on for it, each thing is counted once for each', async () => {
  const { old, link } = await openFormer(ground);
  await visited(old);
  await link();
  await afterANight(ground);
  await written({
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { text: 'Rougeole' },
    patient: { reference: `Patient/${hexOfRecordId(old)}` },
    occurrenceDateTime: '2026-02-01',
  });
  const { items } = (await pro('/pro/day/people')).as<{ items: readonly { fresh: number }[] }>();
  assert.deepEqual(
    items.map(({ fresh }) => fresh),
    [1, 1],
  );
});

test('design 4, statements: my day asks as many of six people as of two, from rights in memory or not', async (t) => {
  const query = t.mock.method(ground.store, 'query');
  const statementsOf = async (ask: () => Promise<unknown>) => {
    query.mock.resetCalls();
    await ask();
    const names = query.mock.calls.map(({ arguments: [{ name }] }) => name);
    // The rest is work in the background.
    return names.filter((name) => /^(documents|ins|record|rights|trace)\.|^fhir\.arrived/.test(name)).sort();
  };
  const asked: string[][][] = [];
  for (const orders of [
    ['001', '002'],
    ['003', '004', '005', '006'],
  ]) {
    for (const order of orders) await result(await seenAnew(order));
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 3_600_000).toISOString();
    asked.push([
      await statementsOf(() => pro('/pro/day/people')),
      await statementsOf(() => pro(`/pro/day/appointments?from=${from}&to=${to}`)),
      await statementsOf(cold),
    ]);
  }
  assert.deepEqual(asked[1], asked[0]);
});

test('ADR 31: what came into a long record is found by the index of what arrived, documents and data', async (t) => {
  await ground.deposited(provide(n3(ambre, { author: hector, title: 'Une nuit' })));
  await ground.store.pool.query(
    `insert into documents.entry (record_id, n, version, submission_n, unique_id, date, deposited_at, class_code, depositor, author_ids,
       hidden_from_professionals, hidden_from_patient, document_type, blob, title, media_type, sha256, facts)
     select record_id, 60000 + i, version, submission_n, unique_id || '.' || i, date, deposited_at - i * interval '1 day', class_code, depositor,
       author_ids, false, false, document_type, blob, title, media_type, sha256, facts from documents.entry, generate_series(1, 3000) i`,
  );
  await ground.store.pool.query('analyze documents.entry, fhir.resource');
  const query = t.mock.method(ground.store, 'query');
  await pro('/pro/day/people');
  const plans = async (name: string) => {
    const [call] = query.mock.calls.filter((one) => one.arguments[0].name === name);
    const { arguments: [asked, values = []] = [] } = call ?? {};
    const { rows } = await ground.store.pool.query<Record<string, string>>(`explain ${asked?.text}`, [...values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  assert.match(await plans('documents.freshEntries'), /using entry_arrived on entry e/);
  assert.match(await plans('fhir.arrivedRows'), /using resource_arrived on resource e/);
});

/** Somebody whom Irène saw a night ago, and expects now. */
async function seenAnew(order: string): Promise<RecordId> {
  const record = await makeKnown(ground, person(ambre, order));
  await visited(record);
  await ground.store.pool.query(
    "insert into record.agenda (professional_id, record_id, n, at, until, cancelled) values ($1, $2, 1, now(), now() + interval '1 hour', false)",
    [irene.id, record],
  );
  await afterANight(ground);
  return record;
}

/** The day by a server that has just begun. */
async function cold(): Promise<void> {
  const { store, trace, engine, ins } = ground;
  const rights = openRights(store, trace, { kin: ins.links.kin });
  const documents = openDocuments({ ...ground, fhir: engine, rights, texts: openTexts(ground) });
  const call: Call = { actor: irene, at: new Date(), requestId: 'test' };
  const seen = await openRecord({ store, rights, trace, fhir: engine, ins, documents }).seen(call, 12);
  assert.ok(seen.every(({ fresh }) => fresh !== undefined));
}
