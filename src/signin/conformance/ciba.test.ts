import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { type KeyHolder, registerCiba, registerKeyHolder } from '../../../spec/signin/registered.ts';
import { softwareOf } from '../../../spec/signin/software.ts';
import { Telephone } from '../../../spec/signin/telephone.ts';

let house: House;
let software: oidc.Configuration;
let neighbour: oidc.Configuration;
let keyHolder: KeyHolder;
let now: Date | undefined;
before(async () => {
  house = await openHouse({ clock: () => now ?? new Date() });
  await registerCiba(house);
  keyHolder = await registerKeyHolder(house, 'logiciel-cle-ciba', { grants: ['ciba'] });
  software = await softwareOf(house.url, 'logiciel-lourd', oidc.ClientSecretBasic(secret), 'realm');
  neighbour = await softwareOf(house.url, 'logiciel-voisin', oidc.ClientSecretBasic(secret), 'realm');
});
after(() => house.close());

const asked = { scope: 'openid scope_all', login_hint: people.physician, binding_message: '42', acr_values: 'eidas1' };
const grantType = 'urn:openid:params:grant-type:ciba';

const request = (params: Record<string, string> = {}, as = software) =>
  oidc.initiateBackchannelAuthentication(as, { ...asked, ...params });
const poll = (id: string, as = software) => oidc.genericGrantRequest(as, grantType, { auth_req_id: id });
const refusedWith = (error: string, promise: Promise<unknown>) => assert.rejects(promise, { error });

/** Answers everything that waits, so that each test begins with an empty telephone. */
async function emptied(who: string): Promise<Telephone> {
  const telephone = await Telephone.of(house.url, who);
  while ((await telephone.demands()).length > 0) await telephone.answer('no');
  return telephone;
}

