import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { extension, notified, numbers, parameters, SubscriptionGround } from '../../../test/fhir/subscriptionGround.ts';

let ground: SubscriptionGround;
before(async () => {
  ground = await SubscriptionGround.open();
});
after(() => ground.close());
beforeEach(() => ground.clear());

const requests = () => ground.received.map(({ method, url, body }) => [method, url, body]);

test('Subscriptions R5 Backport 1.1, rest-hook: requested, a handshake with the headers, then active', async () => {
  const { id, body } = await ground.subscriptions.create(ground.call(), ground.byTopic('full-resource'));
  assert.equal(JSON.parse(body).status, 'requested');
  await ground.settle();
  const [handshake] = ground.received;
  assert.deepEqual([handshake?.method, handshake?.url, handshake?.headers.authorization], ['POST', '/hook', 'Bearer letmein']);
  assert.equal(handshake?.headers['content-type'], 'application/fhir+json');
  const bundle = notified(handshake?.body);
  assert.equal(bundle.type, 'history');
  assert.match(bundle.meta.profile[0] ?? '', /backport-subscription-notification-r4$/);
  assert.equal(parameters(bundle, 'type')[0]?.valueCode, 'handshake');
  assert.equal(parameters(bundle, 'events-since-subscription-start')[0]?.valueString, '0');
  assert.equal((await ground.shown(id)).status, 'active');
});

for (const content of ['empty', 'id-only', 'full-resource']) {
  test(`Subscriptions R5 Backport 1.1, payload ${content}: nothing more than it says; the resource as it is kept`, async () => {
    await ground.active(ground.byTopic(content));
    ground.received = [];
    ground.visible.set('Observation/a', '{"resourceType":"Observation","id":"a","final":1.00}');
    await ground.change('a');
    assert.equal(ground.received.length, 1);
    const text = ground.received[0]?.body ?? '';
    const [event] = parameters(notified(text), 'notification-event');
    assert.deepEqual(
      event?.part?.map(({ name }) => name),
      content === 'empty' ? ['event-number', 'timestamp'] : ['event-number', 'timestamp', 'focus'],
    );
    assert.equal(event.part[0]?.valueString, '1');
    assert.equal(parameters(notified(text), 'topic').length, content === 'empty' ? 0 : 1);
    assert.equal(text.includes('"final":1.00'), content === 'full-resource');
  });
}

test('issue, item 4: what may be seen is decided anew at each sending, and what leaves is in the trace', async () => {
  const id = await ground.active(ground.byTopic('full-resource'));
  ground.visible.set('Observation/a', '{"final":"secret"}').set('Observation/b', '{"final":"open"}');
  ground.status = 503;
  await ground.change('a');
  await ground.change('b');
  [ground.received, ground.status] = [[], 200];
  ground.visible.delete('Observation/a');
  ground.later(10);
  await ground.settle();
  assert.equal(ground.received.length, 1);
  const text = ground.received[0]?.body ?? '';
  assert.ok(!text.includes('secret') && !text.includes('Observation/a'));
  assert.equal(notified(text).entry.length, 2, 'the status and the one that may be seen');
  const [line] = await ground.trace.lines(ground.record, undefined, 1);
  assert.deepEqual([line?.action, line?.object?.id, line?.detail], ['read', 'b', { subscription: id }]);
});

test('issue, item 4: what changes once a subscription is active is told, even before a word between servers is heard', async (t) => {
  t.mock.method(ground.store.outbox, 'hint', async () => undefined);
  ground.visible.set('Observation/a', '{"final"}');
  await ground.change('a');
  await ground.active(ground.byTopic('id-only'));
  ground.received = [];
  await ground.change('a', 'PUT');
  assert.equal(ground.received.length, 1);
});

test('FHIR R4 §2.46, rest-hook: with a payload the resource is put under the address; without one an empty POST', async () => {
  await ground.active(ground.classic('application/fhir+json'));
  assert.deepEqual(ground.received, [], 'R4 has no handshake');
  const body = '{"resourceType":"Observation","final":1.50}';
  ground.visible.set('Observation/a', body);
  await ground.change('a', 'PUT');
  assert.deepEqual(requests(), [['PUT', '/hook/Observation/a', body]]);
  await ground.clear();
  await ground.active(ground.classic('application/fhir+xml'));
  ground.visible.set('Observation/a', body);
  await ground.change('a');
  assert.deepEqual(requests(), [['PUT', '/hook/Observation/a', `<xml>${body.length}</xml>`]]);
  await ground.clear();
  await ground.active(ground.classic(undefined));
  ground.visible.set('Observation/a', body);
  await ground.change('a');
  assert.deepEqual(requests(), [['POST', '/hook', '']]);
});

