import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { Browser } from '../../../spec/signin/browser.ts';
import { irene } from '../cast.ts';
import { traceFrom } from '../ground.ts';
import { openSmartApp, type SmartApp } from './fhirclient.ts';
import { type AppGround, ireneSignsIn, launched, openAppGround, secret } from './ground.ts';

let ground: AppGround;
let app: SmartApp;
before(async () => {
  ground = await openAppGround();
  app = await openSmartApp();
});
after(async () => {
  await app?.close();
  await ground?.close();
});

const password = 'le-mot-de-passe-2026';
const registered = (more: Record<string, unknown> = {}): Promise<string> =>
  ground.app({ redirectUris: [`${app.url}/`], launchUrl: `${app.url}/launch`, ...more });
type Found = { total: number; entry: { resource: { id: string } }[] };

/** Where the application sends the person. */
async function begun(launch: string): Promise<URL> {
  const answer = await fetch(launch, { redirect: 'manual' });
  assert.equal(answer.status, 302, await answer.text());
  return new URL(answer.headers.get('location') ?? '');
}

async function cameBack(browser: Browser): Promise<void> {
  assert.ok(browser.left !== undefined, browser.page.text);
  const answer = await fetch(browser.left);
  assert.equal(await answer.text(), 'ready');
}

const ways: readonly [string, () => Promise<Record<string, unknown>>][] = [
  ['public, PKCE', async () => ({ clientId: await registered() })],
  ['confidential, symmetric', async () => ({ clientId: await registered({ secret }), clientSecret: secret })],
  [
    'confidential, asymmetric',
    async () => {
      const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
      const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES384', use: 'sig' };
      const clientPrivateJwk = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'ES384', key_ops: ['sign'] };
      return { clientId: await registered({ keys: { keys: [jwk] } }), clientPrivateJwk };
    },
  ],
];

for (const [way, of] of ways)
  test(`SMART App Launch 2.2 §2, fhirclient: standalone launch of a ${way} application, refresh included`, async () => {
    const scope = 'openid fhirUser launch/patient patient/Observation.rs patient/Patient.r offline_access';
    const own = await of();
    app.options = { ...own, scope, iss: `${ground.url}/fhir`, redirectUri: `${app.url}/`, pkceMode: 'required' };
    const browser = await new Browser(ground.url).get((await begun(`${app.url}/launch`)).href);
    await browser.submit('password', { login: 'ambre.app', password });
    await browser.submit('consent');
    await cameBack(browser);
    const client = await app.ready();
    assert.equal(client.patient.id, ground.id(ground.ambre));
    assert.equal((await client.patient.read()).id, ground.id(ground.ambre));
    assert.equal((await client.user.read()).resourceType, 'Patient');
    assert.equal((await client.request<Found>('Observation')).total, 2);
    const before = client.state.tokenResponse?.access_token;
    // This client does not sign when it renews; what does is in backend.test.ts.
    if (own.clientPrivateJwk === undefined) {
      await client.refresh();
      assert.notEqual(client.state.tokenResponse?.access_token, before);
    }
    const lines = await traceFrom(ground, ground.ambre);
    assert.equal((await client.request<Found>('Observation?category=laboratory')).total, 1);
    assert.deepEqual(
      (await lines()).map(({ action, who }) => [action, who.app?.id]),
      [['search', own.clientId]],
    );
  });

test('SMART App Launch 2.2 §2.0.5, fhirclient: launch from the professional’s space', async () => {
  const clientId = await registered({ secret });
  app.options = { clientId, clientSecret: secret, scope: 'openid fhirUser launch patient/*.read', redirectUri: `${app.url}/` };
  const { url, browser } = await launched(ground, clientId, ground.ambre);
  await ireneSignsIn(browser, await begun(url.href));
  await cameBack(browser);
  const client = await app.ready();
  assert.equal(client.patient.id, ground.id(ground.ambre));
  assert.equal(client.user.fhirUser, `Practitioner/${irene.id}`);
  assert.equal((await client.user.read()).id, irene.id);
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await client.request<Found>(`Observation?patient=${client.patient.id}`)).total, 2);
  await assert.rejects(
    client.request(`Observation?patient=${ground.id(ground.basile)}`),
    /rights.other-patient|autre patient|403/i,
  );
  assert.deepEqual(
    (await lines()).map(({ action, who }) => [action, who.id, who.software]),
    [['search', irene.id, clientId]],
  );
});

test('SMART App Launch 2.2 §2.0.9, fhirclient: another’s state, or a refusal, gives no client', async () => {
  const clientId = await registered({ secret });
  app.options = {
    clientId,
    clientSecret: secret,
    scope: 'patient/*.rs launch/patient',
    iss: `${ground.url}/fhir`,
    redirectUri: `${app.url}/`,
  };
  const browser = await new Browser(ground.url).get((await begun(`${app.url}/launch`)).href);
  await browser.submit('password', { login: 'ambre.app', password });
  await browser.submit('consent');
  const forged = new URL(browser.left ?? '');
  forged.searchParams.set('state', 'un-autre');
  assert.equal((await fetch(forged)).status, 400);
  const second = await new Browser(ground.url).get((await begun(`${app.url}/launch`)).href);
  await second.submit('password', { login: 'ambre.app', password });
  await second.submit('cancel');
  assert.match(await (await fetch(second.left ?? '')).text(), /access_denied|cancelled/);
});
