import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openInsiSimulator } from '#interop/insi';
import { type Call, isRecordId, newRecordId } from '#kernel';
import { type Store, statement } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import { type Ins, insMigrations, insOids, type Matricule, matriculeKey, openIns, parseTraits, type Traits } from './index.ts';

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
  actor: { kind: 'operator', id: 'test', name: 'Test' },
  at: new Date('2026-03-01T10:00:00Z'),
  requestId: 'r1',
};
const oid = insOids.test;
const card = { insi: true, identityDocument: 'CN' } as const;
const counts = statement(
  'test.insCounts',
  `select (select count(*) from store.record) records, (select count(*) from ins.identity) identities,
     (select count(*) from ins.matricule_index) matricules, (select count(*) from ins.person_lookup) lookups`,
);
const evidenceOf = statement(
  'test.insEvidence',
  'select identity_document, insi_answer, insi_simulated from ins.identity where record_id = $1',
);
const historyOf = statement(
  'test.insHistory',
  'select version, status, birth_family, birth_date, until from ins.identity_history where record_id = $1 order by version',
);

let people = 0;
/** Somebody new, whom INSi knows unless told otherwise. */
function somebody(more: Partial<Traits> = {}, known = true): { traits: Traits; matricule: Matricule; oid: string } {
  people += 1;
  const body = `2790351999${String(people).padStart(3, '0')}`;
  const matricule = (body + matriculeKey(body)) as Matricule;
  const base = { birthFamily: `PAT-${letters(people)}`, birthGivens: 'ANNE-LISE MARIE', firstBirthGiven: 'ANNE-LISE' };
  const traits = parseTraits({ ...base, sex: 'F', birthDate: '1979-03-28', birthPlace: '51215', ...more });
  if (known) insi.register({ oid, matricule, traits });
  return { traits, matricule, oid };
}
const letters = (n: number): string => [...String(n)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
const actsOn = async (record: Parameters<Trace['lines']>[0]) =>
  (await trace.lines(record, undefined, 10)).map(({ action, outcome, detail, code }) => ({
    action,
    outcome,
    ...detail,
    ...(code && { code }),
  }));

test('Guide INS, règle 20: INSi and an identity card make a qualified identity, found by matricule and by record', async () => {
  const person = somebody({ usedFamily: 'd’Éon' });
  const identity = await ins.create(call, { ...person, evidence: card });
  assert.ok(isRecordId(identity.record));
  assert.deepEqual(identity, { record: identity.record, status: 'QUAL', attributes: [], ...person, version: 1 });
  assert.deepEqual(await ins.byRecord(identity.record), identity);
  assert.deepEqual(await ins.byMatricule(`urn:oid:${oid}`, person.matricule), identity);
  assert.deepEqual(await ins.qualified(oid, person.matricule), identity);
  const [evidence] = await store.query(evidenceOf, [identity.record]);
  assert.deepEqual(evidence, { identity_document: 'CN', insi_answer: 'verified', insi_simulated: true });
  assert.deepEqual(await actsOn(identity.record), [
    {
      action: 'identity',
      outcome: 'done',
      change: 'created',
      status: 'QUAL',
      insi: 'verified',
      simulated: 'true',
      identityDocument: 'CN',
    },
  ]);
});

test('Guide INS, règle 16: the line of the trace holds no trait and no matricule', async () => {
  const person = somebody();
  const { record } = await ins.create(call, { ...person, evidence: card });
  const text = JSON.stringify(await trace.lines(record, undefined, 10));
  for (const secret of [person.matricule, person.traits.birthFamily, 'ANNE', '1979-03-28'])
    assert.ok(!text.includes(secret), secret);
});

test('Guide INS, règle 20: each pair of facts gives its status, and only RECUP and QUAL keep the matricule', async () => {
  for (const [known, identityDocument, status] of [
    [true, 'PA', 'QUAL'],
    [true, 'PC', 'RECUP'],
    [true, undefined, 'RECUP'],
    [false, 'PA', 'VALI'],
    [false, undefined, 'PROV'],
  ] as const) {
    const person = somebody({}, known);
    const evidence = { insi: true, ...(identityDocument && { identityDocument }) };
    const identity = await ins.create(call, { ...person, evidence });
    assert.equal(identity.status, status);
    assert.equal(identity.matricule, known ? person.matricule : undefined);
    assert.deepEqual(await ins.byMatricule(oid, person.matricule), known ? identity : undefined);
  }
});

test('Guide INS, règle 51: what INSi does not confirm is created without its matricule, which stays free', async () => {
  const person = somebody();
  const other = { ...person.traits, birthDate: '1980-01-01' };
  const identity = await ins.create(call, { ...person, traits: other, evidence: card });
  assert.deepEqual([identity.status, identity.matricule, identity.oid], ['VALI', undefined, undefined]);
  assert.equal((await ins.create(call, { ...person, evidence: card })).status, 'QUAL');
});

test('Guide INS, règle 28: a matricule that INSi was not asked about is not kept', async () => {
  const person = somebody();
  const identity = await ins.create(call, { ...person, evidence: { insi: false, identityDocument: 'CN' } });
  assert.deepEqual([identity.status, identity.matricule], ['VALI', undefined]);
});

test('Guide INS, règles 6 and 52: without a matricule INSi is searched, and its traits and matricule are taken', async () => {
  const person = somebody();
  const asked = {
    ...person.traits,
    birthFamily: person.traits.birthFamily.toLowerCase(),
    birthGivens: 'Anne-Lise',
    usedGiven: 'Lise',
  };
  const identity = await ins.create(call, { traits: asked, evidence: card });
  assert.equal(identity.status, 'QUAL');
  assert.equal(identity.matricule, person.matricule);
  assert.deepEqual(identity.traits, { ...person.traits, firstBirthGiven: 'ANNE-LISE', usedGiven: 'Lise' });
});

test('Guide INS, règle 25: a doubtful or fictitious identity stays PROV, and INSi is not asked', async () => {
  for (const attribute of ['douteux', 'fictif'] as const) {
    const identity = await ins.create(call, { ...somebody(), attributes: [attribute], evidence: card });
    assert.deepEqual([identity.status, identity.matricule, identity.attributes], ['PROV', undefined, [attribute]]);
    const [line] = await actsOn(identity.record);
    assert.equal(line && 'insi' in line && line.insi, 'not-asked');
  }
  assert.equal((await ins.create(call, { ...somebody(), attributes: ['homonyme'], evidence: card })).status, 'QUAL');
});

test('RNIV 1, doublons: a matricule that is taken is refused, and nothing of the refused creation stays', async () => {
  const person = somebody();
  await ins.create(call, { ...person, evidence: card });
  const [before] = await store.query(counts);
  await assert.rejects(ins.create(call, { ...person, evidence: card }), { code: 'ins.exists' });
  await assert.rejects(ins.create(call, { traits: person.traits, evidence: card }), { code: 'ins.exists' });
  assert.deepEqual((await store.query(counts))[0], before);
});

test('RNIV 1, doublons: of ten creations at once with one matricule exactly one wins', async () => {
  const person = somebody();
  const [before] = await store.query<Record<string, number>>(counts);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => ins.create(call, { ...person, evidence: card })));
  const won = results.filter((result) => result.status === 'fulfilled');
  assert.equal(won.length, 1);
  for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'ins.exists');
  const [now] = await store.query<Record<string, number>>(counts);
  for (const table of Object.keys(now ?? {})) assert.equal(now?.[table], (before?.[table] ?? 0) + 1, table);
});

