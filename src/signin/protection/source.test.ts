import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import type { Keys } from '#store';
import { openSources, proxyList } from './source.ts';

const mac: Keys['mac'] = (purpose, ...parts) => {
  const hmac = createHmac('sha256', purpose);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};
const keys: Keys = { fingerprint: '', seal: () => assert.fail(), unseal: () => assert.fail(), mac };

function asked(address: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  return Object.assign(new IncomingMessage(socket), { headers });
}

/** The cookie that an answer gives, as a browser sends it back. */
function given(act: (response: ServerResponse) => void): string {
  const response = new ServerResponse(asked('::1'));
  act(response);
  return String(response.getHeader('set-cookie')).split(';')[0] ?? '';
}

test('RFC 7239 §8.1: an address is believed from a proxy that the operator named, and from nobody else', () => {
  const sources = openSources(keys, 'http://localhost', ['10.0.0.0/8', 'fd00::1']);
  const of = (address: string, forwarded?: string): string =>
    sources.of(asked(address, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }));
  assert.equal(of('203.0.113.5', '192.0.2.1'), '203.0.113.5');
  assert.equal(of('10.1.2.3', '192.0.2.1'), '192.0.2.1');
  assert.equal(of('::ffff:10.1.2.3', '192.0.2.1, 10.9.9.9'), '192.0.2.1');
  assert.equal(of('10.1.2.3', '192.0.2.1, 198.51.100.4'), '198.51.100.4', 'what stands further left anybody can write');
  for (const nothing of [undefined, '', 'unknown', ',,', 'x'.repeat(100_000)]) assert.equal(of('10.1.2.3', nothing), '10.1.2.3');
});

test('RFC 4291 §2.5.4: an IPv6 subscriber is one source, whatever the last 64 bits', () => {
  const sources = openSources(keys, 'http://localhost');
  const of = (address: string): string => sources.of(asked(address));
  assert.equal(of('2001:db8::1'), of('2001:db8:0:0:ffff:1:2:3'));
  assert.notEqual(of('2001:db8::1'), of('2001:db8:0:1::1'));
  assert.equal(of('2001:db8:1:2::'), '2001:db8:1:2::/64');
});

test('OWASP device cookies: a browser is known by the cookie it got, and by no other', () => {
  const sources = openSources(keys, 'https://socle.example');
  const cookie = given((response) => sources.greet(asked('192.0.2.1'), response));
  assert.match(cookie, /^__Host-socle_appareil=[\w-]{22}\.0\.[\w-]{22}$/);
  const known = sources.of(asked('192.0.2.1', { cookie: `a=b; ${cookie}` }));
  assert.match(known, /^192\.0\.2\.1 [\w-]{22}$/);
  assert.notEqual(sources.of(asked('192.0.2.1', { cookie: given((r) => sources.greet(asked('192.0.2.1'), r)) })), known);
  for (const bad of [
    cookie.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')),
    cookie.replace('.0.', '.1.'),
    '__Host-socle_appareil=x',
  ])
    assert.equal(sources.of(asked('192.0.2.1', { cookie: bad })), '192.0.2.1');
  const response = new ServerResponse(asked('::1'));
  sources.greet(asked('192.0.2.1', { cookie }), response);
  assert.equal(response.getHeader('set-cookie'), undefined, 'it keeps the one it has');
});

test('Issue 6, 8: only a device on which somebody signed in floods apart from its address; the machine itself is not counted', () => {
  const sources = openSources(keys, 'http://localhost');
  const before = given((response) => sources.greet(asked('192.0.2.1'), response));
  const request = asked('192.0.2.1', { cookie: before });
  assert.equal(sources.flooderOf(request), '192.0.2.1');
  const after = given((response) => sources.welcome(request, response));
  assert.match(sources.flooderOf(asked('192.0.2.1', { cookie: after })) ?? '', /^device /);
  assert.equal(sources.flooderOf(asked('::ffff:127.0.0.1')), undefined);
});

test('docs/guide/settings.md, SOCLE_PROXIES: what is no address is refused', () => {
  for (const bad of ['proxy.example', '10.0.0.0/33', '10.0.0/8', '']) assert.throws(() => proxyList([bad]), bad);
});
