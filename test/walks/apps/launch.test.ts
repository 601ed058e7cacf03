import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { Browser } from '../../../spec/signin/browser.ts';
import { capucine, irene } from '../cast.ts';
import { ask, refused, traceFrom } from '../ground.ts';
import { enterPro } from '../space.ts';
import { type AppGround, back, ids, ireneSignsIn, launched, openAppGround, request, said, secret, takeUp } from './ground.ts';

const launchUrl = 'https://app.example/lancer';
let ground: AppGround;
before(async () => {
  ground = await openAppGround();
});
after(() => ground?.close());

const scope = 'launch openid fhirUser patient/*.rs';
const launchOf = (url: URL): string => url.searchParams.get('launch') ?? '';

test('SMART App Launch 2.2 §2.0.5: a professional opens an application on a patient: it gets that patient, and no other', async () => {
  const client = await ground.app({ secret, launchUrl });
  const lines = await traceFrom(ground, ground.ambre);
  const { url, browser } = await launched(ground, client, ground.ambre);
  assert.equal(`${url.origin}${url.pathname}`, launchUrl);
  assert.equal(url.searchParams.get('iss'), `${ground.url}/fhir`);
  const asked = request(ground, client, { scope, launch: launchOf(url) });
  await ireneSignsIn(browser, asked.url);
  const tokens = await takeUp(ground, client, asked, browser, secret);
  assert.equal(tokens.patient, ground.id(ground.ambre));
  assert.equal(tokens.need_patient_banner, true);
  const { fhirUser } = decodeJwt(tokens.id_token ?? '');
  assert.equal(fhirUser, `${ground.url}/fhir/Practitioner/${irene.id}`);
  const self = await ask(String(fhirUser), { token: tokens.access_token });
  assert.equal(self.as<{ resourceType: string }>().resourceType, 'Practitioner');

  const found = await ground.fhir('/Observation', { token: tokens.access_token });
  assert.deepEqual(ids(found).sort(), [ground.activity, ground.laboratory].sort(), 'the patient need not be named');
  for (const path of [`/Observation?patient=Patient/${ground.id(ground.basile)}`, `/Patient/${ground.id(ground.basile)}`]) {
    refused(await ground.fhir(path, { token: tokens.access_token }), 403, 'rights.other-patient');
  }
  const body = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: `Patient/${ground.id(ground.basile)}` },
  };
  refused(await ground.fhir('/Observation', { method: 'POST', token: tokens.access_token, body }), 403, 'signin.scope');
  const async = { prefer: 'respond-async' };
  const wide = await ground.fhir('/$export', { token: tokens.access_token, headers: async });
  assert.ok(wide.status === 403, wide.bytes.toString());
  const told = (await lines()).map(({ action, detail, who }) => `${action} ${detail?.change ?? ''} ${who.software ?? who.kind}`);
  assert.ok(told.includes('rights app-launch socle-pro'), told.join('\n'));
  assert.ok(told.includes(`search  ${client}`), told.join('\n'));
});

test('SMART App Launch 2.2 §2.0.5: who is signed in already signs in no more; the next launch is another patient', async () => {
  const client = await ground.app({ secret, launchUrl });
  const first = await launched(ground, client, ground.ambre);
  const asked = request(ground, client, { scope, launch: launchOf(first.url) });
  const browser = await ireneSignsIn(first.browser, asked.url);
  await takeUp(ground, client, asked, browser, secret);
  const second = await launched(ground, client, ground.basile);
  const again = request(ground, client, { scope, launch: launchOf(second.url) });
  await browser.get(again.url.href);
  const tokens = await takeUp(ground, client, again, browser, secret);
  assert.equal(tokens.patient, ground.id(ground.basile));
  refused(await ground.fhir(`/Patient/${ground.id(ground.ambre)}`, { token: tokens.access_token }), 403, 'rights.other-patient');
  const without = request(ground, client, { scope: 'openid user/Observation.rs' });
  await browser.get(without.url.href);
  if (browser.left === undefined) await ireneSignsIn(browser, without.url);
  const wide = await takeUp(ground, client, without, browser, secret);
  assert.equal(wide.patient, undefined, 'what was given on a patient serves no request without one');
});

