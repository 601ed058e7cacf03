import assert from 'node:assert/strict';
import { randomBytes, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { after, before, test } from 'node:test';
import { irene } from './cast.ts';
import { type Ground, openGround } from './ground.ts';
import { openTlsGround, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
let plain: Ground;
before(async () => {
  [ground, plain] = [await openTlsGround(true), await openGround()];
});
after(async () => {
  await ground.close();
  await plain.close();
});

test('RFC 9325 §3.1.1: TLS 1.2 and 1.3 are spoken, older ones are not', async () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
    assert.equal((await ground.byTls('/health/live', { version })).status, 200);
  await assert.rejects(ground.byTls('/health/live', { version: 'TLSv1.1' }));
});

test('Issue 6, 7: by TLS answers what answers without; no certificate is demanded, and a refused one counts as none', async () => {
  const revoked = await ground.certificates.person(irene.id);
  await ground.certificates.revoke(revoked.serial, 'superseded');
  for (const as of [undefined, await ground.certificates.person(irene.id), revoked]) {
    const { status, text } = await ground.byTls('/fhir/metadata', as === undefined ? {} : { as });
    assert.equal(status, 200);
    assert.equal(JSON.parse(text).resourceType, 'CapabilityStatement');
  }
});

test('RFC 6455 §4.1: by TLS a WebSocket opens as it does without', async () => {
  const ca = (await ground.certificates.authorities()).map(({ pem }) => pem);
  const wish = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const headers = { ...wish, 'sec-websocket-key': randomBytes(16).toString('base64') };
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${ground.tls}/fhir/ws`, { ca, agent: false, headers });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    sent.on('response', (response) => resolve(response.statusCode));
    sent.on('error', reject);
    sent.end();
  });
  assert.equal(status, 101);
});

test('RFC 6797: over a public https address every answer asks for https from now on; over plain http none does', async () => {
  for (const path of [
    '/carnet',
    '/oidc/.well-known/openid-configuration',
    '/fhir/metadata',
    '/api/session',
    '/nowhere',
    '/entrer/pro',
  ]) {
    const { headers } = await ground.byTls(path);
    assert.match(String(headers['strict-transport-security']), /^max-age=31536000$/, path);
    const clear = await fetch(`${plain.url}${path}`, { redirect: 'manual' });
    assert.equal(clear.headers.get('strict-transport-security'), null, path);
  }
});

test('RFC 6265bis §4.1.3: over https every cookie is Secure, HttpOnly, SameSite, and held to this host by its name', async () => {
  const entered = await ground.byTls('/entrer/citoyen', { headers: { host: new URL(ground.tls).host } });
  const first = cookiesOf(entered.headers['set-cookie']);
  const at = String(entered.headers.location).replace(ground.tls, '');
  const asked = await ground.byTls(at, { headers: { cookie: first.map(({ pair }) => pair).join('; ') } });
  const second = cookiesOf(asked.headers['set-cookie']);
  const page = await ground.byTls(String(asked.headers.location).replace(ground.tls, ''), {
    headers: { cookie: second.map(({ pair }) => pair).join('; ') },
  });
  assert.equal(page.status, 200, page.text);
  const all = [...first, ...second, ...cookiesOf(page.headers['set-cookie'])];
  assert.ok(all.length >= 4, all.map(({ pair }) => pair).join());
  for (const { pair, words } of all) {
    assert.match(pair, /^__(Host|Secure)-/);
    for (const word of ['secure', 'httponly', 'samesite=lax']) assert.ok(words.includes(word), `${pair}: ${words.join('; ')}`);
    if (pair.startsWith('__Host-')) assert.ok(words.includes('path=/'), pair);
    assert.ok(!words.some((word) => word.startsWith('domain=')), pair);
  }
});

function cookiesOf(lines: string | string[] | undefined): { pair: string; words: string[] }[] {
  return [lines ?? []].flat().map((line) => {
    const [pair = '', ...words] = line.split(';').map((word) => word.trim());
    return { pair, words: words.map((word) => word.toLowerCase()) };
  });
}

test('RFC 5280 §4.2.1.13: the lists and authorities that certificates point at are served, and nothing beside them', async () => {
  for (const name of ['root', 'organisations', 'persons']) {
    const list = await fetch(`${plain.url}/pki/${name}.crl`);
    assert.deepEqual([list.status, list.headers.get('content-type')], [200, 'application/pkix-crl']);
    assert.equal(Buffer.from(await list.arrayBuffer())[0], 0x30);
  }
  const served = await fetch(`${plain.url}/pki/root.cer`);
  assert.equal(served.headers.get('content-type'), 'application/pkix-cert');
  assert.match(new X509Certificate(Buffer.from(await served.arrayBuffer())).subject, /DEMONSTRATION SOCLE RACINE$/);
  for (const path of ['/pki/root.key', '/pki/root', '/pki/other.crl', '/pki/root.crl.crl', '/pki/..%2fx.crl', '/pki/'])
    assert.equal((await fetch(`${plain.url}${path}`)).status, 404, path);
});
