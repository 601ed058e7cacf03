import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, nuees } from '../cast.ts';
import { type Ground, openGround, refused, traceFrom, words } from '../ground.ts';
import { type As, askingAt, type Found, type Json, placeOf, withStatus } from './asking.ts';
import { haemoglobin, identified, organization } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

const made = async (body: string | Json): Promise<string> => {
  const type = typeof body === 'string' ? 'Observation' : String(body.resourceType);
  return placeOf(withStatus(201, await as(nuees, 'POST', `/${type}`, body)));
};
const read = async (place: string) => withStatus(200, await as(nuees, 'GET', `/${place}`));

test('FHIR R4 §3.1.0.8, create: 201, Location with the version, ETag, Last-Modified; the body as it was sent but for id and meta', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const sent = haemoglobin(ground.ambre, '13.50');
  const answer = withStatus(201, await as(nuees, 'POST', '/Observation', sent));
  assert.match(
    answer.headers.get('location') ?? '',
    new RegExp(`^${ground.url}/fhir/Observation/[0-9a-f]{32}-[0-9a-z]+/_history/1$`),
  );
  assert.equal(answer.headers.get('etag'), 'W/"1"');
  assert.ok(Math.abs(Date.parse(answer.headers.get('last-modified') ?? '') - Date.now()) < 60_000);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/fhir\+json/);
  const text = answer.bytes.toString();
  assert.equal(text.replace(/"id":"[^"]+","meta":\{[^}]+\},/, ''), sent);
  assert.equal((await read(placeOf(answer))).bytes.toString(), text);
  assert.deepEqual((await lines()).map(words), [`write done ${nuees.name}`, `read done ${nuees.name}`]);
});

test('FHIR R4 §3.1.0.1.9, Prefer: return=minimal, representation, OperationOutcome', async () => {
  const write = (prefer: string) => as(nuees, 'POST', '/Organization', organization('Préférences'), { prefer });
  assert.equal(withStatus(201, await write('return=minimal')).bytes.length, 0);
  assert.equal(withStatus(201, await write('return=representation')).as<Json>().resourceType, 'Organization');
  const outcome = withStatus(201, await write('return=OperationOutcome'));
  assert.equal(outcome.as<Json>().resourceType, 'OperationOutcome');
  assert.ok(outcome.headers.has('location'));
});

test('FHIR R4 §3.1.0.2, read: what never was is 404, what was deleted 410, an id that can be none 404', async () => {
  const place = await made(organization('Éphémère'));
  withStatus(204, await as(nuees, 'DELETE', `/${place}`));
  refused(await as(nuees, 'GET', `/${place}`), 410, 'fhir.gone');
  refused(await as(nuees, 'GET', '/Organization/never'), 404, 'id.unknown');
  refused(await as(nuees, 'GET', `/Observation/${hexOfRecordId(ground.ambre)}-zz`), 404, 'id.unknown');
  refused(await as(nuees, 'GET', '/Observatoin/1'), 404, 'fhir.unknown-type');
  refused(await as(nuees, 'GET', '/Parameters/1'), 404, 'fhir.not-supported');
});

test('FHIR R4 §3.1.0.1.4, conditional read: 304 by version or by date', async () => {
  const place = await made(organization('Inchangée'));
  const at = (await read(place)).headers.get('last-modified') ?? '';
  for (const headers of [{ 'if-none-match': 'W/"1"' }, { 'if-modified-since': at }]) {
    const answer = await as(nuees, 'GET', `/${place}`, undefined, headers);
    assert.deepEqual([answer.status, answer.bytes.length, answer.headers.get('etag')], [304, 0, 'W/"1"']);
  }
  withStatus(200, await as(nuees, 'GET', `/${place}`, undefined, { 'if-none-match': 'W/"2"' }));
});

