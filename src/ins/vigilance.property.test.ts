import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openInsiSimulator } from '#interop/insi';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import {
  type Attribute,
  allows,
  arrivalOf,
  type Identity,
  type Ins,
  insMigrations,
  insOids,
  type Matricule,
  matriculeKey,
  openIns,
  parseTraits,
  type Traits,
} from './index.ts';
import { isDoubtful } from './status.ts';

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

const call: Call = { actor: { kind: 'operator', id: 'o', name: 'Odile' }, at: new Date('2026-03-01T10:00:00Z'), requestId: 'r' };
const oid = insOids.test;
const why = 'Une raison de dix lettres au moins.';
let people = 0;
const fresh = (): Matricule => {
  people += 1;
  const body = `279035188${String(people).padStart(4, '0')}`;
  return (body + matriculeKey(body)) as Matricule;
};

const attributes = fc.uniqueArray(fc.constantFrom<Attribute>('homonyme', 'douteux', 'fictif'), { maxLength: 3 });
const document = fc.constantFrom(undefined, 'CN' as const, 'PC' as const);
const act = fc.oneof(
  fc.record({ does: fc.constant('mark' as const), attributes, document, insi: fc.boolean() }),
  fc.record({ does: fc.constant('verify' as const) }),
  fc.record({ does: fc.constant('correct' as const), day: fc.integer({ min: 1, max: 3 }), document, insi: fc.boolean() }),
  fc.record({ does: fc.constant('INSi moves' as const), day: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ does: fc.constant('INSi replaces' as const) }),
);

/** What must hold of every identity, whatever came before. */
async function holds(identity: Identity, record: RecordId, given: readonly Matricule[]): Promise<void> {
  const { status, attributes: has, matricule } = identity;
  assert.equal(matricule !== undefined, status === 'RECUP' || status === 'QUAL', `${status} with ${matricule}`);
  if (isDoubtful(has)) assert.equal(status, 'PROV');
  assert.equal(allows(status, 'deposit', has), status === 'QUAL');
  assert.deepEqual(await ins.byRecord(record), identity);
  if (matricule !== undefined) assert.equal(await ins.recordOf(oid, matricule), record);
  for (const one of given) assert.equal(await ins.recordOf(oid, one), record, 'a matricule that was theirs still finds them');
  const { versions } = await ins.vigilance.history(call, record);
  assert.deepEqual(
    versions.map((one) => one.version),
    Array.from({ length: identity.version }, (_, n) => identity.version - n),
    'no version is lost',
  );
}

test('RNIV 1, statuses and attributes: any sequence of acts keeps the rules, every matricule and every version', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 10 }), async (acts) => {
      let matricule = fresh();
      let atInsi: Traits = parseTraits({
        birthFamily: 'SUITE',
        firstBirthGiven: `A${'BCDEFGHIJK'[people % 10]}${'BCDEFGHIJK'[Math.floor(people / 10) % 10]}`,
        sex: 'F',
        birthDate: '1979-03-01',
        birthPlace: '51888',
      });
      insi.register({ oid, matricule, traits: atInsi });
      let now = await ins.create(call, { traits: atInsi, oid, matricule, evidence: { insi: true, identityDocument: 'CN' } });
      const { record } = now;
      const given = [matricule];
      await holds(now, record, given);
      for (const one of acts) {
        if (one.does === 'INSi moves') {
          atInsi = { ...atInsi, birthDate: `1979-03-0${one.day}` };
          insi.register({ oid, matricule, traits: atInsi });
          continue;
        }
        if (one.does === 'INSi replaces') {
          const before = matricule;
          matricule = fresh();
          insi.register({ oid, matricule, traits: atInsi, formerly: [{ oid, matricule: before }] });
          continue;
        }
        try {
          if (one.does === 'verify') now = (await ins.vigilance.verify(call, record)).identity;
          else {
            const evidence = { insi: one.insi, ...(one.document && { identityDocument: one.document }) };
            if (one.does === 'mark') now = await ins.vigilance.mark(call, record, one.attributes, evidence, why);
            else now = await ins.correct(call, record, { ...now.traits, birthDate: `1979-03-0${one.day}` }, evidence);
          }
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        if (now.matricule !== undefined && !given.includes(now.matricule)) given.push(now.matricule);
        await holds(now, record, given);
      }
      assert.deepEqual((await trace.verify(record)).faults, []);
    }),
    { numRuns: 40 },
  );
});

const at = new Date('2026-03-01T10:00:00Z');

test('RNIV 2, anonymity: whatever is given, what comes out is five strict traits of nobody, fictitious; two are told apart', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom('F', 'M'), fc.integer({ min: 1900, max: 2025 }), (sex, year) => {
      const { traits, attributes: has, asksInsi } = arrivalOf('anonymous', { sex, birthDate: String(year) }, at);
      assert.deepEqual(
        [traits.birthFamily, traits.birthPlace, traits.birthDate, traits.sex],
        ['ANONYME', '99999', `${year}-01-01`, sex],
      );
      assert.deepEqual([has, asksInsi], [['fictif'], false]);
      assert.match(traits.firstBirthGiven, /^[A-Z]{8}$/);
      assert.ok(!seen.has(traits.firstBirthGiven));
      seen.add(traits.firstBirthGiven);
    }),
  );
});

test('RNIV 2, births: a newborn without a name is told from one with, and INSi is asked only of the latter; three months at most', () => {
  const born = { birthFamily: 'ROSÉE', sex: 'M', birthPlace: '35238' };
  const on = (birthDate: string, more: object = {}) => arrivalOf('newborn', { ...born, birthDate, ...more }, at);
  assert.deepEqual([on('2026-02-28').traits.firstBirthGiven, on('2026-02-28').asksInsi], ['SANS PRENOM', false]);
  assert.deepEqual(
    [
      on('2026-02-28', { firstBirthGiven: 'Elie' }).traits.firstBirthGiven,
      on('2026-02-28', { firstBirthGiven: 'Elie' }).asksInsi,
    ],
    ['Elie', true],
  );
  assert.equal(on('2025-12-01').traits.birthDate, '2025-12-01');
  for (const [given, code] of [
    [{ ...born, birthDate: '2025-11-01' }, 'ins.not-newborn'],
    [{ ...born, birthDate: '2026-02-30' }, 'ins.malformed-trait'],
    [{ ...born, birthFamily: '', birthDate: '2026-02-28' }, 'ins.missing-trait'],
    [{ ...born, birthPlace: undefined, birthDate: '2026-02-28' }, 'ins.missing-trait'],
    [{ ...born, sex: 'I', birthDate: '2026-02-28' }, 'ins.malformed-trait'],
  ] as const)
    assert.throws(() => arrivalOf('newborn', given, at), { code });
  assert.throws(() => arrivalOf('anonymous', { sex: 'F', birthDate: '1999', usedGiven: 'Zoé' }, at), {
    code: 'ins.anonymous-named',
  });
  assert.throws(() => arrivalOf('anonymous', { sex: 'F' }, at), { code: 'ins.missing-trait' });
  assert.equal(
    arrivalOf('foreign', { ...born, birthPlace: ' ', firstBirthGiven: 'Li', birthDate: '1970-01-01' }, at).traits.birthPlace,
    '99999',
  );
});
