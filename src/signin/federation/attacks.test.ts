import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people } from '../../../spec/signin/house.ts';
import { type Faults, openRogue, type Rogue } from '../../../spec/signin/rogue.ts';

const secret = 'f3-secret-of-thirty-two-characters-or-more';
const lines: string[] = [];
let outside: Rogue;
let psc: Rogue;
let ours: House;
let now = new Date();
before(async () => {
  outside = await openRogue('socle');
  psc = await openRogue('socle');
  const common = { clientId: 'socle', secret, scope: 'openid' } as const;
  ours = await openHouse({
    clock: () => now,
    outside: {
      citizen: { ...common, issuer: outside.issuer, level: 'eidas2', name: 'Identité Fictive' },
      professional: { ...common, issuer: psc.issuer, level: 'eidas1', name: 'Pro Santé Connect' },
    },
    log: (line) => lines.push(line),
  });
  await ours.signin.federation.links.link(
    outside.issuer,
    'Identité Fictive',
    'sujet-ambre',
    { record: ours.record, name: people.citizen.name },
    now,
  );
});
after(async () => {
  await ours.close();
  await outside.close();
  await psc.close();
});
beforeEach(() => {
  now = new Date();
  outside.claims = { sub: 'sujet-ambre', acr: 'eidas2' };
  psc.claims = { sub: 'f:x:1', acr: 'eidas1', SubjectNameID: people.nurse };
  outside.faults = {};
  psc.faults = {};
});

interface Away {
  readonly browser: Browser;
  readonly url: URL;
}

async function sent(way: 'citoyen' | 'psc' = 'citoyen'): Promise<Away> {
  const browser = await new Browser(ours.url).get(way === 'psc' ? '/entrer/pro?retour=/pro' : '/entrer/citoyen?retour=/carnet');
  await browser.get(new RegExp(`href="([^"]+/${way})"`).exec(browser.page.text)?.[1] ?? '');
  assert.ok(browser.left !== undefined, browser.page.text);
  return { browser, url: browser.left };
}

function closed(browser: Browser, status: number, words: RegExp): void {
  assert.equal(browser.page.status, status, browser.page.text);
  assert.match(browser.page.text, words);
  assert.equal(browser.cookie('socle_session'), undefined);
}
const refusedAnswer = /n’a pas pu être acceptée/;
const lost = /n’est plus valable/;

test('Federation: the honest answer opens the carnet, so that what follows fails for its own reason', async () => {
  const { browser, url } = await sent();
  await browser.get(outside.answer(url).href);
  assert.equal(browser.page.url, `${ours.url}/carnet`);
});

test('FranceConnect, userinfo as a signed token: accepted when the provider’s own key signed it', async () => {
  outside.faults = { signedUserinfo: 'own-key' };
  const { browser, url } = await sent();
  await browser.get(outside.answer(url).href);
  assert.equal(browser.page.url, `${ours.url}/carnet`);
});

const tokens: Readonly<Record<string, Faults>> = {
  'RFC 8725 §2.1: alg none': { algorithm: 'none' },
  'RFC 8725 §2.1: HS256 with the public key as secret': { algorithm: 'HS256-public-key' },
  'OIDC Core §3.1.3.7: signed by another key under the same kid': { algorithm: 'other-key' },
  'RFC 8725 §3.10: a key brought along in jwk and jku': { algorithm: 'jku' },
  'OIDC Core §3.1.3.7: another issuer': { idToken: { iss: 'https://ailleurs.example' } },
  'OIDC Core §3.1.3.7: another audience': { idToken: { aud: 'un-autre-logiciel' } },
  'OIDC Core §3.1.3.7: several audiences without azp of ours': { idToken: { aud: ['socle', 'autre'], azp: 'autre' } },
  'OIDC Core §3.1.3.7: expired': { idToken: { exp: 1_000_000_000 } },
  'OIDC Core §3.1.3.7: issued in the far future': { idToken: { nbf: 4_000_000_000 } },
  'OIDC Core §3.1.3.7: another nonce': { idToken: { nonce: 'une-autre-demande' } },
  'OIDC Core §3.1.3.7: no nonce': { idToken: { nonce: undefined } },
  'OIDC Core §3.1.3.3: no id_token': { withoutIdToken: true },
  'OIDC Core §5.3.2: userinfo of somebody else': { userinfo: { sub: 'sujet-basile' } },
  'OIDC Core §5.3.2: userinfo signed by another key': { signedUserinfo: 'other-key' },
  'OIDC Core §5.3.2: userinfo signed, of somebody else': { signedUserinfo: 'own-key', userinfo: { sub: 'sujet-basile' } },
  'RFC 6749 §5.2: an error of the token endpoint': { tokenStatus: 400, body: '{"error":"invalid_grant"}' },
  'RFC 6749 §5.1: an answer that is no JSON': { tokenStatus: 200, body: '<html>bonjour</html>' },
};
for (const [name, faults] of Object.entries(tokens))
  test(`Federation, ${name}: nobody is signed in`, async () => {
    outside.faults = faults;
    const { browser, url } = await sent();
    await browser.get(outside.answer(url).href);
    closed(browser, 422, refusedAnswer);
    assert.match(browser.page.text, /Se connecter avec Identité Fictive/);
  });

