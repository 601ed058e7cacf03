import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, hexOfRecordId, type RecordId } from '#kernel';
import { ambre, basile, citizen, hector, nuees } from '../cast.ts';
import { type Ground, openGround, refused } from '../ground.ts';
import { type As, askingAt, type Found, type Json, placeOf, valuesOf, withStatus } from './asking.ts';
import { bundleOf, entry, haemoglobin, organization } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

const get = (path: string) => as(nuees, 'GET', path);
const values = async (path: string) => valuesOf(withStatus(200, await get(path)).as<Json>());
const post = async (path: string, ...parameter: Json[]) =>
  valuesOf(withStatus(200, await as(nuees, 'POST', path, { resourceType: 'Parameters', parameter })).as<Json>());

const gender = 'http://hl7.org/fhir/administrative-gender';
const genders = 'http://hl7.org/fhir/ValueSet/administrative-gender';
const colours = {
  resourceType: 'CodeSystem',
  url: 'urn:test:colours',
  version: '1',
  name: 'Colours',
  status: 'active',
  content: 'complete',
  concept: [
    { code: 'warm', display: 'Warm', concept: [{ code: 'red', display: 'Red' }] },
    { code: 'cold', display: 'Cold' },
  ],
};
const warm = {
  resourceType: 'ValueSet',
  url: 'urn:test:warm',
  status: 'active',
  compose: { include: [{ system: gender, concept: [{ code: 'male' }] }] },
};

test('FHIR R4 §4.9.17, $expand: by address, by resource; filter and pages; what is not done is refused, what is not loaded told', async () => {
  const expansion = async (query: string) =>
    (withStatus(200, await get(`/ValueSet/$expand?url=${genders}${query}`)).as<Json>().expansion ?? {}) as {
      total: number;
      contains: { code: string }[];
    };
  assert.equal((await expansion('')).total, 4);
  assert.deepEqual(
    (await expansion('&filter=fem')).contains.map(({ code }) => code),
    ['female'],
  );
  assert.deepEqual(
    (await expansion('&offset=1&count=1')).contains.map(({ code }) => code),
    ['female'],
  );
  const parameter = [{ name: 'valueSet', resource: warm }];
  const sent = withStatus(200, await as(nuees, 'POST', '/ValueSet/$expand', { resourceType: 'Parameters', parameter }));
  assert.match(sent.bytes.toString(), /"total":1/);
  refused(await get('/ValueSet/$expand'), 400, 'fhir.missing-parameter');
  refused(await get('/ValueSet/$expand?url=http://nowhere'), 404, 'terminology.unknown-value-set');
  const observed = 'http://hl7.org/fhir/ValueSet/observation-status';
  for (const url of [genders, observed]) {
    for (const path of [
      `$expand?url=${url}|9.9`,
      `$expand?url=${url}&valueSetVersion=9.9`,
      `$validate-code?url=${url}|9.9&code=final`,
    ]) {
      refused(await get(`/ValueSet/${path}`), 404, 'terminology.unknown-value-set');
    }
    withStatus(200, await get(`/ValueSet/$expand?url=${url}|4.0.1`));
    withStatus(200, await get(`/ValueSet/$expand?url=${url}|4.0.1&valueSetVersion=4.0.1`));
    refused(await get(`/ValueSet/$expand?url=${url}|4.0.1&valueSetVersion=9.9`), 404, 'terminology.unknown-value-set');
  }
  refused(await get(`/ValueSet/$expand?url=${genders}&count=-4`), 400, 'fhir.bad-parameter');
  refused(await get(`/ValueSet/$expand?url=${genders}&offset=-1`), 400, 'fhir.bad-parameter');
  assert.equal((await expansion('&count=0')).total, 4);
  refused(await get(`/ValueSet/$expand?url=${genders}&context=x`), 400, 'fhir.parameter-not-done');
  refused(await get(`/ValueSet/$expand?url=${genders}&colour=x`), 400, 'fhir.unknown-parameter');
  refused(await as(nuees, 'POST', '/ValueSet/$expand', colours), 400, 'fhir.unknown-parameter');
});

test('FHIR R4 §4.8.18, $lookup: by code or coding; chosen properties; an unknown code is told', async () => {
  const found = await values(`/CodeSystem/$lookup?system=${gender}&code=male`);
  assert.deepEqual([found.name, found.display], ['AdministrativeGender', 'Male']);
  assert.equal(
    (await post('/CodeSystem/$lookup', { name: 'coding', valueCoding: { system: gender, code: 'female' } })).display,
    'Female',
  );
  refused(await get(`/CodeSystem/$lookup?system=${gender}&code=none`), 404, 'fhir.unknown-code');
  refused(await get('/CodeSystem/$lookup?code=male'), 400, 'fhir.missing-parameter');
  refused(await get(`/CodeSystem/$lookup?system=${gender}`), 400, 'fhir.one-code');
});