test('FHIR R4 §3.1.0.4, update: a version more; the same text makes none; If-Match holds; an id that a client chose is made', async () => {
  const place = await made(organization('Avant'));
  const id = place.split('/')[1];
  const changed = { ...organization('Après'), id };
  const second = withStatus(200, await as(nuees, 'PUT', `/${place}`, changed, { 'if-match': 'W/"1"' }));
  assert.equal(second.headers.get('etag'), 'W/"2"');
  refused(
    await as(nuees, 'PUT', `/${place}`, { ...changed, name: 'Trop tard' }, { 'if-match': 'W/"1"' }),
    412,
    'fhir.version-conflict',
  );
  refused(await as(nuees, 'PUT', `/${place}`, changed, { 'if-match': 'latest' }), 400, 'fhir.bad-etag');
  refused(await as(nuees, 'PUT', `/${place}`, organization('Sans id')), 400, 'fhir.id-mismatch');
  const chosen = { ...organization('Choisie'), id: 'chosen-by-us' };
  const first = withStatus(201, await as(nuees, 'PUT', '/Organization/chosen-by-us', chosen, { 'if-none-match': '*' }));
  assert.match(first.headers.get('location') ?? '', /\/Organization\/chosen-by-us\/_history\/1$/);
  refused(await as(nuees, 'PUT', '/Organization/chosen-by-us', chosen, { 'if-none-match': '*' }), 412, 'fhir.exists');
});

test('FHIR R4 §3.1.0.3, §3.1.0.12: each version can be read; the histories of an instance, a type and the system', async () => {
  const place = await made(haemoglobin(ground.ambre, '11.10'));
  const [type, id] = place.split('/');
  const first = (await read(place)).as<Json>();
  refused(await as(nuees, 'GET', `/${place}/_history/9`), 404, 'id.unknown');
  withStatus(200, await as(nuees, 'PUT', `/${place}`, { ...first, status: 'amended' }));
  withStatus(204, await as(nuees, 'DELETE', `/${place}`));
  const one = withStatus(200, await as(nuees, 'GET', `/${place}/_history/1`));
  assert.deepEqual([one.headers.get('etag'), one.as<Json>().status], ['W/"1"', 'final']);
  assert.ok(one.bytes.includes('11.10'));
  refused(await as(nuees, 'GET', `/${place}/_history/3`), 410, 'fhir.gone');
  refused(await as(nuees, 'GET', `/${place}/_history/x`), 400, 'fhir.bad-version');
  const told = (found: Found) =>
    found.entry?.map(({ request, response }) => [request?.method, response?.status.slice(0, 3), response?.etag]);
  const history = withStatus(200, await as(nuees, 'GET', `/${place}/_history`)).as<Found>();
  assert.equal(history.type, 'history');
  assert.deepEqual(told(history), [
    ['DELETE', '204', 'W/"3"'],
    ['PUT', '200', 'W/"2"'],
    ['POST', '201', 'W/"1"'],
  ]);
  assert.equal(history.entry?.[0]?.resource, undefined);
  const patient = `patient=${hexOfRecordId(ground.ambre)}`;
  for (const path of [`/${type}/_history?${patient}`, `/_history?${patient}`]) {
    const found = withStatus(200, await as(nuees, 'GET', path)).as<Found>();
    assert.ok(
      found.entry?.some((past) => past.fullUrl?.endsWith(`/${id}`)),
      path,
    );
  }
  const page = withStatus(200, await as(nuees, 'GET', `/${place}/_history?_count=2`)).as<Found>();
  const next = page.link?.find(({ relation }) => relation === 'next')?.url.replace(`${ground.url}/fhir`, '') ?? '';
  assert.deepEqual(told(withStatus(200, await as(nuees, 'GET', next)).as<Found>()), [['POST', '201', 'W/"1"']]);
});

