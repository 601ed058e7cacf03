import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { Browser } from '../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../spec/signin/house.ts';
import expected from '../../spec/signin/psc-claims.json' with { type: 'json' };
import { ask, back, physicianAt, softwareOf } from '../../spec/signin/software.ts';

let house: House;
let software: oidc.Configuration;
before(async () => {
  house = await openHouse();
  software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretPost(secret));
});
after(() => house.close());

async function signIn(params: Record<string, string>): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
  const { url, checks } = await ask(software, { scope: 'openid scope_all', acr_values: 'eidas1', ...params });
  return oidc.authorizationCodeGrant(software, await physicianAt(house.url, url, '1990000026'), checks);
}

test('Pro Santé Connect, discovery: the wallet document names the same provider, and says that it is a simulator', async () => {
  const wallet = (await (await fetch(`${house.url}/oidc/.well-known/wallet-openid-configuration`)).json()) as Record<
    string,
    unknown
  >;
  assert.equal(wallet.issuer, `${house.url}/oidc`);
  assert.equal(wallet.token_endpoint, `${house.url}/oidc/token`);
  assert.deepEqual(wallet.acr_values_supported, ['eidas1']);
  assert.equal(wallet.socle_simulateur, true);
  assert.deepEqual(wallet.code_challenge_methods_supported, ['S256']);
});

test('Pro Santé Connect, claims: userinfo and id_token carry each of them', async () => {
  const tokens = await signIn({});
  const sub = tokens.claims()?.sub ?? '';
  assert.match(sub, /^f:[0-9a-f-]{36}:899700000011$/);
  const info = (await oidc.fetchUserInfo(software, tokens.access_token, sub)) as Record<string, unknown>;
  const idToken = tokens.claims() as Record<string, unknown>;
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(info[name], value, `userinfo ${name}`);
    assert.deepEqual(idToken[name], value, `id_token ${name}`);
  }
  assert.equal(idToken.acr, 'eidas1');
  assert.equal(idToken.socle, undefined);
  assert.equal(info.socle, undefined);
});

