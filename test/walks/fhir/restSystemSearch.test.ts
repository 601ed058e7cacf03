import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '#kernel';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, capucine, citizen, irene, nuees, orme } from '../cast.ts';
import { type Ground, openGround, refused, traceFrom } from '../ground.ts';
import { n3, provide } from '../papers.ts';
import { type As, askingAt, type Found, type Json, withStatus } from './asking.ts';
import { haemoglobin } from './things.ts';

let ground: Ground;
let as: As;
let patient: string;

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const condition = (code: string, more: Json = {}): Json => ({
  resourceType: 'Condition',
  clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
  code: { coding: [{ system: 'urn:oid:1.2.3.9', code }] },
  subject: { reference: `Patient/${patient}` },
  ...more,
});

before(async () => {
  ground = await openGround();
  as = askingAt(ground);
  patient = hexOfRecordId(ground.ambre);
  const made: readonly (readonly [Actor, string, string | Json])[] = [
    [nuees, 'Observation', haemoglobin(ground.ambre, '13.1')],
    [nuees, 'Observation', haemoglobin(ground.ambre, '13.2', { status: 'amended' })],
    // About a thing, by the person: in their record, and `patient` does not find it.
    [
      nuees,
      'Observation',
      haemoglobin(ground.ambre, '13.3', {
        subject: { display: 'Une sonde' },
        performer: [{ reference: `Patient/${patient}` }],
      }),
    ],
    [nuees, 'Condition', condition('718-7')],
    [orme, 'Condition', condition('brume')],
    [nuees, 'Procedure', { resourceType: 'Procedure', status: 'completed', subject: { reference: `Patient/${patient}` } }],
    [nuees, 'Observation', haemoglobin(ground.basile, '9.9')],
  ];
  for (const [actor, type, body] of made) withStatus(201, await as(actor, 'POST', `/${type}`, body));
});
after(() => ground.close());

const foundBy = async (actor: Actor, path: string) => withStatus(200, await as(actor, 'GET', path)).as<Found>();
const typesOf = ({ entry = [] }: Found) => entry.map(({ resource }) => resource?.resourceType).sort();
const three = ['Condition', 'Observation', 'Observation'];

test('FHIR R4 §3.1.1.1, GET /fhir?_type=A,B of a person who is named: whoever may search these types in the record', async () => {
  const several = '/?_type=Observation,Condition';
  const { matricule, oid } = ambre;
  const named = [
    `patient=${patient}`,
    `patient=Patient/${patient}`,
    `subject=Patient/${patient}`,
    `subject:Patient=${patient}`,
    `patient.identifier=urn:oid:${oid}|${matricule}`,
    `patient:identifier=urn:oid:${oid}|${matricule}`,
  ];
  for (const one of named) {
    const found = await foundBy(nuees, `${several}&${one}`);
    assert.deepEqual([typesOf(found), found.total], [three, 3], one);
    assert.ok(!JSON.stringify(found.link).includes(matricule), 'no matricule in an address');
    assert.equal(withStatus(200, await as(nuees, 'POST', '/_search', `${several.slice(2)}&${one}`, form)).as<Found>().total, 3);
  }
  assert.deepEqual(typesOf(await foundBy(orme, `${several}&patient=${patient}`)), ['Condition'], 'what it deposited');
  assert.deepEqual(typesOf(await foundBy(citizen(ground.ambre, ambre), `${several}&patient=${patient}`)), [
    'Condition',
    ...three,
  ]);
  refused(await as(citizen(ground.basile, basile), 'GET', `${several}&patient=${patient}`), 403, 'rights.not-yours');
  refused(await as(irene, 'GET', `${several}&patient=${patient}`), 403, 'rights.no-ground');
  await ground.rights().declare(callBy(irene), ground.ambre, 'equipe_de_soins');
  assert.deepEqual(typesOf(await foundBy(irene, `${several}&patient=${patient}`)), ['Condition', ...three]);
  await ground.rights().block(callBy(citizen(ground.ambre, ambre)), ground.ambre, capucine);
  refused(await as(capucine, 'GET', `${several}&patient=${patient}`), 403, 'rights.blocked');
  refused(await as(nuees, 'GET', several), 400, 'fhir.patient-required');
  refused(await as(nuees, 'GET', `${several}&patient=${patient},${hexOfRecordId(ground.basile)}`), 400, 'fhir.several-patients');
  assert.equal((await foundBy(nuees, `${several}&patient=${'0'.repeat(32)}`)).total, 0);
});