test('CIBA Core §4: both faces tell of the backchannel, in poll mode alone', async () => {
  for (const [face, endpoint] of [
    ['oidc', '/oidc/backchannel'],
    ['auth/realms/esante-wallet', '/auth/realms/esante-wallet/protocol/openid-connect/ext/ciba/auth'],
  ]) {
    const told = (await (await fetch(`${house.url}/${face}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    assert.equal(told.backchannel_authentication_endpoint, `${house.url}${endpoint}`);
    assert.deepEqual(told.backchannel_token_delivery_modes_supported, ['poll']);
    assert.ok((told.grant_types_supported as string[]).includes(grantType));
  }
});

test('CIBA Core §7.3, Pro Santé Connect: a demand waits two minutes, both screens show the same digits, the professional says where they act', async () => {
  const telephone = await emptied(people.physician);
  const traced = house.traced.length;
  const waiting = await request();
  assert.deepEqual([waiting.expires_in, waiting.interval], [120, 5]);
  await refusedWith('authorization_pending', poll(waiting.auth_req_id));
  const demand = await telephone.answer('yes', '1990000026');
  assert.deepEqual([demand.code, demand.software], ['42', 'Client Lourd Fictif']);
  assert.deepEqual(demand.situations, ['1990000018', '1990000026']);
  assert.match(telephone.browser.page.text, /Connexion à « Client Lourd Fictif » validée/);
  const tokens = await poll(waiting.auth_req_id);
  assert.equal(tokens.claims()?.sub, `f:5b1c6a52-7a7e-4f0e-9a57-50c1e0000001:${people.physician}`);
  assert.equal(tokens.claims()?.acr, 'eidas1');
  assert.deepEqual(tokens.claims()?.amr, ['simulateur']);
  const info = await oidc.fetchUserInfo(software, tokens.access_token, tokens.claims()?.sub ?? '');
  assert.equal(info.SubjectNameID, people.physician);
  assert.equal(info.SubjectOrganizationID, 'F990000026');
  const [line, ...more] = house.traced.slice(traced);
  assert.deepEqual(
    [line?.outcome, line?.actor.kind === 'professional' && line.actor.software, more],
    ['done', 'logiciel-lourd', []],
  );
});

test('CIBA Core §10.1, openid-client polls by itself until the answer is there', async () => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  await telephone.answer('yes');
  const tokens = await oidc.pollBackchannelAuthenticationGrant(software, { ...waiting, interval: 1 });
  assert.equal(tokens.claims()?.SubjectNameID, people.nurse);
});

test('CIBA Core §10.1.1: tokens are given once; a second question ends them', async () => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  await telephone.answer('yes');
  const tokens = await poll(waiting.auth_req_id);
  await refusedWith('invalid_grant', poll(waiting.auth_req_id));
  await assert.rejects(oidc.fetchUserInfo(software, tokens.access_token, oidc.skipSubjectCheck));
  await refusedWith('invalid_grant', oidc.refreshTokenGrant(software, tokens.refresh_token ?? ''));
});

test('CIBA Core §10.1.1: of several questions at the same time, one gets the tokens at most', async () => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  await telephone.answer('yes');
  const all = await Promise.allSettled([1, 2, 3, 4].map(() => poll(waiting.auth_req_id)));
  assert.ok(all.filter(({ status }) => status === 'fulfilled').length <= 1);
});

test('CIBA Core §11, slow_down: who asks too soon is told so, and must wait longer each time', async () => {
  await emptied(people.nurse);
  now = new Date();
  const { auth_req_id: id } = await request({ login_hint: people.nurse });
  const later = (seconds: number): void => {
    now = new Date((now ?? new Date()).getTime() + seconds * 1000);
  };
  await refusedWith('authorization_pending', poll(id));
  later(4);
  await refusedWith('slow_down', poll(id));
  later(6);
  await refusedWith('slow_down', poll(id));
  later(16);
  await refusedWith('authorization_pending', poll(id));
  now = undefined;
});

test('CIBA Core §11, access_denied: what the professional refuses is refused, once, and traced', async () => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  await telephone.answer('no');
  assert.match(telephone.browser.page.text, /Connexion à « Client Lourd Fictif » refusée/);
  await refusedWith('access_denied', poll(waiting.auth_req_id));
  await refusedWith('invalid_grant', poll(waiting.auth_req_id));
  assert.ok(house.traced.some(({ outcome, code }) => outcome === 'refused' && code === 'signin.denied-on-phone'));
});

test('CIBA Core §11, expired_token: after two minutes nobody can answer any more', async (t) => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  const [demand] = await telephone.demands();
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 121_000 });
  await refusedWith('expired_token', poll(waiting.auth_req_id));
  assert.deepEqual(await telephone.demands(), []);
  await telephone.browser.post('/e-cps/reponse', { demand: demand?.id ?? '', answer: 'yes', situation: '1990000026' });
  assert.equal(telephone.browser.page.status, 422);
  assert.match(telephone.browser.page.text, /a déjà reçu une réponse ou a expiré/);
});

test('CIBA Core §7.1, §13: each malformed demand is refused by its own error', async () => {
  const { login_hint: _, ...nobody } = asked;
  const { binding_message: __, ...nothingShown } = asked;
  const cases: readonly [string, Record<string, string>][] = [
    ['invalid_binding_message', nothingShown],
    ['invalid_binding_message', { ...asked, binding_message: '4' }],
    ['invalid_binding_message', { ...asked, binding_message: '420' }],
    ['invalid_binding_message', { ...asked, binding_message: 'AB' }],
    ['invalid_binding_message', { ...asked, binding_message: '４２' }],
    ['invalid_binding_message', { ...asked, binding_message: '42\n' }],
    ['invalid_request', nobody],
    ['invalid_request', { ...asked, id_token_hint: 'a.b.c' }],
    ['invalid_request', { ...nobody, login_hint_token: 'a.b.c' }],
    ['invalid_request', { ...asked, user_code: '1234' }],
    ['invalid_request', { ...asked, request_context: '{}' }],
    ['invalid_request', { ...asked, requested_expiry: '-1' }],
    ['unknown_user_id', { ...asked, login_hint: '899700000999' }],
    ['unknown_user_id', { ...asked, login_hint: "8'; drop table" }],
    ['unknown_user_id', { ...asked, login_hint: house.record }],
    ['invalid_request', { ...asked, scope: '' }],
    ['invalid_request', { ...asked, scope: 'scope_all' }],
  ];
  for (const [error, params] of cases) {
    await refusedWith(error, oidc.initiateBackchannelAuthentication(software, params));
  }
});

test('CIBA Core §7.1: only who may, and shows that it is itself, asks at all', async () => {
  const others: readonly [string, string | number, oidc.ClientAuth][] = [
    ['logiciel-lourd', 401, oidc.ClientSecretBasic(`${secret}x`)],
    ['logiciel-inconnu', 401, oidc.ClientSecretBasic(secret)],
    ['logiciel-depot', 'invalid_request', oidc.ClientSecretBasic(secret)],
    ['application-mobile', 'invalid_request', oidc.None()],
  ];
  for (const [id, error, auth] of others) {
    const stranger = await softwareOf(house.url, id, auth, 'realm');
    await assert.rejects(request({}, stranger), typeof error === 'number' ? { status: error } : { error }, id);
  }
});

test('CIBA Core §11: the demand of one software gives nothing to another, nor slows it down', async () => {
  const telephone = await emptied(people.nurse);
  const waiting = await request({ login_hint: people.nurse });
  for (let n = 0; n < 3; n++) await refusedWith('invalid_grant', poll(waiting.auth_req_id, neighbour));
  await refusedWith('authorization_pending', poll(waiting.auth_req_id));
  await telephone.answer('yes');
  await refusedWith('invalid_grant', poll(waiting.auth_req_id, neighbour));
  assert.equal((await poll(waiting.auth_req_id)).token_type, 'bearer');
});

test('CIBA Core §7.1, RFC 7523: a software with its own key asks by a signed assertion, for FHIR too', async () => {
  const telephone = await emptied(people.physician);
  const signing = await softwareOf(house.url, keyHolder.id, keyHolder.auth);
  const waiting = await request({ scope: 'openid scope_all user/*.rs patient/*.rs' }, signing);
  await telephone.answer('yes', '1990000018');
  const tokens = await poll(waiting.auth_req_id, signing);
  const { actor, scopes } = await house.signin.caller(`Bearer ${tokens.access_token}`);
  assert.deepEqual([...scopes], ['user/*.rs']);
  assert.equal(actor.kind === 'professional' && `${actor.structure.id} ${actor.software}`, '1990000018 logiciel-cle-ciba');
  const renewed = await oidc.refreshTokenGrant(signing, tokens.refresh_token ?? '');
  assert.equal((await house.signin.caller(`Bearer ${renewed.access_token}`)).actor.kind, 'professional');
});

test('CIBA Core §14: eleven demands at once do not bury the professional’s own', async () => {
  await emptied(people.physician);
  for (let n = 0; n < 10; n++) await request({ binding_message: String(n).padStart(2, '0') });
  await refusedWith('access_denied', request());
  const telephone = await Telephone.of(house.url, people.physician);
  assert.deepEqual(
    (await telephone.demands()).map(({ code }) => code),
    ['00', '01', '02', '03', '04', '05', '06', '07', '08', '09'],
  );
  await emptied(people.physician);
});

test('CIBA, without a demonstration: no telephone, no backchannel', async () => {
  const closed = await openHouse({ demo: false });
  try {
    const told = (await (await fetch(`${closed.url}/oidc/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    assert.equal(told.backchannel_authentication_endpoint, undefined);
    const page = await fetch(`${closed.url}/e-cps`);
    assert.equal(page.status, 403);
    assert.match(await page.text(), /SOCLE_DEMO=on/);
  } finally {
    await closed.close();
  }
});
