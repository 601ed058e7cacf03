import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, itemId, PLATFORM, parseItemId } from '#kernel';
import { capucine, irene, nuees, orme } from '../cast.ts';
import {
  ambreHerself,
  basileHimself,
  type EngineGround,
  feed,
  input,
  linesFrom,
  openEngineGround,
  operator,
  refusal,
} from './engineGround.ts';
import { patientOf, practice, visible, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

test('FHIR R4 §3.1.0.8 create: the bytes are kept but for id and meta, and come back', async () => {
  const { fhir, call, ambre } = ground;
  const told = await linesFrom(ground, ambre);
  const text = `{ "resourceType":"Observation",\n "status":"final","code":{"text":"Poids"},"subject":${JSON.stringify(patientOf(ambre))},
    "valueQuantity":{"value":62.50,"unit":"kg"}}`;
  const written = await fhir.create(call(), 'Observation', { text, json: JSON.parse(text) });
  assert.equal(written.outcome, 'created');
  assert.equal(written.version, 1);
  assert.equal(parseItemId(written.id).record, ambre);
  const meta = `,"id":"${written.id}","meta":{"versionId":"1","lastUpdated":"${written.at.toISOString()}"}`;
  const kept = text.replace('"resourceType":"Observation"', `"resourceType":"Observation"${meta}`);
  assert.equal(written.body, kept);
  const read = await fhir.read(call(), 'Observation', written.id);
  assert.deepEqual([read.body, read.version, read.at, read.record], [kept, 1, written.at, ambre]);
  assert.deepEqual(await told(), ['write done Observation change=created software', 'read done Observation software']);
});

test('FHIR R4 §3.1.0.4 update: a new version; the same text again makes none; vread gives each', async () => {
  const { fhir, call, ambre } = ground;
  const told = await linesFrom(ground, ambre);
  const { id, body: first } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const next = input(weight(patientOf(ambre), { id, status: 'amended' }));
  const second = await fhir.update(call(), 'Observation', id, next);
  assert.deepEqual([second.outcome, second.version], ['updated', 2]);
  const same = await fhir.update(call(), 'Observation', id, { text: second.body ?? '', json: JSON.parse(second.body ?? '') });
  assert.deepEqual([same.outcome, same.version, same.at, same.body], ['unchanged', 2, second.at, second.body]);
  assert.equal((await fhir.vread(call(), 'Observation', id, 1)).body, first);
  assert.equal((await fhir.vread(call(), 'Observation', id, 2)).body, second.body);
  await refusal(fhir.vread(call(), 'Observation', id, 3), 'id.unknown');
  assert.deepEqual(await told(), [
    'write done Observation change=created software',
    'write done Observation change=updated software',
    'write done Observation change=unchanged software',
    'read done Observation software',
    'read done Observation software',
    'refusal refused id.unknown software',
  ]);
});

test('FHIR R4 §3.1.0.4.1 update as create: the client’s id is found by itself, stays in its record, and is taken once', async () => {
  const { fhir, call, ambre, basile } = ground;
  const put = (id: string, subject = patientOf(ambre)) => fhir.update(call(), 'Observation', id, input(weight(subject, { id })));
  const made = await put('mesure-1');
  assert.deepEqual([made.outcome, made.id, made.record], ['created', 'mesure-1', ambre]);
  assert.equal((await fhir.read(call(), 'Observation', 'mesure-1')).body, made.body);
  await refusal(put('mesure-1', patientOf(basile)), 'fhir.other-record');
  await refusal(put(itemId(ambre, 999)), 'fhir.reserved-id');
  await refusal(put('a b'), 'fhir.bad-id');
  await refusal(fhir.update(call(), 'Observation', 'x', input(weight(patientOf(ambre), { id: 'y' }))), 'fhir.id-mismatch');
  await refusal(fhir.update(call(), 'Observation', 'x', input(weight(patientOf(ambre)))), 'fhir.id-mismatch');
});

test('FHIR R4 §3.1.0.7 delete: gone, told by its history, deleted once, and made again under its id', async () => {
  const { fhir, call, ambre } = ground;
  const told = await linesFrom(ground, ambre);
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const deleted = await fhir.remove(call(), 'Observation', id);
  assert.deepEqual([deleted.outcome, deleted.version, deleted.body], ['deleted', 2, undefined]);
  await refusal(fhir.read(call(), 'Observation', id), 'fhir.gone');
  await refusal(fhir.vread(call(), 'Observation', id, 2), 'fhir.gone');
  assert.equal((await fhir.vread(call(), 'Observation', id, 1)).version, 1);
  assert.deepEqual(await fhir.remove(call(), 'Observation', id), deleted);
  const patch = { kind: 'json', text: '[]' } as const;
  await refusal(fhir.patch(call(), 'Observation', id, patch), 'fhir.gone');
  await refusal(fhir.remove(call(), 'Observation', itemId(ambre, 4_000)), 'id.unknown');
  await refusal(fhir.remove(call(), 'Observation', `${'e'.repeat(12)}4${'e'.repeat(19)}-1`), 'id.unknown');
  const again = await fhir.update(call(), 'Observation', id, input(weight(patientOf(ambre), { id })));
  assert.deepEqual([again.outcome, again.version, again.id], ['created', 3, id]);
  assert.deepEqual(await told(), [
    'write done Observation change=created software',
    'write done Observation change=deleted software',
    'refusal refused fhir.gone software',
    'refusal refused fhir.gone software',
    'read done Observation software',
    'write done Observation change=deleted software',
    'write refused fhir.gone software',
    'write refused id.unknown software',
    'write done Observation change=created software',
  ]);
});

test('FHIR R4 §3.1.0.6 patch, by JSON Patch and FHIRPath Patch: what comes of it is valid, and stays whose it is', async () => {
  const { fhir, call, ambre, basile } = ground;
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const json = (text: string) => fhir.patch(call(), 'Observation', id, { kind: 'json', text });
  const patched = await json('[{"op":"replace","path":"/status","value":"amended"}]');
  assert.deepEqual([patched.outcome, patched.version], ['updated', 2]);
  assert.match(patched.body ?? '', /"status":"amended".*"value":62.5/);
  const nothing = await json('[{"op":"test","path":"/status","value":"amended"}]');
  assert.deepEqual([nothing.outcome, nothing.version], ['unchanged', 2]);
  const parts = [
    { name: 'type', valueCode: 'replace' },
    { name: 'path', valueString: 'Observation.status' },
    { name: 'value', valueCode: 'final' },
  ];
  const text = JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'operation', part: parts }] });
  assert.equal((await fhir.patch(call(), 'Observation', id, { kind: 'fhirpath', text })).version, 3);
  await refusal(json('[{"op":"remove","path":"/status"}]'), 'fhir.invalid');
  const elsewhere = JSON.stringify([{ op: 'replace', path: '/subject', value: patientOf(basile) }]);
  await refusal(json(elsewhere), 'fhir.other-record');
  await refusal(fhir.patch(call(), 'Observation', id, { kind: 'json', text: '[]' }, { ifMatch: 1 }), 'fhir.version-conflict');
  assert.equal((await fhir.read(call(), 'Observation', id)).version, 3);
});

