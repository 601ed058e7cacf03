import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { type Call, newRecordId, type RecordId, type Software } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import type { Look } from './desk.ts';
import type { Socket } from './sockets.ts';
import { subscriptionMigrations } from './subscriptions.schema.ts';
import { openSubscriptions, type Subscriptions } from './subscriptions.ts';

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';
const software = (id: string): Software => ({
  kind: 'software',
  id,
  name: id,
  structure: { id: '1990000018', name: 'Cabinet des Nuées' },
});
const record = newRecordId();

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let store: Store;
let trace: Trace;
let subscriptions: Subscriptions;
let hook: Server;
let endpoint: string;
let received: Received[] = [];
let status = 200;
let now = new Date('2026-05-01T10:00:00Z');
/** What may be seen now, by `Type/id`: what rights and search decide is the engine’s to test. */
let visible = new Map<string, string>();
let waiting: { topic: string; payload: Readonly<Record<string, unknown>>; at: Date }[] = [];
let seq = 0;

const look: Look = async (_call, { type, id }, { query }) => {
  const body = visible.get(`${type}/${id}`);
  return body === undefined || (query !== '' && !body.includes(query)) ? undefined : { body };
};
const call = (id = 'logiciel-nuees'): Call => ({ actor: software(id), at: now, requestId: 'test' });

before(async () => {
  store = await testStore([...traceMigrations, ...subscriptionMigrations]);
  trace = await openTrace(store);
  subscriptions = await openSubscriptions({
    store,
    trace,
    look,
    later: async (topic, _key, payload, at) => void waiting.push({ topic, payload, at }),
    checkFilter: ({ query }) => {
      if (query.includes('unknown=')) throw Object.assign(new Error('unknown'), { code: 'fhir.unknown-parameter' });
    },
    toXml: (body) => `<x>${body.length}</x>`,
    base: 'https://socle.test/fhir',
    privateTargets: true,
    retry: { firstSeconds: 10, mostSeconds: 60, attempts: 3 },
    clock: () => now,
    log: () => undefined,
  });
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('secret words of the answer');
    });
  });
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
});
after(async () => {
  await subscriptions.close();
  hook.close();
  await store.close();
});
beforeEach(async () => {
  await store.pool.query('truncate fhir.subscription, fhir.subscription_event');
  await store.outbox.hint('socle_subscription', '');
  [received, status, visible, waiting] = [[], 200, new Map(), []];
});

/** Runs the jobs whose time has come, those that they ask for too. */
async function settle(): Promise<void> {
  for (;;) {
    const due = waiting.findIndex(({ at }) => at <= now);
    const [job] = due < 0 ? [] : waiting.splice(due, 1);
    if (job === undefined) return;
    await subscriptions.notify({ record, seq: 0, topic: job.topic, payload: job.payload });
  }
}

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};

async function change(id: string, method = 'POST', type = 'Observation', about: RecordId = record): Promise<void> {
  seq += 1;
  const message = { record: about, seq, topic: 'fhir.changed', payload: { changes: [[type, id, 1, 1, method]] } };
  await subscriptions.changed(message);
  await subscriptions.changed(message); // at least once is what the outbox promises
  await settle();
}

const byTopic = (content: string, more: object = {}, criteria = 'Observation?final') => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Follow-up',
  criteria: 'urn:socle:topic:resource-changed',
  _criteria: { extension: [{ url: `${backport}/backport-filter-criteria`, valueString: criteria }] },
  channel: {
    type: 'rest-hook',
    endpoint,
    header: ['Authorization: Bearer letmein'],
    payload: 'application/fhir+json',
    _payload: { extension: [{ url: `${backport}/backport-payload-content`, valueCode: content }] },
    ...more,
  },
});
const classic = (payload: string | undefined) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Follow-up',
  criteria: 'Observation?final',
  channel: { type: 'rest-hook', endpoint, ...(payload === undefined ? {} : { payload }) },
});

interface Notified {
  readonly type: string;
  readonly meta: { profile: string[] };
  readonly entry: readonly {
    readonly resource: {
      parameter?: readonly { name: string; part?: readonly { name: string; [value: string]: unknown }[] }[];
      status?: string;
    };
    readonly request: { method: string; url: string };
  }[];
}
const told = (one: Received | undefined) => JSON.parse(one?.body ?? '{}') as Notified;
const parameter = (bundle: Notified, name: string): Record<string, unknown> | undefined =>
  bundle.entry[0]?.resource.parameter?.find((one) => one.name === name) as Record<string, unknown> | undefined;

