import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openInsiSimulator } from '#interop/insi';
import { type Actor, type Call, hexOfRecordId, newRecordId, type RecordId } from '#kernel';
import { type Store, statement } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { chanceOf, mistakes, someone, writtenAgain } from '../../../spec/ins/people.ts';
import { testStore } from '../../../test/store.ts';
import {
  type Attribute,
  type Ins,
  insMigrations,
  insOids,
  type Matricule,
  matriculeKey,
  openIns,
  type PairItem,
  type Traits,
} from '../index.ts';
import { keysVersion } from '../matching/index.ts';

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

const at = new Date('2026-03-01T10:00:00Z');
const callOf = (actor: Actor): Call => ({ actor, at, requestId: 'r1' });
const call = callOf({ kind: 'operator', id: 'odile', name: 'Odile Vigiemarine' });
const decision = { why: 'Même personne, livret de famille vu.', askedBy: 'Tanguy Amerrive' };
const linksMade = statement('test.linksMade', 'select count(*) as n from ins.link', { acrossRecords: 'a test counts them' });
const tables = statement(
  'test.linkTables',
  `select (select jsonb_agg(to_jsonb(i) - 'survivor' - 'linked' - 'version' - 'since' order by record_id) from ins.identity i) as identities,
     (select jsonb_agg(to_jsonb(l) order by l.record_id, l.family) from ins.person_lookup l) as lookups,
     (select jsonb_agg(to_jsonb(m) order by m.matricule) from ins.matricule_index m) as matricules,
     (select jsonb_agg(to_jsonb(k) order by k.key, k.record_id) from ins.person_key k) as keys`,
  { acrossRecords: 'a test compares all that there is' },
);

const chance = chanceOf(7);
let orders = 0;
type Kind = 'QUAL' | 'VALI' | 'PROV';
async function known(
  kind: Kind,
  {
    traits = someone(chance),
    oid = insOids.test,
    attributes = [],
  }: { traits?: Traits; oid?: string; attributes?: Attribute[] } = {},
): Promise<RecordId> {
  orders += 1;
  const body = `2790351999${String(orders).padStart(3, '0')}`;
  const matricule = (body + matriculeKey(body)) as Matricule;
  const asked = kind === 'QUAL';
  if (asked) insi.register({ oid, matricule, traits });
  const evidence = { insi: asked, ...(kind === 'PROV' ? {} : { identityDocument: 'CN' as const }) };
  const identity = await ins.create(call, { traits, ...(asked ? { matricule, oid } : {}), evidence, attributes });
  assert.equal(identity.status, kind);
  return identity.record;
}

test('RNIV 1, doublons: a link names both, is known at once, and leaves every trait, matricule and key where it was', async () => {
  const [survivor, linked] = [await known('QUAL'), await known('VALI')];
  const [before] = await store.query(tables);
  const link = await ins.links.merge(call, survivor, linked, decision);
  assert.deepEqual(
    { survivor: link.survivor, linked: link.linked, by: link.by, askedBy: link.askedBy, why: link.why },
    { survivor, linked, by: 'Odile Vigiemarine', askedBy: decision.askedBy, why: decision.why },
  );
  assert.deepEqual([await ins.links.survivorOf(linked), await ins.links.survivorOf(survivor)], [survivor, survivor]);
  assert.deepEqual([await ins.links.linkedTo(survivor), await ins.links.linkedTo(linked)], [[linked], []]);
  assert.deepEqual(
    await ins.links.kin([linked, survivor]),
    new Map([
      [linked, { survivor, linked: [] }],
      [survivor, { linked: [linked] }],
    ]),
  );
  assert.deepEqual((await store.query(tables))[0], before);
  const undone = await ins.links.unmerge(call, link.id, { why: 'Erreur : deux personnes.', askedBy: 'x' });
  assert.equal(undone.undoneBy, 'Odile Vigiemarine');
  assert.deepEqual((await store.query(tables))[0], before);
  assert.deepEqual(await ins.links.kin([linked]), new Map([[linked, { linked: [] }]]));
  assert.equal(await ins.links.survivorOf(linked), linked);
  await assert.rejects(ins.links.unmerge(call, link.id, decision), { code: 'ins.link-undone' });
  const told = (await trace.lines(linked, undefined, 10)).map(({ detail, reason }) => [detail?.change, detail?.other, reason]);
  assert.deepEqual(told, [
    ['unlinked', hexOfRecordId(survivor), 'Erreur : deux personnes.'],
    ['linked', hexOfRecordId(survivor), decision.why],
    ['created', undefined, undefined],
  ]);
});

