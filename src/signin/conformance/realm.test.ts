import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import expected from '../../../spec/signin/psc-claims.json' with { type: 'json' };
import { ask, back, physicianAt, softwareOf } from '../../../spec/signin/software.ts';

let house: House;
let software: oidc.Configuration;
let realm: string;
before(async () => {
  house = await openHouse();
  realm = `${house.url}/auth/realms/esante-wallet`;
  software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret), 'realm');
});
after(() => house.close());

const basic = `Basic ${Buffer.from(`logiciel-ville:${secret}`).toString('base64')}`;
const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic },
  body: new URLSearchParams(fields).toString(),
});

async function signIn(scope = 'openid scope_all') {
  const { url, checks } = await ask(software, { scope, acr_values: 'eidas1' });
  return oidc.authorizationCodeGrant(software, await physicianAt(house.url, url, '1990000026'), checks);
}

test('Pro Santé Connect, discovery: at its own path, with the paths of its realm and the realm as issuer', async () => {
  const path = `${realm}/.well-known/wallet-openid-configuration`;
  const told = (await (await fetch(path)).json()) as Record<string, unknown>;
  const openid = `${realm}/protocol/openid-connect`;
  assert.equal(told.issuer, realm);
  const endpoints = {
    authorization_endpoint: `${openid}/auth`,
    token_endpoint: `${openid}/token`,
    introspection_endpoint: `${openid}/token/introspect`,
    userinfo_endpoint: `${openid}/userinfo`,
    end_session_endpoint: `${openid}/logout`,
    jwks_uri: `${openid}/certs`,
    backchannel_authentication_endpoint: `${openid}/ext/ciba/auth`,
  };
  for (const [name, url] of Object.entries(endpoints)) assert.equal(told[name], url, name);
  assert.deepEqual(told.acr_values_supported, ['eidas1']);
  assert.equal(told.socle_simulateur, true);
});