test('SMART App Launch 2.2 §2.0.5: with user/ scopes the patient is told and the professional’s rights decide', async () => {
  const client = await ground.app({ secret, launchUrl });
  const { url, browser } = await launched(ground, client, ground.ambre);
  const asked = request(ground, client, { scope: 'launch user/Observation.rs', launch: launchOf(url) });
  await ireneSignsIn(browser, asked.url);
  const tokens = await takeUp(ground, client, asked, browser, secret);
  assert.deepEqual([tokens.patient, tokens.scope], [ground.id(ground.ambre), 'launch user/Observation.rs']);
  assert.equal(
    (await ground.fhir(`/Observation?patient=Patient/${ground.id(ground.basile)}`, { token: tokens.access_token })).status,
    200,
  );
});

test('SMART App Launch 2.2 §2.0.5: a launch used, expired, made up, or of another application gives nothing', async () => {
  const [client, other] = [await ground.app({ secret, launchUrl }), await ground.app({ secret, launchUrl })];
  const { url, browser } = await launched(ground, client, ground.ambre);
  const launch = launchOf(url);
  const errorOf = async (of: string, value: string): Promise<string | null> => {
    const answer = await fetch(request(ground, of, { scope, launch: value }).url, { redirect: 'manual' });
    const to = new URL(answer.headers.get('location') ?? '', ground.url);
    return to.origin === new URL(back).origin ? to.searchParams.get('error') : null;
  };
  assert.equal(await errorOf(other, launch), 'invalid_request');
  for (const value of ['x', 'A'.repeat(43), `${launch}A`]) assert.equal(await errorOf(client, value), 'invalid_request', value);
  const asked = request(ground, client, { scope, launch });
  await ireneSignsIn(browser, asked.url);
  await takeUp(ground, client, asked, browser, secret);
  assert.equal(await errorOf(client, launch), 'invalid_request', 'it was used');

  const late = await launched(ground, client, ground.ambre);
  const waiting = request(ground, client, { scope, launch: launchOf(late.url) });
  await late.browser.get(waiting.url.href);
  await ground.store.pool.query("update signin.launch set expires_at = now() - interval '1 second'");
  assert.equal(await errorOf(client, launchOf(late.url)), 'invalid_request', 'it has expired');
  await late.browser.submit('who', { who: irene.id });
  await late.browser.submit('code');
  assert.equal(said(late.browser).get('error'), 'invalid_request', 'it expired on the page of sign-in');
});

test('SMART App Launch 2.2 §2.0.5: another professional cannot take a launch up', async () => {
  const client = await ground.app({ secret, launchUrl });
  const { url } = await launched(ground, client, ground.ambre);
  const asked = request(ground, client, { scope, launch: launchOf(url) });
  const browser = await ireneSignsIn(new Browser(ground.url), asked.url, capucine.id);
  assert.equal(said(browser).get('error'), 'access_denied');
  const still = await ireneSignsIn(new Browser(ground.url), request(ground, client, { scope, launch: launchOf(url) }).url);
  assert.ok(said(still).get('code'), 'nor use it up');
});

test('SMART App Launch 2.2 §2.0.5: opened only by a professional who may look, into an application made for it, from their own page', async () => {
  const [client, plain] = [await ground.app({ secret, launchUrl }), await ground.app({ secret })];
  const pro = await enterPro(ground, capucine.id);
  const path = `/pro/patients/${ground.id(ground.basile)}/launch`;
  const without = await pro(path, { method: 'POST', body: { app: client } });
  assert.deepEqual([without.status, without.as<{ code: string }>().code], [403, 'rights.no-ground']);
  const mine = await launched(ground, client, ground.basile);
  for (const app of [plain, 'inconnue']) {
    const answer = await mine.pro(path, { method: 'POST', body: { app } });
    assert.equal(answer.as<{ code: string }>().code, 'signin.unknown-app');
  }
  assert.equal((await mine.pro(path, { method: 'POST', body: { app: 7 } })).as<{ code: string }>().code, 'http.malformed');
  const forged = await mine.pro(path, { method: 'POST', body: { app: client }, headers: { 'x-socle': '' } });
  assert.equal(forged.as<{ code: string }>().code, 'session.forged');
  const list = (await mine.pro('/pro/apps')).as<{ apps: { id: string }[] }>().apps.map(({ id }) => id);
  assert.ok(list.includes(client) && !list.includes(plain));
});
