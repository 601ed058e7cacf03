import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWish, subscriptionTypes } from './wish.ts';

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';
const classic = {
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Follow-up',
  criteria: 'Observation?code=http://loinc.org|8867-4',
  channel: { type: 'rest-hook', endpoint: 'https://example.org/hook', payload: 'application/fhir+json' },
};
const byTopic = {
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Follow-up',
  criteria: 'urn:socle:topic:resource-created',
  _criteria: { extension: [{ url: `${backport}/backport-filter-criteria`, valueString: 'Observation?status=final' }] },
  channel: {
    extension: [
      { url: `${backport}/backport-heartbeat-period`, valueUnsignedInt: 60 },
      { url: `${backport}/backport-timeout`, valueUnsignedInt: 5 },
      { url: `${backport}/backport-max-count`, valuePositiveInt: 3 },
    ],
    type: 'websocket',
    payload: 'application/fhir+xml',
    _payload: { extension: [{ url: `${backport}/backport-payload-content`, valueCode: 'id-only' }] },
  },
};

test('FHIR R4 §2.46: criteria that are a search; with a payload the resource is sent, without one only that something came', () => {
  const wish = readWish(classic);
  assert.deepEqual(wish.filters, [{ type: 'Observation', query: 'code=http://loinc.org|8867-4' }]);
  assert.deepEqual([wish.byTopic, wish.content, wish.xml, wish.timeoutSeconds], [false, 'full-resource', false, 10]);
  assert.equal(readWish({ ...classic, channel: { ...classic.channel, payload: undefined } }).content, 'empty');
  assert.deepEqual(readWish({ ...classic, criteria: 'Condition' }).filters, [{ type: 'Condition', query: '' }]);
});

test('Subscriptions R5 Backport 1.1, backport-subscription: topic, filters, content, heartbeat, time-out and count', () => {
  const wish = readWish(byTopic);
  assert.deepEqual(wish.topic.methods, ['POST']);
  assert.deepEqual(wish.filters, [{ type: 'Observation', query: 'status=final' }]);
  assert.deepEqual([wish.byTopic, wish.content, wish.xml], [true, 'id-only', true]);
  assert.deepEqual([wish.heartbeatSeconds, wish.timeoutSeconds, wish.maxCount], [60, 5, 3]);
  const document = { ...byTopic, criteria: 'urn:socle:topic:document-published', _criteria: undefined };
  assert.deepEqual(subscriptionTypes(document), ['DocumentReference']);
});

const channel = (change: object) => ({ ...classic, channel: { ...classic.channel, ...change } });
const wrong: readonly (readonly [name: string, resource: object, code: string])[] = [
  ['another topic', { ...classic, criteria: 'http://example.org/topic' }, 'topic'],
  ['criteria that are no search', { ...classic, criteria: 'observation' }, 'criteria'],
  ['no criteria', { ...classic, criteria: undefined }, 'criteria'],
  ['a topic without a type', { ...byTopic, _criteria: undefined }, 'criteria'],
  ['a document topic about measures', { ...byTopic, criteria: 'urn:socle:topic:document-published' }, 'criteria'],
  ['e-mail', channel({ type: 'email' }), 'channel'],
  [
    'a channel of one’s own',
    channel({ _type: { extension: [{ url: `${backport}/backport-channel-type`, valueCoding: {} }] } }),
    'channel',
  ],
  ['no endpoint', channel({ endpoint: undefined }), 'channel'],
  ['plain text', channel({ payload: 'text/plain' }), 'payload'],
  ['a topic without a content level', { ...byTopic, channel: { ...byTopic.channel, _payload: undefined } }, 'payload'],
  ['a header of HTTP itself', channel({ header: ['Host: example.org'] }), 'header'],
  ['a header in two lines', channel({ header: ['X-A: b\r\nHost: c'] }), 'header'],
  ['a header without a name', channel({ header: ['secret'] }), 'header'],
  ['eleven headers', channel({ header: Array.from({ length: 11 }, (_, n) => `X-${n}: a`) }), 'header'],
  ['an end that is none', { ...classic, end: 'soon' }, 'end'],
  [
    'a heartbeat each second',
    channel({ extension: [{ url: `${backport}/backport-heartbeat-period`, valueUnsignedInt: 1 }] }),
    'channel',
  ],
];
for (const [name, resource, code] of wrong) {
  test(`FHIR R4 §2.46, a subscription is refused: ${name}`, () =>
    assert.throws(() => readWish(resource as Record<string, unknown>), { code: `fhir.subscription-${code}` }));
}