test('Référentiel INS: one matricule in two domains is two people', async () => {
  const person = somebody();
  insi.register({ oid: insOids.demonstration, matricule: person.matricule, traits: person.traits });
  const first = await ins.create(call, { ...person, evidence: card });
  const second = await ins.create(call, { ...person, oid: insOids.demonstration, evidence: card });
  assert.notEqual(first.record, second.record);
});

test('Guide INS, règle 5: bad input is refused and changes nothing', async () => {
  const [before] = await store.query(counts);
  const person = somebody();
  const traits = person.traits;
  const refused: [object, string][] = [
    [{ ...person, matricule: '279035121518988' }, 'ins.bad-key'],
    [{ ...person, matricule: 'x' }, 'ins.malformed'],
    [{ ...person, oid: '1.2.250.1.213.1.4.2' }, 'ins.unknown-oid'],
    [{ traits, matricule: person.matricule }, 'ins.unknown-oid'],
    [{ traits, oid }, 'ins.malformed'],
    [{ ...person, traits: { ...traits, birthPlace: '' } }, 'ins.missing-trait'],
    [{ ...person, traits: { ...traits, birthDate: '2026-03-03' } }, 'ins.malformed-trait'],
  ];
  for (const [request, code] of refused)
    await assert.rejects(
      ins.create(call, { evidence: card, ...request } as Parameters<Ins['create']>[1]),
      { code },
      JSON.stringify(request),
    );
  assert.deepEqual((await store.query(counts))[0], before);
});

