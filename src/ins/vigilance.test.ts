import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openInsiSimulator } from '#interop/insi';
import type { Call, RecordId } from '#kernel';
import { newRecordId } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import {
  type Identity,
  type Ins,
  type Insi,
  insMigrations,
  insOids,
  type Matricule,
  matriculeKey,
  openIns,
  parseTraits,
} from './index.ts';

let store: Store;
let trace: Trace;
let ins: Ins;
const insi = openInsiSimulator();
before(async () => {
  store = await testStore([...traceMigrations, ...insMigrations]);
  trace = await openTrace(store);
  ins = openIns(store, trace, insi);
});
after(() => store.close());

const call: Call = {
  actor: { kind: 'operator', id: 'odile', name: 'Odile' },
  at: new Date('2026-03-01T10:00:00Z'),
  requestId: 'r1',
};
const at = (iso: string): Call => ({ ...call, at: new Date(iso) });
const oid = insOids.test;
const card = { insi: true, identityDocument: 'CN' } as const;
const why = 'Deux personnes se disent celle-ci.';

let people = 0;
const letters = (n: number): string => [...String(n)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
function somebody(known = true) {
  people += 1;
  const body = `2850651888${String(people).padStart(3, '0')}`;
  const matricule = (body + matriculeKey(body)) as Matricule;
  const given = { birthFamily: `VIGIE-${letters(people)}`, birthGivens: 'JEANNE MARIE', firstBirthGiven: 'JEANNE' };
  const traits = parseTraits({ ...given, sex: 'F', birthDate: '1985-06-14', birthPlace: '51888' });
  if (known) insi.register({ oid, matricule, traits });
  return { traits, matricule, oid };
}
const qualified = async (): Promise<{ person: ReturnType<typeof somebody>; identity: Identity }> => {
  const person = somebody();
  return { person, identity: await ins.create(call, { ...person, evidence: card }) };
};
const lines = async (record: RecordId) =>
  (await trace.lines(record, undefined, 20)).map(({ reason, detail }) => ({ ...detail, ...(reason && { reason }) }));
const open = async (record: RecordId) =>
  (await ins.vigilance.workOf(record)).map(({ kind, detail }) => `${kind}: ${detail}`).sort();

test('RNIV 1, identité douteuse: a qualified identity falls to PROV, its matricule is hidden and still finds the record', async () => {
  const { person, identity } = await qualified();
  const doubted = await ins.vigilance.mark(at('2026-03-02T08:00:00Z'), identity.record, ['douteux'], { insi: true }, why);
  assert.deepEqual([doubted.status, doubted.matricule, doubted.attributes], ['PROV', undefined, ['douteux']]);
  assert.equal(await ins.recordOf(oid, person.matricule), identity.record);
  await assert.rejects(ins.qualified(oid, person.matricule), { code: 'ins.not-qualified' });
  await assert.rejects(ins.create(call, { ...person, evidence: card }), { code: 'ins.exists' });
  await assert.rejects(ins.vigilance.verify(call, identity.record), { code: 'ins.insi-not-asked' });
  const [line] = await lines(identity.record);
  assert.deepEqual(line, { change: 'doubted', status: 'PROV', insi: 'not-asked', added: 'douteux', reason: why });
  const history = await ins.vigilance.history(call, identity.record);
  assert.deepEqual(
    history.matricules.map(({ nature, why: told }) => [nature, told]),
    [['NIR', 'doubted']],
  );
  const said = JSON.stringify(history);
  assert.ok(!said.includes(person.matricule), 'no matricule in the history of a doubtful identity');
  assert.deepEqual(await open(identity.record), [], 'a doubt asks for nothing');
});

test('RNIV 1, identité douteuse: a doubt ends only with a document that proves, and INSi gives the hidden matricule back', async () => {
  const { person, identity } = await qualified();
  const { record } = identity;
  await ins.vigilance.mark(call, record, ['homonyme', 'fictif'], { insi: true }, why);
  for (const evidence of [{ insi: true }, { insi: true, identityDocument: 'PC' }] as const)
    await assert.rejects(ins.vigilance.mark(call, record, ['homonyme'], evidence, why), { code: 'ins.new-check-needed' });
  const lifted = await ins.vigilance.mark(call, record, ['homonyme'], card, why);
  assert.deepEqual(
    [lifted.status, lifted.matricule, lifted.attributes, lifted.version],
    ['QUAL', person.matricule, ['homonyme'], 3],
  );
  assert.equal((await ins.qualified(oid, person.matricule)).record, record);
  const [line] = await lines(record);
  assert.deepEqual(
    [line && 'lifted' in line && line.lifted, line && 'identityDocument' in line && line.identityDocument],
    ['fictif', 'CN'],
  );
  const { versions, matricules } = await ins.vigilance.history(call, record);
  assert.deepEqual(
    versions.map(({ status, change, by }) => [status, change, by]),
    [
      ['QUAL', 'marked', 'Odile'],
      ['PROV', 'doubted', 'Odile'],
      ['QUAL', 'created', 'Odile'],
    ],
  );
  assert.deepEqual(matricules, [], 'what came back is no former matricule');
});

test('RNIV 1, identité douteuse: without asking INSi, or when it says no, the lifted doubt leaves VALI without a matricule', async () => {
  for (const asks of [false, true]) {
    const { person, identity } = await qualified();
    await ins.vigilance.mark(call, identity.record, ['douteux'], { insi: true }, why);
    if (asks) insi.register({ ...person, traits: { ...person.traits, birthDate: '1985-06-15' } });
    const lifted = await ins.vigilance.mark(call, identity.record, [], { ...card, insi: asks }, why);
    assert.deepEqual([lifted.status, lifted.matricule], ['VALI', undefined]);
  }
});

test('RNIV 1, identité homonyme: it warns and changes nothing else', async () => {
  const { person, identity } = await qualified();
  const marked = await ins.vigilance.mark(call, identity.record, ['homonyme'], { insi: false }, why);
  assert.deepEqual(marked, { ...identity, attributes: ['homonyme'], version: 2 });
  assert.equal((await ins.qualified(oid, person.matricule)).status, 'QUAL');
});

test('Issue 6, attributes: bad input changes nothing', async () => {
  const { identity } = await qualified();
  const { record } = identity;
  const software: Call = { ...call, actor: { kind: 'software', id: 's', name: 'S', structure: { id: '1', name: 'S' } } };
  const mark = ins.vigilance.mark;
  await assert.rejects(mark(software, record, ['douteux'], card, why), { code: 'ins.operator-only' });
  for (const short of [undefined, 'court', 7, 'x'.repeat(501), `nul\0${'x'.repeat(20)}`])
    await assert.rejects(mark(call, record, ['douteux'], card, short), { code: 'ins.why-needed' });
  await assert.rejects(mark(call, record, ['sosie'], card, why), { code: 'ins.unknown-attribute' });
  await assert.rejects(mark(call, record, [], card, why), { code: 'ins.nothing-changed' });
  await assert.rejects(mark(call, newRecordId(), ['douteux'], card, why), { code: 'ins.not-found' });
  assert.deepEqual(await ins.byRecord(record), identity);
});

test('RNIV 1, identité douteuse: of several marks at once each is kept or refused, and the matricule comes back once', async () => {
  const { person, identity } = await qualified();
  const { record } = identity;
  await ins.vigilance.mark(call, record, ['douteux'], { insi: true }, why);
  const at_once = await Promise.allSettled([1, 2, 3, 4].map(() => ins.vigilance.mark(call, record, [], card, why)));
  assert.equal(at_once.filter(({ status }) => status === 'fulfilled').length >= 1, true);
  for (const one of at_once)
    if (one.status === 'rejected') assert.match(one.reason.code, /^ins\.(changed-meanwhile|nothing-changed)$/);
  assert.equal((await ins.byMatricule(oid, person.matricule))?.status, 'QUAL');
});

test('Référentiel INS, NIA then NIR: the new matricule is taken, the old one still finds the record, trust stays', async () => {
  const { person, identity } = await qualified();
  const { record } = identity;
  const nir = somebody(false).matricule;
  insi.register({ ...person, matricule: nir, formerly: [{ oid, matricule: person.matricule }] });
  const { outcome, identity: now } = await ins.vigilance.verify(at('2026-04-01T09:00:00Z'), record);
  assert.deepEqual([outcome, now.status, now.matricule, now.version], ['replaced', 'QUAL', nir, 2]);
  assert.equal(await ins.recordOf(oid, person.matricule), record);
  assert.equal((await ins.byMatricule(oid, person.matricule))?.matricule, nir);
  assert.equal((await ins.qualified(oid, nir)).record, record);
  const { matricules, verifiedAt } = await ins.vigilance.history(call, record);
  assert.deepEqual(
    matricules.map((one) => [one.matricule, one.why]),
    [[person.matricule, 'replaced']],
  );
  assert.equal(verifiedAt?.toISOString(), '2026-04-01T09:00:00.000Z');
  assert.deepEqual(await open(record), ['insi-changed: matricule']);
  const { traits } = person;
  await assert.rejects(ins.create(call, { traits, oid, matricule: person.matricule, evidence: card }), { code: 'ins.exists' });
});

test('RNIV 1, doublons: a person to whom INSi gives the matricule of another record is refused it, and both are on the work list', async () => {
  const { person, identity } = await qualified();
  const twin = await ins.create(call, { traits: person.traits, evidence: { insi: false } });
  await assert.rejects(ins.vigilance.verify(call, twin.record), { code: 'ins.exists' });
  assert.deepEqual(await ins.byRecord(twin.record), twin);
  const work = await ins.vigilance.workOf(twin.record);
  assert.deepEqual(
    work.map(({ kind, other }) => [kind, other]),
    [['duplicate', identity.record]],
  );
});

test('Guide INS, règle 55: an identity that INSi denies loses its matricule and its trust in INSi, and is on the work list', async () => {
  for (const [identityDocument, was, becomes] of [
    ['CN', 'QUAL', 'VALI'],
    [undefined, 'RECUP', 'PROV'],
  ] as const) {
    const person = somebody();
    const evidence = { insi: true, ...(identityDocument && { identityDocument }) };
    const identity = await ins.create(call, { ...person, evidence });
    assert.equal(identity.status, was);
    insi.register({ ...person, traits: { ...person.traits, birthPlace: '63220' } });
    const { outcome, identity: now } = await ins.vigilance.verify(call, identity.record);
    assert.deepEqual([outcome, now.status, now.matricule], ['denied', becomes, undefined]);
    assert.ok((await open(identity.record)).includes('insi-ko: verification'));
    insi.register(person);
    assert.equal((await ins.vigilance.verify(call, identity.record)).outcome, 'found');
    const back = await ins.byRecord(identity.record);
    assert.deepEqual([back?.status, back?.matricule], [was, person.matricule]);
  }
});

test('Guide INS, règles 37 and 48: a verification is in the log, whatever INSi answers, and moves the day of the last one', async () => {
  const { identity } = await qualified();
  const before = await ins.vigilance.history(call, identity.record);
  assert.equal((await ins.vigilance.verify(at('2026-05-01T00:00:00Z'), identity.record)).outcome, 'confirmed');
  const after = await ins.vigilance.history(call, identity.record);
  assert.deepEqual(
    [before.verifiedAt?.toISOString(), after.verifiedAt?.toISOString()],
    ['2026-03-01T10:00:00.000Z', '2026-05-01T00:00:00.000Z'],
  );
  const told = (await lines(identity.record)).map((line) => ('change' in line ? line.change : ''));
  assert.deepEqual(told, ['looked-up', 'asked-insi', 'looked-up', 'created']);
  const nobody = await ins.create(call, { traits: somebody(false).traits, evidence: { insi: false } });
  assert.equal((await ins.vigilance.verify(call, nobody.record)).outcome, 'none');
  assert.deepEqual((await lines(nobody.record))[0], { change: 'asked-insi', insi: '01', simulated: 'true' });
  await assert.rejects(ins.vigilance.verify(call, newRecordId()), { code: 'ins.not-found' });
});

test('SEL-MP-043, batch: each gets its own outcome; who has no matricule, or is not known, is left out', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, qualified));
  const [denied, replaced] = people;
  assert.ok(denied !== undefined && replaced !== undefined);
  insi.register({ ...denied.person, traits: { ...denied.person.traits, sex: 'M' } });
  insi.register({ ...replaced.person, matricule: somebody(false).matricule, formerly: [replaced.person] });
  const without = await ins.create(call, { traits: somebody(false).traits, evidence: { insi: false } });
  const records = [...people.map(({ identity }) => identity.record), without.record, newRecordId()];
  const outcome = await ins.vigilance.verifyBatch(call, [...records, ...records]);
  assert.deepEqual(outcome, { asked: 6, confirmed: 4, replaced: 1, denied: 1, skipped: 2 });
  const nobody = { asked: 0, confirmed: 0, replaced: 0, denied: 0, skipped: 0 };
  assert.deepEqual(await ins.vigilance.verifyBatch(call, []), nobody);
  const many = Array.from({ length: 501 }, () => newRecordId());
  await assert.rejects(ins.vigilance.verifyBatch(call, many), { code: 'ins.batch-too-large' });
});

