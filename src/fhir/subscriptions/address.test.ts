import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPublic, lookupWithin, readEndpoint } from './address.ts';

const inside = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.9.9.9',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
];
const outside = ['8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.0.1', '2a00:1450:4007:80e::200e', '::ffff:8.8.8.8'];

test('issue, item 4: no notification to an address inside; those of the public network are reached', () => {
  for (const address of inside) assert.equal(isPublic(address), false, address);
  for (const address of outside) assert.equal(isPublic(address), true, address);
  assert.equal(isPublic('example.org'), false, 'a name is no address');
});

test('issue, item 4: an IPv4 address is judged alike when it is written as IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
      assert.equal(isPublic(`::ffff:${address}`), isPublic(address));
      assert.equal(isPublic(`::ffff:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`), isPublic(address));
    }),
  );
});

const refused = [
  'http://example.org/hook',
  'ftp://example.org/hook',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::ffff:7f00:1]/',
  'https://localhost/',
  'https://db.localhost/',
  'http://127.0.0.1:1/',
  'https://user:secret@example.org/',
  'https://example.org/#part',
  'example.org',
  `https://example.org/${'a'.repeat(2000)}`,
];

test('FHIR R4 §2.46.6: an endpoint by HTTPS on the public network; the loopback, by HTTP too, only where the settings allow it', () => {
  for (const address of refused)
    assert.throws(() => readEndpoint(address, 'public'), { code: 'fhir.subscription-endpoint' }, address);
  assert.equal(readEndpoint('https://example.org/hook', 'public').href, 'https://example.org/hook');
  assert.equal(readEndpoint('http://127.0.0.1:8080/hook', 'loopback').port, '8080');
  assert.throws(() => readEndpoint('http://10.0.0.1/hook', 'all'), { code: 'fhir.subscription-endpoint' });
  assert.throws(() => readEndpoint('https://169.254.169.254/', 'loopback'), { code: 'fhir.subscription-endpoint' });
  assert.equal(readEndpoint('https://10.0.0.1/hook', 'all').hostname, '10.0.0.1');
});

test('issue, item 4: a name that resolves to an address inside is not reached, whatever it resolved to before', async () => {
  const resolved = (targets: 'public' | 'loopback') =>
    new Promise<string | undefined>((done) => lookupWithin(targets)('localhost', { all: true }, (fault) => done(fault?.code)));
  assert.equal(await resolved('public'), 'EPRIVATE');
  assert.notEqual(await resolved('loopback'), 'EPRIVATE');
});
