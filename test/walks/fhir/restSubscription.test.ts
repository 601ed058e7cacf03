import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, nuees, orme } from '../cast.ts';
import { type Ground, openGround, refused, traceFrom } from '../ground.ts';
import { n3, provide } from '../papers.ts';
import { until } from '../server.ts';
import { type As, askingAt, type Found, type Json, placeOf, valuesOf, withStatus } from './asking.ts';
import { haemoglobin } from './things.ts';

let ground: Ground;
let as: As;
let hook: Server;
let endpoint: string;
let received: { readonly method: string; readonly url: string; readonly body: string }[] = [];
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', body });
      response.end();
    });
  });
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
});
after(async () => {
  hook.close();
  await ground.close();
});

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';
const byTopic = (criteria: string, filter: string, channel: Json): Json => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Suivi',
  criteria,
  ...(filter === '' ? {} : { _criteria: { extension: [{ url: `${backport}/backport-filter-criteria`, valueString: filter }] } }),
  channel: {
    payload: 'application/fhir+json',
    _payload: { extension: [{ url: `${backport}/backport-payload-content`, valueCode: 'full-resource' }] },
    ...channel,
  },
});
const classic = (criteria: string, channel: Json): Json => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Suivi',
  criteria,
  channel,
});

async function active(actor: Parameters<As>[0], resource: Json): Promise<string> {
  const answer = withStatus(201, await as(actor, 'POST', '/Subscription', resource));
  const place = placeOf(answer);
  await until(async () => (await as(actor, 'GET', `/${place}`)).as<Json>().status === 'active', 10_000);
  return place;
}

test('FHIR R4 §2.46, rest-hook: what meets the criteria is put to the address, what does not is not; the look is in the trace', async () => {
  const place = await active(
    nuees,
    classic('Observation?code=718-7&status=final', { type: 'rest-hook', endpoint, payload: 'application/fhir+json' }),
  );
  received = [];
  const lines = await traceFrom(ground, ground.ambre);
  withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, '1.10', { status: 'preliminary' })));
  withStatus(201, await as(orme, 'POST', '/Observation', haemoglobin(ground.ambre, '2.20')));
  const made = placeOf(withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, '3.30'))));
  await until(() => received.length > 0, 10_000);
  assert.deepEqual([received[0]?.method, received[0]?.url], ['PUT', `/hook/${made}`]);
  assert.ok(received[0]?.body.includes('3.30'));
  assert.equal(received.length, 1, 'nothing of another software, nothing that is not final');
  const told = (await lines()).filter(({ detail }) => detail?.subscription !== undefined);
  assert.deepEqual(
    told.map(({ action, object }) => [action, object?.id]),
    [['read', made.split('/')[1]]],
  );
  withStatus(204, await as(nuees, 'DELETE', `/${place}`));
});

test('Subscriptions R5 Backport 1.1: a document that is published is told of to the person; $status and $events', async () => {
  const herself = citizen(ground.ambre, ambre);
  received = [];
  const place = await active(herself, byTopic('urn:socle:topic:document-published', '', { type: 'rest-hook', endpoint }));
  assert.match(received[0]?.body ?? '', /"valueCode":"handshake"/);
  received = [];
  await ground.deposited(provide(n3(basile)));
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  await until(() => received.length > 0, 10_000);
  const bundle = JSON.parse(received[0]?.body ?? '{}') as Found;
  assert.deepEqual([bundle.type, bundle.entry?.[1]?.resource?.id, received.length], ['history', id, 1]);
  const status = withStatus(200, await as(herself, 'GET', `/${place}/$status`)).as<Found>();
  assert.deepEqual([status.type, status.total], ['searchset', 1]);
  const values = valuesOf(status.entry?.[0]?.resource ?? {});
  assert.deepEqual([values.status, values.type, values['events-since-subscription-start']], ['active', 'query-status', '1']);
  const events = withStatus(200, await as(herself, 'GET', `/${place}/$events?eventsSinceNumber=1`)).as<Found>();
  assert.equal(events.entry?.[1]?.resource?.id, id);
  assert.equal(withStatus(200, await as(herself, 'GET', '/Subscription/$status?status=error')).as<Found>().total, 0);
  refused(await as(citizen(ground.basile, basile), 'GET', `/${place}/$status`), 404, 'id.unknown');
  withStatus(204, await as(herself, 'DELETE', `/${place}`));
});

