import assert from 'node:assert/strict';
import { randomUUID, type webcrypto } from 'node:crypto';
import { after, before, test } from 'node:test';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWTHeaderParameters, SignJWT } from 'jose';
import { type House, openHouse, secret } from '../../../spec/signin/house.ts';
import { type KeyHolder, registerKeyHolder } from '../../../spec/signin/registered.ts';

let house: House;
let holder: KeyHolder;
let neighbour: KeyHolder;
before(async () => {
  house = await openHouse();
  holder = await registerKeyHolder(house, 'logiciel-cle');
  neighbour = await registerKeyHolder(house, 'logiciel-voisin');
});
after(() => house.close());

interface Made {
  readonly claims?: Record<string, unknown>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: webcrypto.CryptoKey | Uint8Array;
}

/** A client assertion made by hand, right unless told otherwise. */
async function assertion({ claims = {}, header = {}, key = holder.privateKey }: Made = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: holder.id, sub: holder.id, aud: house.signin.issuer, jti: randomUUID(), iat: now, exp: now + 60 };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: `${holder.id}-1`, ...header } as JWTHeaderParameters)
    .sign(key);
}

const unsigned = (header: object, claims: object): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

async function post(text: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'system/*.rs',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: text,
    ...more,
  });
  const answer = await fetch(`${house.url}/oidc/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: body.toString(),
  });
  return { status: answer.status, ...((await answer.json()) as { error?: string; access_token?: string }) };
}

const refused = async (text: string, name: string): Promise<void> => {
  const { status, error } = await post(text);
  assert.deepEqual([status, error], [401, 'invalid_client'], name);
};

test('RFC 7523 §3, OpenID Connect Core §9: an assertion of its own key lets a software in, whichever of our names it is for', async () => {
  for (const aud of [house.signin.issuer, `${house.url}/oidc/token`, [house.signin.issuer, 'https://other.example']]) {
    assert.equal((await post(await assertion({ claims: { aud } }))).status, 200);
  }
});

test('RFC 7523 §3 (7): an assertion is good once, also of twenty at the same time', async () => {
  const one = await assertion();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(one)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  await refused(one, 'again');
});

test('RFC 7523 §3 (1–6): each claim that is missing, of another or out of time is refused', async () => {
  const now = Math.floor(Date.now() / 1000);
  const cases: Readonly<Record<string, Record<string, unknown>>> = {
    'no issuer': { iss: undefined },
    'another issuer': { iss: neighbour.id },
    'no audience': { aud: undefined },
    'another audience': { aud: 'https://other.example/oidc' },
    'the beginning of our name': { aud: house.url },
    'no end': { exp: undefined },
    expired: { exp: now - 60 },
    'not yet': { nbf: now + 600 },
    'more than an hour': { exp: now + 3700 },
    'a hundred years': { exp: now + 3_153_600_000 },
    'no number': { jti: undefined },
  };
  for (const [name, claims] of Object.entries(cases)) await refused(await assertion({ claims }), name);
  await refused(await assertion({ claims: { sub: 'logiciel-inconnu', iss: 'logiciel-inconnu' } }), 'unknown');
});

test('RFC 7523 §3 (9), mixed clients: a key signs for its own software alone', async () => {
  await refused(await assertion({ claims: { iss: neighbour.id, sub: neighbour.id } }), 'our key for a neighbour');
  await refused(await assertion({ key: neighbour.privateKey }), 'a neighbour’s key for us');
  const { status } = await post(await assertion(), { client_id: neighbour.id });
  assert.equal(status, 400);
});

test('RFC 8725 §2.1, §3.1: no algorithm “none”, and no public key as a shared secret', async () => {
  const claims = {
    iss: holder.id,
    sub: holder.id,
    aud: house.signin.issuer,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 60,
  };
  for (const alg of ['none', 'None', 'nOnE', '']) await refused(unsigned({ alg }, claims), alg);
  const publicKey = (await importJWK(holder.publicJwk, 'ES256')) as webcrypto.CryptoKey;
  const jwk = JSON.stringify(holder.publicJwk);
  for (const shared of [await exportSPKI(publicKey), jwk, secret, 'kept-by-the-directory'.padEnd(32, '.')]) {
    const text = await assertion({ header: { alg: 'HS256' }, key: Buffer.from(shared) });
    await refused(text, shared.slice(0, 20));
  }
});

test('RFC 7515 §4.1.2–4.1.6, RFC 8725 §3.10: a key that the assertion brings or names is not the software’s', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const headers: Readonly<Record<string, Partial<JWTHeaderParameters>>> = {
    jwk: { jwk },
    'jwk without kid': { jwk, kid: undefined as unknown as string },
    jku: { jku: 'https://evil.example/jwks.json' },
    x5u: { x5u: 'https://evil.example/cert.pem' },
    x5c: { x5c: ['MIIB'] },
    'a path for a kid': { kid: '../../../../dev/null' },
    'SQL for a kid': { kid: "x' union select 'a" },
  };
  for (const [name, header] of Object.entries(headers)) await refused(await assertion({ header, key: privateKey }), name);
});

test('RFC 7515 §4.1.11: an extension that is marked critical and not understood is refused', async () => {
  const [head = '', ...rest] = (await assertion()).split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
  const text = [Buffer.from(JSON.stringify({ ...header, crit: ['x'], x: 1 })).toString('base64url'), ...rest].join('.');
  await refused(text, 'crit');
});

test('RFC 7521 §4.2.1: what is no assertion is refused as such, never as a defect', async () => {
  const good = await assertion();
  const [head, body, signature] = good.split('.');
  const altered = [
    `${head}.${body}`,
    `${head}.${body}.`,
    `${good}.`,
    `${head}..${signature}`,
    'a.b.c',
    '…',
    'x'.repeat(15_000),
    `${head}.${Buffer.from('[]').toString('base64url')}.${signature}`,
    `${head}.${Buffer.from('{"sub":{"a":1}}').toString('base64url')}.${signature}`,
  ];
  for (const text of altered) {
    const { status, error } = await post(text);
    assert.ok(status === 400 || status === 401, `${text.slice(0, 30)}: ${status}`);
    assert.match(error ?? '', /^invalid_(client|request)$/);
  }
  assert.equal(
    (await post(good, { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' })).status,
    400,
  );
});

test('RFC 6749 §2.3: a software shows that it is itself in one way', async () => {
  const basic = { authorization: `Basic ${Buffer.from(`logiciel-depot:${secret}`).toString('base64')}` };
  assert.equal((await post(await assertion(), {}, basic)).status, 400);
  assert.equal((await post(await assertion(), { client_secret: secret })).status, 400);
  const alone = new URLSearchParams({ grant_type: 'client_credentials', client_id: holder.id, scope: 'system/*.rs' });
  const answer = await fetch(`${house.url}/oidc/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: alone.toString(),
  });
  assert.equal(answer.status, 401);
});
