import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import type { Actor, Software } from '#kernel';
import { type House, openHouse, people, secret } from '../../spec/signin/house.ts';
import { softwareOf } from '../../spec/signin/software.ts';
import { operatorHeaders } from './operatorToken.ts';

let house: House;
let now = new Date();
before(async () => {
  house = await openHouse({ clock: () => now });
});
after(() => house.close());

const actor: Software = {
  kind: 'software',
  id: 'logiciel-depot',
  name: 'Dépôt Fictif',
  structure: { id: '1990000018', name: 'Maison de santé du Val-d’Écume' },
};
const refused = (code: string, authorization: string | undefined) => assert.rejects(house.signin.caller(authorization), { code });

test('RFC 6750 §2.1: a token of the issuer names its actor, ground and reason', async () => {
  const as: Actor = { kind: 'citizen', record: house.record, name: 'Ambre Valcastel' };
  assert.deepEqual((await house.signin.caller(`Bearer ${await house.signin.issue(as)}`)).actor, as);
  const token = await house.signin.issue(actor, {
    ground: 'bris_de_glace',
    reason: 'personne inconsciente',
    scopes: ['system/*.crs'],
  });
  const caller = await house.signin.caller(`bearer ${token}`);
  assert.deepEqual(
    { ...caller, scopes: [...caller.scopes] },
    {
      actor,
      ground: 'bris_de_glace',
      reason: 'personne inconsciente',
      scopes: ['system/*.crs'],
    },
  );
});

test('RFC 6750 §3.1: no token, or another scheme, is refused', async () => {
  for (const none of [undefined, '', 'Basic YTpi']) await refused('signin.token-missing', none);
});

test('RFC 9068 §4: an expired token is refused, also when it was known', async () => {
  const short = await house.signin.issue(actor, { seconds: 60 });
  await house.signin.caller(`Bearer ${short}`);
  const never = await house.signin.issue(actor, { seconds: 61 });
  const before = now;
  now = new Date(now.getTime() + 61_000);
  await refused('signin.token-expired', `Bearer ${short}`);
  await refused('signin.token-expired', `Bearer ${short}`);
  await refused('signin.token-expired', `Bearer ${never}`);
  now = before;
});

