import assert from 'node:assert/strict';
import { hash, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { type Card, fetchWith, listenTls, openTestAuthority } from '../../../spec/signin/mutualTls.ts';
import { Telephone } from '../../../spec/signin/telephone.ts';

let house: House;
let tls: { readonly url: string; close(): Promise<void> };
let authority: Awaited<ReturnType<typeof openTestAuthority>>;
let card: Card;
let sameName: Card;
let stranger: Card;
let forged: Card;

const subject = 'CN=logiciel-tls, OU=1990000018, O=Cabinet des Nuées, C=FR';
before(async () => {
  authority = await openTestAuthority();
  const server = await authority.issue('CN=localhost');
  [card, sameName, stranger] = await Promise.all([
    authority.issue('C=FR, O=Cabinet des Nuées, OU=1990000018, CN=logiciel-tls'),
    authority.issue('C=FR, O=Cabinet des Nuées, OU=1990000018, CN=logiciel-tls'),
    authority.issue('C=FR, O=Autre, CN=logiciel-tls'),
  ]);
  forged = await (await openTestAuthority()).issue('C=FR, O=Cabinet des Nuées, OU=1990000018, CN=logiciel-tls');
  tls = await listenTls(() => house, { ...server, ca: authority.ca });
  house = await openHouse({ tlsUrl: tls.url });
  const registered = { name: 'Fictif TLS', structure: '1990000018', certificateSubject: subject };
  await house.directory.registerSoftware([
    { ...registered, id: 'logiciel-tls', grants: ['ciba'] },
    { ...registered, id: 'logiciel-tls-secret', secret },
  ]);
});
after(async () => {
  await tls.close();
  await house.close();
});

async function softwareWith(held: Card | undefined, id = 'logiciel-tls'): Promise<oidc.Configuration> {
  const config = await oidc.discovery(
    new URL(`${house.url}/oidc`),
    id,
    { use_mtls_endpoint_aliases: true },
    oidc.TlsClientAuth(),
    {
      execute: [oidc.allowInsecureRequests],
    },
  );
  config[oidc.customFetch] = fetchWith(authority.ca, held) as oidc.CustomFetch;
  return config;
}

const use = async (
  token: string,
  held: Card | undefined,
): Promise<{ status: number; code?: string; actor?: { kind: string } }> => {
  const answer = await fetchWith(authority.ca, held)(`${tls.url}/fhir/test`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, ...((await answer.json()) as object) };
};

test('RFC 8705 §5: discovery tells where a certificate can be shown, and that tokens may be bound to it', async () => {
  for (const face of ['oidc', 'auth/realms/esante-wallet']) {
    const told = (await (await fetch(`${house.url}/${face}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    assert.equal(told.tls_client_certificate_bound_access_tokens, true);
    const aliases = told.mtls_endpoint_aliases as Record<string, string>;
    assert.equal(aliases.token_endpoint, String(told.token_endpoint).replace(house.url, tls.url));
    assert.ok((told.token_endpoint_auth_methods_supported as string[]).includes('tls_client_auth'));
  }
});

test('RFC 8705 §2.1, §3.1: a software is known by its certificate, and its token bound to it', async () => {
  const tokens = await oidc.clientCredentialsGrant(await softwareWith(card), { scope: 'system/*.rs' });
  const { cnf } = decodeJwt<{ cnf: Record<string, string> }>(tokens.access_token);
  assert.deepEqual(cnf, { 'x5t#S256': hash('sha256', new X509Certificate(card.cert).raw, 'base64url') });
  const answer = await use(tokens.access_token, card);
  assert.deepEqual([answer.status, answer.actor?.kind], [200, 'software']);
});

test('RFC 8705 §3: a stolen token is of no use, neither without a certificate nor with another, even of the same name', async () => {
  const { access_token: token } = await oidc.clientCredentialsGrant(await softwareWith(card), { scope: 'system/*.rs' });
  for (const held of [undefined, sameName, stranger, forged]) {
    assert.deepEqual(await use(token, held), { status: 401, code: 'signin.token-certificate' });
  }
  const plain = await fetch(`${house.url}/fhir/test`, { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual([plain.status, ((await plain.json()) as { code: string }).code], [401, 'signin.token-certificate']);
  await assert.rejects(house.signin.caller(`Bearer ${token}`), { code: 'signin.token-certificate' });
});

test('RFC 8705 §2.1: no certificate, one of another subject, or of an authority that is not trusted, lets nobody in', async () => {
  for (const held of [undefined, stranger, forged]) {
    const config = await softwareWith(held);
    await assert.rejects(oidc.clientCredentialsGrant(config, { scope: 'system/*.rs' }), { error: 'invalid_client' });
  }
});

test('RFC 8705 §2: a header that says a certificate is not believed', async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'logiciel-tls', scope: 'system/*.rs' });
  const pem = encodeURIComponent(card.cert);
  for (const name of ['x-client-cert', 'x-ssl-client-cert', 'x-forwarded-client-cert', 'ssl-client-cert', 'client-cert']) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', [name]: pem };
    const answer = await fetch(`${house.url}/oidc/token`, { method: 'POST', headers, body: body.toString() });
    assert.equal(answer.status, 401, name);
  }
});

test('RFC 8705 §2: the secret of a software that has a certificate too is not enough', async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.rs' });
  const authorization = `Basic ${Buffer.from(`logiciel-tls-secret:${secret}`).toString('base64')}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  const answer = await fetch(`${house.url}/oidc/token`, { method: 'POST', headers, body: body.toString() });
  assert.equal(answer.status, 401);
});

test('CIBA Core §7.1, mutual TLS: the certificate asks for the sign-in, and binds the professional’s token', async () => {
  const software = await softwareWith(card);
  const params = { scope: 'openid scope_all user/*.rs', login_hint: people.nurse, binding_message: '07' };
  const waiting = await oidc.initiateBackchannelAuthentication(software, params);
  await (await Telephone.of(house.url, people.nurse)).answer('yes');
  const grant = (config: oidc.Configuration) =>
    oidc.genericGrantRequest(config, 'urn:openid:params:grant-type:ciba', { auth_req_id: waiting.auth_req_id });
  await assert.rejects(grant(await softwareWith(stranger)), { error: 'invalid_client' });
  const tokens = await grant(software);
  assert.deepEqual((await use(tokens.access_token, card)).actor?.kind, 'professional');
  assert.equal((await use(tokens.access_token, sameName)).code, 'signin.token-certificate');
  const renewed = await oidc.refreshTokenGrant(software, tokens.refresh_token ?? '');
  assert.equal((await use(renewed.access_token, stranger)).code, 'signin.token-certificate');
});
