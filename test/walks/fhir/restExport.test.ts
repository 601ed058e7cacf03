import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, hexOfRecordId } from '#kernel';
import { ambre, citizen, nuees, orme } from '../cast.ts';
import { type Answer, type Ground, openGround, refused, traceFrom } from '../ground.ts';
import { n3, provide } from '../papers.ts';
import { type As, askingAt, type Json, placeOf, withStatus } from './asking.ts';
import { haemoglobin, organization } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

interface Manifest {
  readonly request: string;
  readonly transactionTime: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly { readonly type: string; readonly url: string; readonly count: number }[];
}

const below = (url: string | null): string => (url ?? '').replace(`${ground.url}/fhir`, '');
const kickOff = (actor: Actor, path: string, prefer = 'respond-async') => as(actor, 'GET', path, undefined, { prefer });

async function finished(actor: Actor, kickedOff: Answer): Promise<{ status: string; manifest: Manifest; answer: Answer }> {
  const status = below(withStatus(202, kickedOff).headers.get('content-location'));
  for (const end = Date.now() + 30_000; ; await sleep(20)) {
    const answer = await as(actor, 'GET', status);
    if (answer.status === 200) return { status, manifest: answer.as<Manifest>(), answer };
    assert.equal(answer.status, 202, answer.bytes.toString());
    assert.match(answer.headers.get('x-progress') ?? '', /resources/);
    assert.ok(answer.headers.has('retry-after') && Date.now() < end);
  }
}

test('Bulk Data Access 2.0.0: kick-off, status, manifest, files, for a software by its own token; each record traced', async () => {
  const sent = haemoglobin(ground.ambre, '12.70');
  withStatus(201, await as(nuees, 'POST', '/Observation', sent));
  withStatus(201, await as(orme, 'POST', '/Observation', haemoglobin(ground.ambre, '99.90')));
  withStatus(201, await as(nuees, 'POST', '/Organization', organization('Exportée')));
  await ground.deposited(provide(n3(ambre)));
  const lines = await traceFrom(ground, ground.ambre);
  const { manifest, answer, status } = await finished(nuees, await kickOff(nuees, '/$export'));
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.ok(Date.parse(answer.headers.get('expires') ?? '') > Date.now());
  assert.deepEqual([manifest.request, manifest.requiresAccessToken], [`${ground.url}/fhir/$export`, true]);
  const types = manifest.output.map(({ type }) => type);
  for (const type of ['DocumentReference', 'Observation', 'Organization', 'Patient'])
    assert.ok(types.includes(type), types.join());
  const observations = manifest.output.find(({ type }) => type === 'Observation');
  const file = withStatus(200, await as(nuees, 'GET', below(observations?.url ?? '')));
  assert.equal(file.headers.get('content-type'), 'application/fhir+ndjson');
  const text = file.bytes.toString();
  assert.ok(text.includes('12.70') && !text.includes('99.90'), 'only what it deposited');
  const told = (await lines()).filter(({ action }) => action === 'export');
  assert.deepEqual(
    told.map(({ detail }) => detail?.types),
    ['DocumentReference Observation'],
  );
  for (const path of [status, below(observations?.url ?? '')]) {
    refused(await as(orme, 'GET', path), 404, 'id.unknown');
    refused(await ground.fhir(path), 401, 'signin.token-missing');
  }
  withStatus(202, await as(nuees, 'DELETE', status));
  refused(await as(nuees, 'GET', status), 404, 'id.unknown');
});

test('Bulk Data Access 2.0.0, Patient and Group level; POST with Parameters; a citizen gets their own record', async () => {
  const herself = citizen(ground.ambre, ambre);
  const own = await finished(herself, await kickOff(herself, '/Patient/$export?_type=Observation,Patient'));
  const types = own.manifest.output.map(({ type, count }) => [type, count]);
  assert.deepEqual(types, [
    ['Observation', 2],
    ['Patient', 1],
  ]);
  const group = {
    resourceType: 'Group',
    type: 'person',
    actual: true,
    member: [{ entity: { reference: `Patient/${hexOfRecordId(ground.ambre)}` } }],
  };
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Group', group)));
  const of = await finished(nuees, await kickOff(nuees, `/${place}/$export?_type=Observation`));
  assert.equal(of.manifest.output[0]?.count, 1);
  const parameter: Json[] = [
    { name: '_type', valueString: 'Observation' },
    { name: 'patient', valueReference: { reference: `Patient/${hexOfRecordId(ground.basile)}` } },
  ];
  const posted = await as(
    nuees,
    'POST',
    '/Patient/$export',
    { resourceType: 'Parameters', parameter },
    { prefer: 'respond-async' },
  );
  assert.deepEqual((await finished(nuees, posted)).manifest.output, []);
});

test('Bulk Data Access 2.0.0: what cannot be done is refused at the kick-off', async () => {
  refused(await as(nuees, 'GET', '/$export'), 400, 'fhir.async-only');
  refused(await kickOff(nuees, '/$export?_outputFormat=text/csv'), 400, 'fhir.export-format');
  refused(await kickOff(nuees, '/$export?_type=Observatoin'), 404, 'fhir.unknown-type');
  refused(await kickOff(nuees, '/$export?_since=yesterday'), 400, 'fhir.bad-date');
  refused(await kickOff(nuees, '/$export?_typeFilter=Observation%3Fcode%3D1'), 400, 'fhir.unknown-parameter');
  const lenient = await finished(
    nuees,
    await kickOff(nuees, '/$export?_typeFilter=x&_type=Group', 'respond-async, handling=lenient'),
  );
  assert.deepEqual(
    lenient.manifest.output.map(({ type }) => type),
    ['Group'],
  );
  const token = await ground.token(nuees, { scopes: ['system/Observation.rs'] });
  const headers = { prefer: 'respond-async' };
  refused(await ground.fhir('/$export?_type=Patient', { token, headers }), 403, 'signin.scope');
  const limited = withStatus(202, await ground.fhir('/$export', { token, headers }));
  const { manifest } = await finished(nuees, limited);
  assert.ok(manifest.output.every(({ type }) => type === 'Observation'));
  refused(
    await ground.fhir('/$export', { token: await ground.token(nuees, { scopes: ['system/Patient.c'] }), headers }),
    403,
    'signin.scope',
  );
});
