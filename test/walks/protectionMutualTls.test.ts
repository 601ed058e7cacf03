/** A software that proves itself by its organisation's certificate, from the command line to its FHIR calls. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nuees, orme } from './cast.ts';
import { openTlsGround, type TlsAsk, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
type Held = NonNullable<TlsAsk['as']> & { readonly subject: string; readonly serial: string };
let card: Held;
before(async () => {
  ground = await openTlsGround();
  card = await ground.certificates.organisation(nuees.structure.id, 'Nuées, dépôt');
  await ground.directory.registerSoftware([{ id: nuees.id, name: nuees.name, structure: nuees.structure.id }]);
  await ground.directory.bindCertificate(nuees.id, card.subject);
  const discovery = await fetch(`${ground.url}/oidc/.well-known/openid-configuration`);
  const { token_endpoint_auth_methods_supported: ways } = (await discovery.json()) as Record<string, string[]>;
  assert.ok(ways?.includes('tls_client_auth'), 'the provider says that a certificate is a way');
});
after(() => ground.close());

const form = (client: string) =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: client, scope: 'system/*.rs' }).toString();

async function token(as: TlsAsk['as'], client: string = nuees.id) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = { method: 'POST', headers, body: form(client), ...(as === undefined ? {} : { as }) };
  const { status, text } = await ground.byTls('/oidc/token', asked);
  const { access_token: given, error } = JSON.parse(text) as { access_token?: string; error?: string };
  return { status, given: given ?? '', error };
}

async function fhir(bearer: string, as?: TlsAsk['as']): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}` };
  return (await ground.byTls('/fhir/Organization', { headers, ...(as === undefined ? {} : { as }) })).status;
}

test('RFC 8705 §2.1, §3: the certificate gives a token, and the token works with that certificate alone', async () => {
  const { status, given } = await token(card);
  assert.equal(status, 200);
  assert.equal(await fhir(given, card), 200);
  assert.equal(await fhir(given), 401);
  assert.equal(await fhir(given, await ground.certificates.organisation(nuees.structure.id, 'Nuées, dépôt')), 401);
  const plain = await fetch(`${ground.url}/fhir/Organization`, { headers: { authorization: `Bearer ${given}` } });
  assert.equal(plain.status, 401);
});

test('RFC 8705 §2.1: renewed under the same subject it stays the same software; another subject, or none, is refused', async () => {
  assert.equal((await token(await ground.certificates.organisation(nuees.structure.id, 'Nuées, dépôt'))).status, 200);
  const others = [
    undefined,
    await ground.certificates.organisation(nuees.structure.id, 'Autre'),
    await ground.certificates.organisation(orme.structure.id, 'Nuées, dépôt'),
  ];
  for (const as of others) {
    const { status, error } = await token(as);
    assert.deepEqual([status, error], [401, 'invalid_client']);
  }
  assert.equal((await token(card, orme.id)).status, 401, 'a certificate speaks for its own software only');
});

test('RFC 5280 §3.3: a revoked certificate gives no token, and the tokens bound to it end with it', async () => {
  const lost = await ground.certificates.organisation(nuees.structure.id, 'Nuées, dépôt');
  const { given } = await token(lost);
  assert.equal(await fhir(given, lost), 200);
  await ground.certificates.revoke(lost.serial, 'keyCompromise');
  // The running server hears of it from the database.
  for (let i = 0; i < 200 && (await fhir(given, lost)) === 200; i++) await new Promise((done) => setTimeout(done, 20));
  assert.equal(await fhir(given, lost), 401);
  assert.equal((await token(lost)).status, 401);
});
