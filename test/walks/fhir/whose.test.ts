import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemId, newRecordId, PLATFORM, parseItemId } from '#kernel';
import { irene, nuees, orme } from '../cast.ts';
import { ambreHerself, base, type EngineGround, input, linesFrom, openEngineGround, operator, refusal } from './engineGround.ts';
import { identifier, patientOf, practice, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

const device = (more: object = {}) => input({ resourceType: 'Device', ...more });

test('design §3: a resource belongs to the person whom it names, in whatever element', async () => {
  const { fhir, call, ambre } = ground;
  const { reference } = patientOf(ambre);
  const named: object[] = [
    weight({ reference: `${base}/${reference}` }),
    weight({ reference: `${reference}/_history/1` }),
    { resourceType: 'Device', patient: { reference } },
    { resourceType: 'Task', status: 'requested', intent: 'order', for: { reference } },
    { resourceType: 'Provenance', target: [{ reference }], recorded: '2026-02-01T09:00:00Z', agent: [{ who: { display: 'x' } }] },
    { resourceType: 'Schedule', actor: [{ reference }, { reference: 'Practitioner/p1' }] },
  ];
  for (const one of named) {
    const { resourceType } = one as { resourceType: string };
    const { record, id } = await fhir.create(call(), resourceType, input(one));
    assert.equal(record, ambre, resourceType);
    assert.equal(parseItemId(id).record, ambre);
  }
});

test('design §3: what names no person but a thing of a record belongs there', async () => {
  const { fhir, call, ambre } = ground;
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const provenance = {
    resourceType: 'Provenance',
    target: [{ reference: `Observation/${id}` }],
    recorded: '2026-02-01T09:00:00Z',
    agent: [{ who: { display: 'x' } }],
  };
  assert.equal((await fhir.create(call(), 'Provenance', input(provenance))).record, ambre);
});

test('design §3: two persons, an unknown one, a thing of another record: refused, traced, nothing kept', async () => {
  const { fhir, call, ambre, basile } = ground;
  const theirs = await fhir.create(call(), 'Observation', input(weight(patientOf(basile))));
  await fhir.update(call(), 'Observation', 'de-basile', input(weight(patientOf(basile), { id: 'de-basile' })));
  const told = await linesFrom(ground, PLATFORM);
  const refusedOn: readonly (readonly [code: string, resource: object])[] = [
    ['fhir.several-patients', weight(patientOf(ambre), { performer: [patientOf(basile)] })],
    ['fhir.unknown-patient', weight({ reference: 'Patient/personne' })],
    ['fhir.unknown-patient', weight({ reference: `Patient/${'0'.repeat(32)}` })],
    ['fhir.other-record', weight(patientOf(ambre), { hasMember: [{ reference: `Observation/${theirs.id}` }] })],
    ['fhir.other-record', weight(patientOf(ambre), { hasMember: [{ reference: 'Observation/de-basile' }] })],
    [
      'fhir.unresolved-reference',
      weight(patientOf(ambre), { hasMember: [{ reference: 'urn:uuid:5c0b1e00-0000-4000-8000-000000000000' }] }),
    ],
    ['fhir.unresolved-reference', weight({ reference: 'Patient?identifier=urn:oid:1.2.3|nobody' })],
  ];
  for (const [code, resource] of refusedOn) await refusal(fhir.create(call(), 'Observation', input(resource)), code);
  const stranger = newRecordId();
  for (let n = 0; n < 3; n++) {
    const one = input(weight(patientOf(stranger)));
    await refusal(fhir.create(call(), 'Observation', one), 'fhir.unknown-patient');
  }
  const organization = input({ resourceType: 'PractitionerRole', practitioner: patientOf(ambre) });
  await refusal(fhir.create(call(), 'PractitionerRole', organization), 'fhir.invalid');
  const lines = await told();
  assert.equal(lines.filter((line) => line.startsWith('write refused')).length, 10);
  // Who guesses a record begins none, nor a chain of its own.
  assert.equal((await ground.trace.positions([stranger])).size, 0);
});

test('design §3: a conditional reference and a contained one: the one is looked up, the other left', async () => {
  const { fhir, call, ambre } = ground;
  const { id } = await fhir.create(call(), 'Organization', input(practice('Laboratoire des Nuées', identifier('LABO'))));
  const matricule = `urn:oid:1.2.250.1.213.1.4.10|${(await ground.ins.byRecord(ambre))?.matricule}`;
  const written = await fhir.create(
    call(),
    'Observation',
    input(
      weight(
        { reference: `Patient?identifier=${matricule}` },
        {
          contained: [{ resourceType: 'Practitioner', id: 'p', name: [{ family: 'Stéthance' }] }],
          performer: [{ reference: '#p' }, { reference: 'Organization?identifier=urn:oid:1.2.3.4|LABO' }],
        },
      ),
    ),
  );
  assert.equal(written.record, ambre);
  const { subject, performer } = JSON.parse(written.body ?? '');
  assert.deepEqual(
    [subject.reference, performer[0].reference, performer[1].reference],
    [patientOf(ambre).reference, '#p', `Organization/${id}`],
  );
});

test('design §4.1: what is for all is read by all, and changed by who deposited it or by the operator', async () => {
  const { fhir, call } = ground;
  const told = await linesFrom(ground, PLATFORM);
  const made = await fhir.create(call(), 'Organization', input(practice('Clinique de Saint-Orme')));
  assert.equal(made.record, undefined);
  for (const actor of [orme, irene, ambreHerself(ground), operator])
    assert.equal((await fhir.read(call(actor), 'Organization', made.id)).body, made.body);
  const renamed = (name: string) => input(practice(name, { id: made.id }));
  await refusal(fhir.update(call(orme), 'Organization', made.id, renamed('À nous')), 'fhir.not-yours');
  assert.equal((await fhir.update(call(nuees), 'Organization', made.id, renamed('Clinique'))).version, 2);
  assert.equal((await fhir.update(call(operator), 'Organization', made.id, renamed('Clinique du Lac'))).version, 3);
  const chosen = await fhir.update(call(), 'Organization', 'clinique-1', input(practice('x', { id: 'clinique-1' })));
  assert.deepEqual([chosen.id, chosen.outcome], ['clinique-1', 'created']);
  assert.equal((await fhir.remove(call(), 'Organization', 'clinique-1')).version, 2);
  await refusal(fhir.read(call(), 'Organization', 'clinique-1'), 'fhir.gone');
  assert.equal((await fhir.vread(call(), 'Organization', made.id, 2)).version, 2);
  await refusal(fhir.create(call(ambreHerself(ground)), 'Organization', input(practice('Chez moi'))), 'fhir.professionals-only');
  const valueSet = input({ resourceType: 'ValueSet', status: 'active', url: 'https://socle.example/vs' });
  await refusal(fhir.create(call(), 'ValueSet', valueSet), 'fhir.operator-only');
  assert.equal((await fhir.create(call(operator), 'ValueSet', valueSet)).version, 1);
  assert.deepEqual((await told()).slice(0, 6), [
    'write done Organization change=created software',
    'read done Organization software',
    'read done Organization professional',
    'read done Organization citizen',
    'read done Organization operator',
    'write refused fhir.not-yours software',
  ]);
});

test('design §3: what names nobody and is not for all is its depositor’s own', async () => {
  const { fhir, call } = ground;
  const binary = input({ resourceType: 'Binary', contentType: 'text/plain', data: 'QnJ1bWU=' });
  const own: readonly (readonly [type: string, input: ReturnType<typeof input>])[] = [
    ['Binary', binary],
    ['Observation', input({ ...weight({ reference: '#nobody' }), subject: { display: 'Anonyme' } })],
    [
      'Group',
      input({
        resourceType: 'Group',
        type: 'person',
        actual: true,
        member: [{ entity: patientOf(ground.ambre) }, { entity: patientOf(ground.basile) }],
      }),
    ],
    ['Bundle', input({ resourceType: 'Bundle', type: 'collection' })],
  ];
  for (const [type, one] of own) {
    const { id, record } = await fhir.create(call(), type, one);
    assert.equal(record, undefined, type);
    assert.equal((await fhir.read(call(), type, id)).id, id);
    for (const actor of [orme, irene, operator, ambreHerself(ground)])
      await refusal(fhir.read(call(actor), type, id), 'id.unknown');
    await refusal(fhir.remove(call(orme), type, id), 'id.unknown');
    assert.equal((await fhir.remove(call(), type, id)).version, 2);
    await refusal(fhir.read(call(), type, id), 'fhir.gone');
    await refusal(fhir.read(call(orme), type, id), 'id.unknown');
  }
});

test('design §3: a device is for all until it is somebody’s, and does not move', async () => {
  const { fhir, call, ambre } = ground;
  const shared = await fhir.update(call(), 'Device', 'balance-1', device({ id: 'balance-1' }));
  assert.equal(shared.record, undefined);
  assert.equal((await fhir.read(call(orme), 'Device', 'balance-1')).version, 1);
  await refusal(
    fhir.update(call(), 'Device', 'balance-1', device({ id: 'balance-1', patient: patientOf(ambre) })),
    'fhir.other-record',
  );
  const personal = await fhir.update(call(), 'Device', 'pompe-1', device({ id: 'pompe-1', patient: patientOf(ambre) }));
  assert.equal(personal.record, ambre);
  await refusal(fhir.read(call(orme), 'Device', 'pompe-1'), 'id.unknown');
  await refusal(fhir.update(call(), 'Device', 'pompe-1', device({ id: 'pompe-1' })), 'fhir.other-record');
});

test('FHIR R4 §2.36: ids that nothing bears, of every shape', async () => {
  const { fhir, call, ambre } = ground;
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  for (const unknown of ['nothing', itemId(ambre, 5_000), `${'f'.repeat(32)}-1`, itemId(PLATFORM, 1)]) {
    await refusal(fhir.read(call(), 'Observation', unknown), 'id.unknown');
  }
  await refusal(fhir.read(call(), 'Condition', id), 'id.unknown');
  await refusal(fhir.read(call(), 'Nonsense', id), 'fhir.unknown-type');
  await refusal(fhir.read(call(), 'Organization', 'nothing'), 'id.unknown');
  await refusal(fhir.read(call(), 'Patient', 'f'.repeat(32)), 'id.unknown');
  assert.deepEqual((await ground.trace.verify()).faults, []);
});
