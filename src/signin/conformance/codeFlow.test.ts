import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { ask, back, physicianAt, softwareOf } from '../../../spec/signin/software.ts';

let house: House;
let software: oidc.Configuration;
before(async () => {
  house = await openHouse();
  const structure = '1990000018';
  await house.directory.registerSoftware([{ id: 'logiciel-autre', name: 'Autre', structure, secret, redirectUris: [back] }]);
  software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret));
});
after(() => house.close());

const scope = 'openid scope_all';

/** Where an address leads: the error that the software gets back, or that the page tells. */
async function errorOf(url: string | URL): Promise<{ told?: string; sentBack?: string }> {
  const browser = await new Browser(house.url).get(url.toString());
  const sentBack = browser.left?.searchParams.get('error');
  const told = /<dt>error<\/dt><dd>(\w+)<\/dd>/.exec(browser.page.text)?.[1];
  return sentBack ? { sentBack } : told === undefined ? {} : { told };
}

/** A right request, with parameters changed or left out. */
async function address(changes: Record<string, string | undefined> = {}): Promise<string> {
  const { url } = await ask(software, { scope });
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

async function codeFor(
  params: Record<string, string> = {},
): Promise<{ returned: URL; checks: oidc.AuthorizationCodeGrantChecks }> {
  const { url, checks } = await ask(software, { scope, ...params });
  return { returned: await physicianAt(house.url, url, '1990000018'), checks };
}

const basicOf = (id: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

async function exchange(fields: Record<string, string>, authorization = basicOf('logiciel-ville')) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  const body = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: back, ...fields }).toString();
  const answer = await fetch(`${house.url}/oidc/token`, { method: 'POST', headers, body });
  const { error } = (await answer.json()) as { error?: string };
  return { status: answer.status, cache: answer.headers.get('cache-control'), error };
}

test('OpenID Connect Core §3.1.2.2: an address of return that is not exactly registered gets a page, never a redirect', async () => {
  const wrong = [
    'https://evil.example/retour',
    'https://lps.example/retour/',
    'https://lps.example/retour?x=1',
    'https://lps.example/retour#x',
    'https://lps.example/RETOUR',
    'https://lps.example:443/retour/../autre',
    'https://lps.example@evil.example/retour',
    'https://lps.example.evil.example/retour',
    'http://lps.example/retour',
    'javascript:alert(1)',
    'data:text/html,x',
    '//lps.example/retour',
    '',
  ];
  for (const redirect_uri of wrong) {
    const { sentBack, told } = await errorOf(await address({ redirect_uri }));
    assert.equal(sentBack, undefined, redirect_uri);
    assert.match(told ?? '', /^invalid_(redirect_uri|request)$/, redirect_uri);
  }
  assert.equal((await errorOf(await address({ client_id: 'logiciel-inconnu' }))).told, 'invalid_client');
  assert.equal((await errorOf(await address({ client_id: undefined }))).told, 'invalid_request');
});

test('OpenID Connect Core §3.1.2.6: each malformed request is told to the software, with its state', async () => {
  const cases: readonly [string, Record<string, string | undefined>][] = [
    ['invalid_request', { response_type: undefined }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['unsupported_response_type', { response_type: 'id_token' }],
    ['unsupported_response_type', { response_type: 'code id_token token' }],
    ['unsupported_response_mode', { response_mode: 'web_message' }],
    ['request_not_supported', { request: 'a.b.c' }],
    ['request_uri_not_supported', { request_uri: 'https://evil.example/r.jwt' }],
    ['registration_not_supported', { registration: '{}' }],
    ['invalid_request', { prompt: 'none login' }],
    ['invalid_request', { prompt: 'inconnu' }],
    ['invalid_request', { max_age: '-1' }],
    ['invalid_request', { max_age: 'x' }],
    ['invalid_request', { code_challenge: undefined }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'court' }],
    ['invalid_request', { code_challenge: 'é'.repeat(43) }],
    ['invalid_target', { resource: 'https://other.example/fhir' }],
    ['login_required', { prompt: 'none' }],
  ];
  for (const [error, changes] of cases) {
    // Without a nonce the code challenge is all that protects this software.
    const url = await address({ nonce: undefined, ...changes, state: 'etat-a-rendre' });
    const browser = await new Browser(house.url).get(url);
    const { search = '', hash = '' } = browser.left ?? {};
    const given = new URLSearchParams(search === '' ? hash.slice(1) : search);
    const { told } = await errorOf(url);
    assert.equal(given.get('error') ?? told, error, JSON.stringify(changes));
    if (given.has('error')) assert.deepEqual([given.get('state'), given.get('iss')], ['etat-a-rendre', house.signin.issuer]);
  }
});

