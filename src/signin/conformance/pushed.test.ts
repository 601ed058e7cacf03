import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { type KeyHolder, registerKeyHolder } from '../../../spec/signin/registered.ts';
import { ask, back, physicianAt, softwareOf } from '../../../spec/signin/software.ts';

let house: House;
let plain: oidc.Configuration;
let holder: KeyHolder;
let strict: oidc.Configuration;
let key: oidc.CryptoKeyPair;
before(async () => {
  house = await openHouse();
  plain = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret));
  holder = await registerKeyHolder(house, 'logiciel-fapi', { profile: 'fapi2', redirectUris: [back] });
  const structure = '1990000018';
  await house.directory.registerSoftware([
    { id: 'logiciel-fapi-secret', name: 'Fictif', structure, secret, profile: 'fapi2', redirectUris: [back] },
  ]);
  strict = await softwareOf(house.url, holder.id, holder.auth);
  key = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
});
after(() => house.close());

const scope = 'openid scope_all user/*.rs';

async function pushed(config: oidc.Configuration, params: Record<string, string> = {}, DPoP?: oidc.DPoPHandle) {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const challenge = { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
  const asked = { redirect_uri: back, scope, state, nonce, ...challenge, ...params };
  const url = await oidc.buildAuthorizationUrlWithPAR(config, asked, DPoP === undefined ? {} : { DPoP });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

const errorAt = async (url: URL): Promise<string | null | undefined> => {
  const browser = await new Browser(house.url).get(url.href);
  return browser.left?.searchParams.get('error') ?? /<dt>error<\/dt><dd>(\w+)<\/dd>/.exec(browser.page.text)?.[1];
};

test('RFC 9126 §2.2, §4: a request pushed beforehand signs in; the browser carries its name alone', async () => {
  const { url, checks } = await pushed(plain);
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  assert.match(url.searchParams.get('request_uri') ?? '', /^urn:ietf:params:oauth:request_uri:/);
  const tokens = await oidc.authorizationCodeGrant(plain, await physicianAt(house.url, url, '1990000018'), checks);
  assert.equal((await house.signin.caller(`Bearer ${tokens.access_token}`)).actor.kind, 'professional');
  assert.match((await errorAt(url)) ?? '', /^invalid_request/, 'used before');
});

test('RFC 9126 §2.1: what would be refused in the browser is refused when pushed, to who is itself alone', async () => {
  const thief = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(`${secret}x`));
  await assert.rejects(pushed(thief), { status: 401 });
  await assert.rejects(pushed(plain, { redirect_uri: 'https://evil.example/retour' }), { status: 400 });
  await assert.rejects(pushed(plain, { request_uri: 'urn:ietf:params:oauth:request_uri:x' }), {
    error: 'request_uri_not_supported',
  });
  await assert.rejects(pushed(plain, { response_type: 'token' }), { error: 'unsupported_response_type' });
  await assert.rejects(pushed(plain, { code_challenge_method: 'plain' }), { error: 'invalid_request' });
  await assert.rejects(pushed(plain, { request: 'a.b.c' }), { error: 'request_not_supported' });
});

test('RFC 9126 §4, mixed clients: the pushed request of one software is not another’s, nor is one that nobody pushed', async () => {
  const { url } = await pushed(plain);
  const stolen = new URL(url);
  stolen.searchParams.set('client_id', 'application-mobile');
  assert.match((await errorAt(stolen)) ?? '', /^invalid_request/);
  const invented = new URL(url);
  invented.searchParams.set('request_uri', `urn:ietf:params:oauth:request_uri:${'a'.repeat(43)}`);
  assert.equal(await errorAt(invented), 'invalid_request_uri');
  const outside = new URL(url);
  outside.searchParams.set('request_uri', 'https://evil.example/request.jwt');
  assert.match((await errorAt(outside)) ?? '', /^(request_uri_not_supported|invalid_request_uri|invalid_request)$/);
});

test('RFC 9126 §2.2: a pushed request ends after a minute', async (t) => {
  const { url } = await pushed(plain);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
  assert.equal(await errorAt(url), 'invalid_request_uri');
});

test('FAPI 2.0 §5.3.2, the whole way: pushed, S256, signed assertion, token bound to a key, ES256', async () => {
  const handle = oidc.getDPoPHandle(strict, key);
  const { url, checks } = await pushed(strict, {}, handle);
  const returned = await physicianAt(house.url, url, '1990000026');
  assert.equal(returned.searchParams.get('iss'), house.signin.issuer);
  const tokens = await oidc.authorizationCodeGrant(strict, returned, checks, undefined, { DPoP: handle });
  assert.equal(tokens.token_type, 'dpop');
  assert.equal(decodeProtectedHeader(tokens.id_token ?? '').alg, 'ES256');
  const resource = new URL(`${house.url}/fhir/test`);
  const answer = await oidc.fetchProtectedResource(strict, tokens.access_token, resource, 'GET', null, undefined, {
    DPoP: handle,
  });
  assert.equal(answer.status, 200);
  const renewed = await oidc.refreshTokenGrant(strict, tokens.refresh_token ?? '', undefined, { DPoP: handle });
  assert.equal(renewed.token_type, 'dpop');
  // §5.3.2.1 (9): bound as it is, the refresh token stays.
  await oidc.refreshTokenGrant(strict, tokens.refresh_token ?? '', undefined, { DPoP: handle });
});

test('FAPI 2.0 §5.3.2.2 (2): a request that was not pushed is refused', async () => {
  assert.equal(await errorAt((await ask(strict, { scope })).url), 'invalid_request');
});

test('FAPI 2.0 §5.3.2.1 (5): no token that is not bound to a key', async () => {
  const handle = oidc.getDPoPHandle(strict, key);
  const { url, checks } = await pushed(strict, {}, handle);
  const returned = await physicianAt(house.url, url, '1990000026');
  await assert.rejects(oidc.authorizationCodeGrant(strict, returned, checks), { error: 'invalid_grant' });
  await assert.rejects(oidc.clientCredentialsGrant(strict, { scope: 'system/*.rs' }), { error: 'invalid_grant' });
});

test('RFC 9449 §10: a code asked for with one key is not exchanged with another', async () => {
  const { url, checks } = await pushed(strict, {}, oidc.getDPoPHandle(strict, key));
  const returned = await physicianAt(house.url, url, '1990000026');
  const other = oidc.getDPoPHandle(strict, await oidc.randomDPoPKeyPair('ES256'));
  await assert.rejects(oidc.authorizationCodeGrant(strict, returned, checks, undefined, { DPoP: other }), {
    error: 'invalid_grant',
  });
});

test('FAPI 2.0 §5.3.2.1 (6, 8): no shared secret, and an assertion for the issuer alone', async () => {
  for (const auth of [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)]) {
    const weak = await softwareOf(house.url, 'logiciel-fapi-secret', auth);
    await assert.rejects(oidc.clientCredentialsGrant(weak, { scope: 'system/*.rs' }));
  }
  const auth = oidc.PrivateKeyJwt(
    { key: holder.privateKey, kid: `${holder.id}-1` },
    {
      [oidc.modifyAssertion]: (_header, payload) => {
        payload.aud = `${house.url}/oidc/token`;
      },
    },
  );
  const elsewhere = await softwareOf(house.url, holder.id, auth);
  const DPoP = oidc.getDPoPHandle(elsewhere, key);
  await assert.rejects(oidc.clientCredentialsGrant(elsewhere, { scope: 'system/*.rs' }, { DPoP }), { error: 'invalid_client' });
});

test('FAPI 2.0 §5.3.2.1 (4): the code ends after a minute', async (t) => {
  const handle = oidc.getDPoPHandle(strict, key);
  const { url, checks } = await pushed(strict, { login_hint: people.physician }, handle);
  const returned = await physicianAt(house.url, url, '1990000026');
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
  await assert.rejects(oidc.authorizationCodeGrant(strict, returned, checks, undefined, { DPoP: handle }), {
    error: 'invalid_grant',
  });
});
