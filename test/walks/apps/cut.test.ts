import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import type { Sentence } from '#kernel';
import { Browser } from '../../../spec/signin/browser.ts';
import { nuees } from '../cast.ts';
import { ask, refused, traceFrom } from '../ground.ts';
import type { Space } from '../space.ts';
import {
  type AppGround,
  allowed,
  ambreAtConsent,
  launched,
  openAppGround,
  post,
  request,
  secret,
  takeUp,
  token,
} from './ground.ts';

let ground: AppGround;
let carnet: Space;
before(async () => {
  ground = await openAppGround();
  carnet = await enter('ambre.app');
});
after(() => ground?.close());

async function enter(login: string): Promise<Space> {
  const browser = new Browser(ground.url);
  await browser.get('/entrer/citoyen?retour=/carnet');
  await browser.submit('password', { login, password: 'le-mot-de-passe-2026' });
  let cookie = `socle_session=${browser.cookie('socle_session')}`;
  const space = async (
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ) => {
    const answer = await ask(`${ground.url}/api${path}`, {
      method,
      headers: { cookie, ...(method === 'GET' ? {} : { 'x-socle': 'web' }), ...headers },
    });
    // Who acts for another goes on under a new id.
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  return Object.defineProperty(space, 'cookie', { get: () => cookie }) as unknown as Space;
}

interface Shown {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly may: Sentence[];
  readonly opens?: string;
  readonly mine: boolean;
  readonly since: string;
  readonly until: string;
  readonly usedAt?: string;
}
const shown = async (space: Space, client: string): Promise<Shown | undefined> =>
  (await space('/carnet/apps')).as<{ apps: Shown[] }>().apps.find(({ clientId }) => clientId === client);

test('SMART App Launch 2.2 §7, management endpoint: the citizen sees what an application may do, since, until and its last use', async () => {
  const client = await ground.app();
  const tokens = await allowed(ground, client, 'launch/patient openid patient/Observation.rs offline_access', { days: '365' });
  const before = await shown(carnet, client);
  assert.deepEqual(before?.may, [
    { fr: 'savoir de quel carnet il s’agit', en: 'know whose record it is about' },
    { fr: 'lire : les mesures et résultats d’examens', en: 'read: measurements and examination results' },
    {
      fr: 'garder cet accès quand vous n’êtes pas devant l’écran',
      en: 'keep this access when you are not in front of the screen',
    },
  ]);
  assert.equal(before.usedAt, undefined);
  assert.equal(Date.parse(before.until) - Date.parse(before.since), 365 * 86_400_000);
  await ground.fhir('/Observation', { token: tokens.access_token });
  for (let i = 0; i < 100 && (await shown(carnet, client))?.usedAt === undefined; i++) await sleep(20);
  assert.ok((await shown(carnet, client))?.usedAt);
  const [configuration] = [await ground.fhir('/.well-known/smart-configuration')];
  assert.equal(configuration.as<{ management_endpoint: string }>().management_endpoint, `${ground.url}/carnet/services`);
});

test('Issue 6, 6: an application that is cut is refused at once, a moment later on other servers, and renews nothing; the log says so', async () => {
  const client = await ground.app();
  const tokens = await allowed(ground, client, 'patient/*.rs offline_access');
  const bearer = `Bearer ${tokens.access_token}`;
  const other = await ground.signinAt(ground.url);
  assert.equal((await other.caller(bearer)).actor.kind, 'citizen');
  assert.equal((await ground.fhir('/Observation', { token: tokens.access_token })).status, 200);
  const lines = await traceFrom(ground, ground.ambre);
  const one = await shown(carnet, client);
  assert.equal((await carnet(`/carnet/apps/${one?.id}`, { method: 'DELETE' })).status, 204);
  refused(await ground.fhir('/Observation', { token: tokens.access_token }), 401, 'signin.token-cut');
  const renewed = await token(ground, client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
  assert.equal(renewed.body.error, 'invalid_grant');
  assert.equal(await shown(carnet, client), undefined);
  const [line] = await lines();
  assert.deepEqual([line?.action, line?.detail?.change, line?.detail?.app], ['rights', 'app-cut', client]);
  assert.equal((await carnet(`/carnet/apps/${one?.id}`, { method: 'DELETE' })).status, 404, 'twice');
  const taken = () =>
    other.caller(bearer).then(
      () => true,
      () => false,
    );
  for (let i = 0; i < 100 && (await taken()); i++) await sleep(50);
  await assert.rejects(other.caller(bearer), { code: 'signin.token-cut' });
});

test('Issue 6, 6: nobody cuts what is another’s, nor by a page of another site; who acts for a child cuts theirs', async () => {
  const client = await ground.app();
  const asked = request(ground, client, { scope: 'patient/*.rs offline_access' });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent', { profile: ground.oscar });
  const tokens = await takeUp(ground, client, asked, browser);
  const one = await shown(carnet, client);
  assert.equal(one?.opens, 'Oscar');
  const basile = await enter('basile.app');
  assert.equal((await basile(`/carnet/apps/${one.id}`, { method: 'DELETE' })).status, 404);
  assert.equal((await carnet('/carnet/apps/x', { method: 'DELETE' })).status, 400);
  assert.equal((await carnet(`/carnet/apps/${one.id}`, { method: 'DELETE', headers: { 'x-socle': '' } })).status, 403);
  assert.equal((await ground.fhir('/Observation', { token: tokens.access_token })).status, 200);
  assert.equal((await carnet(`/carnet/profiles/${ground.oscar}/act`, { method: 'POST' })).status, 204);
  const asChild = (await carnet('/carnet/apps')).as<{ apps: Shown[] }>().apps;
  assert.deepEqual(
    asChild.map(({ clientId }) => clientId),
    [client],
    'only those that open the child’s carnet',
  );
  const lines = await traceFrom(ground, ground.oscar);
  assert.equal((await carnet(`/carnet/apps/${one.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await carnet('/carnet/profiles/own/act', { method: 'POST' })).status, 204);
  refused(await ground.fhir('/Observation', { token: tokens.access_token }), 401, 'signin.token-cut');
  assert.deepEqual(
    (await lines()).map(({ detail }) => detail?.change),
    ['app-cut'],
  );
});

test('RFC 7662 §2.2; SMART App Launch 2.2 §6: a client introspects its own tokens; any other token is only not active', async () => {
  const [client, other] = [await ground.app({ secret }), await ground.app({ secret })];
  const tokens = await allowed(ground, client, 'openid patient/*.rs offline_access', {}, secret);
  const look = (of: string, value: string, key?: string) => post(ground, '/oidc/token/introspection', of, { token: value }, key);
  const { body } = await look(client, tokens.access_token, secret);
  assert.deepEqual(
    [body.active, body.scope, body.client_id, body.patient],
    [true, 'patient/*.rs', client, ground.id(ground.ambre)],
  );
  assert.equal(body.aud, `${ground.url}/fhir`);
  assert.equal((await look(client, tokens.refresh_token ?? '', secret)).body.active, true);
  for (const value of [`${tokens.access_token}x`, 'x', tokens.id_token ?? '', await forged()]) {
    assert.deepEqual((await look(client, value, secret)).body, { active: false });
  }
  assert.deepEqual((await look(other, tokens.access_token, secret)).body, { active: false });
  assert.equal((await look(client, tokens.access_token, `${secret}x`)).status, 401);
  assert.equal((await look(client, tokens.access_token)).status, 401);
});

test('RFC 7009 §2: an access token given back is refused; a refresh token given back ends all; another’s is left alone', async () => {
  const [client, other] = [await ground.app({ secret }), await ground.app({ secret })];
  const give = (of: string, value: string) => post(ground, '/oidc/token/revocation', of, { token: value }, secret);
  const tokens = await allowed(ground, client, 'patient/*.rs offline_access', {}, secret);
  assert.equal((await give(other, tokens.access_token)).status, 200);
  assert.equal((await ground.fhir('/Observation', { token: tokens.access_token })).status, 200);
  assert.equal((await give(client, tokens.access_token)).status, 200);
  refused(await ground.fhir('/Observation', { token: tokens.access_token }), 401, 'signin.token-cut');
  const renew = (refresh_token: string) => token(ground, client, { grant_type: 'refresh_token', refresh_token }, secret);
  const next = await renew(tokens.refresh_token ?? '');
  assert.equal((await ground.fhir('/Observation', { token: next.body.access_token })).status, 200);
  assert.equal((await give(client, next.body.refresh_token ?? '')).status, 200);
  refused(await ground.fhir('/Observation', { token: next.body.access_token }), 401, 'signin.token-cut');
  assert.equal((await renew(next.body.refresh_token ?? '')).body.error, 'invalid_grant');
  assert.equal(await shown(carnet, client), undefined, 'nor is it shown any more');
});

test('RFC 6819 §5.1.4.1: the tables hold neither a token nor a launch that could be used', async () => {
  const client = await ground.app({ secret, launchUrl: 'https://app.example/lancer' });
  const tokens = await allowed(ground, client, 'patient/*.rs offline_access', {}, secret);
  const { url } = await launched(ground, client, ground.ambre);
  const { rows } = await ground.store.pool.query<{ all: string }>(
    `select (select string_agg(t::text || encode(t.grant_sealed, 'escape'), ' ') from signin.app_grant t)
       || (select string_agg(t::text || encode(t.sealed, 'escape') || encode(t.id, 'escape'), ' ') from signin.launch t) as all`,
  );
  const all = rows[0]?.all ?? '';
  assert.ok(all.includes(client), 'they were looked at');
  for (const value of [tokens.refresh_token, tokens.access_token, url.searchParams.get('launch'), ground.basile]) {
    assert.ok(value && !all.includes(value));
  }
});

/** Signed by nobody we know. */
function forged(): Promise<string> {
  const claims = { socle: { actor: nuees }, client_id: nuees.id, iss: `${ground.url}/oidc`, aud: `${ground.url}/fhir`, jti: 'x' };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setExpirationTime('1h')
    .sign(Buffer.from(secret));
}
