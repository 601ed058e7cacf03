/** Every address that changes something, from the server's own table: nothing of another site moves it. A route of a new kind fails the test. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../../spec/signin/browser.ts';
import { ambre, irene } from './cast.ts';
import { type Answer, ask, type Ground, openGround } from './ground.ts';
import { enterCarnet, enterExploitation, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let spaces: Readonly<Record<'carnet' | 'pro' | 'exploitation', Space>>;
before(async () => {
  ground = await openGround();
  const operator = [{ login: 'odile', name: 'Odile Vigiemarine', note: '' }];
  await ground.signin.accounts.createDemoOperators(operator, 'mot-de-passe-public');
  spaces = {
    carnet: await enterCarnet(ground, ground.ambre, ambre),
    pro: await enterPro(ground, irene.id),
    exploitation: await enterExploitation(ground, 'odile', 'mot-de-passe-public'),
  };
});
after(() => ground.close());

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Change {
  readonly method: string;
  readonly path: string;
}

/** With something in the place of each parameter. */
function changes(): Change[] {
  return ground.routes.flatMap((route) => {
    const [method = '', path = ''] = route.split(' ');
    return safe.has(method) ? [] : [{ method, path: path.replace(/:\w+(\([^)]*\))?/g, '1').replace('*', 'x') }];
  });
}

/** What a page of another site can have a browser send with the person's cookie, and one that only lacks our header. */
const foreign: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'x-socle': 'web', origin: 'https://evil.example' },
  { 'x-socle': 'web', 'sec-fetch-site': 'cross-site' },
  { 'x-socle': 'web', 'sec-fetch-site': 'same-site' },
  { 'x-socle': 'web', origin: 'null' },
];

function send({ method, path }: Change, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return ask(`${ground.url}${path}`, { method, body: '{}', headers: { 'content-type': 'application/json', ...headers } });
}

test('OWASP CSRF Prevention: where a session’s cookie counts, no change is made for another site, on any route', async () => {
  const mine = changes().filter(({ path }) => /^\/api\/(carnet|pro|exploitation|session)\//.test(path));
  assert.ok(mine.length > 40, `${mine.length} routes`);
  for (const change of mine) {
    const [, , of = ''] = change.path.split('/');
    const space = of === 'session' ? spaces.carnet : spaces[of as keyof typeof spaces];
    for (const headers of foreign) {
      const answer = await send(change, { cookie: space.cookie, ...headers });
      toldPlainly(answer, 403, 'session.forged');
    }
  }
  for (const space of Object.values(spaces)) assert.equal((await space('/session')).status, 200, 'nobody was signed out');
});

test('OWASP CSRF Prevention: everywhere else a cookie changes nothing: the answer is the same with it and without', async () => {
  const others = changes().filter(({ path }) => !/^\/(api\/(carnet|pro|exploitation|session)|oidc)\//.test(path));
  // The directory is public; the realm is the provider, whose forms are below; the telephone's take nothing but its own page's.
  const known = /^\/(fhir|shl|api\/operator|annuaire\/fhir|auth|e-cps)(\/|$)/;
  const open = /^\/annuaire\/fhir\//;
  for (const change of others) {
    assert.match(change.path, known, `${change.method} ${change.path}: say here what guards this route`);
    const without = await send(change, {});
    assert.ok(without.status >= 400 || open.test(change.path), `${change.method} ${change.path}: ${without.status} for anybody`);
    for (const { cookie } of Object.values(spaces))
      assert.equal((await send(change, { cookie })).status, without.status, `${change.method} ${change.path}`);
  }
});

test('OWASP CSRF Prevention, /oidc: the forms of sign-in are taken from their own page only', async () => {
  for (const headers of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: ground.url, 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'none' },
  ]) {
    const browser = await new Browser(ground.url).get('/entrer/pro');
    const page = new URL(browser.page.url).pathname;
    await browser.post(page, { step: 'who', who: irene.id }, headers);
    assert.equal(browser.page.status, 403);
    assert.match(browser.page.text, /ne vient pas de la page de connexion/);
  }
  const browser = await new Browser(ground.url).get('/entrer/citoyen');
  const page = new URL(browser.page.url).pathname;
  const other = await new Browser(ground.url).post(page, { step: 'password', login: 'ambre', password: 'le-mot-de-passe-2026' });
  assert.equal(other.page.status, 400, 'another browser has no part in this sign-in');
  await browser.post('/oidc/session/end/confirm', { logout: 'yes' });
  assert.notEqual(browser.page.status, 200);
});

test('OWASP Session Management, fixation: an id that somebody planted is never the one that opens', async () => {
  const planted = 'A'.repeat(43);
  const browser = new Browser(ground.url);
  browser.setCookie('socle_session', planted);
  browser.setCookie('socle_op', planted);
  await browser.get('/entrer/citoyen');
  const page = browser.cookie('socle_op_page');
  await browser.submit('password', { login: 'ambre', password: 'le-mot-de-passe-2026' });
  const id = browser.cookie('socle_session');
  assert.ok(id !== undefined && id !== planted);
  assert.notEqual(browser.cookie('socle_op'), planted);
  const asPlanted = await ask(`${ground.url}/api/session`, { headers: { cookie: `socle_session=${planted}` } });
  assert.equal(asPlanted.status, 401);
  await browser.get('/entrer/citoyen');
  assert.notEqual(browser.cookie('socle_op_page'), page);
  await browser.submit('password', { login: 'ambre', password: 'le-mot-de-passe-2026' });
  assert.notEqual(browser.cookie('socle_session'), id, 'signing in again changes it');
  const former = await ask(`${ground.url}/api/session`, { headers: { cookie: `socle_session=${id}` } });
  assert.equal(former.status, 401, 'and ends the one before');
});