test('FHIR R4 §3.1.0.6, patch: JSON Patch and FHIRPath Patch; a test that fails changes nothing', async () => {
  const place = await made(haemoglobin(ground.ambre, '12.30'));
  const patch = [
    { op: 'test', path: '/status', value: 'final' },
    { op: 'replace', path: '/status', value: 'amended' },
  ];
  const json = { 'content-type': 'application/json-patch+json' };
  const answer = withStatus(200, await as(nuees, 'PATCH', `/${place}`, JSON.stringify(patch), json));
  assert.deepEqual([answer.headers.get('etag'), answer.as<Json>().status], ['W/"2"', 'amended']);
  assert.ok(answer.bytes.includes('12.30'), 'digits stay');
  const again = await as(nuees, 'PATCH', `/${place}`, JSON.stringify(patch), json);
  assert.ok(again.status >= 400 && again.status < 500, String(again.status));
  const part = [
    { name: 'type', valueCode: 'replace' },
    { name: 'path', valueString: 'Observation.status' },
    { name: 'value', valueCode: 'corrected' },
  ];
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] };
  const byPath = withStatus(200, await as(nuees, 'PATCH', `/${place}`, parameters));
  assert.deepEqual([byPath.headers.get('etag'), byPath.as<Json>().status], ['W/"3"', 'corrected']);
  refused(await as(nuees, 'PATCH', `/${place}`, '{}', { 'content-type': 'text/plain' }), 415, 'fhir.content-type');
});

test('FHIR R4 §3.1.0.8.1, §3.1.0.4.3, §3.1.0.7.1, §3.1.0.6: conditional create, update, patch and delete', async () => {
  const body = { ...organization('Conditionnelle'), ...identified('c-1') };
  const search = 'identifier=urn:oid:1.2.250.1.999.1|c-1';
  const create = () => as(nuees, 'POST', '/Organization', body, { 'if-none-exist': search });
  const place = placeOf(withStatus(201, await create()));
  assert.equal(placeOf(withStatus(200, await create())), place);
  const update = (name: string) => as(nuees, 'PUT', `/Organization?${search}`, { ...body, name });
  assert.equal(placeOf(withStatus(200, await update('Changée'))), place);
  const patch = JSON.stringify([{ op: 'replace', path: '/name', value: 'Rapiécée' }]);
  const patched = await as(nuees, 'PATCH', `/Organization?${search}`, patch, { 'content-type': 'application/json-patch+json' });
  assert.equal(withStatus(200, patched).as<Json>().name, 'Rapiécée');
  await made(body);
  refused(await update('Laquelle ?'), 412, 'fhir.several-matches');
  refused(await as(nuees, 'DELETE', `/Organization?${search}`), 412, 'fhir.several-matches');
  withStatus(204, await as(nuees, 'DELETE', `/${place}`));
  withStatus(204, await as(nuees, 'DELETE', `/Organization?${search}`));
  withStatus(204, await as(nuees, 'DELETE', `/Organization?${search}`));
  refused(await as(nuees, 'DELETE', '/Organization'), 400, 'fhir.condition-missing');
  refused(await as(nuees, 'DELETE', '/Organization?_format=json'), 400, 'fhir.condition-missing');
});

test('issue, bad input: of conditional creates at once exactly one makes something', async () => {
  const body = { ...organization('Une seule'), ...identified('c-2') };
  const search = 'identifier=urn:oid:1.2.250.1.999.1|c-2';
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => as(nuees, 'POST', '/Organization', body, { 'if-none-exist': search })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
  assert.equal(new Set(answers.map(placeOf)).size, 1);
});

