import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refused } from '../ground.ts';
import { type AppGround, allowed, ambreAtConsent, ids, openAppGround, request, takeUp } from './ground.ts';

let ground: AppGround;
before(async () => {
  ground = await openAppGround();
});
after(() => ground?.close());

const system = 'http://terminology.hl7.org/CodeSystem/observation-category';

test('SMART App Launch 2.2 §3.0.2.4: scopes of the first version are understood as those of the second, and told as they were asked', async () => {
  const tokens = await allowed(ground, await ground.app(), 'launch/patient patient/Observation.read patient/Condition.*');
  assert.equal(tokens.scope, 'launch/patient patient/Observation.read patient/Condition.*');
  const { access_token: token } = tokens;
  assert.equal(ids(await ground.fhir('/Observation', { token })).length, 2);
  assert.equal((await ground.fhir(`/Observation/${ground.laboratory}`, { token })).status, 200);
  const subject = { reference: `Patient/${ground.id(ground.ambre)}` };
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject };
  refused(await ground.fhir('/Observation', { method: 'POST', token, body: observation }), 403, 'signin.scope');
  const condition = { resourceType: 'Condition', code: { text: 'Rhume' }, subject };
  assert.equal((await ground.fhir('/Condition', { method: 'POST', token, body: condition })).status, 201);
});

test('SMART App Launch 2.2 §3.0.2.3: a scope that a search narrows is told in plain words, and searches, counts and reads are held to it', async () => {
  const client = await ground.app();
  const scope = `patient/Observation.rs?category=${system}|laboratory`;
  const asked = request(ground, client, { scope: `launch/patient ${scope}` });
  const browser = await ambreAtConsent(ground, asked);
  assert.match(browser.page.text, /lire : les mesures et résultats d’examens, seulement biologie/);
  await browser.submit('consent');
  const { access_token: token, scope: given } = await takeUp(ground, client, asked, browser);
  assert.equal(given, `launch/patient ${scope}`);
  const all = await ground.fhir('/Observation', { token });
  assert.deepEqual(ids(all), [ground.laboratory]);
  assert.equal(all.as<{ total: number }>().total, 1);
  assert.equal((await ground.fhir('/Observation?_summary=count', { token })).as<{ total: number }>().total, 1);
  for (const query of ['category=activity', '_filter=category eq activity', `_id=${ground.activity}`, 'code=41950-7'])
    assert.deepEqual(ids(await ground.fhir(`/Observation?${query}`, { token })), [], query);
  const posted = await ground.fhir('/Observation/_search', {
    method: 'POST',
    token,
    body: `code=41950-7,4548-4`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.deepEqual(ids(posted), [ground.laboratory]);
  const inside = await ground.fhir(`/Patient/${ground.id(ground.ambre)}/Observation`, { token });
  assert.deepEqual(ids(inside), [ground.laboratory]);
  assert.equal((await ground.fhir(`/Observation/${ground.laboratory}`, { token })).status, 200);
  refused(await ground.fhir(`/Observation/${ground.activity}`, { token }), 404, 'id.unknown');
});

test('SMART App Launch 2.2 §3.0.2.3: every way around a narrowed scope is closed', async () => {
  const tokens = await allowed(
    ground,
    await ground.app(),
    `patient/Patient.rs patient/Observation.rs?category=${system}|laboratory`,
  );
  const { access_token: token } = tokens;
  const me = `Patient/${ground.id(ground.ambre)}`;
  const batch = (url: string) => ({ resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url } }] });
  for (const path of [
    `/Observation/${ground.activity}/_history`,
    `/Observation/${ground.activity}/_history/1`,
    '/Observation/_history',
    `/${me}/$everything`,
    `/Observation/$lastn?patient=${me}`,
    `/Patient/${ground.id(ground.ambre)}/$series`,
    `/?_type=Observation`,
    `/Patient?_id=${ground.id(ground.ambre)}&_revinclude=Observation:subject`,
    `/Patient?_id=${ground.id(ground.ambre)}&_has:Observation:subject:code=41950-7`,
    `/Observation?has-member.code=41950-7`,
  ]) {
    const answer = await ground.fhir(path, { token });
    assert.ok(answer.status >= 400, `${path}: ${answer.status}`);
    assert.ok(!answer.bytes.toString().includes(ground.activity.replace(/^.*-/, 'Observation/')), path);
  }
  const graph = await ground.fhir(`/$graphql?query=${encodeURIComponent('{ObservationList{id}}')}`, { token });
  assert.match(graph.bytes.toString(), /signin\.scope|portée|scope/);
  assert.doesNotMatch(graph.bytes.toString(), new RegExp(ground.laboratory));
  const leads = await ground.fhir(`/Observation?_filter=${encodeURIComponent('subject.family sw "x"')}`, { token });
  refused(leads, 403, 'signin.not-for-apps');
  for (const url of [`Observation/${ground.activity}`, 'Observation?code=41950-7', 'Observation/_history']) {
    const answer = await ground.fhir('', { method: 'POST', token, body: batch(url) });
    assert.doesNotMatch(answer.bytes.toString(), /"code": ?"41950-7"/, url);
  }
  const lenient = await ground.fhir('/Observation', { token, headers: { prefer: 'handling=lenient' } });
  assert.deepEqual(ids(lenient), [ground.laboratory]);
  const channel = { type: 'rest-hook', endpoint: 'https://app.example/x', payload: 'application/fhir+json' };
  const subscription = { resourceType: 'Subscription', status: 'requested', reason: 'x', criteria: 'Observation?', channel };
  const wide = await allowed(ground, await ground.app(), 'patient/*.cruds');
  const refusal = await ground.fhir('/Subscription', { method: 'POST', token: wide.access_token, body: subscription });
  refused(refusal, 403, 'signin.not-for-apps');
});