test('CI-SIS, published examples: known only to an Ins opened for them', async () => {
  const example = '221042545611404';
  const person = { ...somebody(), matricule: example, oid: insOids.nir };
  insi.register({ oid: insOids.nir, matricule: example, traits: person.traits });
  await assert.rejects(ins.create(call, { ...person, evidence: card }), { code: 'ins.bad-key' });
  await assert.rejects(ins.byMatricule(insOids.nir, example), { code: 'ins.bad-key' });
  const demo = openIns(store, trace, insi, { examples: true });
  assert.equal((await demo.create(call, { ...person, evidence: card })).status, 'QUAL');
  assert.equal((await demo.qualified(insOids.nir, example)).matricule, demo.parseMatricule(example));
  assert.throws(() => ins.parseMatricule(example), { code: 'ins.bad-key' });
});

test('Guide INS, règle 28: only a qualified identity may be deposited for', async () => {
  await assert.rejects(ins.qualified(oid, somebody().matricule), { code: 'ins.not-found' });
  const person = somebody();
  await ins.create(call, { ...person, evidence: { insi: true } });
  await assert.rejects(ins.qualified(oid, person.matricule), { code: 'ins.not-qualified' });
  assert.equal(await ins.byRecord(newRecordId()), undefined);
});

test('Guide INS, règles 16 and 26: a correction that INSi confirms replaces the traits, keeps the previous ones and is traced', async () => {
  const person = somebody();
  const first = await ins.create(call, { ...person, evidence: card });
  const traits = { ...person.traits, birthFamily: 'CORRIGEE', birthDate: '1979-03-29' };
  insi.register({ ...person, traits });
  const later = { ...call, at: new Date('2026-04-01T10:00:00Z') };
  const second = await ins.correct(later, first.record, traits, card);
  assert.deepEqual(second, { ...first, traits, version: 2 });
  assert.deepEqual(await ins.qualified(oid, person.matricule), second);
  const history = await store.query(historyOf, [first.record]);
  assert.deepEqual(history, [
    { version: 1, status: 'QUAL', birth_family: person.traits.birthFamily, birth_date: '1979-03-28', until: later.at },
  ]);
  assert.equal((await ins.byTraits(person.traits, 20)).items.length, 0);
  assert.deepEqual((await ins.byTraits(traits, 20)).items, [second]);
  assert.equal((await actsOn(first.record)).length, 2);
  assert.deepEqual((await trace.verify(first.record)).faults, []);
});

test('Guide INS, règles 26 and 48: a correction that INSi does not confirm changes nothing, and the refusal is traced', async () => {
  const person = somebody();
  const identity = await ins.create(call, { ...person, evidence: card });
  const traits = { ...person.traits, birthDate: '1979-03-29' };
  await assert.rejects(ins.correct(call, identity.record, traits, { insi: false }), { code: 'ins.not-confirmed' });
  await assert.rejects(ins.correct(call, identity.record, traits, card), { code: 'ins.not-confirmed' });
  assert.deepEqual(await ins.byRecord(identity.record), identity);
  assert.deepEqual((await actsOn(identity.record))[0], { action: 'identity', outcome: 'refused', code: 'ins.not-confirmed' });
  await assert.rejects(ins.correct(call, newRecordId(), traits, card), { code: 'ins.not-found' });
});

test('RNIV 1, identity check: other strict traits need the document again, the same traits do not', async () => {
  const person = somebody();
  const { record } = await ins.create(call, { ...person, evidence: card });
  assert.equal((await ins.correct(call, record, { ...person.traits, usedGiven: 'Lise' }, { insi: true })).status, 'QUAL');
  const [kept] = await store.query<{ identity_document: string }>(evidenceOf, [record]);
  assert.equal(kept?.identity_document, 'CN');
  const traits = { ...person.traits, birthPlace: '63220' };
  insi.register({ ...person, traits });
  assert.equal((await ins.correct(call, record, traits, { insi: true })).status, 'RECUP');
  const [lost] = await store.query<{ identity_document: string }>(evidenceOf, [record]);
  assert.equal(lost?.identity_document, null);
  assert.equal((await ins.correct(call, record, traits, card)).status, 'QUAL');
});

test('REM INS/va1.48: used names change without INSi, and the strict traits keep the spelling that INSi confirmed', async () => {
  const person = somebody();
  const { record } = await ins.create(call, { ...person, evidence: card });
  const given = { ...person.traits, birthFamily: person.traits.birthFamily.toLowerCase(), usedFamily: 'DURAND' };
  const identity = await ins.correct(call, record, given, { insi: false });
  assert.deepEqual(identity.traits, { ...person.traits, usedFamily: 'DURAND' });
  assert.deepEqual([identity.status, identity.matricule], ['QUAL', person.matricule]);
  const [evidence] = await store.query(evidenceOf, [record]);
  assert.deepEqual(evidence, { identity_document: 'CN', insi_answer: 'verified', insi_simulated: true });
});

