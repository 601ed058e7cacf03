import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse, people, secret as softwareSecret } from '../../../spec/signin/house.ts';
import { ask, softwareOf } from '../../../spec/signin/software.ts';

const secret = 'f1-secret-of-thirty-two-characters-or-more';
const place = { couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' };

/** Another Socle stands for Pro Santé Connect; ours has no simulator. */
let psc: House;
let ours: House;
before(async () => {
  psc = await openHouse();
  const issuer = `${psc.url}/oidc/.well-known/wallet-openid-configuration`;
  const provider = {
    clientId: 'socle-voisin',
    secret,
    scope: 'openid scope_all',
    level: 'eidas1',
    name: 'Pro Santé Connect',
  } as const;
  ours = await openHouse({ demo: false, outside: { professional: { ...provider, issuer } } });
  await psc.directory.registerSoftware([
    {
      id: 'socle-voisin',
      name: 'Socle voisin',
      structure: '1990000018',
      secret,
      redirectUris: [`${ours.url}/oidc/federation/psc/retour`],
    },
  ]);
});
after(async () => {
  await ours.close();
  await psc.close();
});

/** At our sign-in page, then off to Pro Santé Connect; gives our browser and where it was sent. */
async function sentAway(): Promise<{ browser: Browser; away: URL }> {
  const browser = await new Browser(ours.url).get('/entrer/pro?retour=/pro');
  const link = /href="([^"]+\/psc)"/.exec(browser.page.text)?.[1] ?? '';
  await browser.get(link);
  assert.ok(browser.left !== undefined, browser.page.text);
  return { browser, away: browser.left };
}

async function signedInThere(away: URL, who: string, situation?: string): Promise<URL> {
  const there = await new Browser(psc.url).get(away.href);
  await there.submit('who', { who });
  await there.submit('code');
  if (situation !== undefined) await there.submit('situation', { situation });
  assert.ok(there.left !== undefined, there.page.text);
  return there.left;
}

const session = async (browser: Browser): Promise<Record<string, unknown>> => {
  const cookie = `socle_session=${browser.cookie('socle_session')}`;
  return (await (await fetch(`${ours.url}/api/session`, { headers: { cookie } })).json()) as Record<string, unknown>;
};

test('PSC, relying party: without a demonstration the page offers Pro Santé Connect alone, and posts no form to another site', async () => {
  const browser = await new Browser(ours.url).get('/entrer/pro?retour=/pro');
  assert.match(browser.page.text, /Se connecter avec Pro Santé Connect/);
  assert.doesNotMatch(browser.page.text, /simul/i);
  assert.match(browser.page.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/127/);
});

test('PSC.08, relying party: the request carries scope_all, eidas1, state, nonce, PKCE S256 and the address of this provider alone', async () => {
  const { away } = await sentAway();
  const { searchParams: said } = away;
  assert.equal(away.pathname, '/oidc/auth');
  assert.equal(said.get('scope'), 'openid scope_all');
  assert.equal(said.get('acr_values'), 'eidas1');
  assert.equal(said.get('code_challenge_method'), 'S256');
  assert.equal(said.get('redirect_uri'), `${ours.url}/oidc/federation/psc/retour`);
  assert.ok((said.get('nonce') ?? '').length > 20 && (said.get('state') ?? '').length > 40);
});

test('PSC, relying party: one situation known here signs in at once, as the directory knows the person; traced', async () => {
  const { browser, away } = await sentAway();
  const traced = ours.traced.length;
  await browser.get((await signedInThere(away, people.nurse)).href);
  assert.equal(browser.page.url, `${ours.url}/pro`, browser.page.text);
  const { kind, id, structure } = await session(browser);
  assert.deepEqual([kind, id], ['professional', people.nurse]);
  assert.deepEqual(structure, { id: '1990000026', name: 'Cabinet de Saint-Orme' });
  assert.deepEqual(
    ours.traced.slice(traced).map(({ actor, outcome }) => [actor.kind, outcome]),
    [['professional', 'done']],
  );
});

test('PSC, behind the real one: a software of ours reads that no simulator signed the professional in', async () => {
  const software = await softwareOf(ours.url, 'logiciel-ville', oidc.ClientSecretPost(softwareSecret));
  const { url, checks } = await ask(software, { scope: 'openid scope_all', acr_values: 'eidas1' });
  const browser = await new Browser(ours.url).get(url.href);
  await browser.get(/href="([^"]+\/psc)"/.exec(browser.page.text)?.[1] ?? '');
  await browser.get((await signedInThere(browser.left ?? assert.fail(browser.page.text), people.nurse)).href);
  const tokens = await oidc.authorizationCodeGrant(software, browser.left ?? assert.fail(browser.page.text), checks);
  const claims = tokens.claims();
  const info = await oidc.fetchUserInfo(software, tokens.access_token, claims?.sub ?? '');
  for (const said of [claims, info]) {
    assert.deepEqual([said?.amr, said?.socle_simulateur], [['psc'], false]);
    assert.equal(said?.SubjectNameID, people.nurse);
  }
  assert.equal(claims?.acr, 'eidas1');
});

