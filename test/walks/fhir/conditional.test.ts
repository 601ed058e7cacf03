import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { irene, orme } from '../cast.ts';
import { basileHimself, census, type EngineGround, input, linesFrom, openEngineGround, refusal } from './engineGround.ts';
import { identifier, patientOf, practice, visible, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

const created = (all: readonly { outcome: string }[]): number => all.filter(({ outcome }) => outcome === 'created').length;

test('FHIR R4 §3.1.0.8.1: two conditional creates at once: exactly one wins, in a record, among what is shared, of people', async () => {
  const { fhir, call, ambre } = ground;
  const other = await ground.beside();
  const cases: readonly (readonly [type: string, make: (value: string) => object])[] = [
    ['Observation', (value) => weight(patientOf(ambre), identifier(value))],
    ['Organization', (value) => practice('Cabinet', identifier(value))],
    ['Patient', (value) => ({ resourceType: 'Patient', ...identifier(value), name: [{ family: 'Fictive' }] })],
  ];
  for (const [type, make] of cases) {
    for (const round of ['a', 'b', 'c']) {
      const value = `${type}-${round}`;
      const ifNoneExist = `identifier=urn:oid:1.2.3.4|${value}`;
      const all = await Promise.all(
        [fhir, other.fhir, fhir, other.fhir].map((each) => each.create(call(), type, input(make(value)), { ifNoneExist })),
      );
      assert.equal(created(all), 1, `${value}: ${all.map(({ outcome }) => outcome)}`);
      assert.equal(new Set(all.map(({ id }) => id)).size, 1, value);
      assert.equal(new Set(all.map(({ body }) => body)).size, 1, value);
    }
  }
  assert.deepEqual((await ground.trace.verify()).faults, []);
});

test('FHIR R4 §3.1.0.8.1: more conditional creates at once than the server has connections: each is answered', async () => {
  const { fhir, call } = ground;
  const make = (value: string) =>
    fhir.create(call(), 'Patient', input({ resourceType: 'Patient', ...identifier(value) }), {
      ifNoneExist: `identifier=urn:oid:1.2.3.4|${value}`,
    });
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => make(`many-${n % 4}`)));
  assert.equal(created(all), 4);
  assert.equal(new Set(all.map(({ id }) => id)).size, 4);
});

test('FHIR R4 §3.1.0.8.1: what the caller may not see meets no condition', async () => {
  const { fhir, call, ambre } = ground;
  const ifNoneExist = 'identifier=urn:oid:1.2.3.4|not-seen';
  const make = () => input(weight(patientOf(ambre), identifier('not-seen')));
  const first = await fhir.create(call(), 'Observation', make(), { ifNoneExist });
  const second = await fhir.create(call(orme), 'Observation', make(), { ifNoneExist });
  assert.deepEqual([first.outcome, second.outcome], ['created', 'created']);
  assert.notEqual(first.id, second.id);
});

test('FHIR R4 §3.1.0.8.1, ADR 5: rights that another server changed: finding nothing is asked again', async () => {
  const { fhir, call, ambre } = ground;
  const other = await ground.beside();
  await ground.rights.declare(call(irene), ambre, 'equipe_de_soins');
  const ifNoneExist = 'identifier=urn:oid:1.2.3.4|renewed';
  const make = () => input(weight(patientOf(ambre), identifier('renewed')));
  assert.equal((await fhir.create(call(irene), 'Observation', make(), { ifNoneExist })).outcome, 'created');
  // This server has the record's rights in memory; they change elsewhere.
  const self = { ...call(), actor: { kind: 'citizen', record: ambre, name: 'Ambre' } as const };
  await other.rights.oppose(self, ambre, { emergency: true });
  assert.equal((await fhir.create(call(irene), 'Observation', make(), { ifNoneExist })).outcome, 'unchanged');
});