test('FHIR R4 §3.1.0.5: two updates with the same If-Match: exactly one is made', async () => {
  const { fhir, call, ambre } = ground;
  const other = await ground.beside();
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const changed = (value: number) =>
    input(
      weight(patientOf(ambre), { id, valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } }),
    );
  const both = await Promise.allSettled([
    fhir.update(call(), 'Observation', id, changed(61), { ifMatch: 1 }),
    other.fhir.update(call(), 'Observation', id, changed(63), { ifMatch: 1 }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const lost = both.find((one) => one.status === 'rejected');
  assert.equal(lost?.reason.code, 'fhir.version-conflict');
  assert.equal((await fhir.read(call(), 'Observation', id)).version, 2);
  await refusal(fhir.update(call(), 'Observation', id, changed(64), { ifNoneMatch: '*' }), 'fhir.exists');
  await refusal(
    fhir.update(call(), 'Observation', 'encore-rien', input(weight(patientOf(ambre), { id: 'encore-rien' })), { ifMatch: 1 }),
    'fhir.version-conflict',
  );
});

test('design §3: only who deposited a thing changes it; who may not see it is told that nothing is there', async () => {
  const { fhir, call, ambre, rights } = ground;
  const subject = patientOf(ambre);
  const { id } = await fhir.create(call(), 'Observation', input(weight(subject)));
  const masked = await fhir.create(call(), 'Observation', input(weight(subject, visible('MASQUE_PS'))));
  await rights.declare(call(irene), ambre, 'equipe_de_soins');
  const told = await linesFrom(ground, ambre);
  const change = (of: string) => input(weight(subject, { id: of, status: 'amended' }));
  await refusal(fhir.update(call(irene), 'Observation', id, change(id)), 'fhir.not-yours');
  await refusal(fhir.update(call(irene), 'Observation', masked.id, change(masked.id)), 'id.unknown');
  await refusal(fhir.remove(call(ambreHerself(ground)), 'Observation', id), 'fhir.not-yours');
  await refusal(fhir.remove(call(orme), 'Observation', id), 'id.unknown');
  await refusal(fhir.remove(call(capucine), 'Observation', id), 'rights.no-ground');
  await refusal(fhir.remove(call(operator), 'Observation', id), 'rights.deposit-not-allowed');
  assert.deepEqual(await told(), [
    'write refused fhir.not-yours professional',
    'write refused id.unknown professional',
    'write refused fhir.not-yours citizen',
    'write refused id.unknown software',
    'write refused rights.no-ground professional',
    'write refused rights.deposit-not-allowed operator',
  ]);
  const own = await fhir.create(call(ambreHerself(ground)), 'Observation', input(weight(subject)));
  assert.equal((await fhir.update(call(ambreHerself(ground)), 'Observation', own.id, change(own.id))).version, 2);
  await refusal(fhir.create(call(basileHimself(ground)), 'Observation', input(weight(subject))), 'rights.not-yours');
});

test('design §3: what the person decided holds for structured data: opposition to additions', async () => {
  const { fhir, call, basile, rights } = ground;
  const told = await linesFrom(ground, basile);
  await rights.oppose(call(basileHimself(ground)), basile, { deposit: true });
  await refusal(fhir.create(call(), 'Observation', input(weight(patientOf(basile)))), 'rights.opposed-deposit');
  assert.equal((await fhir.create(call(basileHimself(ground)), 'Observation', input(weight(patientOf(basile))))).version, 1);
  await rights.oppose(call(basileHimself(ground)), basile, { deposit: false });
  assert.deepEqual(await told(), [
    'rights done change=oppose deposit=true citizen',
    'write refused rights.opposed-deposit software',
    'write done Observation change=created citizen',
    'rights done change=oppose deposit=false citizen',
  ]);
});

test('design §4.8: each act leaves one message in its home, with what it changed', async () => {
  const { fhir, call, ambre } = ground;
  await feed(ground);
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(ambre))));
  const { n } = parseItemId(id);
  await fhir.update(call(), 'Observation', id, input(weight(patientOf(ambre), { id, status: 'amended' })));
  await fhir.remove(call(), 'Observation', id);
  await fhir.remove(call(), 'Observation', id);
  const organization = await fhir.create(call(), 'Organization', input(practice('Cabinet des Nuées')));
  assert.deepEqual(await feed(ground), [
    { home: PLATFORM, changes: [['Organization', organization.id, parseItemId(organization.id).n, 1, 'POST']] },
    { home: ambre, changes: [['Observation', id, n, 1, 'POST']] },
    { home: ambre, changes: [['Observation', id, n, 2, 'PUT']] },
    { home: ambre, changes: [['Observation', id, n, 3, 'DELETE']] },
  ]);
});