test('FHIR R4 §4.9.18, §4.8.19, $validate-code: in a value set and in a code system; by code, coding or concept', async () => {
  const inSet = (query: string) => values(`/ValueSet/$validate-code?url=${genders}&${query}`);
  assert.deepEqual(await inSet(`system=${gender}&code=male`), { result: true, display: 'Male' });
  const wrong = await inSet(`system=${gender}&code=homme`);
  assert.deepEqual([wrong.result, typeof wrong.message], [false, 'string']);
  assert.equal((await inSet(`system=${gender}&code=male&display=Homme`)).result, false);
  const concept = {
    coding: [
      { system: 'urn:x', code: 'x' },
      { system: gender, code: 'other' },
    ],
  };
  assert.equal(
    (
      await post(
        '/ValueSet/$validate-code',
        { name: 'url', valueUri: genders },
        { name: 'codeableConcept', valueCodeableConcept: concept },
      )
    ).result,
    true,
  );
  assert.equal((await values(`/CodeSystem/$validate-code?url=${gender}&code=male`)).result, true);
  assert.equal((await values(`/CodeSystem/$validate-code?url=${gender}&code=m`)).result, false);
  const sent = await post(
    '/CodeSystem/$validate-code',
    { name: 'codeSystem', resource: colours },
    { name: 'code', valueCode: 'red' },
  );
  assert.deepEqual([sent.result, sent.display], [true, 'Red']);
  refused(await get(`/ValueSet/$validate-code?url=${genders}&code=male&coding=x`), 400, 'fhir.bad-parameter');
});

test('FHIR R4 §4.8.20, $subsumes; §4.10.15, $translate', async () => {
  const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  const outcome = async (a: string, b: string) =>
    (await values(`/CodeSystem/$subsumes?system=${v3}&codeA=${a}&codeB=${b}`)).outcome;
  assert.equal(await outcome('AMB', 'AMB'), 'equivalent');
  refused(await get(`/CodeSystem/$subsumes?system=${v3}&codeA=AMB&codeB=none`), 404, 'fhir.unknown-code');
  refused(await get(`/CodeSystem/$subsumes?system=${v3}&codeA=AMB`), 400, 'fhir.missing-parameter');
  const map = {
    resourceType: 'ConceptMap',
    url: 'urn:test:map',
    status: 'active',
    group: [{ source: gender, target: 'urn:short', element: [{ code: 'male', target: [{ code: 'M', equivalence: 'equal' }] }] }],
  };
  const coding = { name: 'coding', valueCoding: { system: gender, code: 'male' } };
  const translated = await post('/ConceptMap/$translate', { name: 'conceptMap', resource: map }, coding);
  assert.equal(translated.result, true);
  assert.deepEqual((translated.match as Json[]).slice(0, 2), [
    { name: 'equivalence', valueCode: 'equal' },
    { name: 'concept', valueCoding: { system: 'urn:short', code: 'M' } },
  ]);
  refused(await get(`/ConceptMap/$translate?url=urn:none&system=${gender}&code=male`), 404, 'fhir.unknown-map');
});

test('FHIR R4 §3.1.0.10, $validate: 200 with the findings, whether valid or not; profile and mode; an instance as it is kept', async () => {
  const findings = async (path: string, body: string | Json) =>
    (
      withStatus(200, await as(nuees, 'POST', path, body)).as<Json>().issue as { severity: string; expression?: string[] }[]
    ).filter(({ severity }) => severity === 'error');
  const good = haemoglobin(ground.ambre);
  assert.deepEqual(await findings('/Observation/$validate', good), []);
  const twice = await findings('/Observation/$validate', good.replace('"status":"final"', '"status":"final","status":"amended"'));
  assert.equal(twice.length, 1, 'a property given twice is found, as a write finds it');
  const [bad] = await findings('/Observation/$validate', good.replace('"final"', '"perhaps"'));
  assert.deepEqual(bad?.expression, ['Observation.status']);
  const profile = 'http://hl7.org/fhir/StructureDefinition/vitalsigns';
  assert.ok((await findings(`/Observation/$validate?profile=${profile}`, good)).length > 0);
  const parameter = [
    { name: 'resource', resource: JSON.parse(good) as Json },
    { name: 'profile', valueUri: profile },
  ];
  assert.ok((await findings('/Observation/$validate', { resourceType: 'Parameters', parameter })).length > 0);
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Observation', good)));
  assert.equal(withStatus(200, await get(`/${place}/$validate`)).as<Json>().resourceType, 'OperationOutcome');
  withStatus(200, await get(`/${place}/$validate?mode=delete`));
  refused(await get(`/Observation/$validate?mode=update`), 400, 'fhir.bad-parameter');
  refused(await get('/Observation/none/$validate'), 404, 'id.unknown');
  refused(await as(nuees, 'POST', '/Observation/$validate', organization('x')), 400, 'fhir.wrong-type');
  refused(await get(`/${place}/$validate?profile=http://nowhere`), 404, 'fhir.unknown-profile');
});