const callBy = (actor: Actor) => ({ actor, at: new Date(), requestId: 'several' });

test('FHIR R4 §3.1.1.1: of several types what all of them have is asked of each, and nothing that one of them lacks', async () => {
  const path = `/?_type=Observation,Condition&patient=${patient}`;
  assert.equal((await foundBy(nuees, `${path}&code=718-7`)).total, 3);
  assert.deepEqual(typesOf(await foundBy(nuees, `${path}&code=urn:oid:1.2.3.9|718-7`)), ['Condition']);
  assert.equal((await foundBy(nuees, `${path}&code:not=718-7`)).total, 0);
  assert.equal((await foundBy(nuees, `${path}&_filter=${encodeURIComponent('code eq "http://loinc.org|718-7"')}`)).total, 2);
  refused(await as(nuees, 'GET', `${path}&status=final`), 400, 'fhir.unknown-parameter');
  const wrong = await as(nuees, 'GET', `/?_type=Observation,Organization&patient=${patient}`);
  refused(wrong, 400, 'fhir.unknown-parameter');
  assert.match(wrong.bytes.toString(), /“patient” of Organization is not supported/);
  const inside = await foundBy(nuees, `/Patient/${patient}/*?_type=Observation,Condition`);
  assert.equal(inside.total, 4, 'all of the compartment, also what is about a thing');
  assert.equal((await foundBy(nuees, `/Patient/${patient}/*?_type=Observation,Condition&code=718-7`)).total, 4);
});

test('FHIR R4 §3.1.1.1: documents and other things of a person', async () => {
  await ground.deposited(provide(n3(ambre)));
  const found = await foundBy(nuees, `/?_type=DocumentReference,Condition&patient=${patient}`);
  assert.deepEqual(typesOf(found), ['Condition', 'DocumentReference']);
  assert.equal(
    (await foundBy(nuees, `/?_type=DocumentReference,Condition&patient.identifier=urn:oid:${ambre.oid}|${ambre.matricule}`))
      .total,
    2,
  );
});

test('FHIR R4 §3.1.1.5.1: pages of several types', async () => {
  const seen: string[] = [];
  let path = `/?_type=Observation,Condition&patient=${patient}&_count=1`;
  for (let pages = 0; path !== '' && pages < 6; pages++) {
    const found = await foundBy(nuees, path);
    assert.equal(found.total, 3);
    seen.push(...(found.entry ?? []).map(({ fullUrl }) => fullUrl ?? ''));
    path = found.link?.find(({ relation }) => relation === 'next')?.url.replace(`${ground.url}/fhir`, '') ?? '';
  }
  assert.deepEqual([seen.length, new Set(seen).size], [3, 3]);
});

test('SMART App Launch 2.2 §3.0.2, trace: the scopes of each type asked, and the line that a search of the compartment leaves', async () => {
  const ask = async (path: string, ...scopes: string[]) => ground.fhir(path, { token: await ground.token(nuees, { scopes }) });
  const path = `/?_type=Observation,Condition&patient=${patient}`;
  refused(await ask(path, 'system/Observation.s'), 403, 'signin.scope');
  refused(await ask(path, 'system/Condition.s', 'system/Observation.r'), 403, 'signin.scope');
  withStatus(200, await ask(path, 'system/Observation.s', 'system/Condition.s'));
  const told = async (asked: string) => {
    const lines = await traceFrom(ground, ground.ambre);
    await foundBy(nuees, asked);
    return (await lines()).map(({ action, outcome, detail, who }) => [action, outcome, detail, who]);
  };
  const line = await told(path);
  assert.equal(line.length, 1);
  assert.deepEqual(line, await told(`/Patient/${patient}/*?_type=Observation,Condition`));
});
