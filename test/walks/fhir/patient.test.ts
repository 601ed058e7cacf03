import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, PLATFORM } from '#kernel';
import { ambre, basile, capucine, corentine, irene, makeKnown, nuees, orme, type Person, person } from '../cast.ts';
import {
  ambreHerself,
  asked,
  basileHimself,
  callBy,
  census,
  type EngineGround,
  feed,
  input,
  linesFrom,
  openEngineGround,
  operator,
  refusal,
} from './engineGround.ts';
import { identifier, patientOf, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

/** A Patient as FR Core's fr-core-patient-ins has it. */
function insPatient({ oid, matricule, ...traits }: Person, more: object = {}): object {
  const core = 'https://hl7.fr/ig/fhir/core';
  return {
    resourceType: 'Patient',
    extension: [
      {
        url: `${core}/StructureDefinition/fr-core-identity-reliability`,
        extension: [
          { url: 'identityStatus', valueCoding: { system: `${core}/CodeSystem/fr-core-cs-v2-0445`, code: 'VALI' } },
          {
            url: 'validationMode',
            valueCoding: { system: `${core}/CodeSystem/fr-core-cs-mode-validation-identity`, code: 'CN' },
          },
        ],
      },
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
        valueAddress: {
          extension: [
            { url: `${core}/StructureDefinition/fr-core-address-insee-code`, valueCoding: { code: traits.birthPlace } },
          ],
        },
      },
    ],
    identifier: [{ use: 'official', system: `urn:oid:${oid}`, value: matricule }],
    name: [{ use: 'official', family: traits.birthFamily, given: [traits.firstBirthGiven] }],
    gender: traits.sex === 'F' ? 'female' : 'male',
    birthDate: traits.birthDate,
    ...more,
  };
}

let order = 300;
const someone = (family = 'NUÉE'): Person => person({ ...corentine, birthFamily: family }, String(++order));
const told = ({ oid, matricule, ...traits }: Person): void => ground.insi.register({ oid, matricule, traits });

test('FHIR R4 Patient, without an INS identity: a record of its own, found by its identifiers', async () => {
  const { fhir, call, ins } = ground;
  await feed(ground);
  const { id, record, body } = await fhir.create(
    call(),
    'Patient',
    input({ resourceType: 'Patient', ...identifier('IPP-1'), name: [{ family: 'X' }] }),
  );
  assert.ok(record !== undefined && id === hexOfRecordId(record));
  assert.equal(await ins.byRecord(record), undefined);
  const lines = await linesFrom(ground, record);
  assert.equal((await fhir.read(call(), 'Patient', id)).body, body);
  assert.deepEqual(await feed(ground), [{ home: record, changes: [['Patient', id, 0, 1, 'POST']] }]);
  const found = await fhir.search(call(), { type: 'Patient' }, asked('identifier=urn:oid:1.2.3.4|IPP-1'));
  assert.deepEqual([found.total, found.matches[0]?.id], [1, id]);
  const renamed = input({ resourceType: 'Patient', id, ...identifier('IPP-2'), name: [{ family: 'Y' }] });
  assert.equal((await fhir.update(call(), 'Patient', id, renamed)).version, 2);
  assert.equal((await fhir.search(call(), { type: 'Patient' }, asked('identifier=IPP-1'))).total, 0);
  assert.equal((await fhir.search(call(), { type: 'Patient' }, asked('identifier=IPP-2'))).total, 1);
  assert.equal((await fhir.create(call(), 'Observation', input(weight(patientOf(record))))).record, record);
  assert.deepEqual(await lines(), [
    'read done Patient software',
    'search done type=Patient software',
    'write done Patient change=updated software',
    'search done type=Patient software',
    'write done Observation change=created software',
  ]);
});