/** The other end of a WebSocket, by the browser’s own class. */
async function connected(): Promise<{ said: string[]; closed: () => boolean; socket: WebSocket }> {
  const socket = new WebSocket(`${ground.url.replace('http', 'ws')}/fhir/ws`);
  const said: string[] = [];
  socket.addEventListener('message', ({ data }) => said.push(String(data)));
  await new Promise((done, failed) => {
    socket.addEventListener('open', done);
    socket.addEventListener('error', failed);
  });
  return { said, socket, closed: () => socket.readyState === WebSocket.CLOSED };
}

test('Subscriptions R5 Backport 1.1, websocket: token, handshake, notification over a real connection; rights decided as it is sent', async () => {
  const herself = citizen(ground.ambre, ambre);
  const filter = `Observation?patient=${hexOfRecordId(ground.ambre)}`;
  const place = await active(herself, byTopic('urn:socle:topic:resource-changed', filter, { type: 'websocket' }));
  const { token, 'websocket-url': url } = valuesOf(
    withStatus(200, await as(herself, 'GET', '/Subscription/$get-ws-binding-token')).as<Json>(),
  );
  assert.equal(url, `${ground.url.replace('http', 'ws')}/fhir/ws`);
  const one = await connected();
  one.socket.send(`bind-with-token ${String(token)}`);
  await until(() => one.said.length === 1, 10_000);
  assert.match(one.said[0] ?? '', /"valueCode":"handshake"/);
  withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, '5.50')));
  await until(() => one.said.length === 2, 10_000);
  assert.match(one.said[1] ?? '', /"valueCode":"event-notification".*5\.50/s);
  const other = await connected();
  other.socket.send('bind-with-token forged.token');
  await until(other.closed, 10_000);
  withStatus(204, await as(herself, 'DELETE', `/${place}`));
  await until(one.closed, 10_000);
});

test('FHIR R4 §2.46: refused subscriptions; read, search, update and delete are the owner’s', async () => {
  const send = (resource: Json) => as(nuees, 'POST', '/Subscription', resource);
  const hooked: Json = { type: 'rest-hook', endpoint, payload: 'application/fhir+json' };
  refused(await send(classic('Observation?unheard=1', hooked)), 400, 'fhir.unknown-parameter');
  refused(await send(classic('Observation?_sort=date', hooked)), 422, 'fhir.subscription-criteria');
  refused(await send(classic('Observation', { ...hooked, endpoint: 'http://example.org/' })), 422, 'fhir.subscription-endpoint');
  refused(await send(classic('Observation', { ...hooked, endpoint: 'https://10.0.0.1/' })), 422, 'fhir.subscription-endpoint');
  refused(await send({ ...classic('Observation', hooked), status: 'active' }), 422, 'fhir.subscription-status');
  refused(await send(classic('Observation', { ...hooked, type: 'sms' })), 422, 'fhir.subscription-channel');
  assert.equal((await send({ ...classic('Observation', hooked), reason: undefined })).status, 422);
  const token = await ground.token(nuees, { scopes: ['system/Subscription.cruds', 'system/Patient.rs'] });
  refused(
    await ground.fhir('/Subscription', { method: 'POST', token, body: classic('Observation', hooked) }),
    403,
    'signin.scope',
  );
  const place = await active(nuees, classic('Observation', hooked));
  const found = withStatus(200, await as(nuees, 'GET', '/Subscription?status=active')).as<Found>();
  assert.ok(found.entry?.some(({ resource }) => place.endsWith(String(resource?.id))));
  refused(await as(nuees, 'GET', '/Subscription?criteria=Observation'), 400, 'fhir.unknown-parameter');
  refused(await as(orme, 'GET', `/${place}`), 404, 'id.unknown');
  const body = withStatus(200, await as(nuees, 'GET', `/${place}`)).as<Json>();
  refused(await as(nuees, 'PUT', `/${place}`, { ...body, status: 'off' }, { 'if-match': 'W/"9"' }), 412, 'fhir.version-conflict');
  const off = withStatus(200, await as(nuees, 'PUT', `/${place}`, { ...body, status: 'off' }, { 'if-match': 'W/"1"' }));
  assert.deepEqual([off.as<Json>().status, off.headers.get('etag')], ['off', 'W/"2"']);
  withStatus(204, await as(nuees, 'DELETE', `/${place}`));
  refused(await as(nuees, 'GET', `/${place}`), 404, 'id.unknown');
});
