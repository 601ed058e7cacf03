import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { Browser } from '../../spec/signin/browser.ts';
import { type House, openHouse, people, secret } from '../../spec/signin/house.ts';
import { ask, softwareOf } from '../../spec/signin/software.ts';

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house.close());

const languageOf = ({ page }: Browser): string | undefined => /<html lang="(\w+)">/.exec(page.text)?.[1];
const said = (browser: Browser, language: 'fr' | 'en', words: RegExp): void => {
  assert.equal(languageOf(browser), language);
  assert.match(browser.page.text, words);
};

test('Issue 8, French and English: who says nothing of languages gets French, on every page', async () => {
  const browser = new Browser(house.url);
  for (const path of ['/entrer/citoyen', '/entrer/pro', '/entrer/exploitation', '/e-cps', '/oidc/courriels'])
    assert.equal(languageOf(await browser.get(path)), 'fr', path);
  for (const path of ['/oidc/session/end/success', '/oidc/interaction/nothing', '/oidc/auth?client_id=nobody', '/entrer/retour'])
    assert.equal(languageOf(await browser.get(path)), 'fr', path);
});

test('Issue 8, French and English: outside of a sign-in the browser says which', async () => {
  const browser = new Browser(house.url, 'en-GB,en;q=0.9');
  said(await browser.get('/oidc/session/end/success'), 'en', /You are signed out/);
  said(
    await browser.get('/oidc/interaction/nothing'),
    'en',
    /role="alert">This sign-in page is no longer valid.*<\/p>\n<p lang="fr"/,
  );
  said(await browser.get('/oidc/auth?client_id=nobody'), 'en', /made a request that Socle refuses/);
  said(await browser.get('/oidc/auth?client_id=nobody&ui_locales=fr'), 'fr', /une demande que Socle refuse/);
  said(await browser.get('/entrer/retour'), 'en', /The sign-in cannot go on/);
  said(await browser.get('/oidc/session/end'), 'en', /One last step: go back/);
  said(await browser.get('/oidc/session/end?ui_locales=fr'), 'fr', /Une dernière étape/);
  said(await browser.get('/oidc/courriels'), 'en', /Demonstration mailbox/);
  said(await browser.get('/oidc/federation/psc/retour'), 'en', /The sign-in cannot go on/);
  said(await browser.post('/e-cps/entrer', { who: '1' }), 'en', /No professional of the directory/);
  said(await browser.post('/e-cps/entrer', { who: people.physician }), 'en', /No demand waits/);
  assert.match(browser.page.text, /Simulator of Socle<\/strong> — this is not the national service/);
});

test('Issue 8, French and English: the space hands over the language of its screen, which beats that of the browser', async () => {
  const browser = new Browser(house.url, 'fr');
  said(await browser.get('/entrer/citoyen?langue=en'), 'en', /Sign in to my health record/);
  const { headers } = browser.page;
  said(await browser.submit('password', { login: people.citizen.login, password: 'wrong' }), 'en', /Check both, then try again/);
  assert.match(browser.page.text, /<title>Error: Sign in — Socle/);
  assert.doesNotMatch(browser.page.text, /<footer>/, 'what was sent cannot be asked for again');
  said(await browser.submit('letter'), 'en', /Ask for an activation code by post/);
  said(await browser.submit('letter-ask', { matricule: '1', birth: '' }), 'en', /has 15 characters, its key included/);
  said(await new Browser(house.url, 'en').get('/entrer/citoyen?langue=fr'), 'fr', /Se connecter à mon carnet/);
  said(await new Browser(house.url, 'en').get('/entrer/citoyen?langue=x%22y'), 'en', /Sign in to my health record/);
  const french = (await new Browser(house.url, 'fr').get('/entrer/citoyen')).page.headers;
  for (const name of ['content-security-policy', 'cache-control', 'referrer-policy', 'x-frame-options', 'x-content-type-options'])
    assert.equal(headers.get(name), french.get(name), name);
});

test('OpenID Connect Core §3.1.2.1, ui_locales: the software says; the person at the foot of the page says otherwise, to the end', async () => {
  const software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret));
  assert.deepEqual(software.serverMetadata().ui_locales_supported, ['fr', 'en']);
  const { url } = await ask(software, { scope: 'openid patient/Immunization.rs', ui_locales: 'de en' });
  const browser = new Browser(house.url, 'en');
  said(await browser.get(url.href), 'en', /To continue with <strong>Cabinet Fictif<\/strong>/);
  const [, other = ''] = /<footer><a href="([^"]+)" lang="fr" hreflang="fr">Français</.exec(browser.page.text) ?? [];
  assert.match(other, /^\/oidc\/interaction\/[\w-]+\?langue=fr$/);
  said(await browser.get(other), 'fr', /Pour continuer avec <strong>Cabinet Fictif<\/strong>/);
  said(await browser.submit('activate'), 'fr', /Activer mon accès/);
  said(await browser.submit('start'), 'fr', /Se connecter à mon carnet/);
  await browser.submit('password', { login: people.citizen.login, password: people.citizen.password });
  said(browser, 'fr', /lire : les vaccinations/);
  said(await browser.submit('consent', { scope: '' }), 'fr', /Rien n’est coché/);
  await browser.submit('consent', { scope: 'patient/Immunization.rs' });
  assert.equal(browser.left?.origin, 'https://lps.example');
  assert.notEqual(browser.left?.searchParams.get('code'), null);
});

test('Issue 8, French and English: the e-CPS names the space that asks in the language of its own page', async () => {
  const desk = await new Browser(house.url).get('/entrer/pro');
  await desk.submit('who', { who: people.nurse });
  for (const [languages, words] of [
    ['fr', 'Espace professionnel demande à vous connecter'],
    ['en', 'Professional space asks to sign you in'],
  ] as const) {
    const telephone = await new Browser(house.url, languages).post('/e-cps/entrer', { who: people.nurse });
    said(telephone, languages, new RegExp(words));
  }
});