test('Guide INS, règles 11 and 49: a Patient with matricule and traits becomes an identity; INSi is asked', async () => {
  const { fhir, call, ins } = ground;
  const one = someone();
  told(one);
  const { id, record, body } = await fhir.create(call(), 'Patient', input(insPatient(one)));
  assert.ok(record !== undefined && id === hexOfRecordId(record));
  const identity = await ins.byRecord(record);
  assert.deepEqual([identity?.status, identity?.matricule, identity?.version], ['QUAL', one.matricule, 1]);
  assert.ok(body?.includes(one.matricule));
  assert.equal((await fhir.read(call(), 'Patient', id)).body, body);
  await refusal(fhir.create(call(), 'Patient', input(insPatient(one))), 'ins.exists');
  const again = await fhir.create(call(), 'Patient', input(insPatient(one)), {
    ifNoneExist: `identifier=urn:oid:${one.oid}|${one.matricule}`,
  });
  assert.deepEqual([again.outcome, again.id], ['unchanged', id]);
  const wrong = { ...one, matricule: one.matricule.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) };
  await refusal(fhir.create(call(), 'Patient', input(insPatient(wrong))), 'ins.bad-key');
});

test('Guide INS, règle 51: a matricule that INSi does not confirm is not kept', async () => {
  const { fhir, call, ins } = ground;
  const one = someone('INCONNUE');
  const { record, body } = await fhir.create(
    call(),
    'Patient',
    input(insPatient(one, { telecom: [{ system: 'phone', value: '01.20' }] })),
  );
  assert.ok(record !== undefined);
  assert.equal((await ins.byRecord(record))?.status, 'VALI');
  assert.ok(!body?.includes(one.matricule) && body?.includes('01.20'));
  const { rows } = await ground.store.pool.query<{ n: number }>('select count(*) as n from fhir.resource where body like $1', [
    `%${one.matricule}%`,
  ]);
  assert.equal(rows[0]?.n, 0);
});

test('FHIR R4 §3.1.0.8.1, Guide INS: two Patients of one new person at once: one identity, one record', async () => {
  const { fhir, call } = ground;
  const other = await ground.beside();
  const one = someone('JUMELLE');
  told(one);
  const before = await census(ground);
  const ifNoneExist = `identifier=urn:oid:${one.oid}|${one.matricule}`;
  const both = await Promise.all(
    [fhir, other.fhir].map((each) => each.create(call(), 'Patient', input(insPatient(one)), { ifNoneExist })),
  );
  assert.deepEqual(both.map(({ outcome }) => outcome).toSorted(), ['created', 'unchanged']);
  assert.equal(both[0]?.id, both[1]?.id);
  assert.ok(both.every(({ body }) => body?.includes(one.matricule)));
  assert.equal((await census(ground)).records, (before.records ?? 0) + 1);
});

test('Guide INS: who looks for a new person before their Patient is written takes nothing from who made them known', async () => {
  const { fhir, call } = ground;
  const other = await ground.beside();
  for (let round = 0; round < 5; round++) {
    const one = someone('CROISÉE');
    told(one);
    const query = asked(`identifier=urn:oid:${one.oid}|${one.matricule}`);
    let done = false;
    const looking = (async () => {
      while (!done) await other.fhir.search(call(irene), { type: 'Patient' }, query);
    })();
    const made = await fhir.create(call(), 'Patient', input(insPatient(one, { telecom: [{ system: 'phone', value: '0177' }] })));
    done = true;
    await looking;
    assert.equal(made.outcome, 'created');
    assert.match((await fhir.read(call(), 'Patient', made.id)).body, /0177/);
    const again = input(insPatient(one, { id: made.id, telecom: [{ system: 'phone', value: '0166' }] }));
    assert.equal((await fhir.update(call(), 'Patient', made.id, again)).outcome, 'updated');
  }
});

test('design §2: whom ins knows has a Patient, written when it is first looked for', async () => {
  const { fhir, call, ambre: record } = ground;
  const id = hexOfRecordId(record);
  const lines = await linesFrom(ground, record);
  const { body, version } = await fhir.read(call(irene), 'Patient', id);
  const {
    identifier: [ins] = [{}],
    name,
    gender,
    birthDate,
  } = JSON.parse(body) as {
    identifier?: { system?: string; value?: string }[];
    name: { family: string }[];
    gender: string;
    birthDate: string;
  };
  assert.deepEqual(
    [version, ins?.value, name[0]?.family, gender, birthDate],
    [1, ambre.matricule, ambre.birthFamily, 'female', ambre.birthDate],
  );
  const valid = input(JSON.parse(body) as object);
  await refusal(fhir.update(call(irene), 'Patient', id, valid), 'fhir.not-yours');
  const token = `identifier=urn:oid:${ambre.oid}|${ambre.matricule}`;
  const found = await fhir.search(call(irene), { type: 'Patient' }, asked(`${token}&birthdate=${ambre.birthDate}`));
  assert.equal(found.matches[0]?.body.toString(), body);
  assert.equal((await fhir.search(call(irene), { type: 'Patient' }, asked(`${token}&birthdate=2001-01-01`))).total, 0);
  assert.equal((await fhir.read(call(ambreHerself(ground)), 'Patient', id)).body, body);
  await refusal(fhir.remove(call(irene), 'Patient', id), 'fhir.not-yours');
  assert.deepEqual(await lines(), [
    'read done Patient professional',
    'write refused fhir.not-yours professional',
    'search done type=Patient professional',
    'read done Patient citizen',
    'write refused fhir.not-yours professional',
  ]);
});

