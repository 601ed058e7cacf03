import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, nuees } from '../cast.ts';
import { census, type Ground, openGround, refused } from '../ground.ts';
import { n3, provide } from '../papers.ts';
import { type As, askingAt, codeOf, type Found, type Json, placeOf, withStatus } from './asking.ts';
import { bundleOf, entry, haemoglobin, identified, organization } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

const send = async (bundle: Json, headers?: Record<string, string>, scopes?: string[]) =>
  ground.fhir('', {
    method: 'POST',
    body: bundle,
    token: await ground.token(nuees, scopes === undefined ? {} : { scopes }),
    ...(headers === undefined ? {} : { headers }),
  });
const statuses = (found: Found) => found.entry?.map(({ response }) => response?.status.slice(0, 3));
const observation = (value: string): Json => JSON.parse(haemoglobin(ground.ambre, value)) as Json;

test('FHIR R4 §3.1.0.11, batch: each entry as if it had come alone, in its place; one refusal is the answer of one entry', async () => {
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Organization', organization('Lot'))));
  const other = placeOf(withStatus(201, await as(nuees, 'POST', '/Organization', organization('À supprimer'))));
  const id = place.split('/')[1];
  const found = withStatus(
    200,
    await send(
      bundleOf(
        'batch',
        entry('POST', 'Organization', organization('Du lot')),
        entry('GET', place),
        entry('GET', 'Organization?name=Lot'),
        entry('GET', 'Organization/never'),
        entry('PUT', place, { ...organization('Lot changé'), id }, { request: { ifMatch: 'W/"7"' } }),
        entry('POST', 'Organization', organization('Identifié'), { request: { ifNoneExist: 'name=Lot' } }),
        entry('GET', 'CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=male'),
        entry('POST', 'Organisation', organization('Faute')),
        { resource: organization('Sans demande') },
        entry('DELETE', other),
        entry('GET', `${ground.url}/fhir/metadata`),
        entry('GET', 'metadata?_format=json'),
        entry('PUT', 'metadata', organization('x')),
        entry('PUT', 'Observation/$lastn', organization('x')),
        entry('GET', 'https://elsewhere.example/fhir/Organization/1'),
      ),
    ),
  ).as<Found>();
  assert.equal(found.type, 'batch-response');
  assert.deepEqual(statuses(found), [
    '201',
    '200',
    '200',
    '404',
    '412',
    '200',
    '200',
    '404',
    '400',
    '204',
    '200',
    '200',
    '405',
    '405',
    '404',
  ]);
  assert.equal(found.entry?.[11]?.resource?.resourceType, 'CapabilityStatement');
  assert.equal(codeOf(found.entry?.[4]?.response?.outcome), 'fhir.version-conflict');
  assert.match(found.entry?.[0]?.response?.location ?? '', /^Organization\//);
  assert.equal(found.entry?.[1]?.resource?.name, 'Lot');
  assert.equal(found.entry?.[2]?.resource?.resourceType, 'Bundle');
  assert.equal(found.entry?.[6]?.resource?.resourceType, 'Parameters');
});

test('FHIR R4 §3.1.0.11, batch: GET alone answers with what is there', async () => {
  const first = placeOf(withStatus(201, await as(nuees, 'POST', '/Organization', organization('Un'))));
  const found = withStatus(200, await send(bundleOf('batch', entry('GET', first), entry('HEAD', first)))).as<Found>();
  assert.deepEqual(statuses(found), ['200', '200']);
  assert.deepEqual([found.entry?.[0]?.resource?.name, found.entry?.[0]?.response?.etag], ['Un', 'W/"1"']);
  const empty = withStatus(200, await send(bundleOf('batch'))).as<Found>();
  assert.deepEqual([empty.type, empty.entry], ['batch-response', undefined]);
});

test('SMART App Launch 2.2 §3.0.2, batch and transaction: each entry takes its own scope', async () => {
  const some = ['system/Organization.cr'];
  const entries = [
    entry('POST', 'Organization', organization('Permise')),
    entry('POST', 'Observation', observation('1.00')),
    entry('GET', 'Organization?name=Permise'),
  ];
  const batch = withStatus(200, await send(bundleOf('batch', ...entries), undefined, some)).as<Found>();
  assert.deepEqual(statuses(batch), ['201', '403', '403']);
  const before = await census(ground);
  refused(await send(bundleOf('transaction', ...entries), undefined, some), 403, 'signin.scope');
  assert.deepEqual(await census(ground), before);
});

test('FHIR R4 §3.1.0.11, transaction: references between entries, reads after writes, all or nothing', async () => {
  const [one, two] = ['urn:uuid:7b4a2f3e-0000-4000-8000-000000000001', 'urn:uuid:7b4a2f3e-0000-4000-8000-000000000002'];
  const child = { ...organization('Fille'), ...identified('t-1'), partOf: { reference: one } };
  const good = bundleOf(
    'transaction',
    entry('POST', 'Organization', child, { fullUrl: two }),
    entry('POST', 'Organization', organization('Mère'), { fullUrl: one }),
    entry('GET', 'Organization?identifier=t-1'),
  );
  const found = withStatus(200, await send(good, { prefer: 'return=representation' })).as<Found>();
  assert.equal(found.type, 'transaction-response');
  assert.deepEqual(statuses(found), ['201', '201', '200']);
  const mother = found.entry?.[1]?.resource?.id;
  assert.deepEqual(found.entry?.[0]?.resource?.partOf, { reference: `Organization/${mother}` });
  assert.equal((found.entry?.[2]?.resource as unknown as Found | undefined)?.total, 1);
  const before = await census(ground);
  const bad = bundleOf(
    'transaction',
    entry('POST', 'Organization', organization('Seule')),
    entry('POST', 'Observation', { ...observation('1.00'), status: 'unheard-of' }),
  );
  const answer = await send(bad);
  const place = refusedFirst(answer.as<Json>());
  assert.deepEqual([answer.status, place], [422, 'Bundle.entry[1].resource.status']);
  assert.deepEqual(await census(ground), before);
});

function refusedFirst(outcome: Json): string | undefined {
  const issues = outcome.issue as { severity: string; expression?: string[] }[];
  return issues.find(({ severity }) => severity === 'error')?.expression?.[0];
}

test('FHIR R4 §3.1.0.11, transaction: operations have no place in it, whatever their scope; a $ in a value is no operation', async () => {
  const patient = hexOfRecordId(ground.ambre);
  const before = await census(ground);
  for (const url of [
    `Patient/${patient}/$everything`,
    `Patient/${patient}/%24everything`,
    'CodeSystem/$lookup?code=x',
    '$meta',
  ]) {
    const answer = await send(bundleOf('transaction', entry('POST', 'Organization', organization('Avec')), entry('GET', url)));
    refused(answer, 400, 'fhir.operation-in-transaction');
    assert.match(answer.bytes.toString(), /Bundle\.entry\[1\]\.request\.url/);
  }
  assert.deepEqual(await census(ground), before);
  const composite = `Observation?patient=${patient}&code-value-quantity=http://loinc.org|718-7$gt1`;
  const read = withStatus(200, await send(bundleOf('transaction', entry('GET', composite)))).as<Found>();
  assert.deepEqual(statuses(read), ['200']);
});

test('IHE MHD ITI-65: a Bundle that hands over documents goes the way of a deposit, with or without its profile', async () => {
  for (const meta of [true, false]) {
    const bundle = provide(n3(ambre));
    const sent = meta ? bundle : { ...bundle, meta: undefined };
    const found = withStatus(200, await send(sent as unknown as Json)).as<Found>();
    const places = found.entry?.map(({ response }) => response?.location ?? '') ?? [];
    assert.ok(places.some((place) => /^DocumentReference\//.test(place)) && places.some((place) => /^Binary\//.test(place)));
  }
  const search = await as(nuees, 'GET', `/DocumentReference?patient=${hexOfRecordId(ground.ambre)}&_sort=-date`);
  assert.ok((withStatus(200, search).as<Found>().total ?? 0) >= 2);
});

test('FHIR R4 §3.1.0.11: what is no batch and no transaction, and another resource, are refused', async () => {
  refused(await send(bundleOf('collection')), 400, 'fhir.bundle-type');
  refused(await send(organization('x')), 400, 'fhir.wrong-type');
  const json = { ...bundleOf('transaction'), entry: 'many' };
  refused(await send(json), 400, 'fhir.bad-entry');
});
