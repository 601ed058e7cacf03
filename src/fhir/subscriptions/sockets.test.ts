import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { SubscriptionGround, software, until } from '../../../test/fhir/subscriptionGround.ts';
import type { Socket } from './sockets.ts';

let ground: SubscriptionGround;
before(async () => {
  ground = await SubscriptionGround.open();
});
after(() => ground.close());
beforeEach(() => ground.clear());

/** The other end of a WebSocket. */
class Client implements Socket {
  readonly said: string[] = [];
  readonly closed: string[] = [];
  say: (text: string) => void = () => undefined;
  leave: () => void = () => undefined;

  send(text: string): void {
    this.said.push(text);
  }
  close(code: number, reason: string): void {
    this.closed.push(`${code} ${reason}`);
  }
  onText(heard: (text: string) => void): void {
    this.say = heard;
  }
  onClose(heard: () => void): void {
    this.leave = heard;
  }
}

function connected(owner?: string): Client {
  const client = new Client();
  ground.subscriptions.sockets.attach(client, owner === undefined ? undefined : software(owner));
  return client;
}

const onSocket = { type: 'websocket', endpoint: undefined };

test('Subscriptions R5 Backport 1.1, websocket: a token binds; a handshake, then events, until its time is over', async () => {
  const id = await ground.active(ground.byTopic('full-resource', onSocket));
  const { token, subscriptions } = await ground.subscriptions.bindingToken(ground.call());
  assert.deepEqual(subscriptions, [id]);
  const client = connected();
  client.say(`bind-with-token ${token}`);
  await until(() => client.said.length === 1);
  assert.match(client.said[0] ?? '', /"valueCode":"handshake"/);
  ground.visible.set('Observation/a', '{"final":1}');
  await ground.change('a');
  await until(() => client.said.length === 2);
  assert.match(client.said[1] ?? '', /"valueCode":"event-notification".*"resource":\{"final":1\}/);
  assert.deepEqual(ground.received, [], 'nothing by HTTP');
  ground.later(3601);
  await ground.change('a', 'PUT');
  await until(() => client.closed.length === 1);
  assert.equal(client.said.length, 2);
});

test('Subscriptions R5 Backport 1.1, websocket: words that are not understood, a forged and a late token end the connection', async () => {
  const id = await ground.active(ground.byTopic('empty', onSocket));
  const { token } = await ground.subscriptions.bindingToken(ground.call());
  const claims = Buffer.from(JSON.stringify(['software/logiciel-nuees', [id], ground.now.getTime() + 1e7])).toString('base64url');
  const forged = `${claims}.${token.split('.')[1]}`;
  const wrong = [
    `bind-with-token ${forged}`,
    'bind-with-token',
    'bind-with-token a.b',
    `bind ${id}`,
    'hello',
    'x'.repeat(20_000),
  ];
  for (const words of wrong) {
    const client = connected();
    client.say(words);
    await until(() => client.closed.length === 1);
    assert.deepEqual([client.said, client.closed[0]?.slice(0, 4)], [[], '1008'], words.slice(0, 60));
  }
  ground.later(3601);
  const late = connected();
  late.say(`bind-with-token ${token}`);
  await until(() => late.closed.length === 1);
});

test('FHIR R4 §2.46.6.3, websocket: bind, bound, ping, for who comes with an access token of the owner', async () => {
  const id = await ground.active(ground.classic(undefined, onSocket));
  const client = connected('logiciel-nuees');
  client.say(`bind ${id}`);
  await until(() => client.said.length === 1);
  ground.visible.set('Observation/a', '{"final":1}');
  await ground.change('a');
  await until(() => client.said.length === 2);
  assert.deepEqual(client.said, [`bound ${id}`, `ping ${id}`]);
  const other = connected('logiciel-orme');
  other.say(`bind ${id}`);
  await until(() => other.closed.length === 1);
  await ground.subscriptions.remove(ground.call(), id);
  await until(() => client.closed.length === 1);
});