async function active(resource: object): Promise<string> {
  const { id } = await subscriptions.create(call(), resource as Record<string, unknown>);
  await settle();
  const { body } = await subscriptions.read(call(), id);
  assert.equal(JSON.parse(body).status, 'active', body);
  return id;
}

test('Subscriptions R5 Backport 1.1, rest-hook: requested, a handshake, then active; the handshake carries the headers and no event', async () => {
  const { id, body } = await subscriptions.create(call(), byTopic('full-resource'));
  assert.equal(JSON.parse(body).status, 'requested');
  await settle();
  const [handshake] = received;
  assert.deepEqual([handshake?.method, handshake?.url, handshake?.headers.authorization], ['POST', '/hook', 'Bearer letmein']);
  assert.equal(handshake?.headers['content-type'], 'application/fhir+json');
  const bundle = told(handshake);
  assert.equal(bundle.type, 'history');
  assert.match(bundle.meta.profile[0] ?? '', /backport-subscription-notification-r4$/);
  assert.equal(parameter(bundle, 'type')?.valueCode, 'handshake');
  assert.equal(parameter(bundle, 'events-since-subscription-start')?.valueString, '0');
  assert.equal(JSON.parse((await subscriptions.read(call(), id)).body).status, 'active');
});

test('Subscriptions R5 Backport 1.1, payloads: empty tells a number, id-only where to look, full-resource the resource as it is kept', async () => {
  for (const content of ['empty', 'id-only', 'full-resource']) {
    await active(byTopic(content));
    received = [];
    visible.set('Observation/a', '{"resourceType":"Observation","id":"a","final":1.00}');
    await change('a');
    const [one, ...more] = received;
    assert.deepEqual(more, []);
    const bundle = told(one);
    const event = parameter(bundle, 'notification-event') as { part: { name: string; valueString?: string }[] };
    assert.deepEqual(
      event.part.map(({ name }) => name),
      content === 'empty' ? ['event-number', 'timestamp'] : ['event-number', 'timestamp', 'focus'],
    );
    assert.equal(event.part[0]?.valueString, '1');
    assert.equal(parameter(bundle, 'topic') === undefined, content === 'empty');
    assert.equal(one?.body.includes('"final":1.00'), content === 'full-resource', 'byte for byte');
    await store.pool.query('truncate fhir.subscription, fhir.subscription_event');
    await store.outbox.hint('socle_subscription', '');
  }
});

test('issue, item 4: what the subscriber may not see any more is decided at each sending, and what left is in the trace', async () => {
  const id = await active(byTopic('full-resource'));
  visible.set('Observation/a', '{"final":"secret"}').set('Observation/b', '{"final":"open"}');
  status = 503;
  await change('a');
  await change('b');
  received = [];
  status = 200;
  visible.delete('Observation/a');
  later(10);
  await settle();
  const bundle = told(received[0]);
  assert.equal(received.length, 1);
  assert.ok(!received[0]?.body.includes('secret') && !received[0]?.body.includes('Observation/a'));
  assert.equal(bundle.entry.length, 2, 'the status and the one that may be seen');
  const lines = await trace.lines(record, undefined, 10);
  assert.deepEqual([lines[0]?.action, lines[0]?.object?.id, lines[0]?.detail], ['read', 'b', { subscription: id }]);
});

test('FHIR R4 §2.46, rest-hook with a payload: the resource is put under the address; without one an empty POST', async () => {
  await active(classic('application/fhir+json'));
  assert.deepEqual(received, [], 'R4 has no handshake');
  visible.set('Observation/a', '{"resourceType":"Observation","final":1.50}');
  await change('a', 'PUT');
  assert.deepEqual(
    received.map(({ method, url, body }) => [method, url, body]),
    [['PUT', '/hook/Observation/a', '{"resourceType":"Observation","final":1.50}']],
  );
  await active(classic(undefined));
  received = [];
  await change('a');
  assert.deepEqual(received.map(({ method, url, body }) => [method, url, body]).sort(), [
    ['POST', '/hook', ''],
    ['PUT', '/hook/Observation/a', '{"resourceType":"Observation","final":1.50}'],
  ]);
});

test('issue, item 4: a change told twice is one event; a deletion, another type or what does not meet the filter is none', async () => {
  const id = await active(byTopic('id-only'));
  visible.set('Observation/a', '{"final"}').set('Observation/b', '{"preliminary"}').set('Condition/c', '{"final"}');
  await change('a');
  await change('b');
  await change('c', 'POST', 'Condition');
  await change('a', 'DELETE');
  await change('hidden');
  const [state] = await subscriptions.status(call(), { ids: [id] });
  assert.match(state?.body ?? '', /"events-since-subscription-start","valueString":"1"/);
});