test('OpenID Connect Core §3.1.2.1: a parameter that is said twice is refused', async () => {
  for (const name of ['state', 'nonce', 'scope', 'client_id', 'redirect_uri']) {
    const { told, sentBack } = await errorOf(`${await address()}&${name}=deux`);
    assert.equal(told ?? sentBack, 'invalid_request', name);
  }
});

test('OpenID Connect Core §3.1.2.7, §3.1.3.7: openid-client takes its own state, nonce and issuer, and no other', async () => {
  const { returned, checks } = await codeFor();
  assert.equal(returned.searchParams.get('iss'), house.signin.issuer);
  await assert.rejects(oidc.authorizationCodeGrant(software, returned, { ...checks, expectedState: oidc.randomState() }));
  const other = new URL(returned);
  other.searchParams.set('iss', 'https://evil.example');
  await assert.rejects(oidc.authorizationCodeGrant(software, other, checks));
  await assert.rejects(oidc.authorizationCodeGrant(software, returned, { ...checks, expectedNonce: oidc.randomNonce() }));
});

test('RFC 6749 §4.1.3, mixed clients: the code of one software is not another’s', async () => {
  const { returned, checks } = await codeFor();
  const code = returned.searchParams.get('code') ?? '';
  const code_verifier = checks.pkceCodeVerifier ?? '';
  const stolen = await exchange({ code, code_verifier }, basicOf('logiciel-autre'));
  assert.deepEqual([stolen.status, stolen.error], [400, 'invalid_grant']);
  const own = await exchange({ code, code_verifier });
  assert.deepEqual([own.status, own.cache], [200, 'no-store']);
});

test('RFC 6749 §4.1.3, §5.2: each wrong part of the exchange is refused', async () => {
  const cases: readonly [string, number, Record<string, string>][] = [
    ['invalid_grant', 400, { redirect_uri: 'https://lps.example/autre' }],
    ['invalid_grant', 400, { code_verifier: oidc.randomPKCECodeVerifier() }],
    ['invalid_request', 400, { code_verifier: 'court' }],
    ['invalid_grant', 400, { code: 'x'.repeat(43) }],
    ['invalid_request', 400, { code: '' }],
    ['unsupported_grant_type', 400, { grant_type: 'password' }],
    ['unsupported_grant_type', 400, { grant_type: 'implicit' }],
    ['invalid_target', 400, { resource: 'https://other.example/fhir' }],
  ];
  for (const [error, status, changes] of cases) {
    const { returned, checks } = await codeFor();
    const right = { code: returned.searchParams.get('code') ?? '', code_verifier: checks.pkceCodeVerifier ?? '' };
    const answer = await exchange({ ...right, ...changes });
    assert.deepEqual([answer.status, answer.error], [status, error], JSON.stringify(changes));
  }
});

test('RFC 7636 §4.6: a code that was asked for with a challenge is not given without its verifier', async () => {
  const { returned } = await codeFor();
  const answer = await exchange({ code: returned.searchParams.get('code') ?? '' });
  assert.deepEqual([answer.status, answer.error], [400, 'invalid_grant']);
});

test('RFC 9700 §4.8.2: a verifier where no challenge was sent is refused', async () => {
  const url = await address({ code_challenge: undefined, code_challenge_method: undefined });
  const returned = await physicianAt(house.url, new URL(url), '1990000018');
  const code = returned.searchParams.get('code') ?? '';
  assert.equal((await exchange({ code, code_verifier: oidc.randomPKCECodeVerifier() })).error, 'invalid_grant');
});