test('Guide INS: the Patient follows the corrections of the identity, and keeps what is not of it', async () => {
  const { fhir, call, ins } = ground;
  const one = someone('AVANT');
  told(one);
  const { id, record } = await fhir.create(
    call(),
    'Patient',
    input(insPatient(one, { telecom: [{ system: 'phone', value: '0199' }] })),
  );
  assert.ok(record !== undefined);
  const { oid: _, matricule: __, ...traits } = one;
  await ins.correct(callBy(operator), record, { ...traits, usedFamily: 'APRÈS' }, { insi: true, identityDocument: 'CN' });
  const { body, version } = await fhir.read(call(), 'Patient', id);
  assert.equal(version, 2);
  assert.match(body, /APRÈS/);
  assert.match(body, /0199/);
  assert.equal((await fhir.vread(call(), 'Patient', id, 1)).version, 1);
  assert.equal((await fhir.read(call(), 'Patient', id)).version, 2);
  const stale = input(insPatient({ ...one, birthFamily: 'AUTRE' }, { id }));
  await refusal(fhir.update(call(), 'Patient', id, stale), 'ins.not-confirmed');
  const nameless = input({ ...insPatient(one), id, name: [] as unknown } as object);
  await refusal(
    fhir.update(call(), 'Patient', id, input({ ...JSON.parse(nameless.text), name: undefined })),
    'fhir.identity-differs',
  );
  const moved = { ...insPatient(one, { id }), telecom: [{ system: 'phone', value: '0188' }] };
  const names = [...((moved as { name?: object[] }).name ?? []), { use: 'usual', family: 'APRÈS' }];
  const kept = await fhir.update(call(), 'Patient', id, input({ ...moved, name: names }));
  assert.equal(kept.outcome, 'updated');
  assert.match((await fhir.read(call(), 'Patient', id)).body, /0188/);
  const patch = { kind: 'json', text: '[{"op":"replace","path":"/birthDate","value":"2000-01-01"}]' } as const;
  await refusal(fhir.patch(call(), 'Patient', id, patch), 'fhir.identity-differs');
});

test('FHIR R4 §3.1.0.4.1 Patient under an id that the client chose: every name leads to the one person', async () => {
  const { fhir, call, store } = ground;
  const made = await fhir.update(
    call(),
    'Patient',
    'mme-y',
    input({ resourceType: 'Patient', id: 'mme-y', ...identifier('IPP-Y') }),
  );
  const { record } = made;
  assert.ok(record !== undefined && made.id === 'mme-y');
  const hex = patientOf(record).reference;
  for (const reference of ['Patient/mme-y', hex]) await fhir.create(call(), 'Observation', input(weight({ reference })));
  for (const name of ['Patient/mme-y', 'mme-y', hex, hexOfRecordId(record)]) {
    for (const parameter of ['patient', 'subject:Patient']) {
      assert.equal(
        (await fhir.search(call(), { type: 'Observation' }, asked(`${parameter}=${name}`))).total,
        2,
        `${parameter}=${name}`,
      );
    }
  }
  assert.equal((await fhir.search(call(), { type: 'Observation' }, asked('patient.identifier=urn:oid:1.2.3.4|IPP-Y'))).total, 2);
  assert.equal((await fhir.read(call(), 'Patient', hexOfRecordId(record))).id, 'mme-y');
  await refusal(fhir.update(call(orme), 'Patient', 'mme-y', input({ resourceType: 'Patient', id: 'mme-y' })), 'fhir.not-yours');
  const { rows } = await store.pool.query<{ type: string }>('select type from fhir.alias where record_id = $1', [record]);
  assert.deepEqual(rows, [{ type: 'Patient' }]);
});