test('Issue 6, periodic verification: those verified longest ago come first, and nobody twice in a period', async () => {
  const [first, second] = [await qualified(), await qualified()];
  const { vigilance } = ins;
  for (const { identity } of [first, second]) await vigilance.verify(at('2026-06-01T00:00:00Z'), identity.record);
  // everybody else of this file was verified before
  const since = new Date('2026-06-02T00:00:00Z');
  for (let left = 1; left > 0; ) left = (await vigilance.verifyOldest(at('2026-06-10T00:00:00Z'), since, 7)).asked;
  const day = async (record: RecordId) => (await vigilance.history(call, record)).verifiedAt?.toISOString().slice(0, 10);
  assert.deepEqual([await day(first.identity.record), await day(second.identity.record)], ['2026-06-10', '2026-06-10']);
});

test('Issue 6, batch: an INSi that denies nearly everybody is not believed, and nobody loses anything', async () => {
  const people = await Promise.all(Array.from({ length: 25 }, qualified));
  const broken: Insi = { ...insi, verifyMany: async (asked) => asked.map(() => false) };
  const other = openIns(store, trace, broken);
  const records = people.map(({ identity }) => identity.record);
  await assert.rejects(other.vigilance.verifyBatch(call, records), { code: 'ins.batch-doubtful' });
  for (const { identity } of people) assert.deepEqual(await ins.byRecord(identity.record), identity);
});