test('RFC 9068 §4: a token of another audience, issuer, key, type or algorithm is refused', async () => {
  const good = await house.signin.issue(actor);
  const [head = '', body = '', signature = ''] = good.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  const none = `${encode({ alg: 'none', typ: 'at+jwt' })}.${body}.`;
  const tampered = `${head}.${encode({ ...claims, scope: 'user/*.cruds' })}.${signature}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const foreign = await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'ES256', typ: 'at+jwt' }).sign(privateKey);
  const shared = new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey)));
  const confused = await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256', typ: 'at+jwt' }).sign(shared);
  for (const bad of [none, tampered, foreign, confused, 'x', 'a.b.c', 'x'.repeat(9000), `${good}=`]) {
    await refused('signin.token-invalid', `Bearer ${bad}`);
  }
});

test('RFC 9068 §4: a token that this server signed for another audience is refused as such', async () => {
  const other = await openHouse();
  try {
    const keys = JSON.parse(
      (await house.store.secrets.obtain('signin/signing-keys', async () => Buffer.from(''))).toString(),
    ) as {
      es256: Record<string, string>;
    };
    const key = await importJWK(keys.es256, 'ES256');
    const forAnother = await new SignJWT({ socle: { actor }, jti: 'a', scope: '' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: keys.es256.kid ?? '' })
      .setIssuer(house.signin.issuer)
      .setAudience('https://other.example/fhir')
      .setExpirationTime('5m')
      .sign(key);
    await refused('signin.token-audience', `Bearer ${forAnother}`);
    await refused('signin.token-invalid', `Bearer ${await other.signin.issue(actor)}`);
  } finally {
    await other.close();
  }
});

test('RFC 9068 §2.1: an id_token opens nothing', async () => {
  const keys = JSON.parse((await house.store.secrets.obtain('signin/signing-keys', async () => Buffer.from(''))).toString()) as {
    es256: Record<string, string>;
  };
  const idToken = await new SignJWT({ socle: { actor }, jti: 'a' })
    .setProtectedHeader({ alg: 'ES256', kid: keys.es256.kid ?? '' })
    .setIssuer(house.signin.issuer)
    .setAudience(house.signin.audience)
    .setExpirationTime('5m')
    .sign(await importJWK(keys.es256, 'ES256'));
  await refused('signin.token-invalid', `Bearer ${idToken}`);
});

test('RFC 6749 §4.4: a depositing software gets a token for its structure, by secret in either place', async () => {
  for (const auth of [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)]) {
    const software = await softwareOf(house.url, 'logiciel-depot', auth);
    const tokens = await oidc.clientCredentialsGrant(software, { scope: 'system/*.crs user/*.rs' });
    const caller = await house.signin.caller(`Bearer ${tokens.access_token}`);
    assert.deepEqual(caller.actor, actor);
    assert.deepEqual([...caller.scopes], ['system/*.crs']);
    assert.equal(tokens.expires_in, 3600);
  }
});

test('RFC 6749 §5.2: a wrong secret, an unknown software, another resource are refused', async () => {
  const wrong = await softwareOf(house.url, 'logiciel-depot', oidc.ClientSecretBasic(`${secret}x`));
  await assert.rejects(oidc.clientCredentialsGrant(wrong), { status: 401 });
  const unknown = await softwareOf(house.url, 'logiciel-inconnu', oidc.ClientSecretBasic(secret));
  await assert.rejects(oidc.clientCredentialsGrant(unknown), { status: 401 });
  const nameless = await softwareOf(house.url, 'application-mobile', oidc.None());
  await assert.rejects(oidc.clientCredentialsGrant(nameless));
  const good = await softwareOf(house.url, 'logiciel-depot', oidc.ClientSecretBasic(secret));
  await assert.rejects(oidc.clientCredentialsGrant(good, { resource: 'https://other.example/fhir' }), {
    error: 'invalid_target',
  });
  const placeholder = await softwareOf(house.url, 'logiciel-depot', oidc.ClientSecretBasic('kept-by-the-directory'));
  await assert.rejects(oidc.clientCredentialsGrant(placeholder), { status: 401 });
});

test('SMART Backend Services §3: a software with its own key signs its request', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES384', use: 'sig' }] };
  await house.directory.registerSoftware([{ id: 'logiciel-cle', name: 'Clé Fictive', structure: '1990000018', keys }]);
  const software = await softwareOf(house.url, 'logiciel-cle', oidc.PrivateKeyJwt({ key: privateKey, kid: 'k1' }));
  const tokens = await oidc.clientCredentialsGrant(software, { scope: 'system/*.rs' });
  assert.equal((await house.signin.caller(`Bearer ${tokens.access_token}`)).actor.kind, 'software');
  const { privateKey: another } = await generateKeyPair('ES384');
  const thief = await softwareOf(house.url, 'logiciel-cle', oidc.PrivateKeyJwt({ key: another, kid: 'k1' }));
  await assert.rejects(oidc.clientCredentialsGrant(thief), { error: 'invalid_client' });
});

test('RFC 6819 §5.1.4.1: the tables hold neither a secret nor a usable token', async () => {
  const { rows } = await house.store.pool.query('select secret_digest from directory.software where id = $1', ['logiciel-depot']);
  assert.notEqual(rows[0].secret_digest, secret);
  assert.match(rows[0].secret_digest, /^[A-Za-z0-9+/]{43}=$/);
  const { rows: accounts } = await house.store.pool.query('select password from signin.account');
  assert.match(accounts[0].password, /^scrypt\$32768\$8\$3\$/);
});

const askToken = async (body: unknown, headers: Record<string, string> = {}) => {
  const text = JSON.stringify(body);
  const answer = await fetch(`${house.url}/oidc/operator-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-mode': 'cors', ...headers },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
};

test('Script access, socle token: a matricule, an RPPS or a client id becomes a token while the demonstration is on', async () => {
  const kinds = { '260119999999971': 'citizen', [people.physician]: 'professional', 'logiciel-depot': 'software' };
  for (const [as, kind] of Object.entries(kinds)) {
    const { status, body } = await askToken({ as });
    assert.equal(status, 200);
    const caller = await house.signin.caller(`Bearer ${body.access_token}`);
    assert.equal(caller.actor.kind, kind);
    house.signin.requireScope(caller, 'DocumentReference.rs');
  }
  const { body } = await askToken({
    as: people.physician,
    ground: 'equipe_de_soins',
    scope: 'user/*.rs',
    structure: '990000026',
  });
  const caller = await house.signin.caller(`Bearer ${body.access_token}`);
  assert.equal(caller.ground, 'equipe_de_soins');
  assert.equal(caller.actor.kind === 'professional' && caller.actor.structure.id, '1990000026');
});

test('Script access, socle token: what is unknown or malformed is refused by name', async () => {
  assert.deepEqual((await askToken({ as: '260119999999999' })).body.code, 'signin.unknown-actor');
  assert.deepEqual((await askToken({ as: 'logiciel-inconnu' })).body.code, 'signin.unknown-actor');
  assert.deepEqual((await askToken({ as: people.physician, ground: 'curiosite' })).body.at, 'ground');
  assert.deepEqual((await askToken({})).body.at, 'as');
});

test('Script access, socle token: neither a web page nor a proxied request passes for the machine itself', async () => {
  for (const between of [{ origin: 'http://evil.example' }, { 'x-forwarded-for': '203.0.113.5' }, { via: '1.1 proxy' }]) {
    assert.equal((await askToken({ as: 'logiciel-depot' }, between)).status, 403);
  }
});

test('Script access, operator’s key: it opens also without demonstration, for one body and one minute', async () => {
  const closed = await openHouse({ demo: false });
  try {
    const body = JSON.stringify({ as: 'logiciel-depot' });
    const post = (headers: Record<string, string>, sent = body) =>
      fetch(`${closed.url}/oidc/operator-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: sent,
      });
    assert.equal((await post({})).status, 403);
    const good = operatorHeaders(closed.store.keys, body, new Date());
    assert.equal((await post(good)).status, 200);
    assert.equal((await post(good, JSON.stringify({ as: people.physician }))).status, 403);
    assert.equal((await post(operatorHeaders(closed.store.keys, body, new Date(Date.now() - 61_000)))).status, 403);
  } finally {
    await closed.close();
  }
});
