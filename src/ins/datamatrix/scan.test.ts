import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openInsiSimulator } from '#interop/insi';
import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import { type Ins, type Insi, insMigrations, openIns, writeInsDatamatrix } from '../index.ts';

const simulator = openInsiSimulator();
let answers: 'all' | 'nothing' = 'all';
/** A teleservice that may be away. */
const insi: Insi = {
  simulated: true,
  search: (traits) => simulator.search(traits),
  verifyMany: (asked) => simulator.verifyMany(asked),
  async verify(oid, matricule, traits) {
    if (answers === 'nothing') throw new Refusal('ins.insi-unavailable', { fr: 'INSi ne répond pas.', en: 'INSi is away.' });
    return simulator.verify(oid, matricule, traits);
  },
};
const oid = '1.2.250.1.213.1.4.10';
const matricule = '255069999999934';
const traits = {
  birthFamily: 'BRISE',
  birthGivens: 'CLARA LOU ANNA',
  firstBirthGiven: 'CLARA LOU',
  sex: 'F',
  birthDate: '1955-06-21',
  birthPlace: '99999',
} as const;
const call: Call = { actor: { kind: 'operator', id: 'odile', name: 'Odile' }, at: new Date('2026-03-01'), requestId: 'test' };

let store: Store;
let trace: Trace;
let ins: Ins;
let code = '';
let record: RecordId;
before(async () => {
  store = await testStore([...traceMigrations, ...insMigrations]);
  trace = await openTrace(store);
  ins = openIns(store, trace, insi);
  simulator.register({ oid, matricule, traits });
  const identity = await ins.create(call, { traits, oid, matricule, evidence: { insi: true, identityDocument: 'CN' } });
  ({ record } = identity);
  code = writeInsDatamatrix(identity);
});
after(() => store.close());

const last = async (of: RecordId) => {
  const [line] = await trace.lines(of, undefined, 1);
  return [line?.action, line?.outcome, line?.code, line?.detail?.change, line?.detail?.insi];
};

test('Guide INS, règle 52: a code that INSi confirms gives who is known by it; the first given name may be a compound', async () => {
  const found = await ins.scan(call, code);
  assert.deepEqual([found.insi, found.identity?.record, found.differs, found.simulated], ['confirmed', record, [], true]);
  assert.deepEqual(await last(record), ['identity', 'done', undefined, 'scan', 'verified']);
});

test('Guide INS, règle 52: a code whose traits INSi denies gives nobody, though its matricule is known here; it is traced', async () => {
  const found = await ins.scan(call, code.replace('S4BRISE', 'S4BRUME'));
  assert.deepEqual([found.insi, found.identity], ['not-confirmed', undefined]);
  assert.equal(found.read.traits.birthFamily, 'BRUME');
  assert.deepEqual(await last(record), ['identity', 'refused', 'ins.not-confirmed', 'scan', 'not-verified']);
});

test('Guide INS, règle 48: no answer of INSi is not a no; the differences with who is known here are told', async () => {
  answers = 'nothing';
  const found = await ins.scan(call, code.replace('S4BRISE', 'S4BRUME').replace('LOU ANNA', 'ANNA'));
  answers = 'all';
  assert.deepEqual([found.insi, found.identity?.record], ['unavailable', record]);
  assert.deepEqual(found.differs, ['birthFamily', 'firstBirthGiven', 'birthGivens']);
  assert.deepEqual(await last(record), ['identity', 'done', undefined, 'scan', 'unavailable']);
});

test('Guide INS, règle 48: a person of whom nothing is known here is traced under the platform, without a trait', async () => {
  const found = await ins.scan(call, code.replace(`S2${oid}`, 'S21.2.250.1.213.1.4.8␝'));
  assert.deepEqual([found.insi, found.identity], ['not-confirmed', undefined]);
  const [line] = await trace.lines(PLATFORM, undefined, 1);
  assert.equal(line?.detail?.change, 'scan');
  assert.doesNotMatch(JSON.stringify(line), /BRISE|255069999999934/);
});
