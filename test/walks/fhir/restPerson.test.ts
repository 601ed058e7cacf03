import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Actor, hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, irene, nuees } from '../cast.ts';
import { type Ground, openGround, refused } from '../ground.ts';
import { type As, askingAt, codeOf, type Found, type Json, withStatus } from './asking.ts';
import { haemoglobin } from './things.ts';

let ground: Ground;
let as: As;
let patient: string;
let other: string;
const ids = (found: Found): readonly string[] => (found.entry ?? []).map(({ resource }) => resource?.id ?? '').sort();

before(async () => {
  ground = await openGround();
  as = askingAt(ground);
  [patient, other] = [hexOfRecordId(ground.ambre), hexOfRecordId(ground.basile)];
  const put = async (place: string, body: Json) =>
    withStatus(201, await as(nuees, 'PUT', `/${place}`, { ...body, id: place.split('/')[1] }));
  const visit = {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: `Patient/${patient}` },
  };
  const seen = (more: Json): Json => JSON.parse(haemoglobin(ground.ambre, '13.1', more)) as Json;
  await put('Encounter/own-visit', visit);
  await put('Observation/own-x', seen({ encounter: { reference: 'Encounter/own-visit' } }));
  await put('Observation/own-y', seen({}));
  await put('Observation/own-z', JSON.parse(haemoglobin(ground.basile, '9.9')) as Json);
});
after(() => ground.close());

const found = async (path: string, actor: Actor = nuees) => withStatus(200, await as(actor, 'GET', path)).as<Found>();

test('FHIR R4 §3.1.1.1, a compartment: a person named besides who is not its person finds nothing', async () => {
  const { matricule, oid } = basile;
  const person = `urn:oid:${oid}|${matricule}`;
  for (const within of [
    `/Patient/${patient}/Observation`,
    `/Patient/${patient}/*?_type=Observation,Encounter`,
    '/Encounter/own-visit/Observation',
  ]) {
    const besides = (named: string) => `${within}${within.includes('?') ? '&' : '?'}${named}`;
    const all = (await found(within)).total ?? 0;
    assert.ok(all > 0, within);
    for (const named of [
      'patient=Patient/zzz',
      'patient=zzz',
      `patient=Patient/${other}`,
      `subject=Patient/${other}`,
      `subject:Patient=${other}`,
      `patient.identifier=${person}`,
      `patient:identifier=${person}`,
      'patient.identifier=urn:oid:1.2.3|nobody',
    ]) {
      const answer = await found(besides(named));
      assert.deepEqual([answer.total, answer.entry], [0, undefined], besides(named));
    }
    assert.equal((await found(besides(`patient=Patient/${patient}`))).total, all, within);
  }
  const both = `patient=${patient}&patient=${other}`;
  refused(await as(nuees, 'GET', `/Patient/${patient}/Observation?${both}`), 400, 'fhir.several-patients');
  const self = citizen(ground.ambre, ambre);
  const stranger = await as(self, 'GET', `/Patient/${patient}/Observation?patient=${other}`);
  assert.equal(stranger.status, 403);
});

test('FHIR R4 §3.1.1.4.1, _id: an id that a client chose leads to its record as the server’s own ids do', async () => {
  const included = await found('/Observation?_id=own-x&_include=Observation:encounter');
  assert.deepEqual([included.total, ids(included)], [1, ['own-visit', 'own-x']]);
  const back = await found('/Encounter?_id=own-visit&_revinclude=Observation:encounter');
  assert.deepEqual(ids(back), ['own-visit', 'own-x']);
  assert.deepEqual(ids(await found('/Observation?_id=own-x,own-y&_sort=status')), ['own-x', 'own-y']);
  assert.deepEqual(ids(await found('/Observation?_id=own-x,own-z')), ['own-x', 'own-z']); // of two records: what the software made
  assert.equal((await found('/Observation?_id=own-none')).total, 0);
  refused(await as(nuees, 'GET', '/Observation?_id=own-none&_sort=status'), 400, 'fhir.not-across');
  const token = await ground.onGround(irene, ground.ambre);
  const looked = withStatus(200, await ground.fhir('/Observation?_id=own-x', { token })).as<Found>();
  assert.deepEqual(ids(looked), ['own-x']);
  const elsewhere = await ground.fhir('/Observation?_id=own-z', { token });
  assert.notEqual(elsewhere.status === 200 ? elsewhere.as<Found>().total : 0, 1);
});

test('FHIR R4 §3.1.1, a search of two persons is refused in the words of a search', async () => {
  const answer = await as(nuees, 'GET', `/Observation?patient=${patient}&patient=${other}`);
  refused(answer, 400, 'fhir.several-patients');
  assert.match(answer.bytes.toString(), /a search or a history is about one person/);
  const outside = (await as(nuees, 'GET', `/Patient/${patient}/Organization`)).bytes.toString();
  assert.match(outside, /An Organization is not in the compartment of a Patient/);
});

test('FHIR R4 §3.1.0.8.1, If-None-Exist: an empty condition is refused, alone and in a Bundle', async () => {
  const body = JSON.parse(haemoglobin(ground.ambre, '1.00')) as Json;
  for (const none of ['', '?', 'Observation?']) {
    const alone = await as(nuees, 'POST', '/Observation', body, { 'if-none-exist': none });
    refused(alone, 400, 'fhir.condition-missing');
    const entry = [{ resource: body, request: { method: 'POST', url: 'Observation', ifNoneExist: none } }];
    const sent = await as(nuees, 'POST', '/', { resourceType: 'Bundle', type: 'transaction', entry });
    refused(sent, 400, 'fhir.condition-missing');
    const batch = withStatus(200, await as(nuees, 'POST', '/', { resourceType: 'Bundle', type: 'batch', entry })).as<Found>();
    assert.equal(codeOf(batch.entry?.[0]?.response?.outcome), 'fhir.condition-missing');
  }
});