test('Federation: a provider that breaks down is told as away', async () => {
  outside.faults = { tokenStatus: 503, body: '' };
  const { browser, url } = await sent();
  await browser.get(outside.answer(url).href);
  closed(browser, 503, /ne répond pas/);
});

test('RFC 9207, mix-up: an answer in the name of another issuer, or without iss where the provider always says it, is refused', async () => {
  for (const iss of [psc.issuer, 'https://ailleurs.example', undefined]) {
    const { browser, url } = await sent();
    const asked = outside.asked.length;
    await browser.get(outside.answer(url, { iss }).href);
    closed(browser, 422, refusedAnswer);
    assert.equal(outside.asked.length, asked, 'the code was sent nowhere');
  }
});

test('RFC 9700 §4.4, mix-up: the answer for one provider brought to the address of the other is refused', async () => {
  const { browser, url } = await sent();
  const brought = outside.answer(url);
  brought.pathname = '/oidc/federation/psc/retour';
  await browser.get(brought.href);
  closed(browser, 400, lost);
  const pro = await sent('psc');
  const there = psc.answer(pro.url);
  there.pathname = '/oidc/federation/citoyen/retour';
  await pro.browser.get(there.href);
  closed(pro.browser, 400, lost);
});

test('RFC 9700 §4.5, code injection: a code that another browser earned does not open mine', async () => {
  const victim = await sent();
  const stolen = outside.answer(victim.url).searchParams.get('code') ?? '';
  const thief = await sent();
  await thief.browser.get(outside.answer(thief.url, { code: stolen }).href);
  closed(thief.browser, 422, refusedAnswer);
});

test('RFC 9700 §4.7, login forgery: an answer brought to a browser that did not ask for it is refused', async () => {
  const attacker = await sent();
  const answer = outside.answer(attacker.url);
  const innocent = new Browser(ours.url);
  await innocent.get(answer.href);
  closed(innocent, 400, lost);
  const { browser } = await sent();
  await browser.get(answer.href);
  closed(browser, 400, lost);
});

test('OIDC Core §3.1.2.7, state: absent, altered, of another page or too old it is refused', async () => {
  for (const state of [undefined, '', 'x', 'x'.repeat(5000), '../../etc.x', 'uid.rand']) {
    const { browser, url } = await sent();
    await browser.get(outside.answer(url, { state }).href);
    closed(browser, 400, lost);
  }
  const { browser, url } = await sent();
  const said = url.searchParams.get('state') ?? '';
  await browser.get(outside.answer(url, { state: `${said.slice(0, -1)}${said.endsWith('A') ? 'B' : 'A'}` }).href);
  closed(browser, 400, lost);
  const slow = await sent();
  now = new Date(now.getTime() + 601_000);
  await slow.browser.get(outside.answer(slow.url).href);
  closed(slow.browser, 400, lost);
});