test('PSC, refresh: the software keeps the sign-in while it is used, each refresh token once', async () => {
  const first = await signIn({});
  const second = await oidc.refreshTokenGrant(software, first.refresh_token ?? '');
  assert.notEqual(second.refresh_token, first.refresh_token);
  await assert.rejects(oidc.refreshTokenGrant(software, first.refresh_token ?? ''), { error: 'invalid_grant' });
  // The whole family ends when a used token comes back: one of the two holders stole it.
  await assert.rejects(oidc.refreshTokenGrant(software, second.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('RFC 8707, SMART user scopes: the access token is for the FHIR base and says who acts, where', async () => {
  const tokens = await signIn({ scope: 'openid scope_all user/*.rs patient/*.rs' });
  const caller = await house.signin.caller(`Bearer ${tokens.access_token}`);
  assert.deepEqual(caller.actor, {
    kind: 'professional',
    id: people.physician,
    name: 'Dr Mathilde Stéthance',
    profession: '10',
    structure: { id: '1990000026', name: 'Cabinet de Saint-Orme' },
    software: 'logiciel-ville',
  });
  assert.deepEqual([...caller.scopes], ['user/*.rs']);
  house.signin.requireScope(caller, 'DocumentReference.rs');
  assert.throws(() => house.signin.requireScope(caller, 'user/Binary.c'), { code: 'signin.scope' });
});

test('SMART App Launch §2.0.4, aud: the FHIR base is accepted, another server is not', async () => {
  const good = await ask(software, { scope: 'openid user/*.rs', aud: house.signin.audience });
  const returned = await physicianAt(house.url, good.url, '1990000018');
  const tokens = await oidc.authorizationCodeGrant(software, returned, good.checks);
  assert.equal((await house.signin.caller(`Bearer ${tokens.access_token}`)).actor.kind, 'professional');
  const bad = await ask(software, { scope: 'openid user/*.rs', aud: 'https://other.example/fhir' });
  const browser = await new Browser(house.url).get(bad.url.href);
  assert.equal(browser.left?.searchParams.get('error'), 'invalid_target');
});

test('RFC 6749 §4.1.2: a code is used once, and its tokens end when it comes back', async () => {
  const { url, checks } = await ask(software, { scope: 'openid scope_all' });
  const returned = await physicianAt(house.url, url, '1990000018');
  const tokens = await oidc.authorizationCodeGrant(software, returned, checks);
  await assert.rejects(oidc.authorizationCodeGrant(software, returned, checks), { error: 'invalid_grant' });
  await assert.rejects(oidc.fetchUserInfo(software, tokens.access_token, oidc.skipSubjectCheck));
});

test('RFC 6749 §4.1.2: of two uses of a code at the same time, one wins at most', async () => {
  const { url, checks } = await ask(software, { scope: 'openid scope_all' });
  const returned = await physicianAt(house.url, url, '1990000018');
  const both = await Promise.allSettled([1, 2, 3].map(() => oidc.authorizationCodeGrant(software, returned, checks)));
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length <= 1, true);
});

test('RFC 6749 §3.1.2.4: a redirect address that is not registered gets a page, never a redirect', async () => {
  const { url } = await ask(software, { scope: 'openid scope_all', redirect_uri: 'https://evil.example/retour' });
  const browser = await new Browser(house.url).get(url.href);
  assert.equal(browser.page.status, 400);
  assert.equal(browser.left, undefined);
  assert.match(browser.page.text, /<dd>invalid_redirect_uri<\/dd>/);
  assert.match(browser.page.headers.get('content-security-policy') ?? '', /default-src 'self'.*frame-ancestors 'none'/);
});

test('RFC 7636 §4.4.1: PKCE is required, and only S256', async () => {
  const plain = `${house.url}/oidc/auth?client_id=logiciel-ville&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(back)}`;
  for (const extra of ['', '&code_challenge=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz&code_challenge_method=plain']) {
    const browser = await new Browser(house.url).get(`${plain}${extra}`);
    assert.equal(browser.left?.searchParams.get('error'), 'invalid_request');
  }
  const { url, checks } = await ask(software, { scope: 'openid scope_all' });
  const returned = await physicianAt(house.url, url, '1990000018');
  const wrong = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
  await assert.rejects(oidc.authorizationCodeGrant(software, returned, wrong), { error: 'invalid_grant' });
});

test('PSC simulator, steps: neither the code nor the situation can be skipped, borrowed or invented', async () => {
  const { url } = await ask(software, { scope: 'openid scope_all' });
  const browser = await new Browser(house.url).get(url.href);
  const page = new URL(browser.page.url).pathname;
  await browser.submit('who', { who: '10000000000' });
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /role="alert"/);
  await browser.submit('who', { who: people.physician });
  const state = /name="state" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? '';
  await browser.post(page, { step: 'situation', state, situation: '1990000018' });
  assert.equal(browser.page.status, 400);
  const other = await new Browser(house.url).get((await ask(software, { scope: 'openid scope_all' })).url.href);
  await other.post(new URL(other.page.url).pathname, { step: 'code', state });
  assert.equal(other.page.status, 400);
  await browser.post(page, { step: 'code', state });
  await browser.submit('situation', { situation: '1990000099' });
  assert.equal(browser.page.status, 422);
});

test('OpenID RP-Initiated Logout: the person is asked, then signed out', async () => {
  const browser = await new Browser(house.url).get((await ask(software, { scope: 'openid scope_all' })).url.href);
  await browser.submit('who', { who: people.nurse });
  await browser.submit('code');
  await browser.get('/oidc/session/end');
  assert.match(browser.page.text, /Se déconnecter de Socle/);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? '';
  await browser.post('/oidc/session/end/confirm', { xsrf, logout: 'yes' });
  assert.match(browser.page.text, /Vous êtes déconnecté/);
});

test('PSC simulator: whom the directory no longer holds as active signs in nowhere', async () => {
  const gone = { id: '899700000301', family: 'Partie', given: 'Ancienne', profession: '60', structures: ['1990000018'] };
  await house.directory.registerProfessionals([gone]);
  await house.store.pool.query('update directory.professional set active = false where id = $1', [gone.id]);
  const browser = await new Browser(house.url).get((await ask(software, { scope: 'openid scope_all' })).url.href);
  await browser.submit('who', { who: gone.id });
  if (browser.page.status === 200) await browser.submit('code');
  assert.equal(browser.left, undefined);
  assert.match(browser.page.text, /n’a pas cette situation d’exercice/);
});
