import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { nuees } from '../cast.ts';
import { refused, traceFrom } from '../ground.ts';
import { type AppGround, ambreAtConsent, back, openAppGround, post, request, said, secret, type TokenAnswer } from './ground.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let ground: AppGround;
let keys: Pair;
let client: string;
before(async () => {
  ground = await openAppGround();
  keys = await generateKeyPair('ES384', { extractable: true });
  client = await ground.app({ redirectUris: [], keys: await keySet(keys) });
});
after(() => ground?.close());

async function keySet({ publicKey }: Pair) {
  return { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES384', use: 'sig' }] };
}

interface Odd {
  readonly by?: Pair['privateKey'] | Uint8Array;
  readonly alg?: string;
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
}

async function assertion({ by = keys.privateKey, alg = 'ES384', header = {}, claims = {} }: Odd = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: client, sub: client, aud: `${ground.url}/oidc/token`, jti: crypto.randomUUID(), exp: now + 240, iat: now };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid: 'k1', typ: 'JWT', ...header }).sign(by);
}

async function ask(client_assertion: string, more: Record<string, string> = {}): Promise<{ status: number; body: TokenAnswer }> {
  const fields = { grant_type: 'client_credentials', scope: 'system/Observation.rs', client_assertion_type: assertionType };
  return post(ground, '/oidc/token', client, { ...fields, client_assertion, ...more });
}

test('SMART Backend Services 2.2 §4: a signed assertion gives a token for system/ scopes, that reads what the software deposited', async () => {
  const { status, body } = await ask(await assertion(), {
    scope: 'system/Observation.cruds system/Condition.read user/*.rs patient/*.rs launch',
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.scope, 'system/Observation.cruds system/Condition.read');
  assert.equal(body.refresh_token, undefined);
  const lines = await traceFrom(ground, ground.basile);
  const subject = { reference: `Patient/${ground.id(ground.basile)}` };
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject };
  const made = await ground.fhir('/Observation', { method: 'POST', token: body.access_token, body: observation });
  assert.equal(made.status, 201, made.bytes.toString());
  const place = /Observation\/[^/]+/.exec(made.headers.get('location') ?? '')?.[0];
  assert.equal((await ground.fhir(`/${place}`, { token: body.access_token })).status, 200);
  refused(
    await ground.fhir('/Condition', { method: 'POST', token: body.access_token, body: { resourceType: 'Condition', subject } }),
    403,
    'signin.scope',
  );
  assert.deepEqual(
    (await lines()).map(({ action, who }) => [action, who.id, who.structure?.id]),
    [
      ['write', client, nuees.structure.id],
      ['read', client, nuees.structure.id],
    ],
  );
});

test('SMART Backend Services 2.2 §4; RFC 7523 §3: an assertion replayed, expired, too long, for another, by another, unsigned or of confused keys is refused', async () => {
  const once = await assertion();
  assert.equal((await ask(once)).status, 200);
  const now = Math.floor(Date.now() / 1000);
  const thief = await generateKeyPair('ES384', { extractable: true });
  const published = new TextEncoder().encode(JSON.stringify((await keySet(keys)).keys[0]));
  const [head = '', payload = ''] = (await assertion()).split('.');
  const none = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${payload}.`;
  const embedded = await exportJWK(thief.publicKey);
  const odd: readonly (readonly [string, string])[] = [
    ['replayed', once],
    ['expired', await assertion({ claims: { exp: now - 60 } })],
    ['without end', await assertion({ claims: { exp: undefined } })],
    ['without jti', await assertion({ claims: { jti: undefined } })],
    ['for another server', await assertion({ claims: { aud: 'https://autre.example/token' } })],
    ['of another issuer', await assertion({ claims: { iss: 'appli-x' } })],
    ['about another', await assertion({ claims: { sub: 'appli-x' } })],
    ['not yet', await assertion({ claims: { nbf: now + 3600 } })],
    ['by another key', await assertion({ by: thief.privateKey })],
    ['with its own key', await assertion({ by: thief.privateKey, header: { jwk: embedded } })],
    ['with a key elsewhere', await assertion({ by: thief.privateKey, header: { jku: 'https://voleur.example/jwks' } })],
    ['the public key as a secret', await assertion({ by: published, alg: 'HS256' })],
    ['unsigned', none],
    ['cut', `${head}.${payload}`],
    ['nothing', ''],
  ];
  for (const [what, value] of odd) {
    const { status, body } = await ask(value);
    assert.ok(status === 401 || status === 400, `${what}: ${status}`);
    assert.ok(body.access_token === undefined, what);
  }
  assert.equal((await ask(await assertion(), { client_assertion_type: 'x' })).body.access_token, undefined);
});

test('SMART Backend Services 2.2 §3: an application without a key or a secret, or for people alone, gets no token of its own', async () => {
  const open = await ground.app();
  const fields = { grant_type: 'client_credentials', scope: 'system/*.rs' };
  const answer = await post(ground, '/oidc/token', open, fields);
  assert.ok(answer.status >= 400 && answer.body.access_token === undefined, JSON.stringify(answer.body));
  const limited = await ground.app({ secret, scopes: ['system/Observation.rs'] });
  const most = await post(ground, '/oidc/token', limited, { ...fields, scope: 'system/*.cruds system/Observation.rs' }, secret);
  assert.equal(most.body.scope, 'system/Observation.rs');
});

test('SMART App Launch 2.2 §2.0.11: an application with a key signs to renew, too; without its signature nothing is renewed', async () => {
  const own = await ground.app({ keys: await keySet(keys) });
  const asked = request(ground, own, { scope: 'patient/*.rs offline_access' });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent');
  const signed = async () => ({
    client_assertion_type: assertionType,
    client_assertion: await assertion({ claims: { iss: own, sub: own } }),
  });
  const code = {
    grant_type: 'authorization_code',
    code: said(browser).get('code') ?? '',
    redirect_uri: back,
    code_verifier: asked.verifier,
  };
  const { body } = await post(ground, '/oidc/token', own, { ...code, ...(await signed()) });
  const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' };
  const bare = await fetch(`${ground.url}/oidc/token`, { method: 'POST', body: new URLSearchParams(refresh) });
  assert.equal(bare.status, 400, 'only who has no secret may leave the client id out');
  assert.equal((await post(ground, '/oidc/token', own, refresh)).status, 401);
  const renewed = await post(ground, '/oidc/token', own, { ...refresh, ...(await signed()) });
  assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
});