test('RFC 6749 §4.1.2: the same answer a second time finds no one waiting for it', async () => {
  const { browser, url } = await sent();
  const answer = outside.answer(url).href;
  await browser.get(answer);
  assert.equal(browser.page.url, `${ours.url}/carnet`);
  await browser.get(answer);
  assert.equal(browser.page.status, 400);
  assert.match(browser.page.text, lost);
});

test('RFC 6749 §4.1.2.1: errors of the provider are told in plain words, and what it writes is not shown', async () => {
  for (const [error, words] of [
    ['access_denied', /a été interrompue/],
    ['server_error', refusedAnswer],
    ['login_required', refusedAnswer],
  ] as const) {
    const { browser, url } = await sent();
    const answer = outside.answer(url, { code: undefined, error, error_description: '<script>alert(1)</script>' });
    await browser.get(answer.href);
    closed(browser, 422, words);
    assert.doesNotMatch(browser.page.text, /<script/);
  }
});

test('Federation: a professional’s claims of a wrong kind name nobody; acr too weak is refused', async () => {
  for (const claims of [
    { SubjectNameID: 12 },
    { SubjectNameID: '8'.repeat(500) },
    { SubjectNameID: "8'; drop table" },
    { SubjectNameID: undefined },
    { acr: undefined },
  ]) {
    psc.claims = { sub: 'f:x:1', acr: 'eidas1', SubjectNameID: people.nurse, ...claims };
    const { browser, url } = await sent('psc');
    await browser.get(psc.answer(url).href);
    closed(browser, 422, 'acr' in claims ? /ne garantit pas assez/ : /annuaire de ce serveur/);
  }
});

test('Pro Santé Connect, SubjectRefPro: whatever its shape, only the situations that both know are offered', async () => {
  const activity = (numeroFinessSite: unknown) => ({ exercices: [{ activities: [{ numeroFinessSite }] }] });
  for (const [refPro, opens] of [
    [activity('990000026'), true],
    [{ exercices: [{ activities: [{ identifiantTechniqueDeLaStructure: 'F990000026' }] }] }, true],
    [undefined, true],
    [null, true],
    ['text', true],
    [{ exercices: 'text' }, true],
    [{ exercices: [null, 1, { activities: [null, 'x'] }] }, true],
    [activity(12), true],
    [activity('990000018'), false],
    [activity('000000000'), false],
  ] as const) {
    psc.claims = { sub: 'f:x:1', acr: 'eidas1', SubjectNameID: people.nurse, SubjectRefPro: refPro };
    const { browser, url } = await sent('psc');
    await browser.get(psc.answer(url).href);
    if (opens) assert.equal(browser.page.url, `${ours.url}/pro`, JSON.stringify(refPro));
    else closed(browser, 422, /Aucune des structures/);
  }
});

test('OpenID Connect Discovery §4.3: a document of another issuer is not believed', async () => {
  const provider = { clientId: 'socle', secret, scope: 'openid', level: 'eidas2', name: 'Identité Fictive' } as const;
  const usual = '.well-known/openid-configuration';
  for (const issuer of [
    `${outside.issuer}/autre/.well-known/../../${usual}`,
    `${outside.issuer.replace('127.0.0.1', 'localhost')}/${usual}`,
  ]) {
    const said: string[] = [];
    const house = await openHouse({ outside: { citizen: { ...provider, issuer } }, log: (line) => said.push(line) });
    const browser = await new Browser(house.url).get('/entrer/citoyen?retour=/carnet');
    await browser.get(/href="([^"]+\/citoyen)"/.exec(browser.page.text)?.[1] ?? '');
    await house.close();
    assert.equal(browser.left, undefined);
    assert.deepEqual(said, ['sign-in by citoyen: the discovery document is of another issuer'], issuer);
  }
});

test('secrets: the client secret goes in the body to the token endpoint alone; what was said holds neither it, nor a code, a token or a claim', () => {
  assert.ok(outside.asked.length > 0 && outside.asked.every((form) => form.get('client_secret') === secret));
  assert.ok(lines.length > 10, 'the refusals were said');
  for (const line of lines) assert.doesNotMatch(line, /f3-secret|code-\d|eyJ|sujet-|8997/);
});