test('FHIR R4 §3.1.0.11, $meta, $meta-add, $meta-delete: the tags of one resource, a version for each change', async () => {
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, '8.10'))));
  const tag = { system: 'urn:test:tags', code: 'seen' };
  const meta = { name: 'meta', valueMeta: { tag: [tag], profile: ['http://hl7.org/fhir/StructureDefinition/Observation'] } };
  const added = (await post(`/${place}/$meta-add`, meta)).return as Json;
  assert.deepEqual([added.tag, added.versionId], [[tag], '2']);
  assert.equal(((await post(`/${place}/$meta-add`, meta)).return as Json).versionId, '2', 'nothing to add');
  assert.ok(withStatus(200, await get(`/${place}`)).bytes.includes('8.10'), 'digits stay');
  assert.deepEqual((await values(`/${place}/$meta`)).return, added);
  const left = (await post(`/${place}/$meta-delete`, { name: 'meta', valueMeta: { tag: [tag] } })).return as Json;
  assert.deepEqual([left.tag, left.profile, left.versionId], [undefined, added.profile, '3']);
  refused(await get(`/${place}/$meta-add`), 405, 'fhir.method');
  refused(await as(nuees, 'POST', `/${place}/$meta-add`, { resourceType: 'Parameters' }), 400, 'fhir.missing-parameter');
});

test('FHIR R4, $everything: the person and all that may be seen; page by page; a citizen need not say who', async () => {
  const patient = hexOfRecordId(ground.ambre);
  const all = withStatus(200, await get(`/Patient/${patient}/$everything`)).as<Found>();
  assert.equal(all.entry?.[0]?.resource?.resourceType, 'Patient');
  const first = withStatus(200, await get(`/Patient/${patient}/$everything?_count=1&_type=Observation`)).as<Found>();
  assert.deepEqual([first.entry?.length, first.total], [1, (all.total ?? 0) - 1]);
  const next = first.link?.find(({ relation }) => relation === 'next')?.url.replace(`${ground.url}/fhir`, '') ?? '';
  assert.notEqual(withStatus(200, await get(next)).as<Found>().entry?.[0]?.fullUrl, first.entry?.[0]?.fullUrl);
  const herself = withStatus(200, await as(citizen(ground.ambre, ambre), 'GET', '/Patient/$everything')).as<Found>();
  assert.equal(herself.total, all.total);
  refused(await get('/Patient/$everything'), 400, 'fhir.missing-parameter');
  refused(await get(`/Patient/${patient}/$everything?start=2026-01-01`), 400, 'fhir.unknown-parameter');
  const token = await ground.token(nuees, { scopes: ['system/Observation.rs'] });
  refused(await ground.fhir(`/Patient/${patient}/$everything`, { token }), 403, 'signin.scope');
  withStatus(200, await ground.fhir(`/Patient/${patient}/$everything?_type=Observation`, { token }));
});

test('FHIR R4, $lastn: the last of each code', async () => {
  const patient = hexOfRecordId(ground.basile);
  for (const [value, day] of [
    ['13.10', '01'],
    ['13.30', '03'],
    ['13.20', '02'],
  ] as const)
    withStatus(
      201,
      await as(nuees, 'POST', '/Observation', haemoglobin(ground.basile, value, { effectiveDateTime: `2026-03-${day}` })),
    );
  const last = withStatus(200, await get(`/Observation/$lastn?patient=${patient}&code=718-7&max=2`));
  assert.deepEqual(
    [...last.bytes.toString().matchAll(/"value":(13\.\d\d)/g)].map(([, value]) => value),
    ['13.30', '13.20'],
  );
});