/** As much of a client of 2021 as knows nothing of PKCE: a browser sent to a fixed address, a form posted with Basic, userinfo read. */
test('Pro Santé Connect, a software written by hand: fixed addresses, state and nonce, no PKCE, Basic; claims and acr as it reads them', async () => {
  const [state, nonce] = ['etat-0123456789', 'nonce-0123456789'];
  const query = {
    response_type: 'code',
    client_id: 'logiciel-ville',
    redirect_uri: back,
    scope: 'openid scope_all',
    state,
    nonce,
  };
  const start = new URL(`${house.url}/auth?${new URLSearchParams({ ...query, acr_values: 'eidas1' })}`);
  const returned = await physicianAt(house.url, start, '1990000026');
  assert.equal(returned.searchParams.get('state'), state);
  assert.equal(returned.searchParams.get('iss'), realm);
  const code = returned.searchParams.get('code') ?? '';
  const answer = await fetch(
    `${realm}/protocol/openid-connect/token`,
    form({ grant_type: 'authorization_code', code, redirect_uri: back }),
  );
  const tokens = (await answer.json()) as Record<string, string | number>;
  assert.equal(tokens.token_type, 'Bearer');
  assert.equal(tokens.expires_in, 120);
  assert.ok(Number(tokens.refresh_expires_in) > 3600);
  const keys = createRemoteJWKSet(new URL(`${realm}/protocol/openid-connect/certs`));
  const idToken = String(tokens.id_token);
  assert.equal(decodeProtectedHeader(idToken).alg, 'RS256');
  const { payload } = await jwtVerify(idToken, keys, { issuer: realm, audience: 'logiciel-ville' });
  assert.deepEqual([payload.nonce, payload.acr], [nonce, 'eidas1']);
  const info = await fetch(`${realm}/protocol/openid-connect/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  assert.match(info.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(await info.json(), { sub: payload.sub, ...expected, amr: ['simulateur'] });
});

test('Pro Santé Connect, claims: the same with openid-client and discovery', async () => {
  const tokens = await signIn();
  assert.equal(tokens.claims()?.iss, realm);
  const info = await oidc.fetchUserInfo(software, tokens.access_token, tokens.claims()?.sub ?? '');
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(info[name], value, name);
});

test('Pro Santé Connect, PKCE: neither a short nonce, nor another scope, nor a public client does without', async () => {
  const base = { response_type: 'code', redirect_uri: back, client_id: 'logiciel-ville', state: 's', scope: 'openid scope_all' };
  const without: readonly Record<string, string>[] = [
    base,
    { ...base, nonce: 'court' },
    { ...base, scope: 'openid user/*.rs', nonce: 'nonce-0123456789' },
    { ...base, client_id: 'application-mobile', redirect_uri: 'https://app.example/r', nonce: 'nonce-0123456789' },
  ];
  for (const query of without) {
    const browser = await new Browser(house.url).get(`/auth?${new URLSearchParams(query)}`);
    assert.equal(browser.left?.searchParams.get('error'), 'invalid_request', JSON.stringify(query));
  }
});

test('Pro Santé Connect, introspection: by the software of the token, with the national identifier', async () => {
  const tokens = await signIn();
  const introspect = `${realm}/protocol/openid-connect/token/introspect`;
  const told = (await (await fetch(introspect, form({ token: tokens.access_token }))).json()) as Record<string, unknown>;
  assert.equal(told.active, true);
  assert.deepEqual(
    [told.SubjectNameID, told.preferred_username, told.azp, told.typ, told.iss, told.acr],
    [people.physician, people.physician, 'logiciel-ville', 'Bearer', realm, 'eidas1'],
  );
  const other = { ...form({ token: tokens.access_token }), headers: form({}).headers };
  other.headers.authorization = `Basic ${Buffer.from(`logiciel-depot:${secret}`).toString('base64')}`;
  assert.deepEqual(await (await fetch(introspect, other)).json(), { active: false });
  assert.deepEqual(await (await fetch(introspect, form({ token: 'rien' }))).json(), { active: false });
});

test('Pro Santé Connect, refresh: kept while it is used, ended with a token that comes back', async () => {
  const first = await signIn();
  const second = await oidc.refreshTokenGrant(software, first.refresh_token ?? '');
  assert.equal(second.claims()?.iss, realm);
  await assert.rejects(oidc.refreshTokenGrant(software, first.refresh_token ?? ''), { error: 'invalid_grant' });
  await assert.rejects(oidc.refreshTokenGrant(software, second.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('Pro Santé Connect, end of session: at once with the id_token of the session, back to the software’s own site, tokens included', async () => {
  const { url, checks } = await ask(software, { scope: 'openid scope_all' });
  const browser = await new Browser(house.url).get(url.href);
  await browser.submit('who', { who: people.nurse });
  await browser.submit('code');
  if (browser.left === undefined) throw new Error(browser.page.text);
  const tokens = await oidc.authorizationCodeGrant(software, browser.left, checks);
  const hint = { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: 'https://lps.example/au-revoir', state: 'fin' };
  const evil = { ...hint, post_logout_redirect_uri: 'https://evil.example/' };
  await browser.get(oidc.buildEndSessionUrl(software, evil).href);
  assert.deepEqual([browser.page.status, browser.left], [400, undefined]);
  await browser.get(oidc.buildEndSessionUrl(software, hint).href);
  assert.equal(browser.left?.href, 'https://lps.example/au-revoir?state=fin');
  await assert.rejects(oidc.fetchUserInfo(software, tokens.access_token, oidc.skipSubjectCheck));
  await assert.rejects(oidc.refreshTokenGrant(software, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
  await browser.get((await ask(software, { scope: 'openid scope_all', prompt: 'none' })).url.href);
  assert.equal(browser.left?.searchParams.get('error'), 'login_required');
});

test('Pro Santé Connect, end of session: without the id_token of this session the person is asked', async () => {
  const theirs = await signIn();
  const browser = await new Browser(house.url).get((await ask(software, { scope: 'openid scope_all' })).url.href);
  await browser.submit('who', { who: people.nurse });
  await browser.submit('code');
  await browser.get(oidc.buildEndSessionUrl(software, { id_token_hint: theirs.id_token ?? '' }).href);
  assert.match(browser.page.text, /Se déconnecter de Socle/);
  await browser.get(`${realm}/protocol/openid-connect/logout`);
  assert.match(browser.page.text, /Se déconnecter de Socle/);
});

test('RFC 9207 §2.4, mixed servers: a code of one face is not taken at the other', async () => {
  const own = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret));
  const { url, checks } = await ask(software, { scope: 'openid scope_all' });
  const returned = await physicianAt(house.url, url, '1990000018');
  await assert.rejects(oidc.authorizationCodeGrant(own, returned, checks), { code: 'OAUTH_INVALID_RESPONSE' });
});

test('Pro Santé Connect, other realms and paths: nothing is there', async () => {
  for (const path of [
    '/auth/realms/autre/protocol/openid-connect/token',
    '/auth/realms',
    '/auth/realms/esante-wallet/autre',
    '/auth/x',
  ]) {
    assert.equal((await fetch(`${house.url}${path}`)).status, 404, path);
  }
  assert.equal((await fetch(`${realm}/protocol/openid-connect/auth/../../../../oidc/jwks`)).status, 404);
});

test('Pro Santé Connect, FHIR scopes: an access token of the realm opens the FHIR base as any other', async () => {
  const tokens = await signIn('openid scope_all user/*.rs');
  const { actor } = await house.signin.caller(`Bearer ${tokens.access_token}`);
  assert.equal(actor.kind === 'professional' && actor.structure.id, '1990000026');
});