test('PSC, situation d’exercice: of several the person chooses, the one chosen there first; none can be invented or borrowed', async () => {
  const { browser, away } = await sentAway();
  await browser.get((await signedInThere(away, people.physician, '1990000026')).href);
  assert.match(browser.page.text, /Où exercez-vous en ce moment/);
  assert.match(browser.page.text, /value="1990000026" required checked/);
  const page = new URL(browser.page.url).pathname.replace(/\/psc$/, '');
  const state = /name="state" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? '';
  await browser.post(page, { step: 'outside-place', state, situation: '1990000099' });
  assert.equal(browser.page.status, 422);
  await browser.post(page, { step: 'outside-place', state: `${state.slice(0, -4)}AAAA`, situation: '1990000018' });
  assert.equal(browser.page.status, 400);
  const other = (await sentAway()).browser;
  const elsewhere = new URL(other.page.url).pathname.replace(/\/psc$/, '');
  await other.post(elsewhere, { step: 'outside-place', state, situation: '1990000018' });
  assert.equal(other.page.status, 400);
  await browser.post(page, { step: 'outside-place', state, situation: '1990000018' });
  assert.equal(browser.page.url, `${ours.url}/pro`);
  assert.deepEqual((await session(browser)).structure, { id: '1990000018', name: 'Maison de santé du Val-d’Écume' });
});

test('PSC, relying party: whom the directory does not know is refused in plain words; so is who has no situation here', async () => {
  await psc.directory.registerStructures([{ ...place, id: '1990000034', name: 'Cabinet d’ailleurs' }]);
  const base = { family: 'Ailleurs', given: 'Zoé', profession: '60', structures: ['1990000034'] };
  await psc.directory.registerProfessionals([
    { ...base, id: '899700000201' },
    { ...base, id: '899700000219' },
  ]);
  await ours.directory.registerProfessionals([{ ...base, id: '899700000219', structures: ['1990000018'] }]);
  for (const [who, words] of [
    ['899700000201', /annuaire de ce serveur ne vous connaît pas encore/],
    ['899700000219', /Aucune des structures/],
  ] as const) {
    const { browser, away } = await sentAway();
    await browser.get((await signedInThere(away, who)).href);
    assert.equal(browser.page.status, 422);
    assert.match(browser.page.text, words);
    assert.match(browser.page.text, /role="alert"/);
    assert.equal(browser.cookie('socle_session'), undefined);
    assert.equal(ours.traced.at(-1)?.outcome, 'refused');
  }
});

test('PSC, relying party: who cancels there is back at our page, with words; nothing is open', async () => {
  const { browser, away } = await sentAway();
  const there = await new Browser(psc.url).get(away.href);
  await there.submit('cancel');
  assert.equal(there.left?.searchParams.get('error'), 'access_denied');
  await browser.get(there.left?.href ?? '');
  assert.match(browser.page.text, /a été interrompue/);
  assert.match(browser.page.text, /Se connecter avec Pro Santé Connect/);
});

test('PSC, end of session: leaving here leads to the end of the session there, once', async () => {
  const { browser, away } = await sentAway();
  await browser.get((await signedInThere(away, people.nurse)).href);
  const end = async () =>
    fetch(`${ours.url}/api/session/end`, {
      method: 'POST',
      headers: {
        'x-socle': 'web',
        origin: ours.url,
        cookie: `socle_session=${browser.cookie('socle_session')}; socle_dehors=${browser.cookie('socle_dehors')}`,
      },
    });
  const ended = await end();
  assert.equal(ended.status, 200);
  const { next } = (await ended.json()) as { next: string };
  await browser.get(next);
  assert.equal(browser.left?.origin, psc.url);
  assert.equal(browser.left?.pathname, '/oidc/session/end');
  assert.ok((browser.left?.searchParams.get('id_token_hint') ?? '').split('.').length === 3);
  assert.equal(browser.left?.searchParams.get('post_logout_redirect_uri'), `${ours.url}/pro`);
  assert.equal(browser.cookie('socle_dehors'), undefined);
  await browser.get(next);
  assert.equal(browser.left, undefined);
});

test('PSC, relying party: a provider that is away is told as such, and the page stands', async () => {
  const gone = {
    issuer: 'http://127.0.0.1:9/oidc',
    clientId: 'x',
    secret,
    scope: 'openid',
    level: 'eidas1',
    name: 'Pro Santé Connect',
  } as const;
  const house = await openHouse({ demo: false, outside: { professional: gone }, log: () => undefined });
  try {
    const browser = await new Browser(house.url).get('/entrer/pro?retour=/pro');
    await browser.get(/href="([^"]+\/psc)"/.exec(browser.page.text)?.[1] ?? '');
    assert.equal(browser.page.status, 503);
    assert.match(browser.page.text, /ne répond pas/);
  } finally {
    await house.close();
  }
});