test('design §3: what another module’s walk writes is refused here, and why', async () => {
  const owned = [
    { type: 'DocumentReference', reason: { fr: 'Déposez par ITI-65.', en: 'Deposit with ITI-65.' } },
    {
      type: 'List',
      when: (list: { readonly [name: string]: unknown }) => list.mode === 'working',
      reason: { fr: 'Un lot.', en: 'A submission.' },
    },
  ];
  const theirs = await openEngineGround({ owned });
  const { fhir, call, ambre } = theirs;
  const refused = await refusal(fhir.remove(call(), 'DocumentReference', itemId(ambre, 1)), 'fhir.owned');
  assert.equal(refused.sentence.en, 'Deposit with ITI-65.');
  const list = (mode: string) => input({ resourceType: 'List', status: 'current', mode, subject: patientOf(ambre) });
  await refusal(fhir.create(call(), 'List', list('working')), 'fhir.owned');
  const { id } = await fhir.create(call(), 'List', list('snapshot'));
  const patch = { kind: 'json', text: '[{"op":"replace","path":"/mode","value":"working"}]' } as const;
  await refusal(fhir.patch(call(), 'List', id, patch), 'fhir.owned');
  const whose = {
    depositor: nuees.id,
    authorIds: [],
    hiddenFromProfessionals: false,
    hiddenFromPatient: false,
    hiddenFromRepresentatives: false,
    documentType: null,
  };
  const placed = itemId(ambre, 900);
  await theirs.store.transaction((tx) =>
    fhir.place(tx, call(), ambre, [{ n: 900, type: 'List', id: placed, version: 1, input: list('working'), ...whose }]),
  );
  const other = input({ ...list('snapshot').json, id: placed });
  await refusal(fhir.update(call(), 'List', placed, other), 'fhir.owned');
  await refusal(fhir.remove(call(), 'List', placed), 'fhir.owned');
  assert.equal((await fhir.read(call(), 'List', placed)).version, 1);
  await theirs.close();
});

test('trace: every chain of these walks verifies', async () => {
  assert.deepEqual((await ground.trace.verify()).faults, []);
  assert.equal(hexOfRecordId(ground.ambre).length, 32);
  assert.equal(nuees.kind, 'software');
});
