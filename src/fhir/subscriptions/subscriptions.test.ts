import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { notified, numbers, parameters, SubscriptionGround } from '../../../test/fhir/subscriptionGround.ts';

let ground: SubscriptionGround;
before(async () => {
  ground = await SubscriptionGround.open();
});
after(() => ground.close());
beforeEach(() => ground.clear());

test('FHIR R4 §2.46: a subscription is seen, changed and removed by its owner alone', async () => {
  const { subscriptions } = ground;
  const id = await ground.active(ground.byTopic('empty'));
  const other = ground.call('logiciel-orme');
  for (const act of [
    () => subscriptions.read(other, id),
    () => subscriptions.update(other, id, { ...ground.byTopic('empty'), id }),
    () => subscriptions.events(other, id, {}),
    () => subscriptions.read(ground.call(), 'x'),
    () => subscriptions.bindingToken(other, [id]),
  ])
    await assert.rejects(act, { code: 'id.unknown' });
  await subscriptions.remove(other, id);
  assert.deepEqual(await subscriptions.search(other, {}), []);
  assert.deepEqual(await subscriptions.status(other, {}), []);
  assert.equal((await subscriptions.search(ground.call(), {})).length, 1);
  await subscriptions.remove(ground.call(), id);
  await assert.rejects(subscriptions.read(ground.call(), id), { code: 'id.unknown' });
});

test('issue, item 4: what lets one call the subscriber is kept sealed', async () => {
  await ground.active(ground.byTopic('empty'));
  const { rows } = await ground.store.pool.query<{ sealed: Buffer }>('select sealed from fhir.subscription');
  assert.ok(rows[0] !== undefined && !rows[0].sealed.includes('letmein'));
});

test('FHIR R4 §2.46: a new one is requested; a stale version, an end that is past, a search that is none and a hundred and first are refused', async () => {
  const { subscriptions } = ground;
  const create = (more: object) => subscriptions.create(ground.call(), { ...ground.byTopic('empty'), ...more });
  await assert.rejects(create({ status: 'active' }), { code: 'fhir.subscription-status' });
  await assert.rejects(create({ end: '2026-01-01T00:00:00Z' }), { code: 'fhir.subscription-end' });
  await assert.rejects(create({ criteria: 'Observation?unknown=1' }), { code: 'fhir.unknown-parameter' });
  const { id } = await create({});
  const changed = { ...ground.byTopic('empty'), id };
  await assert.rejects(subscriptions.update(ground.call(), id, changed, 7), { code: 'fhir.version-conflict' });
  assert.equal((await subscriptions.update(ground.call(), id, changed, 1)).version, 2);
  for (let n = 0; n < 99; n++) await create({});
  await assert.rejects(create({}), { code: 'fhir.subscription-limit' });
});

test('FHIR R4 §2.46: one that is off, or whose end has come, hears nothing', async () => {
  const end = new Date(ground.now.getTime() + 60_000).toISOString();
  await ground.active({ ...ground.byTopic('id-only'), end });
  const off = await ground.active(ground.byTopic('id-only'));
  await ground.subscriptions.update(ground.call(), off, { ...ground.byTopic('id-only'), id: off, status: 'off' });
  ground.later(61);
  ground.received = [];
  ground.visible.set('Observation/a', '{"final"}');
  await ground.change('a');
  assert.deepEqual(ground.received, []);
});

test('Subscriptions R5 Backport 1.1, $events: past events again, with less content when asked, never with more', async () => {
  const id = await ground.active(ground.byTopic('id-only'));
  for (const one of ['a', 'b', 'c']) ground.visible.set(`Observation/${one}`, '{"final"}');
  for (const one of ['a', 'b', 'c']) await ground.change(one);
  const bundle = notified(await ground.subscriptions.events(ground.call(), id, { since: 2, content: 'full-resource' }));
  assert.equal(bundle.entry.length, 1, 'no resource from a subscription that tells ids only');
  assert.equal(parameters(bundle, 'type')[0]?.valueCode, 'query-event');
  assert.deepEqual(numbers(bundle), ['2', '3']);
  const empty = await ground.subscriptions.events(ground.call(), id, { until: 1, content: 'empty' });
  assert.deepEqual(numbers(notified(empty)), ['1']);
  assert.ok(!empty.includes('Observation/'));
});