test('FHIR R4 §3.1.1, search: by GET and by POST; links; a page after the other; what is asked of the form is not part of it', async () => {
  for (let n = 0; n < 5; n++) await made({ ...organization(`Page ${n}`), ...identified('pages') });
  const query = 'identifier=pages&_sort=name&_count=2&_elements=name';
  const seen: string[] = [];
  let path = `/Organization?${query}`;
  for (let pages = 0; path !== '' && pages < 5; pages++) {
    const found = withStatus(200, await as(nuees, 'GET', path)).as<Found>();
    assert.deepEqual([found.type, found.total], ['searchset', 5]);
    seen.push(...(found.entry ?? []).map(({ resource }) => String(resource?.name)));
    assert.ok(found.entry?.every(({ resource, search }) => resource?.identifier === undefined && search?.mode === 'match'));
    assert.ok(!found.link?.some(({ url }) => url.includes('pages')), 'no identifier in an address');
    path = found.link?.find(({ relation }) => relation === 'next')?.url.replace(`${ground.url}/fhir`, '') ?? '';
  }
  assert.deepEqual(seen, ['Page 0', 'Page 1', 'Page 2', 'Page 3', 'Page 4']);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const posted = withStatus(200, await as(nuees, 'POST', '/Organization/_search?_pretty=true', query, form)).as<Found>();
  assert.equal(posted.entry?.length, 2);
  refused(await as(nuees, 'POST', '/Organization/_search', organization('x')), 415, 'fhir.content-type');
});

test('FHIR R4 §3.1.1.1: compartment search; a search of the system says its types', async () => {
  const patient = hexOfRecordId(ground.ambre);
  const compartment = withStatus(200, await as(nuees, 'GET', `/Patient/${patient}/Observation?_count=1`)).as<Found>();
  assert.ok((compartment.total ?? 0) > 0);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const posted = await as(nuees, 'POST', `/Patient/${patient}/Observation/_search`, '_count=1', form);
  assert.equal(withStatus(200, posted).as<Found>().total, compartment.total);
  const herself = citizen(ground.ambre, ambre);
  const several = withStatus(200, await as(herself, 'GET', '/?_type=Observation,Condition')).as<Found>();
  assert.equal(several.total, compartment.total);
  const everything = withStatus(200, await as(herself, 'GET', `/Patient/${patient}/*?_count=200`)).as<Found>();
  assert.ok((everything.total ?? 0) >= (compartment.total ?? 0));
  refused(await as(nuees, 'GET', `/?patient=${patient}`), 400, 'fhir.type-required');
});

test('FHIR R4 §3.1.1.1.2, unknown parameters are refused; with handling=lenient they are left out and told', async () => {
  refused(await as(nuees, 'GET', '/Organization?typo=1'), 400, 'fhir.unknown-parameter');
  refused(
    await as(nuees, 'GET', '/Organization?typo=1', undefined, { prefer: 'handling=strict' }),
    400,
    'fhir.unknown-parameter',
  );
  const found = withStatus(
    200,
    await as(nuees, 'GET', '/Organization?typo=1&name=Page', undefined, { prefer: 'handling=lenient' }),
  );
  const outcome = found.as<Found>().entry?.find(({ search }) => search?.mode === 'outcome')?.resource;
  assert.equal(outcome?.resourceType, 'OperationOutcome');
  assert.ok(JSON.stringify(outcome).includes('typo'));
  const self = found.as<Found>().link?.find(({ relation }) => relation === 'self')?.url ?? '';
  assert.ok(self.includes('name=Page') && !self.includes('typo'));
});

test('issue, item 2, __explain: the plan in place of what is found', async () => {
  const answer = withStatus(200, await as(nuees, 'GET', `/Observation?patient=${hexOfRecordId(ground.ambre)}&__explain=true`));
  assert.equal(answer.as<Json>().resourceType, 'OperationOutcome');
  assert.match(answer.bytes.toString(), /Index|Scan/);
});

