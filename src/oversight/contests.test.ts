import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDirectory } from '#directory';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { type Call, type Citizen, type Delegate, itemId, newRecordId, type RecordId } from '#kernel';
import { openRights, rightsMigrations } from '#rights';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import { type Contests, openContestsOf } from './contests.ts';
import { oversightMigrations } from './oversight.schema.ts';

let store: Store;
let trace: Trace;
let contests: Contests;
let child: RecordId;
const at = new Date('2026-03-10T11:00:00Z');
const doctor = {
  kind: 'professional',
  id: '899700000013',
  name: 'Dr Fictif',
  profession: '10',
  structure: { id: '1990000009', name: 'Cabinet fictif' },
  software: 'test',
} as const;

before(async () => {
  store = await testStore([...traceMigrations, ...rightsMigrations, ...oversightMigrations]);
  trace = await openTrace(store);
  child = await store.transaction((tx) => store.records.create(tx, at));
  const rights = openRights(store, trace);
  contests = openContestsOf({
    store,
    trace,
    ins: openIns(store, trace, openInsiSimulator()),
    directory: openDirectory(store),
    // A mandate to read stands in another test; here every delegate has one.
    rights: { decide: async () => undefined as never, onBehalfAtDesk: rights.onBehalfAtDesk },
    documents: {
      untold: async (_record, toWhom) => new Set(toWhom === 'representative' ? [itemId(child, 7)] : []),
    },
    clock: () => at,
    log: (line) => assert.fail(line),
  });
});
after(() => store.close());

const ofCall = (actor: Call['actor'], more: Partial<Call> = {}): Call => ({ actor, at, requestId: 'test', ...more });

test('Issue 5, 3: who represents a minor neither sees nor contests what the minor did secretly or hid from them', async () => {
  const teenager: Citizen = { kind: 'citizen', record: child, name: 'Lina' };
  const parent: Delegate = { kind: 'delegate', id: newRecordId(), name: 'Sa mère', record: child };
  const read = { action: 'read', outcome: 'done' } as const;
  await trace.journal(ofCall(doctor, { secret: true }), child, read);
  const object = { kind: 'DocumentReference', id: itemId(child, 7), title: 'Caché aux parents' };
  await trace.journal(ofCall(doctor), child, { ...read, object });
  await trace.journal(ofCall(doctor), child, { ...read, object: { ...object, id: itemId(child, 8) } });
  for (const seq of [1, 2]) await assert.rejects(contests.contest(ofCall(parent), child, seq), { code: 'id.unknown' });
  await contests.contest(ofCall(parent), child, 3);
  for (const seq of [1, 2]) await contests.contest(ofCall(teenager), child, seq);
  const seen = async (actor: Call['actor']) => (await contests.contests(ofCall(actor), child)).map(({ seq }) => seq).toSorted();
  assert.deepEqual(await seen(teenager), [1, 2, 3]);
  assert.deepEqual(await seen(parent), [3]);
  const lines = await trace.lines(child, undefined, 3);
  assert.deepEqual(
    lines.map(({ detail, secret }) => [detail?.line, secret]).toSorted(),
    [
      ['1', true],
      ['2', true],
      ['3', undefined],
    ],
    'nor do they read in the log that it was contested',
  );
});

test('Issue 5, 5: a case is the person’s own: another citizen, a professional and the operator open none', async () => {
  const others: Call['actor'][] = [
    { kind: 'citizen', record: newRecordId(), name: 'Lui' },
    doctor,
    { kind: 'operator', id: 'odile', name: 'Odile' },
    { kind: 'guest', id: 'lien', name: 'Quelqu’un' },
  ];
  for (const actor of others) {
    await assert.rejects(contests.contest(ofCall(actor), child, 1), { code: 'id.unknown' });
    await assert.rejects(contests.contests(ofCall(actor), child), { code: 'id.unknown' });
  }
});
