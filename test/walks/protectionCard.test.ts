import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { PLATFORM } from '#kernel';
import { Browser } from '../../spec/signin/browser.ts';
import { ask, softwareOf } from '../../spec/signin/software.ts';
import { capucine, hector, irene, softwareSecret } from './cast.ts';
import { traceFrom, words } from './ground.ts';
import { openTlsGround, type TlsAsk, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
before(async () => {
  ground = await openTlsGround();
});
after(() => ground.close());

/** At the page of sign-in; gives where its link for cards leads. */
async function atThePage(): Promise<{ browser: Browser; link: string }> {
  const browser = await new Browser(ground.url).get('/entrer/pro?retour=/pro');
  const link = /<a class="button" href="([^"]+)">Carte/.exec(browser.page.text)?.[1] ?? '';
  assert.ok(link.startsWith(`${ground.tls}/oidc/carte/`), browser.page.text);
  return { browser, link };
}

/** The browser follows the link by TLS with this certificate; gives where it is sent back, or the page that refuses. */
async function present(link: string, as: TlsAsk['as']) {
  const answer = await ground.byTls(new URL(link).pathname, as === undefined ? {} : { as });
  return { ...answer, back: String(answer.headers.location ?? '') };
}

test('Issue 6, 4, card-like sign-in: a certificate of the professional signs in, and the log says by which way', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const { browser, link } = await atThePage();
  const { status, back } = await present(link, await ground.certificates.person(irene.id));
  assert.equal(status, 303);
  assert.ok(back.startsWith(`${ground.url}/oidc/interaction/`), back);
  await browser.get(back);
  assert.match(browser.page.text, /Votre carte est reconnue/);
  assert.match(browser.page.text, /Irène Stéthance/);
  await browser.submit('card');
  await browser.get('/api/session');
  assert.equal(JSON.parse(browser.page.text).id, irene.id);
  assert.deepEqual(
    (await lines()).map((line) => [words(line), line.detail?.way]),
    [[`sign-in done ${irene.name}`, 'card']],
  );
});

test('OpenID Connect Core §2, amr: a software learns that the sign-in was by card, and keeps learning it when it renews', async () => {
  const redirectUris = ['https://lps.example/retour'];
  const secret = softwareSecret;
  await ground.directory.registerSoftware([
    { id: 'logiciel-carte', name: 'Carte', structure: '1990000018', secret, redirectUris },
  ]);
  const software = await softwareOf(ground.url, 'logiciel-carte', oidc.ClientSecretPost(secret));
  const { url, checks } = await ask(software, { scope: 'openid scope_all', acr_values: 'eidas1' });
  const browser = await new Browser(ground.url).get(url.href);
  const link = /<a class="button" href="([^"]+)">Carte/.exec(browser.page.text)?.[1] ?? '';
  await browser.get((await present(link, await ground.certificates.person(irene.id))).back);
  await browser.submit('card');
  const tokens = await oidc.authorizationCodeGrant(software, browser.left ?? assert.fail(browser.page.text), checks);
  assert.deepEqual(tokens.claims()?.amr, ['card']);
  const again = await oidc.refreshTokenGrant(software, tokens.refresh_token ?? '');
  const info = await oidc.fetchUserInfo(software, again.access_token, oidc.skipSubjectCheck);
  assert.deepEqual([info.amr, info.SubjectNameID], [['card'], irene.id]);
});

test('PSC, situation d’exercice: with several places the card’s owner chooses; no other place can be named', async () => {
  const several = { id: hector.id, family: 'Pulsarelle', given: 'Hector', prefix: 'DR', profession: '10' };
  await ground.directory.registerProfessionals([{ ...several, structures: ['1990000018', '1990000026'] }]);
  const { browser, link } = await atThePage();
  const { back } = await present(link, await ground.certificates.person(hector.id));
  await browser.get(back);
  assert.match(browser.page.text, /Où exercez-vous en ce moment/);
  const page = browser.page;
  await browser.submit('card', { situation: '1990000099' });
  assert.equal(browser.page.status, 422);
  browser.page = page;
  await browser.submit('card', { situation: '1990000026' });
  await browser.get('/api/session');
  assert.equal(JSON.parse(browser.page.text).structure.id, '1990000026');
});

test('RFC 5280 §3.3, §6: a card that is revoked, expired, of nobody known, or not a person’s is refused in plain words, and traced', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const { certificates, directory } = ground;
  const revoked = await certificates.person(irene.id);
  await certificates.revoke(revoked.serial, 'keyCompromise');
  const stranger = { id: '899700009997', family: 'Brumaille', given: 'Aude', profession: '60', structures: ['1990000018'] };
  await directory.registerProfessionals([stranger]);
  const gone = await certificates.person(stranger.id);
  await ground.store.pool.query('delete from directory.professional where id = $1', [stranger.id]);
  const cases = [
    [undefined, 'signin.certificate-none', /présenté aucun certificat/, undefined],
    [revoked, 'signin.certificate-revoked', /a été révoqué/, undefined],
    [await certificates.organisation('1990000018'), 'signin.certificate-nobody', /ne porte pas de numéro RPPS/, undefined],
    [gone, 'signin.unknown-cardholder', /pas dans l’annuaire/, stranger.id],
    [await foreignCard(), 'signin.certificate-untrusted', /ne vient pas d’une autorité/, undefined],
  ] as const;
  for (const [as, code, sentence, holder] of cases) {
    const { link } = await atThePage();
    const { status, text, back } = await present(link, as);
    assert.deepEqual([status, back], [403, ''], code);
    assert.match(text, sentence);
    assert.match(text, /Revenir à la page de connexion/);
    const [last] = (await lines()).slice(-1);
    assert.deepEqual([last?.outcome, last?.code, last?.detail?.way, last?.detail?.holder], ['refused', code, 'card', holder]);
  }
});

/** From another Socle: the same names, another key. */
async function foreignCard() {
  const other = await openTlsGround();
  try {
    return await other.certificates.person(irene.id);
  } finally {
    await other.close();
  }
}

test('Issue 6, 8: what the card reader sends back opens nothing elsewhere: neither another page, nor without the page’s cookie, nor altered', async () => {
  const card = await ground.certificates.person(capucine.id);
  const [mine, other] = [await atThePage(), await atThePage()];
  const { back } = await present(mine.link, card);
  const proof = new URL(back).searchParams.get('carte') ?? '';
  const uid = new URL(other.browser.page.url).pathname;
  await other.browser.get(`${uid}?carte=${proof}`);
  assert.equal(other.browser.page.status, 400);
  assert.match(other.browser.page.text, /servait à une autre connexion/);
  const without = await new Browser(ground.url).get(back);
  assert.equal(without.page.status, 400);
  await mine.browser.get(back.replace(/.{8}$/, 'AAAAAAAA'));
  assert.equal(mine.browser.page.status, 400);
  await other.browser.post(uid, { step: 'card', card: proof });
  assert.notEqual(other.browser.page.status, 303);
  assert.equal(other.browser.cookie('socle_session'), undefined);
});

test('Issue 6, 8: nothing that a header says is taken for a certificate', async () => {
  const { link } = await atThePage();
  const { pem } = await ground.certificates.person(irene.id);
  const path = new URL(link).pathname;
  for (const name of ['x-client-cert', 'x-ssl-client-cert', 'ssl-client-cert', 'x-forwarded-client-cert', 'client-cert']) {
    const headers = { [name]: encodeURIComponent(pem) };
    assert.equal((await ground.byTls(path, { headers })).status, 403);
    assert.equal((await fetch(`${ground.url}${path}`, { headers, redirect: 'manual' })).status, 403);
  }
});
