import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AppGround, ambreAtConsent, openAppGround, post, request, said, token } from './ground.ts';

let ground: AppGround;
before(async () => {
  ground = await openAppGround();
});
after(() => ground?.close());

const page = { origin: 'https://app.example' };

test('SMART App Launch 2.2 §7: what the configuration tells is there, and answers', async () => {
  const answer = await ground.fhir('/.well-known/smart-configuration', { headers: page });
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const told = answer.as<
    Record<string, string> & { capabilities: string[]; scopes_supported: string[]; grant_types_supported: string[] }
  >();
  const discovery = (await (await fetch(`${ground.url}/oidc/.well-known/openid-configuration`)).json()) as Record<
    string,
    unknown
  >;
  for (const name of [
    'issuer',
    'jwks_uri',
    'authorization_endpoint',
    'token_endpoint',
    'introspection_endpoint',
    'revocation_endpoint',
  ])
    assert.equal(told[name], discovery[name], name);
  const [offered, supported] = [discovery.token_endpoint_auth_methods_supported, told.token_endpoint_auth_methods_supported];
  for (const way of supported ?? []) assert.ok((offered as string[]).includes(way), way);
  for (const grant of told.grant_types_supported) assert.ok((discovery.grant_types_supported as string[]).includes(grant), grant);
  for (const scope of told.scopes_supported.filter((one) => !/^(patient|user|system)\//.test(one)))
    assert.ok((discovery.scopes_supported as string[]).includes(scope), scope);
  for (const needed of [
    'launch-ehr',
    'launch-standalone',
    'client-public',
    'sso-openid-connect',
    'permission-v1',
    'permission-v2',
    'permission-offline',
  ])
    assert.ok(told.capabilities.includes(needed), needed);
  assert.ok(!told.capabilities.includes('context-ehr-encounter'), 'what is not done is not told');
  const statement = (await ground.fhir('/metadata')).as<{
    rest: { security: { extension: { extension: { url: string; valueUri: string }[] }[] } }[];
  }>();
  const uris = statement.rest[0]?.security.extension[0]?.extension ?? [];
  assert.equal(uris.find(({ url }) => url === 'authorize')?.valueUri, told.authorization_endpoint);
  assert.equal(uris.find(({ url }) => url === 'token')?.valueUri, told.token_endpoint);
});

test('SMART App Launch 2.2 §2.0.3, CORS: a page of another site may ask /fhir with a token, and never with a cookie', async () => {
  const asking = {
    ...page,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,content-type,if-match',
  };
  for (const path of ['/Observation/x', '/metadata', '/.well-known/smart-configuration', '/Patient/1/Observation', '']) {
    const answer = await ground.fhir(path, { method: 'OPTIONS', headers: asking });
    assert.equal(answer.status, 204, path);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /PUT/);
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization.*if-match/);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  }
  const plain = await ground.fhir('/Observation', { method: 'OPTIONS', headers: page });
  assert.equal(plain.status, 405, 'what is no question of a browser is a method like any other');
  const refused = await ground.fhir('/Observation', { headers: { ...page, cookie: 'socle_session=x' } });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('access-control-allow-origin'), '*', 'a page must be able to read why');
  assert.match(refused.headers.get('access-control-expose-headers') ?? '', /ETag/);
  const api = await fetch(`${ground.url}/api/carnet/apps`, { headers: page });
  assert.equal(api.headers.get('access-control-allow-origin'), null, 'the spaces are open to no other site');
});

test('SMART App Launch 2.2 §2.0.3, CORS: the token endpoint is open to the site of the application, and to no other', async () => {
  const client = await ground.app();
  const asked = request(ground, client, { scope: 'patient/*.rs' });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent');
  const fields = {
    grant_type: 'authorization_code',
    code: said(browser).get('code') ?? '',
    redirect_uri: 'https://app.example/retour',
    code_verifier: asked.verifier,
  };
  const foreign = await post(ground, '/oidc/token', client, { ...fields, code: 'x' }, undefined, {
    origin: 'https://voleur.example',
  });
  assert.notEqual(foreign.headers.get('access-control-allow-origin'), 'https://voleur.example');
  const own = await post(ground, '/oidc/token', client, fields, undefined, page);
  assert.equal(own.headers.get('access-control-allow-origin'), page.origin);
  assert.equal(own.status, 200);
  assert.equal(own.headers.get('cache-control'), 'no-store');
});

test('RFC 9101, RFC 6749 §3.1: parameters twice, too long or of another kind are refused before a page is shown', async () => {
  const client = await ground.app();
  const url = request(ground, client, { scope: 'patient/*.rs' }).url;
  url.searchParams.append('scope', 'patient/Condition.rs');
  const twice = await fetch(url, { redirect: 'manual' });
  assert.equal(new URL(twice.headers.get('location') ?? '', ground.url).searchParams.get('error'), 'invalid_request');
  const odd = await fetch(request(ground, client, { scope: 'patient/*.rs é' }).url, { redirect: 'manual' });
  assert.equal(new URL(odd.headers.get('location') ?? '', ground.url).searchParams.get('error'), 'invalid_scope');
  const wrong = await token(ground, client, { grant_type: 'password', username: 'a', password: 'b' });
  assert.equal(wrong.body.error, 'unsupported_grant_type');
});
