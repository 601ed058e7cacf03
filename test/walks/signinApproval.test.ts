import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { hexOfRecordId, PLATFORM } from '#kernel';
import { Telephone } from '../../spec/signin/telephone.ts';
import { ambre, irene, softwareSecret } from './cast.ts';
import { type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';

let ground: Ground;
let software: oidc.Configuration;
before(async () => {
  ground = await openGround();
  await ground.deposited(provide(n3(ambre)));
  const structure = irene.structure.id;
  const common = { structure, secret: softwareSecret };
  await ground.directory.registerSoftware([{ ...common, id: 'logiciel-lourd', name: 'Client Lourd', grants: ['ciba'] }]);
  const wallet = new URL(`${ground.url}/auth/realms/esante-wallet/.well-known/wallet-openid-configuration`);
  software = await oidc.discovery(wallet, 'logiciel-lourd', {}, oidc.ClientSecretBasic(softwareSecret), {
    execute: [oidc.allowInsecureRequests],
  });
});
after(() => ground.close());

const asked = { scope: 'openid scope_all user/*.rs', login_hint: irene.id, binding_message: '31' };
const search = () => `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;

/** By the backchannel, with a key or without: the professional approves on the simulated e-CPS. */
async function signIn(DPoP?: oidc.DPoPHandle): Promise<string> {
  const waiting = await oidc.initiateBackchannelAuthentication(software, asked);
  await (await Telephone.of(ground.url, irene.id)).answer('yes');
  const params = { auth_req_id: waiting.auth_req_id };
  const options = DPoP === undefined ? {} : { DPoP };
  return (await oidc.genericGrantRequest(software, 'urn:openid:params:grant-type:ciba', params, options)).access_token;
}

test('Pro Santé Connect, CIBA, from the telephone to the record: the professional reads under their ground, and both logs say by which software', async () => {
  const platform = await traceFrom(ground, PLATFORM);
  const lines = await traceFrom(ground, ground.ambre);
  const token = await signIn();
  refused(await ground.fhir(search(), { token }), 403, 'rights.no-ground');
  await ground.onGround(irene, ground.ambre);
  const found = await ground.fhir(search(), { token });
  assert.equal(found.status, 200, found.bytes.toString());
  assert.equal(found.as<{ total: number }>().total, 1);
  assert.deepEqual((await platform()).map(words), [`sign-in done ${irene.name}`]);
  assert.match(JSON.stringify((await platform())[0]), /logiciel-lourd/);
  const read = (await lines()).at(-1);
  assert.equal(read?.outcome, 'done');
  assert.match(JSON.stringify(read), /logiciel-lourd/);
});

test('RFC 9449 §7, at the FHIR base: a token bound to a key reads with its proof, and is challenged without', async () => {
  const key = await oidc.randomDPoPKeyPair('ES256');
  const handle = oidc.getDPoPHandle(software, key);
  const token = await signIn(handle);
  await ground.onGround(irene, ground.ambre);
  const lines = await traceFrom(ground, ground.ambre);
  const url = new URL(`${ground.url}/fhir${search()}`);
  for (const method of ['GET', 'GET'] as const) {
    const answer = await oidc.fetchProtectedResource(software, token, url, method, null, undefined, { DPoP: handle });
    assert.equal(answer.status, 200);
  }
  const stolen = await ground.fhir(search(), { token });
  refused(stolen, 401, 'signin.token-proof');
  assert.match(stolen.headers.get('www-authenticate') ?? '', /^DPoP .*error="invalid_dpop_proof"/);
  const none = await ground.fhir(search());
  assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="Socle"');
  const invalid = await ground.fhir(search(), { token: 'x' });
  assert.equal(invalid.headers.get('www-authenticate'), 'Bearer realm="Socle", error="invalid_token"');
  assert.deepEqual(
    (await lines()).map(({ outcome, action }) => `${action} ${outcome}`),
    ['search done', 'search done'],
  );
});