test('issue, item 4: a failure is tried again, each time later; then the subscription is in error, says why, and its events wait', async () => {
  const id = await active(byTopic('id-only'));
  visible.set('Observation/a', '{"final"}');
  received = [];
  status = 500;
  await change('a');
  assert.equal(received.length, 1);
  later(9);
  await settle();
  assert.equal(received.length, 1, 'not before its time');
  later(1);
  await settle();
  later(20);
  await settle();
  assert.equal(received.length, 3);
  assert.deepEqual(waiting, [], 'nothing more is tried');
  const shown = JSON.parse((await subscriptions.read(call(), id)).body);
  assert.deepEqual([shown.status, shown.error], ['error', 'HTTP 500']);
  const [state] = await subscriptions.status(call(), { statuses: ['error'] });
  assert.match(state?.body ?? '', /"name":"error","valueCodeableConcept":\{"text":"HTTP 500"\}/);
  status = 200;
  received = [];
  await subscriptions.update(call(), id, { ...byTopic('id-only'), id });
  await settle();
  assert.deepEqual(
    received.map((one) => parameter(told(one), 'type')?.valueCode),
    ['handshake', 'event-notification'],
    'it takes up where it stopped',
  );
});

test('Subscriptions R5 Backport 1.1: a handshake that is refused puts the subscription in error at once; a redirection is a refusal', async () => {
  for (const answer of [404, 302]) {
    status = answer;
    const { id } = await subscriptions.create(call(), byTopic('empty'));
    await settle();
    const shown = JSON.parse((await subscriptions.read(call(), id)).body);
    assert.deepEqual([shown.status, shown.error], ['error', `HTTP ${answer}`]);
  }
});

test('Subscriptions R5 Backport 1.1, backport-max-count: no notification holds more events; backport-heartbeat-period: one when nothing comes', async () => {
  const extension = [
    { url: `${backport}/backport-max-count`, valuePositiveInt: 2 },
    { url: `${backport}/backport-heartbeat-period`, valueUnsignedInt: 60 },
  ];
  const id = await active(byTopic('id-only', { extension }));
  for (const one of ['a', 'b', 'c']) visible.set(`Observation/${one}`, '{"final"}');
  status = 500;
  for (const one of ['a', 'b', 'c']) await change(one);
  status = 200;
  received = [];
  later(10);
  await settle();
  const events = (one: Received) =>
    told(one).entry[0]?.resource.parameter?.filter(({ name }) => name === 'notification-event').length;
  assert.deepEqual(received.map(events), [2, 1]);
  received = [];
  later(59);
  await subscriptions.notify({ record, seq: 0, topic: '', payload: { subscription: id } });
  assert.equal(received.length, 0);
  later(1);
  await subscriptions.notify({ record, seq: 0, topic: '', payload: { subscription: id } });
  assert.deepEqual(
    received.map((one) => parameter(told(one), 'type')?.valueCode),
    ['heartbeat'],
  );
});

test('Subscriptions R5 Backport 1.1, $events: past events again, with less content when asked, never with more', async () => {
  const id = await active(byTopic('id-only'));
  for (const one of ['a', 'b', 'c']) visible.set(`Observation/${one}`, '{"final"}');
  for (const one of ['a', 'b', 'c']) await change(one);
  const bundle = JSON.parse(await subscriptions.events(call(), id, { since: 2, content: 'full-resource' })) as Notified;
  assert.equal(bundle.entry.length, 1, 'no resource of a subscription that tells ids only');
  assert.equal(parameter(bundle, 'type')?.valueCode, 'query-event');
  const numbers = (one: Notified) =>
    one.entry[0]?.resource.parameter
      ?.filter(({ name }) => name === 'notification-event')
      .map(({ part }) => part?.[0]?.valueString);
  assert.deepEqual(numbers(bundle), ['2', '3']);
  const empty = await subscriptions.events(call(), id, { until: 1, content: 'empty' });
  assert.deepEqual(numbers(JSON.parse(empty) as Notified), ['1']);
  assert.ok(!empty.includes('Observation/'));
});