test('Guide INS, règle 52: what comes with other traits is asked of INSi; the work list says who is right, never the traits', async () => {
  const { person, identity } = await qualified();
  const came = { ...person.traits, birthDate: '1985-06-15' };
  assert.equal(await ins.vigilance.receivedOther(call, identity, came), 'denied');
  assert.deepEqual(await open(identity.record), ['insi-ko: received birthDate']);
  const questions = (await lines(identity.record)).length;
  assert.equal(await ins.vigilance.receivedOther(call, identity, came), 'denied');
  assert.equal((await lines(identity.record)).length, questions, 'what is listed is not asked again');
  const moved = { ...person.traits, birthPlace: '63220' };
  insi.register({ ...person, traits: moved });
  assert.equal(await ins.vigilance.receivedOther(call, identity, moved), 'theirs');
  assert.deepEqual(await open(identity.record), ['insi-changed: received birthPlace', 'insi-ko: received birthDate']);
  const { birthPlace: _, ...less } = { ...person.traits, sex: 'M' as const };
  assert.equal(await ins.vigilance.receivedOther(call, identity, less), 'not-asked');
  assert.deepEqual(await ins.byRecord(identity.record), identity, 'nothing is integrated');
});

test('Issue 6, work list: one item however often it is found, closed once with a note, found again afterwards', async () => {
  const { identity } = await qualified();
  const item = { kind: 'collision', record: identity.record, detail: 'test' } as const;
  await Promise.all([1, 2, 3].map(() => ins.vigilance.openWork(item, call.at)));
  const [one, another] = await ins.vigilance.workOf(identity.record);
  assert.ok(one !== undefined && another === undefined);
  await assert.rejects(ins.vigilance.closeWork(call, one.id, 'done', 'non'), { code: 'ins.why-needed' });
  await assert.rejects(ins.vigilance.closeWork(call, 'x', 'done', why), { code: 'id.unknown' });
  await assert.rejects(ins.vigilance.closeWork(call, newRecordId(), 'done', why), { code: 'id.unknown' });
  const twice = await Promise.allSettled([1, 2].map(() => ins.vigilance.closeWork(call, one.id, 'dismissed', why)));
  assert.equal(twice.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.deepEqual(
    twice.flatMap((end) => (end.status === 'rejected' ? end.reason.code : [])),
    ['ins.work-closed'],
  );
  assert.deepEqual(await open(identity.record), []);
  const closed = (await ins.vigilance.listWork(call, { kind: 'collision', closed: true })).items[0];
  assert.deepEqual([closed?.state, closed?.closedBy, closed?.note], ['dismissed', 'Odile', why]);
  await ins.vigilance.openWork(item, call.at);
  assert.deepEqual(await open(identity.record), ['collision: test']);
  assert.equal((await lines(identity.record)).filter((line) => 'change' in line && line.change === 'work-dismissed').length, 1);
});

test('Issue 6, work list: pages of 30, newest first, without losing or repeating any; a bad page is refused', async () => {
  const { identity } = await qualified();
  const already = (await ins.vigilance.countWork(call)).duplicate;
  for (let n = 0; n < 65; n++)
    await ins.vigilance.openWork(
      { kind: 'duplicate', record: identity.record, other: newRecordId(), detail: String(n) },
      new Date(1e12 + n * (n % 3)),
    );
  const seen: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await ins.vigilance.listWork(call, { kind: 'duplicate', ...(after && { after }) });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
    more = after !== undefined;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [65 + already, 65 + already]);
  assert.equal((await ins.vigilance.countWork(call)).duplicate, 65 + already);
  for (const after of ['', 'x', '12.x', `1.${'0'.repeat(36)}`])
    await assert.rejects(ins.vigilance.listWork(call, { after }), { code: 'ins.bad-page' });
});