test('Guide INS, règle 20: a provisional identity gains its matricule when INSi finds the person, unless it is taken', async () => {
  const person = somebody({}, false);
  const { record, status } = await ins.create(call, { traits: person.traits, evidence: { insi: true } });
  assert.equal(status, 'PROV');
  const twin = await ins.create(call, { traits: person.traits, evidence: { insi: true } });
  insi.register(person);
  const identity = await ins.correct(call, record, person.traits, card);
  assert.deepEqual([identity.status, identity.matricule, identity.oid], ['QUAL', person.matricule, oid]);
  assert.deepEqual(await ins.byMatricule(oid, person.matricule), identity);
  await assert.rejects(ins.correct(call, twin.record, person.traits, card), { code: 'ins.exists' });
  assert.deepEqual(await ins.byRecord(twin.record), twin);
});

test('RNIV 1: of two corrections at once both are kept or one is refused, and no version is lost', async () => {
  const person = somebody();
  const { record } = await ins.create(call, { ...person, evidence: card });
  const results = await Promise.allSettled(
    ['A', 'B', 'C', 'D'].map((usedGiven) => ins.correct(call, record, { ...person.traits, usedGiven }, { insi: false })),
  );
  const won = results.filter((result) => result.status === 'fulfilled').length;
  for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'ins.changed-meanwhile');
  assert.ok(won >= 1);
  assert.equal((await ins.byRecord(record))?.version, 1 + won);
  assert.equal((await store.query(historyOf, [record])).length, won);
});

test('Guide INS, règle 17: people are found whatever the accents and hyphens; the first letters do with a birth date only', async () => {
  const birthDate = '1931-05-06';
  const marie = await ins.create(call, { ...somebody({ birthFamily: 'L’ŒUVRÉ-CÆN', birthDate }), evidence: card });
  const found = async (query: Parameters<Ins['byTraits']>[0]) => (await ins.byTraits(query, 20)).items.map((item) => item.record);
  for (const birthFamily of ['L’ŒUVRÉ-CÆN', 'l oeuvre caen', "L'OEUVRE--CAEN"])
    assert.deepEqual(await found({ birthFamily }), [marie.record]);
  assert.deepEqual(await found({ birthFamily: 'loeu' }), []);
  assert.deepEqual(await found({ birthFamily: 'loeu', birthDate }), [marie.record]);
  assert.deepEqual(await found({ birthFamily: 'l', birthDate, firstBirthGiven: 'anne', sex: 'F' }), [marie.record]);
  assert.deepEqual(await found({ birthFamily: 'l', birthDate, firstBirthGiven: 'lise' }), []);
  assert.deepEqual(await found({ birthFamily: 'l', birthDate, sex: 'M' }), []);
  assert.deepEqual(await found({ birthFamily: 'l', birthDate: '1931-05-07' }), []);
  assert.deepEqual(await found({ birthFamily: '%', birthDate }).catch((error) => error.code), 'ins.search-too-broad');
  await assert.rejects(ins.byTraits({ birthFamily: ' -' }, 20), { code: 'ins.search-too-broad' });
});

test('Guide INS, règle 17: at most twenty people are given, and it is said when there are more', async () => {
  for (let n = 0; n < 22; n++) {
    const traits = somebody({ birthFamily: 'NOMBREUX', birthDate: `1950-01-${String(n + 1).padStart(2, '0')}` }, false).traits;
    await ins.create(call, { traits, evidence: { insi: false } });
  }
  const many = await ins.byTraits({ birthFamily: 'nombreux' }, 1000);
  assert.deepEqual([many.items.length, many.truncated], [20, true]);
  assert.deepEqual(
    many.items.map((item) => item.traits.birthDate),
    many.items.map((item) => item.traits.birthDate).sort(),
  );
  const few = await ins.byTraits({ birthFamily: 'nombreux' }, 0);
  assert.deepEqual([few.items.length, few.truncated], [1, true]);
  assert.equal((await ins.byTraits({ birthFamily: 'NOMBREUX', birthDate: '1950-01-07' }, 20)).truncated, false);
});

test('design, store: finding by record is one statement, finding by matricule two, each by primary key', async () => {
  const person = somebody();
  const { record } = await ins.create(call, { ...person, evidence: card });
  const asked: string[] = [];
  const counted: Store = {
    ...store,
    query: (sql, values) => {
      asked.push(sql.name);
      return store.query(sql, values);
    },
  };
  const other = openIns(counted, trace, insi);
  await other.byRecord(record);
  assert.deepEqual(asked.splice(0), ['ins.readIdentity']);
  await other.byMatricule(oid, person.matricule);
  assert.deepEqual(asked, ['ins.recordOfMatricule', 'ins.readIdentity']);
});