test('FHIR R4, GraphQL: on the server and on one resource; scopes and rights as for a read; a question that is none', async () => {
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, '7.70'))));
  const id = place.split('/')[1];
  const ask = (path: string, query: string) => get(`${path}?query=${encodeURIComponent(query)}`);
  const one = withStatus(
    200,
    await ask('/$graphql', `{ Observation(id: "${id}") { status subject { resource { resourceType } } } }`),
  );
  assert.deepEqual(one.as<Json>().data, { Observation: { status: 'final', subject: { resource: { resourceType: 'Patient' } } } });
  assert.match(one.headers.get('content-type') ?? '', /^application\/json/);
  const focus = withStatus(200, await ask(`/${place}/$graphql`, '{ status valueQuantity { value } }'));
  assert.ok(focus.bytes.includes('7.70'));
  const list = `{ ObservationList(patient: "${hexOfRecordId(ground.ambre)}", _count: "1") { id } }`;
  const posted = await as(nuees, 'POST', '/$graphql', JSON.stringify({ query: list }), { 'content-type': 'application/json' });
  assert.equal(withStatus(200, posted).as<{ data: { ObservationList: unknown[] } }>().data.ObservationList.length, 1);
  const token = await ground.token(nuees, { scopes: ['system/Patient.r'] });
  const without = await ground.fhir(`/$graphql?query=${encodeURIComponent(list)}`, { token });
  assert.match(without.bytes.toString(), /signin\.scope/);
  refused(await get('/$graphql'), 400, 'fhir.bad-graphql');
  refused(await as(nuees, 'POST', '/$graphql', '{', { 'content-type': 'application/json' }), 400, 'fhir.bad-graphql');
  assert.equal((await ask('/$graphql', '{ Observation')).status, 400);
});

test('FHIR R4 §3.2.0: an operation that is none, at a level or with a method that it has not, is refused; all take a signed-in caller', async () => {
  refused(await get('/Observation/$stats'), 404, 'fhir.not-supported');
  refused(await get('/$everything'), 404, 'fhir.not-supported');
  refused(await get('/Observation/1/$expand'), 404, 'fhir.not-supported');
  refused(await as(nuees, 'POST', '/Observation/$lastn', {}), 405, 'fhir.method');
  refused(await ground.fhir(`/ValueSet/$expand?url=${genders}`), 401, 'signin.token-missing');
  const none = await ground.token(nuees, { scopes: ['system/Patient.r'] });
  withStatus(200, await ground.fhir(`/ValueSet/$expand?url=${genders}`, { token: none }));
});

test('FHIR R4 §3.1.0.11, $meta of a type: what the resources that the caller may see bear, each once; never a part of it', async () => {
  const label = (code: string) => ({ system: 'urn:test:tags', code });
  const tagged = (type: string, codes: readonly string[], more: Json = {}) => ({
    resourceType: type,
    meta: { tag: codes.map(label) },
    ...more,
  });
  const flag = (record: RecordId, ...codes: string[]) =>
    tagged('Flag', codes, { status: 'active', code: { text: 'x' }, subject: { reference: `Patient/${hexOfRecordId(record)}` } });
  for (const one of [flag(ground.ambre, 'a', 'b'), flag(ground.ambre, 'b'), flag(ground.basile, 'c')])
    withStatus(201, await as(nuees, 'POST', '/Flag', one));
  const tags = async (actor: Actor, type: string) => {
    const { return: meta = {} } = valuesOf(withStatus(200, await as(actor, 'GET', `/${type}/$meta`)).as<Json>());
    const { tag = [] } = meta as { tag?: Json[] };
    return tag.map(({ code }) => code).sort();
  };
  assert.deepEqual(await tags(citizen(ground.ambre, ambre), 'Flag'), ['a', 'b'], 'their own record');
  assert.deepEqual(await tags(citizen(ground.basile, basile), 'Flag'), ['c']);
  for (let i = 0; i < 100 && (await tags(nuees, 'Flag')).length < 3; i++) await sleep(50); // lists across records come a moment later
  assert.deepEqual(await tags(nuees, 'Flag'), ['a', 'b', 'c'], 'what the software deposited');
  assert.deepEqual(await tags(hector, 'Flag'), [], 'who made none sees none');
  const shared = Array.from({ length: 1001 }, (_, i) =>
    entry('POST', 'HealthcareService', tagged('HealthcareService', [`s${i % 3}`], { name: `Service ${i}` })),
  );
  withStatus(200, await as(nuees, 'POST', '/', bundleOf('transaction', ...shared.slice(0, 1000))));
  assert.deepEqual(await tags(hector, 'HealthcareService'), ['s0', 's1', 's2'], 'what is shared, page by page');
  withStatus(200, await as(nuees, 'POST', '/', bundleOf('transaction', ...shared.slice(1000))));
  refused(await get('/HealthcareService/$meta'), 422, 'fhir.too-broad');
  for (const type of ['DocumentReference', 'List']) assert.deepEqual(await tags(nuees, type), [], type);
  refused(await get('/Patient/$meta'), 400, 'fhir.patient-required');
  refused(await get('/$meta'), 404, 'fhir.not-supported');
  const token = await ground.token(nuees, { scopes: ['system/Flag.r'] });
  refused(await ground.fhir('/Flag/$meta', { token }), 403, 'signin.scope');
});