test('FHIR R4 §3.1.0.4.3 conditional update: none makes, one changes, several refuse', async () => {
  const { fhir, call, ambre } = ground;
  const told = await linesFrom(ground, ambre);
  const query = 'identifier=urn:oid:1.2.3.4|upsert';
  const make = (more: object = {}) => input(weight(patientOf(ambre), { ...identifier('upsert'), ...more }));
  const made = await fhir.updateWhere(call(), 'Observation', query, make());
  assert.equal(made.outcome, 'created');
  const changed = await fhir.updateWhere(call(), 'Observation', query, make({ status: 'amended' }));
  assert.deepEqual([changed.outcome, changed.id, changed.version], ['updated', made.id, 2]);
  await refusal(fhir.updateWhere(call(), 'Observation', query, make(), { ifMatch: 1 }), 'fhir.version-conflict');
  await refusal(fhir.updateWhere(call(), 'Observation', query, make({ id: 'another' })), 'fhir.id-mismatch');
  assert.equal((await fhir.updateWhere(call(), 'Observation', query, make({ id: made.id }))).id, made.id);
  await fhir.create(call(), 'Observation', make());
  await refusal(fhir.updateWhere(call(), 'Observation', query, make()), 'fhir.several-matches');
  await refusal(fhir.updateWhere(call(), 'Observation', 'nonsense=1', make()), 'fhir.unknown-parameter');
  const chosen = input(weight(patientOf(ambre), { ...identifier('chosen'), id: 'mesure-choisie' }));
  const named = await fhir.updateWhere(call(), 'Observation', 'identifier=urn:oid:1.2.3.4|chosen', chosen);
  assert.deepEqual([named.outcome, named.id], ['created', 'mesure-choisie']);
  assert.deepEqual(await told(), [
    'write done Observation change=created software',
    'write done Observation change=updated software',
    'write refused fhir.version-conflict software',
    'write refused fhir.id-mismatch software',
    'write done Observation change=updated software',
    'write done Observation change=created software',
    'write refused fhir.several-matches software',
    'write refused fhir.unknown-parameter software',
    'write done Observation change=created software',
  ]);
});

test('FHIR R4 §3.1.0.7.1 conditional delete and patch: one, none, several; the patient is named', async () => {
  const { fhir, call, ambre, basile } = ground;
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre), identifier('to-go'))));
  const query = `identifier=urn:oid:1.2.3.4|to-go&patient=${patientOf(ambre).reference}`;
  const patch = { kind: 'json', text: '[{"op":"replace","path":"/status","value":"amended"}]' } as const;
  assert.deepEqual((await fhir.patchWhere(call(), 'Observation', query, patch)).version, 2);
  await refusal(fhir.removeWhere(call(), 'Observation', 'identifier=urn:oid:1.2.3.4|to-go'), 'fhir.patient-required');
  assert.equal((await fhir.removeWhere(call(), 'Observation', query))?.id, id);
  assert.equal(await fhir.removeWhere(call(), 'Observation', query), undefined);
  await refusal(fhir.patchWhere(call(), 'Observation', query, patch), 'id.unknown');
  // A citizen's own record needs no name.
  const mine = await fhir.create(
    call(basileHimself(ground)),
    'Observation',
    input(weight(patientOf(basile), identifier('mine'))),
  );
  assert.equal(
    (await fhir.removeWhere(call(basileHimself(ground)), 'Observation', 'identifier=urn:oid:1.2.3.4|mine'))?.id,
    mine.id,
  );
});

test('FHIR R4 §3.1.0.8.1: a condition that cannot be asked, or is refused, leaves nothing', async () => {
  const { fhir, call, ambre, rights } = ground;
  const before = await census(ground);
  const one = () => input(weight(patientOf(ambre), { ...identifier('nothing'), ...visible('MASQUE_PS') }));
  await refusal(fhir.create(call(), 'Observation', one(), { ifNoneExist: 'code:regex=.*' }), 'fhir.bad-modifier');
  await rights.block({ ...call(), actor: { kind: 'citizen', record: ambre, name: 'Ambre' } }, ambre, irene);
  await refusal(fhir.create(call(irene), 'Observation', one(), { ifNoneExist: 'identifier=x' }), 'rights.blocked');
  assert.deepEqual(await census(ground), before);
});
