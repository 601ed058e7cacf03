import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { ask, softwareOf } from '../../../spec/signin/software.ts';
import { Telephone } from '../../../spec/signin/telephone.ts';

let house: House;
let software: oidc.Configuration;
before(async () => {
  house = await openHouse();
  software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretPost(secret), 'realm');
});
after(() => house.close());

/** A page of sign-in that shows its two digits and waits. */
async function waitingPage(who: string): Promise<{ browser: Browser; checks: oidc.AuthorizationCodeGrantChecks }> {
  const { url, checks } = await ask(software, { scope: 'openid scope_all', acr_values: 'eidas1' });
  const browser = await new Browser(house.url).get(url.href);
  await browser.submit('who', { who });
  return { browser, checks };
}

test('e-CPS: the telephone answers the page of sign-in, with the same two digits and the place of practice', async () => {
  const telephone = await Telephone.of(house.url, people.physician);
  const { browser, checks } = await waitingPage(people.physician);
  const shown = /<\/span>(\d\d)<\/p>/.exec(browser.page.text)?.[1];
  await browser.submit('phone');
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /n’a pas encore répondu/);
  const demand = await telephone.answer('yes', '1990000026');
  assert.deepEqual([demand.code, demand.software], [shown, 'Cabinet Fictif']);
  const state = /name="state" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? '';
  const look = await fetch(`${house.url}/e-cps/attente?state=${state}`);
  assert.deepEqual(await look.json(), { answered: true });
  await browser.submit('phone');
  if (browser.left === undefined) throw new Error(browser.page.text);
  const tokens = await oidc.authorizationCodeGrant(software, browser.left, checks);
  assert.equal(tokens.claims()?.SubjectOrganization, 'Cabinet de Saint-Orme');
});

test('e-CPS: what the telephone refuses does not sign in, and the page says so', async () => {
  const telephone = await Telephone.of(house.url, people.nurse);
  const { browser } = await waitingPage(people.nurse);
  await telephone.answer('no');
  await browser.submit('phone');
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /a été refusée sur l’e-CPS/);
  assert.equal(browser.left, undefined);
});

test('e-CPS: a sign-in confirmed on its own page no longer waits on the telephone', async () => {
  const telephone = await Telephone.of(house.url, people.nurse);
  const { browser } = await waitingPage(people.nurse);
  assert.equal((await telephone.demands()).length, 1);
  await browser.submit('code');
  assert.ok(browser.left);
  assert.deepEqual(await telephone.demands(), []);
});

test('e-CPS: the telephone of one professional neither sees nor answers what is asked of another', async () => {
  const own = await Telephone.of(house.url, people.physician);
  const other = await Telephone.of(house.url, people.nurse);
  const { browser } = await waitingPage(people.physician);
  const [demand] = await own.demands();
  assert.deepEqual(await other.demands(), []);
  await other.browser.post('/e-cps/reponse', { demand: demand?.id ?? '', answer: 'yes', situation: '1990000026' });
  assert.equal(other.browser.page.status, 422);
  await browser.submit('phone');
  assert.equal(browser.page.status, 422);
  await own.answer('no');
});

test('e-CPS: an answer counts once, at a place of theirs', async () => {
  const telephone = await Telephone.of(house.url, people.physician);
  await waitingPage(people.physician);
  const [demand] = await telephone.demands();
  const { id = '' } = demand ?? {};
  for (const situation of ['1990000099', '', "'"]) {
    await telephone.browser.post('/e-cps/reponse', { demand: id, answer: 'yes', situation });
    assert.equal(telephone.browser.page.status, 422);
    assert.match(telephone.browser.page.text, /n’a pas cette situation d’exercice/);
  }
  const both = await Promise.all(
    ['yes', 'no', 'yes'].map(async (answer) => {
      const same = await Telephone.of(house.url, people.physician);
      await same.browser.post('/e-cps/reponse', { demand: id, answer, situation: '1990000018' });
      return same.browser.page.status;
    }),
  );
  assert.equal(both.filter((status) => status === 200).length, 1);
  for (const wrong of ['', 'x', '0'.repeat(64)]) {
    await telephone.browser.post('/e-cps/reponse', { demand: wrong, answer: 'no' });
    assert.equal(telephone.browser.page.status, 422);
  }
});

test('OWASP CSRF: a form of another site neither opens a telephone nor answers on it', async () => {
  const telephone = await Telephone.of(house.url, people.nurse);
  await waitingPage(people.nurse);
  const [demand] = await telephone.demands();
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  await telephone.browser.post('/e-cps/reponse', { demand: demand?.id ?? '', answer: 'yes', situation: '1990000026' }, evil);
  assert.equal(telephone.browser.page.status, 403);
  assert.equal((await telephone.demands()).length, 1);
  await telephone.browser.post('/e-cps/entrer', { who: people.physician }, evil);
  assert.equal(telephone.browser.page.status, 403);
  const cookie = await fetch(`${house.url}/e-cps/entrer`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `who=${people.nurse}`,
  });
  assert.match(cookie.headers.get('set-cookie') ?? '', /Path=\/e-cps; HttpOnly; SameSite=Strict/);
  await telephone.answer('no');
});

test('e-CPS: the page says that it is a simulator, holds no script but ours, and asks who comes without a telephone', async () => {
  const stranger = await new Browser(house.url).get('/e-cps');
  assert.match(stranger.page.text, /Simulateur de Socle/);
  assert.match(stranger.page.text, /Numéro RPPS/);
  assert.match(stranger.page.headers.get('content-security-policy') ?? '', /script-src 'none'/);
  const telephone = await Telephone.of(house.url, people.nurse);
  await telephone.demands();
  const policy = telephone.browser.page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.doesNotMatch(telephone.browser.page.text, /<script(?! src="\/e-cps\/telephone.js")|\son\w+=|style=/);
  await telephone.browser.post('/e-cps/entrer', { who: '123' });
  assert.equal(telephone.browser.page.status, 422);
  await telephone.browser.post('/e-cps/quitter', {});
  assert.match(telephone.browser.page.text, /Numéro RPPS/);
  await telephone.browser.get('/e-cps/reponse');
  assert.equal(new URL(telephone.browser.page.url).pathname, '/e-cps');
  for (const path of ['/e-cps/autre', '/e-cps/attente?state=x', '/e-cps/../oidc/x']) {
    assert.ok((await fetch(`${house.url}${path}`)).status >= 400, path);
  }
});
