import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { irene } from '../cast.ts';
import { refused, traceFrom } from '../ground.ts';
import { enterPro } from '../space.ts';
import { type AppGround, allowed, ambreAtConsent, ids, openAppGround, request, said, secret, takeUp, token } from './ground.ts';

let ground: AppGround;
before(async () => {
  ground = await openAppGround();
});
after(() => ground?.close());

test('SMART App Launch 2.2 §2.0.4: an application of a citizen asks, she agrees, it reads her record; each step is in her log', async () => {
  const client = await ground.app();
  const lines = await traceFrom(ground, ground.ambre);
  const tokens = await allowed(ground, client, 'launch/patient openid fhirUser patient/*.rs');
  assert.equal(tokens.patient, ground.id(ground.ambre));
  assert.equal(tokens.token_type, 'Bearer');
  assert.equal(tokens.scope, 'launch/patient openid fhirUser patient/*.rs');
  assert.equal(tokens.refresh_token, undefined);
  assert.equal(decodeJwt(tokens.id_token ?? '').fhirUser, `${ground.url}/fhir/Patient/${ground.id(ground.ambre)}`);
  const mine = await ground.fhir('/Observation', { token: tokens.access_token });
  assert.deepEqual(ids(mine).sort(), [ground.laboratory, ground.activity].sort());
  const other = await ground.fhir(`/Observation?patient=Patient/${ground.id(ground.basile)}`, { token: tokens.access_token });
  refused(other, 403, 'rights.not-yours');
  const [signedIn, agreed, looked] = await lines();
  assert.equal(signedIn?.action, 'sign-in');
  assert.deepEqual([agreed?.action, agreed?.detail?.change, agreed?.detail?.app], ['rights', 'app-allow', client]);
  assert.equal(looked?.action, 'search');
  assert.equal(looked?.who.id, ground.ambre);
  assert.equal(looked?.who.app?.id, client);
  const events = await ground.fhir('/AuditEvent?type=rest&_count=5', { token: tokens.access_token });
  assert.equal(events.status, 200);
  assert.match(events.bytes.toString(), new RegExp(`"value":"${client}"`), 'and in the audit events');
});

test('SMART App Launch 2.2 §2.0.7: a wrong aud, none for a launch, no state kept, another redirect, no PKCE: no code is given', async () => {
  const client = await ground.app();
  const scope = 'launch/patient patient/*.rs';
  const wrong: Record<string, string | undefined>[] = [
    { aud: 'https://autre.example/fhir' },
    { aud: `${ground.url}/fhir/` },
    { aud: undefined },
    { code_challenge: undefined, code_challenge_method: undefined },
    { code_challenge_method: 'plain' },
  ];
  for (const params of wrong) {
    const answer = await fetch(request(ground, client, { scope, ...params }).url, { redirect: 'manual' });
    const to = new URL(answer.headers.get('location') ?? '', ground.url);
    assert.equal(to.origin, 'https://app.example', JSON.stringify(params));
    assert.ok(/^(invalid_target|invalid_request)$/.test(to.searchParams.get('error') ?? ''), to.href);
    assert.equal(to.searchParams.get('code'), null);
  }
  for (const params of [{ redirect_uri: 'https://voleur.example/' }, { client_id: 'inconnu' }]) {
    const answer = await fetch(request(ground, client, { scope, ...params }).url, { redirect: 'manual' });
    assert.equal(answer.status, 400, 'never sent back to an address that is not the application’s');
    assert.equal(answer.headers.get('location'), null);
  }
});

