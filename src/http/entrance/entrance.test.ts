import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PLATFORM } from '#kernel';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people } from '../../../spec/signin/house.ts';

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house.close());

const citizen = { login: people.citizen.login, password: people.citizen.password };

async function enterAsCitizen(browser: Browser, back = '/carnet'): Promise<Browser> {
  await browser.get(`/entrer/citoyen?retour=${encodeURIComponent(back)}`);
  return browser.submit('password', citizen);
}

async function enterAsPhysician(browser: Browser): Promise<Browser> {
  await browser.get('/entrer/pro?retour=/pro');
  await browser.submit('who', { who: people.physician });
  await browser.submit('code');
  return browser.submit('situation', { situation: '1990000026' });
}

test('OpenID Connect Core §3.1: a citizen signs in by the code flow and finds their session', async () => {
  const browser = await enterAsCitizen(new Browser(house.url), '/carnet/documents?a=1');
  assert.equal(browser.page.url, `${house.url}/carnet/documents?a=1`);
  await browser.get('/api/session');
  assert.deepEqual(JSON.parse(browser.page.text), { kind: 'citizen', name: 'Ambre Valcastel' });
  assert.equal(browser.page.headers.get('cache-control'), 'no-store');
  await browser.get('/api/carnet/test');
  assert.equal(JSON.parse(browser.page.text).record, house.record);
  assert.equal(house.traced.at(-1)?.record, house.record);
  assert.equal(house.traced.at(-1)?.outcome, 'done');
});

test('Pro Santé Connect, situation d’exercice: a professional chooses where they act', async () => {
  const browser = await enterAsPhysician(new Browser(house.url));
  assert.equal(browser.page.url, `${house.url}/pro`);
  await browser.get('/api/session');
  assert.deepEqual(JSON.parse(browser.page.text), {
    kind: 'professional',
    id: people.physician,
    name: 'Dr Mathilde Stéthance',
    professionLabel: { fr: 'Médecin', en: 'Physician' },
    structure: { id: '1990000026', name: 'Cabinet de Saint-Orme' },
  });
  assert.equal(house.traced.at(-1)?.record, PLATFORM);
});

test('Web API, session.none and session.wrong-kind: a space opens to its own people only', async () => {
  const browser = new Browser(house.url);
  await browser.get('/api/session');
  assert.deepEqual([browser.page.status, JSON.parse(browser.page.text).code], [401, 'session.none']);
  await enterAsCitizen(browser);
  await browser.get('/api/pro/test');
  assert.deepEqual([browser.page.status, JSON.parse(browser.page.text).code], [403, 'session.wrong-kind']);
});

test('Web API, two spaces in one browser: a citizen’s session at the provider never answers for a professional', async () => {
  const browser = await enterAsCitizen(new Browser(house.url));
  await browser.get('/entrer/pro');
  assert.match(browser.page.text, /simulateur de Socle/);
  await browser.submit('who', { who: people.nurse });
  await browser.submit('code');
  await browser.get('/api/session');
  assert.equal(JSON.parse(browser.page.text).kind, 'professional');
});

test('Web API, shared computer: after signing out, the next person is asked who they are', async () => {
  const browser = await enterAsCitizen(new Browser(house.url));
  const id = browser.cookie('socle_session');
  await browser.post('/api/session/end', {}, { 'x-socle': 'web', 'content-type': 'application/json' });
  assert.equal(browser.page.status, 400); // an empty form is not JSON: nothing was ended
  const answer = await fetch(`${house.url}/api/session/end`, {
    method: 'POST',
    headers: { 'x-socle': 'web', cookie: `socle_session=${id}; socle_op=${browser.cookie('socle_op')}` },
  });
  assert.equal(answer.status, 204);
  assert.match(answer.headers.getSetCookie().join(), /socle_session=; .*Max-Age=0/);
  await browser.get('/api/session');
  assert.equal(browser.page.status, 401);
  await browser.get('/entrer/citoyen');
  assert.match(browser.page.text, /Mot de passe/);
});

test('OWASP Session Management, fixation: a session id given from outside is never taken', async () => {
  const browser = new Browser(house.url);
  const planted = 'A'.repeat(43);
  browser.setCookie('socle_session', planted);
  await enterAsCitizen(browser);
  const first = browser.cookie('socle_session');
  assert.notEqual(first, planted);
  await enterAsCitizen(browser);
  assert.notEqual(browser.cookie('socle_session'), first);
  const old = await fetch(`${house.url}/api/session`, { headers: { cookie: `socle_session=${first}` } });
  assert.equal(old.status, 401);
});

test('RFC 6749 §10.12, forgery: an answer that this browser did not ask for opens nothing', async () => {
  const attacker = new Browser(house.url);
  await attacker.get('/entrer/citoyen');
  const state = attacker.page.url;
  const victim = new Browser(house.url);
  await victim.get(`/entrer/retour?code=abc&state=${'s'.repeat(43)}`);
  assert.equal(victim.page.status, 400);
  assert.match(victim.page.text, /autre navigateur/);
  assert.equal(victim.cookie('socle_session'), undefined);
  await victim.post(new URL(state).pathname, { step: 'password', ...citizen });
  assert.equal(victim.page.status, 400);
});

test('OWASP CSRF: a form from another site, or a call without the header, changes nothing', async () => {
  const browser = new Browser(house.url);
  await browser.get('/entrer/citoyen');
  const page = new URL(browser.page.url).pathname;
  await browser.post(page, { step: 'password', ...citizen }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  assert.equal(browser.page.status, 403);
  await enterAsCitizen(browser);
  const headers = { cookie: `socle_session=${browser.cookie('socle_session')}` };
  for (const extra of [
    {},
    { 'x-socle': 'web', origin: 'https://evil.example' },
    { 'x-socle': 'web', 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await fetch(`${house.url}/api/session/end`, { method: 'POST', headers: { ...headers, ...extra } });
    assert.equal(answer.status, 403);
  }
  await browser.get('/api/session');
  assert.equal(browser.page.status, 200);
});

test('RFC 6749 §4.1.2.1: who cancels comes back to the space, not signed in', async () => {
  const browser = new Browser(house.url);
  await browser.get('/entrer/citoyen?retour=/carnet/acces');
  await browser.submit('cancel');
  assert.equal(browser.page.url, `${house.url}/carnet`);
  assert.equal(browser.cookie('socle_session'), undefined);
});

test('Web API, another name of the host: sent to the public one before anything is kept', async () => {
  const url = new URL(house.url);
  const answer = await fetch(`http://localhost:${url.port}/entrer/citoyen?retour=/carnet`, { redirect: 'manual' }).catch(
    () => undefined,
  );
  if (answer === undefined) return;
  assert.equal(answer.headers.get('location'), `${house.url}/entrer/citoyen?retour=/carnet`);
});