test('FHIR R4 §3.1.0.7 Patient: deleted only when nothing of them is left', async () => {
  const { fhir, call } = ground;
  const { id, record } = await fhir.create(call(), 'Patient', input({ resourceType: 'Patient', ...identifier('IPP-Z') }));
  assert.ok(record !== undefined);
  const { id: measure } = await fhir.create(call(), 'Observation', input(weight(patientOf(record))));
  await refusal(fhir.remove(call(), 'Patient', id), 'fhir.patient-in-use');
  await fhir.remove(call(), 'Observation', measure);
  assert.equal((await fhir.remove(call(), 'Patient', id)).outcome, 'deleted');
  await refusal(fhir.read(call(), 'Patient', id), 'fhir.gone');
  assert.equal((await fhir.search(call(), { type: 'Patient' }, asked('identifier=IPP-Z'))).total, 0);
  await refusal(fhir.create(call(), 'Observation', input(weight(patientOf(record)))), 'fhir.unknown-patient');
  const known = someone('GARDÉE');
  told(known);
  const kept = await fhir.create(call(), 'Patient', input(insPatient(known)));
  await refusal(fhir.remove(call(), 'Patient', kept.id), 'fhir.patient-in-use');
});

test('design §3: who may know a person: professionals and software before any ground, not who is blocked, not another citizen', async () => {
  const { fhir, call, rights } = ground;
  const record = await makeKnown({ ins: ground.ins, insi: ground.insi } as Parameters<typeof makeKnown>[0], someone('CHOISIE'));
  const id = hexOfRecordId(record);
  const self = { kind: 'citizen', record, name: 'Choisie' } as const;
  await rights.block(call(self), record, capucine);
  const lines = await linesFrom(ground, record);
  const seen = async (actor: Parameters<typeof callBy>[0]): Promise<number | undefined> =>
    (await fhir.search(call(actor), { type: 'Patient' }, asked(`_id=${id}`))).total;
  assert.deepEqual(
    [await seen(irene), await seen(nuees), await seen(self), await seen(capucine), await seen(basileHimself(ground))],
    [1, 1, 1, 0, 0],
  );
  await refusal(fhir.read(call(capucine), 'Patient', id), 'rights.blocked');
  await refusal(fhir.read(call(basileHimself(ground)), 'Patient', id), 'rights.not-yours');
  await refusal(fhir.search(call(irene), { type: 'Patient' }, asked('family=CHOISIE')), 'fhir.patient-required');
  await refusal(fhir.search(call(irene), { type: 'Patient' }, asked('nom=CHOISIE')), 'fhir.unknown-parameter');
  assert.deepEqual(await lines(), [
    'search done type=Patient professional',
    'search done type=Patient software',
    'refusal refused rights.blocked professional',
    'refusal refused rights.not-yours citizen',
  ]);
});

test('design §3: the Permit for the identity opens nothing else: what a Patient search brings along is the caller’s to see', async () => {
  const { fhir, call, basile: record } = ground;
  await fhir.create(call(orme), 'Observation', input(weight(patientOf(record))));
  const query = (more: string) => asked(`identifier=urn:oid:${basile.oid}|${basile.matricule}&${more}`);
  const along = async (actor: Parameters<typeof callBy>[0], more: string) =>
    fhir.search(call(actor), { type: 'Patient' }, query(more));
  assert.equal((await along(irene, '_revinclude=Observation:subject')).included.length, 0);
  assert.equal((await along(nuees, '_revinclude=Observation:subject')).included.length, 0);
  assert.equal((await along(orme, '_revinclude=Observation:subject')).included.length, 1);
  assert.equal((await along(irene, '_has:Observation:subject:status=final')).total, 0);
  assert.equal((await along(orme, '_has:Observation:subject:status=final')).total, 1);
  await ground.rights.declare(call(irene), record, 'equipe_de_soins');
  assert.equal((await along(irene, '_revinclude=Observation:subject')).included.length, 1);
});

test('trace: every chain of these walks verifies', async () => {
  assert.deepEqual((await ground.trace.verify()).faults, []);
  assert.ok((await ground.trace.lines(PLATFORM, undefined, 1)).length > 0);
});
