import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { listenPeer } from '../../../spec/messaging/smtpPeer.ts';
import { type Card, openTestAuthority } from '../../../spec/signin/mutualTls.ts';
import { openCarrier } from './carry.ts';
import { otherDomain, type PortGround, testCarrierPort } from './carryPortTest.ts';
import { openSimulatedCarrier } from './carrySimulator.ts';
import { mayConnect } from './reach.ts';

let ours: { ca: string; card: Card };
let theirs: { ca: string; card: Card };
let stranger: { ca: string; card: Card };
before(async () => {
  const made = async () => {
    const authority = await openTestAuthority();
    return { ca: authority.ca, card: await authority.issue('CN=localhost') };
  };
  [ours, theirs, stranger] = [await made(), await made(), await made()];
});

testCarrierPort('the simulator', async (other): Promise<PortGround> => {
  const carrier = openSimulatedCarrier();
  carrier.behave(otherDomain, other);
  return { carrier, received: carrier.received, close: async () => undefined };
});

testCarrierPort('SMTP with mutual TLS', async (other): Promise<PortGround> => {
  const card = other.tls === 'stranger' ? stranger.card : theirs.card;
  const peer = await listenPeer(other, card, other.knowsUs === false ? stranger.ca : ours.ca);
  if (other.reachable === false) await peer.close();
  const carrier = openCarrier({
    peer: () =>
      other.trusted === false ? undefined : other.tls === 'other name' ? {} : { relay: { host: 'localhost', port: peer.port } },
    mx: async () => [{ exchange: 'localhost', priority: 1 }],
    mxPort: peer.port,
    speaksFor: () => false,
    material: () => ({ ...ours.card, authorities: [theirs.ca] }),
    name: 'mx.exemple.mssante.fr',
    allowNear: true,
    withinSeconds: 30,
  });
  return { carrier, received: peer.received, close: async () => peer.close().catch(() => undefined) };
});

test('MSSanté #1: this machine and private networks are not reached, however they are written', async () => {
  const may = mayConnect(false);
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '169.254.169.254',
    '::1',
    '::ffff:127.0.0.1',
    'fd00::1',
    'fe80::1',
    '0.0.0.0',
  ])
    assert.equal(may(address), false, address);
  for (const address of ['203.0.113.7', '2001:db8::1', '::ffff:203.0.113.7']) assert.equal(may(address), true, address);
  const carrier = openCarrier({
    peer: () => ({ relay: { host: 'localhost', port: 25 } }),
    speaksFor: () => true,
    material: () => ({ ...ours.card, authorities: [] }),
    name: 'mx.exemple.mssante.fr',
    allowNear: false,
  });
  const { recipients } = await carrier.carry(
    otherDomain,
    { from: '', recipients: [{ address: `un@${otherDomain}` }] },
    Buffer.from('x\r\n'),
  );
  assert.match(recipients[0]?.reply ?? '', /private network/);
});

test('RFC 5321 §5.1, RFC 7505: hosts are tried in the order of their MX; a domain may say that it takes none', async () => {
  const peer = await listenPeer({}, theirs.card, ours.ca);
  const closed = await listenPeer({}, theirs.card, ours.ca);
  await closed.close();
  const hosts = (names: readonly string[], theirOwn = true) =>
    openCarrier({
      peer: () => ({}),
      speaksFor: (certificate, domain) => theirOwn && domain === otherDomain && certificate.subject === 'CN=localhost',
      mxPort: peer.port,
      material: () => ({ ...ours.card, authorities: [theirs.ca] }),
      name: 'mx.exemple.mssante.fr',
      allowNear: true,
      mx: async () => names.map((exchange, n) => ({ exchange, priority: names.length - n })),
    });
  const envelope = { from: '', recipients: [{ address: `un@${otherDomain}` }] };
  const through = await hosts(['localhost', 'host.invalid']).carry(otherDomain, envelope, Buffer.from('x\r\n'));
  assert.deepEqual([through.recipients[0]?.outcome, through.host], ['delivered', 'localhost']);
  const another = await hosts(['localhost'], false).carry(otherDomain, envelope, Buffer.from('x\r\n'));
  assert.match(another.recipients[0]?.reply ?? '', /^451 .*not that of the operator/, 'a name that DNS gave proves nothing');
  const revoked = openCarrier({
    peer: () => ({ relay: { host: 'localhost', port: peer.port } }),
    speaksFor: () => true,
    judge: () => {
      throw new Error('revoked');
    },
    material: () => ({ ...ours.card, authorities: [theirs.ca] }),
    name: 'mx.exemple.mssante.fr',
    allowNear: true,
  });
  assert.match((await revoked.carry(otherDomain, envelope, Buffer.from('x\r\n'))).recipients[0]?.reply ?? '', /^451 .*revoked/);
  const none = await hosts(['.']).carry(otherDomain, envelope, Buffer.from('x\r\n'));
  assert.match(none.recipients[0]?.reply ?? '', /^451 4\.4\.4/);
  await peer.close();
});