test('FHIR R4 §3.1.0.1.10, XML: in and out, digits kept; _format before Accept; what cannot be answered is 406', async () => {
  const json = await made(haemoglobin(ground.ambre, '9.80'));
  const xml = withStatus(200, await as(nuees, 'GET', `/${json}`, undefined, { accept: 'application/fhir+xml' }));
  assert.match(xml.headers.get('content-type') ?? '', /^application\/fhir\+xml/);
  assert.match(xml.bytes.toString(), /<Observation xmlns="http:\/\/hl7.org\/fhir">.*<value value="9\.80"\/>/s);
  const body = xml.bytes.toString().replace(/<id value="[^"]+"\/><meta>.*?<\/meta>/s, '');
  const back = withStatus(
    201,
    await as(nuees, 'POST', '/Observation?_format=json', body, { 'content-type': 'application/fhir+xml' }),
  );
  assert.ok(back.bytes.includes('"value":9.80'));
  for (const format of ['xml', 'text/xml', 'application/xml', 'application/fhir%2Bxml', 'application/fhir+xml']) {
    const answer = await as(nuees, 'GET', `/${json}?_format=${format}`, undefined, { accept: 'application/fhir+json' });
    assert.match(withStatus(200, answer).headers.get('content-type') ?? '', /xml/, format);
  }
  refused(await as(nuees, 'GET', `/${json}`, undefined, { accept: 'text/turtle' }), 406, 'fhir.not-acceptable');
  refused(await as(nuees, 'GET', `/${json}?_format=ttl`), 406, 'fhir.not-acceptable');
  const error = await as(nuees, 'GET', '/Observation/none?_format=xml');
  assert.equal(error.status, 404);
  assert.match(error.bytes.toString(), /<OperationOutcome xmlns/);
  const searchset = withStatus(200, await as(nuees, 'GET', `/Organization?name=Page&_format=xml`));
  assert.match(searchset.bytes.toString(), /<Bundle xmlns.*<total value="5"\/>/s);
});