test('RFC 6749 §10.5: a code that comes back ends what was given for it', async () => {
  const { returned, checks } = await codeFor();
  const tokens = await oidc.authorizationCodeGrant(software, returned, checks);
  await assert.rejects(oidc.authorizationCodeGrant(software, returned, checks), { error: 'invalid_grant' });
  await assert.rejects(oidc.refreshTokenGrant(software, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('RFC 6749 §10.4, mixed clients: a refresh token serves its own software alone, and no wider scope', async () => {
  const { returned, checks } = await codeFor({ scope: 'openid scope_all user/*.rs' });
  const tokens = await oidc.authorizationCodeGrant(software, returned, checks);
  const refresh_token = tokens.refresh_token ?? '';
  const thief = await exchange({ grant_type: 'refresh_token', refresh_token }, basicOf('logiciel-autre'));
  assert.deepEqual([thief.status, thief.error], [400, 'invalid_grant']);
  const wider = await exchange({ grant_type: 'refresh_token', refresh_token, scope: 'openid scope_all user/*.cruds' });
  assert.deepEqual([wider.status, wider.error], [400, 'invalid_scope']);
});

test('OpenID Connect Core §2, §3.1.3.3: the id_token says who, for whom, when and how, signed by a key of ours', async () => {
  const { returned, checks } = await codeFor({ max_age: '3600' });
  const tokens = await oidc.authorizationCodeGrant(software, returned, { ...checks, maxAge: 3600 });
  const claims = decodeJwt(tokens.id_token ?? '');
  const now = Date.now() / 1000;
  assert.deepEqual([claims.iss, claims.aud, claims.acr], [house.signin.issuer, 'logiciel-ville', 'eidas1']);
  assert.ok(Math.abs(Number(claims.auth_time) - now) < 60 && Number(claims.exp) > now);
  const { keys } = (await (await fetch(`${house.url}/oidc/jwks`)).json()) as { keys: Record<string, unknown>[] };
  const key = keys.find(({ kid }) => kid === decodeProtectedHeader(tokens.id_token ?? '').kid);
  assert.deepEqual([key?.kty, key?.alg, key?.d, key?.p], ['RSA', 'RS256', undefined, undefined]);
});

test('OpenID Connect Core §5.3: userinfo opens to its own access token alone, in the header', async () => {
  const { returned, checks } = await codeFor();
  const tokens = await oidc.authorizationCodeGrant(software, returned, checks);
  const look = async (headers: Record<string, string>, path = '/oidc/me', method = 'GET') =>
    (await fetch(`${house.url}${path}`, { method, headers })).status;
  assert.equal(await look({ authorization: `Bearer ${tokens.access_token}` }), 200);
  assert.equal(await look({ authorization: `Bearer ${tokens.access_token}` }, '/oidc/me', 'POST'), 200);
  assert.equal(await look({ authorization: `Bearer ${tokens.access_token}x` }), 401);
  assert.equal(await look({ authorization: `Bearer ${tokens.id_token}` }), 401);
  assert.equal(await look({ authorization: `DPoP ${tokens.access_token}` }), 400);
  assert.equal(await look({ authorization: basicOf('logiciel-ville') }), 400);
  assert.equal(await look({}), 401);
  assert.ok((await look({}, `/oidc/me?access_token=${tokens.access_token}`)) >= 400);
  const system = await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' });
  assert.equal(await look({ authorization: `Bearer ${system.access_token}` }), 401);
});

test('OpenID Connect Core §3.1.2.3: prompt=login asks again, who is signed in is not asked twice', async () => {
  const browser = await new Browser(house.url).get((await ask(software, { scope })).url.href);
  await browser.submit('who', { who: people.nurse });
  await browser.submit('code');
  assert.ok(browser.left?.searchParams.get('code'));
  await browser.get((await ask(software, { scope })).url.href);
  assert.ok(browser.left?.searchParams.get('code'), browser.page.text);
  await browser.get((await ask(software, { scope, prompt: 'login' })).url.href);
  assert.match(browser.page.text, /Numéro RPPS/);
});