test('SMART App Launch 2.2 §2.0.9: a code serves once, to its application, with its verifier; used twice it ends what it gave', async () => {
  const [client, other] = [await ground.app(), await ground.app()];
  const asked = request(ground, client, { scope: 'patient/*.rs offline_access' });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent');
  const code = said(browser).get('code') ?? '';
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: 'https://app.example/retour',
    code_verifier: asked.verifier,
  };
  assert.equal((await token(ground, other, fields)).body.error, 'invalid_grant');
  assert.equal((await token(ground, client, { ...fields, code_verifier: 'a'.repeat(43) })).body.error, 'invalid_grant');
  const { body } = await token(ground, client, fields);
  assert.equal((await ground.fhir('/Observation', { token: body.access_token })).status, 200);
  assert.equal((await token(ground, client, fields)).body.error, 'invalid_grant');
  refused(await ground.fhir('/Observation', { token: body.access_token }), 401, 'signin.token-cut');
  const renewed = await token(ground, client, { grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' });
  assert.equal(renewed.body.error, 'invalid_grant');
});

test('SMART App Launch 2.2 §2.0.11: offline access is renewed, with fewer scopes and never with more; a token used twice ends all', async () => {
  const client = await ground.app({ secret });
  const tokens = await allowed(ground, client, 'patient/Observation.rs patient/Condition.rs offline_access', {}, secret);
  const renew = (refresh_token: string, more = {}) =>
    token(ground, client, { grant_type: 'refresh_token', refresh_token, ...more }, secret);
  const first = tokens.refresh_token ?? '';
  const wider = await renew(first, { scope: 'patient/Observation.cruds patient/*.rs' });
  assert.deepEqual([wider.status, wider.body.error], [400, 'invalid_scope']);
  const less = await renew(first, { scope: 'patient/Condition.rs' });
  assert.equal(less.body.scope, 'patient/Condition.rs');
  refused(await ground.fhir('/Observation', { token: less.body.access_token }), 403, 'signin.scope');
  assert.notEqual(less.body.refresh_token, first);
  assert.equal((await renew(first)).body.error, 'invalid_grant');
  assert.equal((await renew(less.body.refresh_token ?? '')).body.error, 'invalid_grant');
  const other = await ground.app();
  const again = await allowed(ground, client, 'patient/Observation.rs offline_access', {}, secret);
  assert.equal(
    (await token(ground, other, { grant_type: 'refresh_token', refresh_token: again.refresh_token ?? '' })).body.error,
    'invalid_grant',
  );
  assert.equal(
    (await token(ground, client, { grant_type: 'refresh_token', refresh_token: again.refresh_token ?? '' })).status,
    401,
  );
});

test('SMART App Launch 2.2 §3.0.1: online access ends with the session of the person', async () => {
  const client = await ground.app();
  const asked = request(ground, client, { scope: 'patient/*.rs online_access' });
  const browser = await ambreAtConsent(ground, asked);
  assert.match(browser.page.text, /quatre heures au plus/);
  await browser.submit('consent');
  const tokens = await takeUp(ground, client, asked, browser);
  const renewed = await token(ground, client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
  assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
  await ground.signin.endProviderSession(`socle_op=${browser.cookie('socle_op')}`);
  const after = await token(ground, client, { grant_type: 'refresh_token', refresh_token: renewed.body.refresh_token ?? '' });
  assert.equal(after.body.error, 'invalid_grant');
});

test('SMART App Launch 2.2 §3.0.2: what is unticked is not given; nothing ticked asks again; all refused is said to the application', async () => {
  const client = await ground.app();
  const scope = 'launch/patient patient/Observation.rs patient/Condition.rs offline_access';
  const tokens = await allowed(ground, client, scope, { scope: 'patient/Condition.rs' });
  assert.equal(tokens.scope, 'patient/Condition.rs');
  assert.equal(tokens.refresh_token, undefined);
  refused(await ground.fhir('/Observation', { token: tokens.access_token }), 403, 'signin.scope');
  assert.equal((await ground.fhir('/Condition', { token: tokens.access_token })).status, 200);

  const asked = request(ground, client, { scope });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent', { scope: 'patient/Patient.cruds' });
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /Rien n’est coché/);
  await browser.submit('consent', { days: '4000' });
  assert.equal(browser.page.status, 422);
  await browser.submit('cancel');
  assert.equal(said(browser).get('error'), 'access_denied');
  assert.equal(said(browser).get('state'), asked.state);
});

test('SMART App Launch 2.2 §2.0.4: a parent chooses the child’s carnet; the token opens that one alone, and the log of the child says by whom and through what', async () => {
  const client = await ground.app();
  const asked = request(ground, client, { scope: 'launch/patient patient/*.rs' });
  const browser = await ambreAtConsent(ground, asked);
  assert.match(browser.page.text, /Oscar/);
  await browser.submit('consent', { profile: ground.basile });
  assert.equal(browser.page.status, 400, 'a carnet that was not offered');
  const again = request(ground, client, { scope: 'launch/patient patient/*.rs' });
  const second = await ambreAtConsent(ground, again);
  await second.submit('consent', { profile: ground.oscar });
  const tokens = await takeUp(ground, client, again, second);
  assert.equal(tokens.patient, ground.id(ground.oscar));
  const lines = await traceFrom(ground, ground.oscar);
  assert.equal((await ground.fhir('/Observation', { token: tokens.access_token })).status, 200);
  assert.equal((await ground.fhir(`/Patient/${ground.id(ground.oscar)}`, { token: tokens.access_token })).status, 200);
  refused(await ground.fhir(`/Patient/${ground.id(ground.ambre)}`, { token: tokens.access_token }), 403, 'rights.not-yours');
  const body = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'poids' },
    subject: { reference: `Patient/${ground.id(ground.oscar)}` },
  };
  assert.equal((await ground.fhir('/Observation', { method: 'POST', token: tokens.access_token, body })).status, 403);
  const [looked] = await lines();
  assert.deepEqual([looked?.who.kind, looked?.who.id, looked?.who.app?.id], ['delegate', ground.ambre, client]);
});

test('SMART App Launch 2.2 §2.0.4: an application for professionals is no citizen’s, nor one for citizens a professional’s', async () => {
  const [ofCitizens, ofProfessionals] = [
    await ground.app({ audience: 'citizen' }),
    await ground.app({ audience: 'professional' }),
  ];
  for (const [client, scope] of [
    [ofProfessionals, 'patient/*.rs'],
    [ofCitizens, 'user/*.rs'],
  ] as const) {
    const answer = await fetch(request(ground, client, { scope }).url, { redirect: 'manual' });
    assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('error'), 'unauthorized_client');
  }
  assert.ok(await enterPro(ground, irene.id));
});
