import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { newRecordId } from '#kernel';
import { Browser } from '../../spec/signin/browser.ts';
import { type House, openHouse, people } from '../../spec/signin/house.ts';
import { ask, softwareOf } from '../../spec/signin/software.ts';

let house: House;
let application: oidc.Configuration;
const back = 'https://app.example/r';
before(async () => {
  house = await openHouse();
  application = await softwareOf(house.url, 'application-mobile', oidc.None());
});
after(() => house.close());

const scope = 'openid patient/*.rs offline_access';

async function atConsent(params: Record<string, string> = {}) {
  const asked = await ask(application, { redirect_uri: back, scope, prompt: 'consent', ...params });
  const browser = await new Browser(house.url).get(asked.url.href);
  if (/name="password"/.test(browser.page.text)) {
    await browser.submit('password', { login: people.citizen.login, password: people.citizen.password });
  }
  return { browser, checks: asked.checks };
}

test('SMART App Launch §2: a citizen agrees to an application, which reads in their name', async () => {
  const { browser, checks } = await atConsent();
  assert.match(browser.page.text, /Autoriser Mobile Fictif/);
  assert.match(browser.page.text, /lire : tout le carnet de santé/);
  await browser.submit('consent');
  assert.ok(browser.left);
  const tokens = await oidc.authorizationCodeGrant(application, browser.left, checks);
  const caller = await house.signin.caller(`Bearer ${tokens.access_token}`);
  const app = { id: 'application-mobile', name: 'Mobile Fictif' };
  assert.deepEqual(caller.actor, { kind: 'citizen', record: house.record, name: people.citizen.name, app });
  assert.deepEqual([...caller.scopes], ['patient/*.rs']);
  const again = await oidc.refreshTokenGrant(application, tokens.refresh_token ?? '');
  assert.equal((await house.signin.caller(`Bearer ${again.access_token}`)).actor.kind, 'citizen');
});

test('RFC 6749 §4.1.2.1: a citizen who refuses sends the application back without a code', async () => {
  const { browser } = await atConsent();
  await browser.submit('cancel');
  assert.equal(browser.left?.searchParams.get('error'), 'access_denied');
  assert.equal(browser.left?.searchParams.get('code'), null);
});

test('OWASP Authentication: a wrong password brings the page back, its sentence first, and is traced on the record', async () => {
  const browser = await new Browser(house.url).get((await ask(application, { redirect_uri: back, scope })).url.href);
  await browser.submit('password', { login: people.citizen.login, password: 'pas le bon <b>' });
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /role="alert" tabindex="-1" autofocus/);
  assert.match(browser.page.text, /L’identifiant ou le mot de passe n’est pas le bon/);
  assert.match(browser.page.text, new RegExp(`value="${people.citizen.login}"`));
  assert.doesNotMatch(browser.page.text, /pas le bon </);
  assert.deepEqual(house.traced.at(-1), {
    actor: { kind: 'citizen', record: house.record, name: people.citizen.name },
    record: house.record,
    outcome: 'refused',
    code: 'signin.wrong-password',
  });
  for (let i = 0; i < 2; i++) await browser.submit('password', { login: people.citizen.login, password: 'pas le bon' });
  await browser.submit('password', { login: people.citizen.login, password: people.citizen.password });
  assert.equal(browser.page.status, 429);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await browser.submit('password', { login: people.citizen.login, password: people.citizen.password });
  assert.match(browser.page.text, /Autoriser/);
});

test('OWASP XSS: what a person types comes back as text, and the page allows no script and no inline style', async () => {
  const browser = await new Browser(house.url).get((await ask(application, { redirect_uri: back, scope })).url.href);
  await browser.submit('password', { login: '"><script>alert(1)</script>', password: 'x' });
  assert.doesNotMatch(browser.page.text, /<script|<style| style=/);
  assert.match(browser.page.text, /&quot;&gt;&lt;script&gt;/);
  const policy = browser.page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'none'/);
  assert.match(policy, /form-action 'self' https:\/\/app\.example$/);
  await browser.get('/oidc/style.css');
  assert.match(browser.page.headers.get('content-type') ?? '', /text\/css/);
});

test('Socle, demonstration: its people enter by one button, and it is not there when the demonstration is off', async () => {
  const record = newRecordId();
  await house.signin.accounts.createDemo([{ login: 'demo.un', name: 'Démo Un', note: 'diabète', record }], 'demonstration');
  const browser = await new Browser(house.url).get('/entrer/citoyen');
  assert.match(browser.page.text, /Territoire de démonstration/);
  await browser.submit('demo', { demo: 'demo.un' });
  assert.equal(browser.page.url, `${house.url}/carnet`);
  const closed = await openHouse({ demo: false });
  try {
    const outside = await new Browser(closed.url).get('/entrer/citoyen');
    assert.doesNotMatch(outside.page.text, /démonstration/);
    await outside.get('/entrer/pro');
    await outside.submit('who', { who: people.physician });
    assert.equal(outside.page.status, 422);
    assert.match(outside.page.text, /simulateur de Pro Santé Connect n’est ouvert que/);
    assert.equal(outside.cookie('socle_session'), undefined);
  } finally {
    await closed.close();
  }
});

test('Socle, host: no header makes the provider speak of another address', async () => {
  const answer = await fetch(`${house.url}/oidc/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  });
  const discovery = (await answer.json()) as Record<string, string>;
  assert.equal(discovery.authorization_endpoint, `${house.url}/oidc/auth`);
});

test('Socle, sweep: expired artefacts leave the table', async () => {
  await house.store.pool.query("update signin.artefact set expires_at = '2020-01-01'");
  await house.signin.sweep();
  const { rows } = await house.store.pool.query('select count(*)::int as n from signin.artefact where expires_at is not null');
  assert.equal(rows[0].n, 0);
});