test('RNIV 1, doublons: a matricule of the linked record leads to the one that goes on, and says through whom', async () => {
  const traits = someone(chance);
  const survivor = await known('QUAL', { traits });
  const linked = await known('QUAL', { traits: { ...traits, birthFamily: `${traits.birthFamily}-BRUME` }, oid: insOids.nia });
  const { matricule = '', oid = '' } = (await ins.byRecord(linked)) ?? {};
  const { id } = await ins.links.merge(call, survivor, linked, decision);
  const reached = await ins.byMatricule(oid, matricule);
  assert.deepEqual([reached?.record, reached?.through?.record, await ins.recordOf(oid, matricule)], [survivor, linked, survivor]);
  assert.equal((await ins.qualified(oid, matricule)).record, survivor);
  const [near] = await ins.byLikeness({ ...traits, birthFamily: `${traits.birthFamily}-BRUME` }, 5);
  assert.equal(near?.identity.record, survivor);
  await ins.links.unmerge(call, id, decision);
  assert.deepEqual([(await ins.byMatricule(oid, matricule))?.record, await ins.recordOf(oid, matricule)], [linked, linked]);
});

test('RNIV 1, doublons: what must not be linked is refused, and nothing is left of it', async () => {
  const [one, two, three] = [await known('QUAL'), await known('QUAL'), await known('VALI')];
  const count = (await store.query<{ n: number }>(linksMade))[0]?.n;
  const refuses = async (code: string, survivor: RecordId, linked: RecordId, by = call, why = decision.why): Promise<void> => {
    await assert.rejects(ins.links.merge(by, survivor, linked, { ...decision, why }), { code });
  };
  await refuses('ins.link-same', one, one);
  await refuses('ins.link-two-matricules', one, two);
  await refuses('ins.link-weaker', three, one);
  await refuses('ins.link-doubtful', one, await known('PROV', { attributes: ['fictif'] }));
  await refuses('ins.link-doubtful', one, await known('PROV', { attributes: ['douteux'] }));
  await refuses('id.unknown', one, newRecordId());
  for (const why of ['', ' '.repeat(30), 'court', 'x'.repeat(501), `avec un zéro \0 dedans`])
    await refuses('ins.why-required', one, three, call, why);
  for (const actor of [
    { kind: 'citizen', record: one, name: 'A' },
    { kind: 'software', id: 's', name: 'S', structure: { id: '1', name: 'C' } },
    { kind: 'professional', id: 'p', name: 'P', profession: '10', structure: { id: '1', name: 'C' }, software: 's' },
  ] as const)
    await refuses('ins.operator-only', one, three, callOf(actor));
  assert.equal((await store.query<{ n: number }>(linksMade))[0]?.n, count);

  const link = await ins.links.merge(call, one, three, decision);
  const four = await known('VALI');
  await refuses('ins.link-taken', two, three);
  await refuses('ins.link-taken', three, four);
  await refuses('ins.link-has-links', two, one);
  for (const id of ['x', `${hexOfRecordId(one)}-1`, `${hexOfRecordId(three)}-2`])
    await assert.rejects(ins.links.unmerge(call, id, decision), { code: 'id.unknown' });
  await assert.rejects(ins.links.unmerge(callOf({ kind: 'citizen', record: one, name: 'A' }), link.id, decision), {
    code: 'ins.operator-only',
  });
});

test('RNIV 1, doublons: ten records go on in one, an eleventh is refused; they may be taken apart in any order', async () => {
  const survivor = await known('QUAL');
  const links = [];
  for (let n = 0; n < 10; n++) links.push(await ins.links.merge(call, survivor, await known('PROV'), decision));
  await assert.rejects(ins.links.merge(call, survivor, await known('PROV'), decision), { code: 'ins.link-limit' });
  for (const { id } of [...links].sort((a, b) => (a.id < b.id ? -1 : 1))) await ins.links.unmerge(call, id, decision);
  assert.deepEqual(await ins.links.linkedTo(survivor), []);
  const page = await ins.links.list(true);
  assert.ok(page.items.length >= 10);
});

test('RNIV 1, doublons: of two who link one record at once, one does and the other is told', async () => {
  const [one, two, linked] = [await known('QUAL'), await known('QUAL'), await known('VALI')];
  const done = await Promise.allSettled([one, two].map((survivor) => ins.links.merge(call, survivor, linked, decision)));
  assert.deepEqual(done.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const survivor = (await ins.links.kin([linked])).get(linked)?.survivor;
  assert.deepEqual(
    [await ins.links.linkedTo(one), await ins.links.linkedTo(two)],
    [survivor === one ? [linked] : [], survivor === two ? [linked] : []],
  );
});

test('RNIV 1, doublons: whatever is created, corrected and compared, nothing is ever linked without a person’s act', async () => {
  const count = (await store.query<{ n: number }>(linksMade))[0]?.n;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const by = chanceOf(seed);
      const person = someone(by);
      const records = [await known('PROV', { traits: person }), await known('PROV', { traits: writtenAgain(person, by).traits })];
      const [first] = records as [RecordId, RecordId];
      await ins.correct(call, first, writtenAgain(person, by).traits, { insi: false });
      for (const record of records) await ins.links.look(record, at);
      await ins.byLikeness(person, 20);
      assert.deepEqual(await ins.links.kin(records), new Map(records.map((record) => [record, { linked: [] }])));
    }),
    { numRuns: 40 },
  );
  assert.equal((await store.query<{ n: number }>(linksMade))[0]?.n, count);
});