test('issue, item 4: a change told twice is one event; a deletion, another type, what does not meet the filter or is hidden is none', async () => {
  const id = await ground.active(ground.byTopic('id-only'));
  ground.visible.set('Observation/a', '{"final"}').set('Observation/b', '{"preliminary"}').set('Condition/c', '{"final"}');
  await ground.change('a');
  await ground.change('b');
  await ground.change('c', 'POST', 'Condition');
  await ground.change('a', 'DELETE');
  await ground.change('hidden');
  const [state] = await ground.subscriptions.status(ground.call(), { ids: [id] });
  assert.match(state?.body ?? '', /"events-since-subscription-start","valueString":"1"/);
});

test('issue, item 4: a failure is tried again, each time later; then the subscription is in error and its events wait', async () => {
  const id = await ground.active(ground.byTopic('id-only'));
  ground.visible.set('Observation/a', '{"final"}');
  [ground.received, ground.status] = [[], 500];
  await ground.change('a');
  await ground.change('a', 'PUT');
  assert.equal(ground.received.length, 1, 'what comes meanwhile does not hasten the next attempt');
  ground.later(9);
  await ground.settle();
  assert.equal(ground.received.length, 1, 'not before its time');
  ground.later(1);
  await ground.settle();
  ground.later(20);
  await ground.settle();
  assert.equal(ground.received.length, 3);
  assert.deepEqual(ground.waiting, [], 'nothing more is tried');
  const { status, error } = await ground.shown(id);
  assert.deepEqual([status, error], ['error', 'HTTP 500']);
  const [state] = await ground.subscriptions.status(ground.call(), { statuses: ['error'] });
  assert.match(state?.body ?? '', /"name":"error","valueCodeableConcept":\{"text":"HTTP 500"\}/);
  [ground.received, ground.status] = [[], 200];
  await ground.subscriptions.update(ground.call(), id, { ...ground.byTopic('id-only'), id });
  await ground.settle();
  assert.deepEqual(
    ground.received.map(({ body }) => [parameters(notified(body), 'type')[0]?.valueCode, numbers(notified(body))]),
    [
      ['handshake', []],
      ['event-notification', ['1', '2']],
    ],
    'it takes up where it stopped',
  );
});

for (const [name, status] of [
  ['refused', 404],
  ['redirected', 302],
] as const) {
  test(`Subscriptions R5 Backport 1.1: a handshake that is ${name} puts the subscription in error at once`, async () => {
    ground.status = status;
    const { id } = await ground.subscriptions.create(ground.call(), ground.byTopic('empty'));
    await ground.settle();
    const shown = await ground.shown(id);
    assert.deepEqual([shown.status, shown.error], ['error', `HTTP ${status}`]);
    assert.equal(ground.received.length, 1);
  });
}

test('Subscriptions R5 Backport 1.1, backport-max-count and backport-heartbeat-period', async () => {
  const extensions = [
    extension('backport-max-count', { valuePositiveInt: 2 }),
    extension('backport-heartbeat-period', { valueUnsignedInt: 60 }),
  ];
  const id = await ground.active(ground.byTopic('id-only', { extension: extensions }));
  for (const one of ['a', 'b', 'c']) ground.visible.set(`Observation/${one}`, '{"final"}');
  ground.status = 500;
  for (const one of ['a', 'b', 'c']) await ground.change(one);
  [ground.received, ground.status] = [[], 200];
  ground.later(10);
  await ground.settle();
  assert.deepEqual(
    ground.received.map(({ body }) => numbers(notified(body))),
    [['1', '2'], ['3']],
  );
  const look = () => ground.subscriptions.notify({ record: ground.record, seq: 0, topic: '', payload: { subscription: id } });
  ground.received = [];
  ground.later(59);
  await look();
  assert.equal(ground.received.length, 0);
  ground.later(1);
  await look();
  assert.deepEqual(
    ground.received.map(({ body }) => parameters(notified(body), 'type')[0]?.valueCode),
    ['heartbeat'],
  );
});
