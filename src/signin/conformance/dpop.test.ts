import assert from 'node:assert/strict';
import { generateKeyPairSync, hash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { type House, openHouse, secret } from '../../../spec/signin/house.ts';
import { type KeyHolder, registerKeyHolder } from '../../../spec/signin/registered.ts';
import { ask, physicianAt, softwareOf } from '../../../spec/signin/software.ts';

let house: House;
let holder: KeyHolder;
let software: oidc.Configuration;
let key: oidc.CryptoKeyPair;
let token: string;
let resource: string;
before(async () => {
  house = await openHouse();
  resource = `${house.url}/fhir/test`;
  holder = await registerKeyHolder(house, 'logiciel-dpop');
  software = await softwareOf(house.url, holder.id, holder.auth);
  key = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
  token = (await grant(key)).access_token;
});
after(() => house.close());

const grant = (pair: oidc.CryptoKeyPair) =>
  oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' }, { DPoP: oidc.getDPoPHandle(software, pair) });

interface Made {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly by?: oidc.CryptoKeyPair;
}

/** A proof made by hand, right unless told otherwise. */
async function proof({ header = {}, claims = {}, by = key }: Made = {}): Promise<string> {
  const ath = hash('sha256', token, 'base64url');
  const now = Math.floor(Date.now() / 1000);
  const jwk = await exportJWK(by.publicKey);
  return new SignJWT({ jti: randomUUID(), htm: 'GET', htu: resource, iat: now, ath, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
    .sign(by.privateKey);
}

const use = async (dpop: string | undefined, authorization = `DPoP ${token}`, method = 'GET', url = resource) => {
  const answer = await fetch(url, { method, headers: { authorization, ...(dpop === undefined ? {} : { dpop }) } });
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, ...(code === undefined ? {} : { code }) };
};
const refused = { status: 401, code: 'signin.token-proof' };

test('RFC 9449 §5, §6.1: a token asked for with a proof is bound to its key', async () => {
  const tokens = await grant(key);
  assert.equal(tokens.token_type, 'dpop');
  const { cnf } = decodeJwt<{ cnf: { jkt: string } }>(tokens.access_token);
  assert.deepEqual(cnf, { jkt: await calculateJwkThumbprint(await exportJWK(key.publicKey)) });
});

test('RFC 9449 §7.1: openid-client asks the FHIR base with its key', async () => {
  const handle = oidc.getDPoPHandle(software, key);
  const { access_token: own } = await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' }, { DPoP: handle });
  for (const method of ['GET', 'POST']) {
    const answer = await oidc.fetchProtectedResource(software, own, new URL(`${resource}?a=1`), method, null, undefined, {
      DPoP: handle,
    });
    assert.equal(answer.status, 200);
  }
});

test('RFC 9449 §4.3: each proof that is not of this key, request, token and moment is refused', async () => {
  const other = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
  const now = Math.floor(Date.now() / 1000);
  const cases: Readonly<Record<string, Made>> = {
    'another key': { by: other },
    'another method': { claims: { htm: 'POST' } },
    'a method in small letters': { claims: { htm: 'get' } },
    'another path': { claims: { htu: `${house.url}/fhir/autre` } },
    'another host': { claims: { htu: 'https://evil.example/fhir/test' } },
    'no address': { claims: { htu: 'fhir/test' } },
    'another token': { claims: { ath: hash('sha256', 'autre', 'base64url') } },
    'no token': { claims: { ath: undefined } },
    'an old one': { claims: { iat: now - 120 } },
    'one of tomorrow': { claims: { iat: now + 120 } },
    'no moment': { claims: { iat: undefined } },
    'no number': { claims: { jti: undefined } },
    'an empty number': { claims: { jti: '' } },
    'another type': { header: { typ: 'JWT' } },
    'an expired one': { claims: { exp: now - 1 } },
  };
  for (const [name, made] of Object.entries(cases)) assert.deepEqual(await use(await proof(made)), refused, name);
  assert.equal((await use(await proof())).status, 200);
});

test('RFC 9449 §11.1: a proof is good once, also of many at the same time', async () => {
  const one = await proof();
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => use(one)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.deepEqual(await use(one), refused);
});

test('RFC 9449 §7.2: a bound token is no bearer token, and a bearer token no bound one', async () => {
  assert.deepEqual(await use(undefined), refused);
  assert.deepEqual(await use(undefined, `Bearer ${token}`), refused);
  assert.deepEqual(await use(await proof(), `Bearer ${token}`), refused);
  const { access_token: free } = await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' });
  const ath = hash('sha256', free, 'base64url');
  assert.equal((await use(await proof({ claims: { ath } }), `DPoP ${free}`)).code, 'signin.token-invalid');
  assert.equal((await use(undefined, `Bearer ${free}`)).status, 200);
  await assert.rejects(house.signin.caller(`DPoP ${token}`), { code: 'signin.token-proof' });
});

test('RFC 9449 §4.3 (4, 5, 7), RFC 8725 §3.1: no algorithm “none”, no shared secret, no private key in a proof', async () => {
  const jwk = await exportJWK(key.publicKey);
  const [head, body] = [{ alg: 'none', typ: 'dpop+jwt', jwk }, decodeJwt(await proof())];
  const unsigned = `${[head, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
  assert.deepEqual(await use(unsigned), refused);
  const octets = { kty: 'oct', k: Buffer.from('x'.repeat(32)).toString('base64url') };
  const shared = await new SignJWT(body)
    .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: octets })
    .sign(Buffer.from('x'.repeat(32)));
  assert.deepEqual(await use(shared), refused);
  const confused = await new SignJWT(body)
    .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk })
    .sign(Buffer.from(JSON.stringify(jwk)));
  assert.deepEqual(await use(confused), refused);
  assert.deepEqual(await use(await proof({ header: { jwk: await exportJWK(key.privateKey) } })), refused);
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const weak = await new SignJWT(body)
    .setProtectedHeader({ alg: 'RS256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .sign(privateKey);
  assert.deepEqual(await use(weak), refused);
  for (const bad of ['', 'a.b.c', `${await proof()}x`, 'x'.repeat(5000), `${await proof()}, ${await proof()}`]) {
    assert.deepEqual(await use(bad), refused);
  }
});

test('RFC 9449 §5: the token endpoint takes a proof once, for itself, made just now', async () => {
  const endpoint = `${house.url}/oidc/token`;
  const now = Math.floor(Date.now() / 1000);
  const assertion = () =>
    new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: `${holder.id}-1` })
      .setIssuer(holder.id)
      .setSubject(holder.id)
      .setAudience(house.signin.issuer)
      .setExpirationTime('1m')
      .sign(holder.privateKey);
  const post = async (dpop: string) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/*.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', dpop };
    const answer = await fetch(endpoint, { method: 'POST', headers, body: body.toString() });
    return [answer.status, ((await answer.json()) as { error?: string }).error, answer.headers.has('dpop-nonce')];
  };
  const at = (claims: Record<string, unknown> = {}) =>
    proof({ claims: { htm: 'POST', htu: endpoint, ath: undefined, ...claims } });
  const one = await at();
  assert.equal((await post(one))[0], 200);
  assert.deepEqual((await post(one)).slice(0, 2), [400, 'invalid_grant']);
  assert.deepEqual((await post(await at({ htu: resource }))).slice(0, 2), [400, 'invalid_dpop_proof']);
  assert.deepEqual((await post(await at({ htm: 'GET' }))).slice(0, 2), [400, 'invalid_dpop_proof']);
  assert.deepEqual(await post(await at({ iat: now - 3600 })), [400, 'use_dpop_nonce', true]);
});

test('RFC 9449 §5: the refresh token of a software without a secret is bound to its key as well', async () => {
  const mobile = await softwareOf(house.url, 'application-mobile', oidc.None());
  const { url, checks } = await ask(mobile, { scope: 'openid scope_all user/*.rs', redirect_uri: 'https://app.example/r' });
  const returned = await physicianAt(house.url, url, '1990000018', true);
  const DPoP = oidc.getDPoPHandle(mobile, key);
  const tokens = await oidc.authorizationCodeGrant(mobile, returned, checks, undefined, { DPoP });
  const { refresh_token: first = '' } = tokens;
  const other = oidc.getDPoPHandle(mobile, await oidc.randomDPoPKeyPair('ES256'));
  await assert.rejects(oidc.refreshTokenGrant(mobile, first), { error: 'invalid_grant' });
  await assert.rejects(oidc.refreshTokenGrant(mobile, first, undefined, { DPoP: other }), { error: 'invalid_grant' });
  assert.equal((await oidc.refreshTokenGrant(mobile, first, undefined, { DPoP })).token_type, 'dpop');
});

test('RFC 9449 §8: who has no right clock gets a nonce, and openid-client goes on with it', async () => {
  const late = await oidc.discovery(
    new URL(`${house.url}/oidc`),
    'logiciel-depot',
    { [oidc.clockSkew]: -3600 },
    oidc.ClientSecretBasic(secret),
    { execute: [oidc.allowInsecureRequests] },
  );
  const handle = oidc.getDPoPHandle(late, key);
  const tokens = await oidc.clientCredentialsGrant(late, { scope: 'system/*.rs' }, { DPoP: handle });
  assert.equal(tokens.token_type, 'dpop');
});

test('RFC 7515 §4.1.2, §4.1.5, RFC 8725 §3.10: an access token that brings its own key, or names where to find one, is not ours', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const { kid } = ((await (await fetch(`${house.url}/oidc/jwks`)).json()) as { keys: { kid: string; alg: string }[] }).keys.find(
    ({ alg }) => alg === 'ES256',
  ) ?? { kid: '' };
  const own = decodeJwt((await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' })).access_token);
  const sign = (header: Record<string, unknown>) =>
    new SignJWT(own).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header }).sign(privateKey);
  const wrong = [
    await sign({}),
    await sign({ jwk }),
    await sign({ jku: 'https://evil.example/jwks' }),
    await sign({ x5u: 'https://evil.example/x5u' }),
    await sign({ kid: '../../dev/null' }),
    await sign({ kid: "' or 1=1 --" }),
  ];
  for (const bad of wrong) await assert.rejects(house.signin.caller(`Bearer ${bad}`), { code: 'signin.token-invalid' });
});

test('RFC 8725 §2.1, §3.1: neither “none” nor the public key as a shared secret makes a token of ours', async () => {
  const { keys } = (await (await fetch(`${house.url}/oidc/jwks`)).json()) as { keys: Record<string, string>[] };
  const published = keys.find(({ alg }) => alg === 'ES256') ?? {};
  const own = decodeJwt((await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' })).access_token);
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
  const secrets = [JSON.stringify(published), String(pem), published.x ?? '', published.kid ?? ''];
  for (const shared of secrets) {
    const bad = await new SignJWT(own)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: published.kid ?? '' })
      .sign(Buffer.from(shared.padEnd(32, '.')));
    await assert.rejects(house.signin.caller(`Bearer ${bad}`), { code: 'signin.token-invalid' });
  }
  for (const alg of ['none', 'None', 'NONE', '']) {
    const head = { alg, typ: 'at+jwt', kid: published.kid };
    const bad = `${[head, own].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
    await assert.rejects(house.signin.caller(`Bearer ${bad}`), { code: 'signin.token-invalid' });
  }
  const rs = keys.find(({ alg }) => alg === 'RS256');
  assert.ok(rs && (await importJWK(rs, 'RS256')));
});