test('FHIR R4 §2.46: a subscription is its owner’s alone, kept sealed, at most a hundred, off at its end', async () => {
  const id = await active(byTopic('empty', {}, 'Observation?final'));
  const other = call('logiciel-orme');
  for (const act of [
    () => subscriptions.read(other, id),
    () => subscriptions.update(other, id, { ...byTopic('empty'), id }),
    () => subscriptions.events(other, id, {}),
    () => subscriptions.read(call(), 'x'),
  ])
    await assert.rejects(act, { code: 'id.unknown' });
  await subscriptions.remove(other, id);
  assert.deepEqual(await subscriptions.search(other, {}), []);
  assert.equal((await subscriptions.search(call(), {})).length, 1);
  const { rows } = await store.pool.query("select convert_from(sealed, 'LATIN1') as sealed from fhir.subscription");
  assert.ok(!String(rows[0]?.sealed).includes('letmein'));
  await assert.rejects(subscriptions.update(call(), id, { ...byTopic('empty'), id }, 7), { code: 'fhir.version-conflict' });
  await subscriptions.remove(call(), id);
  await assert.rejects(subscriptions.read(call(), id), { code: 'id.unknown' });
  await assert.rejects(subscriptions.create(call(), { ...byTopic('empty'), status: 'active' }), {
    code: 'fhir.subscription-status',
  });
  await assert.rejects(subscriptions.create(call(), { ...byTopic('empty'), end: '2026-01-01T00:00:00Z' }), {
    code: 'fhir.subscription-end',
  });
  await assert.rejects(subscriptions.create(call(), byTopic('empty', {}, 'Observation?unknown=1')), {
    code: 'fhir.unknown-parameter',
  });
  for (let n = 0; n < 100; n++) await subscriptions.create(call(), classic(undefined));
  await assert.rejects(subscriptions.create(call(), classic(undefined)), { code: 'fhir.subscription-limit' });
});

function socket(): Socket & { readonly said: string[]; readonly closed: string[]; text(words: string): void; gone(): void } {
  const [said, closed]: string[][] = [[], []];
  let heard: (text: string) => void = () => undefined;
  let ended = (): void => undefined;
  return {
    said: said ?? [],
    closed: closed ?? [],
    send: (text) => void said?.push(text),
    close: (code, reason) => void closed?.push(`${code} ${reason}`),
    onText: (listener) => (heard = listener),
    onClose: (listener) => (ended = listener),
    text: (words) => heard(words),
    gone: () => ended(),
  };
}
const onSocket = (resource: ReturnType<typeof byTopic> | ReturnType<typeof classic>) => ({
  ...resource,
  channel: { ...resource.channel, type: 'websocket', endpoint: undefined },
});
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !holds(); ) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((done) => setTimeout(done, 10));
  }
}

test('Subscriptions R5 Backport 1.1, websocket: a token binds; handshake, then events; a forged or late token ends the connection', async () => {
  const id = await active(onSocket(byTopic('full-resource')));
  const { token, subscriptions: bound } = await subscriptions.bindingToken(call());
  assert.deepEqual(bound, [id]);
  const one = socket();
  subscriptions.sockets.attach(one, undefined);
  one.text(`bind-with-token ${token}`);
  await until(() => one.said.length === 1);
  assert.match(one.said[0] ?? '', /"valueCode":"handshake"/);
  visible.set('Observation/a', '{"final":1}');
  await change('a');
  await until(() => one.said.length === 2);
  assert.match(one.said[1] ?? '', /"valueCode":"event-notification".*"resource":\{"final":1\}/);
  assert.deepEqual(received, []);

  const claims = Buffer.from(JSON.stringify(['software/logiciel-nuees', [id], now.getTime() + 1e6])).toString('base64url');
  for (const words of [`bind-with-token ${claims}.${token.split('.')[1]}`, 'bind-with-token', `bind ${id}`, 'hello']) {
    const bad = socket();
    subscriptions.sockets.attach(bad, undefined);
    bad.text(words);
    await until(() => bad.closed.length === 1);
    assert.deepEqual([bad.said, bad.closed[0]?.slice(0, 4)], [[], '1008'], words);
  }
  later(3601);
  await change('a');
  await until(() => one.closed.length === 1);
  await assert.rejects(subscriptions.bindingToken(call('logiciel-orme')), { code: 'id.unknown' });
});

test('FHIR R4 §2.46.6.3, websocket: bind, bound, ping, for who comes with an access token of the owner', async () => {
  const id = await active(onSocket(classic(undefined)));
  const one = socket();
  subscriptions.sockets.attach(one, software('logiciel-nuees'));
  one.text(`bind ${id}`);
  await until(() => one.said.length === 1);
  visible.set('Observation/a', '{"final":1}');
  await change('a');
  await until(() => one.said.length === 2);
  assert.deepEqual(one.said, [`bound ${id}`, `ping ${id}`]);
  const other = socket();
  subscriptions.sockets.attach(other, software('logiciel-orme'));
  other.text(`bind ${id}`);
  await until(() => other.closed.length === 1);
  one.gone();
  await change('a', 'PUT');
  await subscriptions.remove(call(), id);
  assert.equal(one.said.length, 2);
});