test('FHIR R4 §3.1.0.1.11, §3.1.1.5.8: _pretty, _summary, _elements on one resource', async () => {
  const place = await made(haemoglobin(ground.ambre, '10.10'));
  const pretty = withStatus(200, await as(nuees, 'GET', `/${place}?_pretty=true`)).bytes.toString();
  assert.match(pretty, /^\{\n {2}"resourceType": "Observation",\n/);
  assert.ok(pretty.includes('10.10'));
  const xml = withStatus(200, await as(nuees, 'GET', `/${place}?_pretty=true&_format=xml`)).bytes.toString();
  assert.match(xml, /^<\?xml [^>]+\?>\n<Observation [^>]+>\n {2}<id value="[^"]+"\/>\n {2}<meta>\n {4}<versionId value="1"\/>\n/);
  const plain = withStatus(200, await as(nuees, 'GET', `/${place}?_format=xml`)).bytes.toString();
  assert.equal(xml.replaceAll(/\n */g, ''), plain);
  const elements = withStatus(200, await as(nuees, 'GET', `/${place}?_elements=status`)).as<Json>();
  assert.deepEqual(Object.keys(elements).sort(), ['code', 'id', 'meta', 'resourceType', 'status']);
  assert.match(JSON.stringify(elements.meta), /SUBSETTED/);
  refused(await as(nuees, 'GET', `/${place}?_elements=nothing`), 400, 'fhir.unknown-element');
  refused(await as(nuees, 'GET', `/${place}?_summary=some`), 400, 'fhir.bad-summary');
});

test('FHIR R4 §3.1.0.1.12, RFC 9110: X-Request-Id comes back, HEAD is a GET without its body, 405 says what is allowed', async () => {
  const place = await made(organization('En-têtes'));
  const mine = await as(nuees, 'GET', `/${place}`, undefined, { 'x-request-id': 'client-42' });
  assert.equal(mine.headers.get('x-request-id'), 'client-42');
  assert.ok((await read(place)).headers.get('x-request-id'));
  const head = await as(nuees, 'HEAD', `/${place}`);
  assert.deepEqual([head.status, head.bytes.length, head.headers.get('etag')], [200, 0, 'W/"1"']);
  const wrong = await as(nuees, 'POST', `/${place}`, organization('x'));
  refused(wrong, 405, 'fhir.method');
  assert.deepEqual(wrong.headers.get('allow')?.split(', ').sort(), ['DELETE', 'GET', 'PATCH', 'PUT']);
  const others: readonly (readonly [method: string, path: string, allow: string])[] = [
    ['PUT', '/Observation/$lastn', 'GET'],
    ['DELETE', '/Observation/$lastn', 'GET'],
    ['POST', '/Observation/$lastn', 'GET'],
    ['PATCH', '/Patient/$everything', 'GET'],
    ['DELETE', '/Patient/p/$everything', 'GET'],
    ['PUT', '/ValueSet/$expand', 'GET, POST'],
    ['DELETE', '/$graphql', 'GET, POST'],
    ['PUT', '/metadata', 'GET'],
    ['POST', '/metadata', 'GET'],
    ['DELETE', '/metadata', 'GET'],
  ];
  for (const [method, path, allow] of others) {
    const answer = await as(nuees, method, path, method === 'DELETE' ? undefined : organization('x'));
    refused(answer, 405, 'fhir.method');
    assert.deepEqual(answer.headers.get('allow')?.split(', ').sort().join(', '), allow, `${method} ${path}`);
  }
  refused(await as(nuees, 'PUT', '/Patient/$lastn', organization('x')), 404, 'fhir.not-supported');
});

test('SMART App Launch 2.2 §3.0.2: each letter opens its interactions and no other', async () => {
  const place = await made(organization('Portées'));
  const json = JSON.stringify([{ op: 'replace', path: '/name', value: 'x' }]);
  const patching = { 'content-type': 'application/json-patch+json' };
  const asked: readonly (readonly [
    letters: string,
    method: string,
    path: string,
    body?: string | Json,
    headers?: Record<string, string>,
  ])[] = [
    ['c', 'POST', '/Organization', organization('c')],
    ['r', 'GET', `/${place}`],
    ['r', 'GET', `/${place}/_history`],
    ['r', 'GET', `/${place}/_history/1`],
    ['u', 'PATCH', `/${place}`, json, patching],
    ['us', 'PATCH', `/Organization?_id=${place.split('/')[1]}`, json, patching],
    ['s', 'GET', '/Organization?name=Port'],
    ['s', 'GET', '/Organization/_history'],
    ['d', 'DELETE', `/${place}`],
    ['ds', 'DELETE', '/Organization?name=none'],
  ];
  for (const [letters, method, path, body, headers] of asked) {
    const send = async (scope: string) =>
      ground.fhir(path, {
        method,
        token: await ground.token(nuees, { scopes: [scope] }),
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      });
    const others = [...'cruds'].filter((letter) => !letters.includes(letter)).join('');
    refused(await send(`system/Organization.${others}`), 403, 'signin.scope');
    refused(await send(`system/Patient.${letters}`), 403, 'signin.scope');
    const answer = await send(`system/Organization.${letters}`);
    assert.ok(answer.status < 300, `${method} ${path} ${letters}: ${answer.status} ${answer.bytes}`);
  }
  refused(await ground.fhir(`/${place}`), 401, 'signin.token-missing');
});

test('issue, item 6: rights hold at each interaction, and a search says nothing of what may not be seen', async () => {
  const place = await made(haemoglobin(ground.ambre, '14.10'));
  const stranger = citizen(ground.basile, basile);
  const patient = hexOfRecordId(ground.ambre);
  for (const path of [
    place,
    `${place}/_history`,
    `Observation?patient=${patient}`,
    `Patient/${patient}`,
    `Patient/${patient}/$everything`,
  ])
    refused(await as(stranger, 'GET', `/${path}`), 403, 'rights.not-yours');
  const herself = citizen(ground.ambre, ambre);
  withStatus(200, await as(herself, 'GET', `/${place}`));
  assert.ok((withStatus(200, await as(herself, 'GET', '/Observation')).as<Found>().total ?? 0) > 0);
});