test('SMART App Launch 2.2 §3.0.2.3: several narrowed scopes of a type add up; a whole one beside them widens', async () => {
  const [first, second] = [
    `patient/Observation.rs?category=${system}|laboratory`,
    'patient/Observation.rs?code=http://loinc.org|41950-7,x',
  ];
  const both = await allowed(ground, await ground.app(), `${first} ${second}`);
  assert.equal(ids(await ground.fhir('/Observation', { token: both.access_token })).length, 2);
  assert.equal((await ground.fhir(`/Observation/${ground.activity}`, { token: both.access_token })).status, 200);
  const none = await allowed(ground, await ground.app(), 'patient/Observation.rs?category=laboratory&code=41950-7');
  assert.deepEqual(ids(await ground.fhir('/Observation', { token: none.access_token })), []);
  const onlyRead = await allowed(ground, await ground.app(), 'patient/Observation.r?category=laboratory patient/Condition.s');
  refused(await ground.fhir('/Observation', { token: onlyRead.access_token }), 403, 'signin.scope');
  assert.equal((await ground.fhir(`/Observation/${ground.laboratory}`, { token: onlyRead.access_token })).status, 200);
  const whole = await allowed(ground, await ground.app(), `${first} patient/Observation.s`);
  assert.equal(ids(await ground.fhir('/Observation', { token: whole.access_token })).length, 2);
  refused(await ground.fhir(`/Observation/${ground.activity}`, { token: whole.access_token }), 404, 'id.unknown');
});

test('SMART App Launch 2.2 §3.0.2.3: what could not be held to is not given', async () => {
  const kept = 'patient/Condition.rs';
  const never = [
    'patient/Observation.cruds?category=laboratory',
    'patient/Observation.rs?category:in=x',
    'patient/Observation.rs?date=gt2020',
    'patient/Observation.rs?subject.name=x',
    'patient/Observation.rs?inconnu=x',
    'patient/Observation.rs?_has:Observation:subject:code=x',
    'patient/Observation.rs?category=a(b)',
    'patient/*.rs?category=laboratory',
    'patient/Binary.rs?contenttype=x',
    'patient/List.rs?code=x',
    'patient/observation.rs',
    'patient/Observation.sr',
    'patient/Observation.',
    'patient/Observation',
    'user/*.rs',
    'system/*.rs',
  ];
  const tokens = await allowed(
    ground,
    await ground.app(),
    [kept, ...never.filter((one) => !/^(user|system)/.test(one))].join(' '),
  );
  assert.equal(tokens.scope, kept);
  const limited = await ground.app({ scopes: ['patient/Condition.rs', 'patient/Observation.s'] });
  const less = await allowed(ground, limited, 'patient/*.rs patient/Condition.cruds patient/Observation.rs patient/Condition.r');
  assert.equal(less.scope, 'patient/Condition.r', 'a software gets no more than it was registered with');
});