/** The whole work list, page by page. */
async function everyItem(): Promise<readonly PairItem[]> {
  const found: PairItem[] = [];
  for (let after: string | undefined; ; ) {
    const { items, next } = await ins.links.items('duplicate', false, after);
    found.push(...items);
    if (next === undefined) break;
    after = next;
  }
  assert.equal(new Set(found.map(({ id }) => id)).size, found.length, 'each line once');
  assert.equal(found.length, (await ins.links.waiting()) - (await ins.links.items('collision', false)).items.length);
  return found;
}

test('RNIV 1, doublons: a duplicate is told once, forgotten when a correction makes them two, and told again when it is so again', async () => {
  const person = someone(chanceOf(99));
  const [one, two] = [await known('VALI', { traits: person }), await known('VALI', { traits: person })];
  const waiting = async () =>
    (await everyItem()).filter(({ record, other = one }) => [one, two].includes(record) && [one, two].includes(other));
  assert.equal(await ins.links.look(one, at), 1);
  assert.equal(await ins.links.look(two, at), 1);
  assert.equal((await waiting()).length, 1);
  const { usedFamily: _, ...rest } = someone(chanceOf(100));
  await ins.correct(call, two, rest, { insi: false, identityDocument: 'CN' });
  await ins.links.look(two, at);
  assert.deepEqual(await waiting(), []);
  await ins.correct(call, two, person, { insi: false, identityDocument: 'CN' });
  await ins.links.look(two, at);
  const [again] = await waiting();
  await ins.links.dismiss(call, again?.id ?? '', 'Jumelles, vérifié sur pièce.');
  await ins.links.look(one, at);
  assert.deepEqual(await waiting(), [], 'somebody looked');
});

test('RNIV 1, collisions: a matricule that comes with other traits leaves a line, with the same traits none', async () => {
  const record = await known('QUAL');
  const { matricule = '', oid = '', traits } = (await ins.byRecord(record)) ?? assert.fail('nobody');
  const evidence = { insi: true };
  const collisions = async () => (await ins.links.items('collision', false)).items.filter((one) => one.record === record);
  await assert.rejects(ins.create(call, { traits, matricule, oid, evidence }), { code: 'ins.exists' });
  assert.deepEqual(await collisions(), []);
  await assert.rejects(ins.create(call, { traits: { ...traits, birthFamily: 'AUTRE' }, matricule, oid, evidence }), {
    code: 'ins.exists',
  });
  assert.deepEqual(
    (await collisions()).map(({ seen }) => seen),
    [{ by: 'matricule', traits: ['birthFamily'] }],
  );
});

for (const [mistake, change] of Object.entries(mistakes))
  test(`RNIV 1, look-up in spite of ${mistake}: the person is found`, async () => {
    const by = chanceOf(mistake.length * 31);
    const person = { ...someone(by), usedFamily: 'GALIPETTE' };
    const record = await known('PROV', { traits: person });
    const { birthGivens: _, ...wrong } = { ...person, ...change(person, by) } as Traits;
    const found = await ins.byLikeness(wrong, 5);
    assert.ok(
      found.some(({ identity }) => identity.record === record),
      JSON.stringify([person, wrong]),
    );
  });

test('RNIV 1, look-up: names alone, a date alone, no name, a date that is none, names of 100 characters', async () => {
  const traits = someone(chanceOf(5));
  const record = await known('PROV', { traits });
  const { birthFamily, firstBirthGiven, birthDate } = traits;
  const finds = async (sought: Parameters<Ins['byLikeness']>[0]): Promise<boolean> =>
    (await ins.byLikeness(sought, 20)).some(({ identity }) => identity.record === record);
  assert.equal(await finds({ birthFamily, firstBirthGiven }), true);
  assert.equal(await finds({ birthFamily, birthDate }), true);
  assert.equal(await finds({ birthFamily }), false);
  assert.equal(await finds({ birthFamily, birthDate: 'demain' }), false);
  assert.equal(await finds({ birthFamily: 'Œ'.repeat(100), firstBirthGiven: 'À'.repeat(100), birthDate }), false);
  await assert.rejects(ins.byLikeness({ birthFamily: " -'" }, 5), { code: 'ins.search-too-broad' });
});

test('Socle, keys of people: whoever was known before there were keys gets theirs, once', async () => {
  const count = statement('test.keys', 'select count(*) as n, count(distinct record_id) as people from ins.person_key', {
    acrossRecords: 'a test counts them',
  });
  const clear = statement('test.clearKeys', 'truncate ins.person_key', { acrossRecords: 'a test empties them' });
  const [before] = await store.query<{ n: number; people: number }>(count);
  await store.query(clear);
  assert.equal(await ins.links.rekey(() => false), 0, 'stopped before it began');
  assert.equal(await ins.links.rekey(() => true), before?.people);
  assert.deepEqual((await store.query(count))[0], before);
  assert.equal(await store.marked('ins-person-keys'), keysVersion);
  assert.equal(await ins.links.rekey(() => true), 0);
});
