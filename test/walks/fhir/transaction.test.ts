import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, PLATFORM } from '#kernel';
import { chartTransaction, numberPlace } from '../../../bench/client/chart.ts';
import { irene, orme } from '../cast.ts';
import { base, census, type EngineGround, feed, input, linesFrom, openEngineGround, refusal } from './engineGround.ts';
import { identifier, patientOf, practice, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

interface Entry {
  readonly fullUrl?: string;
  readonly resource?: object;
  readonly request: Readonly<Record<string, string>>;
}

interface Answer {
  readonly entry: readonly {
    readonly fullUrl?: string;
    readonly resource?: { readonly [name: string]: unknown };
    readonly response: { readonly status: string; readonly location: string; readonly etag: string; readonly outcome?: object };
  }[];
}

const urn = (n: number): string => `urn:uuid:5c0b1e00-0000-4000-8000-${String(n).padStart(12, '0')}`;
const post = (type: string, resource: object, more: Partial<Entry> & { request?: object } = {}): Entry => ({
  ...more,
  resource,
  request: { method: 'POST', url: type, ...more.request },
});
const bundle = (...entry: readonly object[]) => input({ resourceType: 'Bundle', type: 'transaction', entry });

async function sent(call: Call, ...entry: readonly Entry[]): Promise<Answer['entry']> {
  const text = await ground.fhir.bundle(call, bundle(...entry), { representation: true });
  return (JSON.parse(text) as Answer).entry;
}

test('FHIR R4 §3.1.0.11.2: a person and what is theirs in one transaction: links replaced wherever they stand, bytes kept', async () => {
  const { call, store } = ground;
  await feed(ground);
  const observation = `{"resourceType":"Observation", "status":"final","code":{"text":"Poids"},"subject":{"reference":"${urn(1)}"},
    "encounter":{"reference":"${urn(2)}"},"valueQuantity":{"value":62.500,"unit":"kg"},
    "extension":[{"url":"https://socle.example/see","valueUrl":"${urn(2)}"}]}`;
  const text = JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      post('Observation', { PLACE: 1 }),
      post('Patient', { resourceType: 'Patient', ...identifier('T-1') }, { fullUrl: urn(1) }),
      post(
        'Encounter',
        {
          resourceType: 'Encounter',
          status: 'finished',
          class: { code: 'AMB', system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode' },
          subject: { reference: urn(1) },
        },
        { fullUrl: urn(2) },
      ),
    ],
  }).replace('{"PLACE":1}', observation);
  const { entry } = JSON.parse(await ground.fhir.bundle(call(), { text, json: JSON.parse(text) })) as Answer;
  const [, patient = '', encounter = ''] = entry.map(({ response }) => response.location.replace(/\/_history.*/, ''));
  assert.deepEqual(
    entry.map(({ response }) => response.status),
    ['201 Created', '201 Created', '201 Created'],
  );
  const { rows } = await store.pool.query<{ body: string; record_id: string }>(
    "select body, record_id from fhir.resource where type = 'Observation'",
  );
  const record = rows[0]?.record_id;
  const kept = observation.replaceAll(urn(1), patient).replaceAll(urn(2), encounter);
  assert.equal(rows[0]?.body.replace(/"id":"[^"]*","meta":\{[^}]*\},? ?/, '').replace(/\s/g, ''), kept.replace(/\s/g, ''));
  assert.match(rows[0]?.body ?? '', /62\.500/);
  const [told] = await feed(ground);
  assert.equal(told?.home, record);
  assert.equal(told?.changes.length, 3);
});

test('design §8: 80 resources of one person, in one statement a table, one line, one message', async () => {
  const { fhir, call, trace } = ground;
  await feed(ground);
  const text = chartTransaction(1).replaceAll(numberPlace, '10000001');
  const { entry } = JSON.parse(await fhir.bundle(call(), { text, json: JSON.parse(text) })) as Answer;
  assert.equal(entry.length, 80);
  assert.ok(entry.every(({ response }) => response.status === '201 Created'));
  const told = await feed(ground);
  assert.deepEqual([told.length, told[0]?.changes.length], [1, 80]);
  const home = told[0]?.home;
  assert.ok(home !== undefined);
  const lines = await trace.lines(home, undefined, 10);
  assert.deepEqual(
    lines.map(({ action, detail }) => [action, detail]),
    [
      [
        'write',
        { created: 'Patient 1, Encounter 8, Observation 44, Condition 8, MedicationRequest 8, Immunization 6, Procedure 5' },
      ],
    ],
  );
});

test('FHIR R4 §3.1.0.11.2: every kind of entry, answered in its order; what is there before is what conditions are held against', async () => {
  const { fhir, call, ambre } = ground;
  const subject = patientOf(ambre);
  const made = await fhir.create(call(), 'Observation', input(weight(subject, identifier('tx-a'))));
  const gone = await fhir.create(call(), 'Observation', input(weight(subject, identifier('tx-b'))));
  const patched = await fhir.create(call(), 'Observation', input(weight(subject, identifier('tx-c'))));
  const patch = Buffer.from('[{"op":"replace","path":"/status","value":"amended"}]').toString('base64');
  const told = await linesFrom(ground, ambre);
  const text = await fhir.bundle(
    call(),
    bundle(
      { request: { method: 'GET', url: `Observation/${made.id}` } },
      {
        resource: weight(subject, { id: made.id, status: 'amended' }),
        request: { method: 'PUT', url: `Observation/${made.id}`, ifMatch: 'W/"1"' },
      },
      post('Observation', weight(subject, identifier('tx-c')), {
        fullUrl: urn(9),
        request: { ifNoneExist: 'identifier=urn:oid:1.2.3.4|tx-c' },
      }),
      { request: { method: 'DELETE', url: `Observation?identifier=urn:oid:1.2.3.4|tx-b&patient=${subject.reference}` } },
      { request: { method: 'DELETE', url: `Observation?identifier=urn:oid:1.2.3.4|none&patient=${subject.reference}` } },
      {
        resource: { resourceType: 'Binary', contentType: 'application/json-patch+json', data: patch },
        request: { method: 'PATCH', url: `Observation/${patched.id}` },
      },
      post('Observation', weight(subject, { hasMember: [{ reference: urn(9) }] })),
      { resource: weight(subject, { id: 'tx-d' }), request: { method: 'PUT', url: `${base}/Observation/tx-d` } },
    ),
    { read: async (url) => `{"response":{"status":"200 OK","location":"${url}"}}` },
  );
  const { entry } = JSON.parse(text) as Answer;
  assert.deepEqual(
    entry.map(({ response }) => response.status),
    ['200 OK', '200 OK', '200 OK', '204 No Content', '204 No Content', '200 OK', '201 Created', '201 Created'],
  );
  assert.equal(entry[1]?.response.location, `Observation/${made.id}/_history/2`);
  assert.equal(entry[2]?.response.location, `Observation/${patched.id}/_history/1`);
  assert.equal(entry[5]?.response.etag, 'W/"2"');
  const member = await fhir.read(call(), 'Observation', entry[6]?.response.location.split('/')[1] ?? '');
  assert.match(member.body, new RegExp(`"hasMember":\\[\\{"reference":"Observation/${patched.id}"`));
  await refusal(fhir.read(call(), 'Observation', gone.id), 'fhir.gone');
  assert.deepEqual(
    (await told())[0],
    'write done updated=Observation 2 unchanged=Observation 1 deleted=Observation 2 created=Observation 2 software',
  );
});

test('FHIR R4 §3.1.0.11.2: all or nothing: one refusal undoes the rest and names its entry', async () => {
  const { fhir, call, ambre, basile } = ground;
  const subject = patientOf(ambre);
  const mine = await fhir.create(call(), 'Observation', input(weight(subject)));
  const theirs = await fhir.create(call(orme), 'Observation', input(weight(subject)));
  await fhir.create(call(), 'Organization', input(practice('w')));
  const before = await census(ground);
  const good = [
    post('Observation', weight(subject)),
    post('Organization', practice('x')),
    post('Patient', { resourceType: 'Patient', ...identifier('never') }),
  ];
  const put = (id: string, more: object = {}) => ({
    resource: weight(subject, { id }),
    request: { method: 'PUT', url: `Observation/${id}`, ...more },
  });
  const bad: readonly (readonly [code: string, at: RegExp | undefined, ...entries: Entry[]])[] = [
    ['fhir.invalid', /^Bundle\.entry\[3\]\.resource/, post('Observation', { ...weight(subject), status: 'nonsense' })],
    ['fhir.wrong-type', /entry\[3\]/, post('Condition', weight(subject))],
    ['fhir.version-conflict', /If-Match|entry\[3\]/, put(mine.id, { ifMatch: 'W/"7"' }) as Entry],
    ['id.unknown', undefined, put(theirs.id) as Entry],
    ['fhir.several-patients', /entry\[3\]/, post('Observation', weight(subject, { performer: [patientOf(basile)] }))],
    ['fhir.unresolved-reference', /entry\[3\]/, post('Observation', weight(subject, { hasMember: [{ reference: urn(77) }] }))],
    [
      'fhir.unresolved-reference',
      /entry\[3\]/,
      post('Observation', weight(subject, { performer: [{ reference: 'Organization?name=nowhere' }] })),
    ],
    [
      'fhir.same-resource-twice',
      /entry\[4\]/,
      put(mine.id) as Entry,
      { request: { method: 'DELETE', url: `Observation/${mine.id}` } },
    ],
    [
      'fhir.same-resource-twice',
      /entry\[4\]/,
      post('Organization', practice('y'), { fullUrl: urn(1) }),
      post('Organization', practice('z'), { fullUrl: urn(1) }),
    ],
    [
      'fhir.same-resource-twice',
      /entry\[4\]/,
      post('Organization', practice('y'), { request: { ifNoneExist: 'name=y' } }),
      post('Organization', practice('y'), { request: { ifNoneExist: 'name=y' } }),
    ],
    ['fhir.bad-entry', /entry\[3\]\.request/, { request: { method: 'MOVE', url: 'Observation' } }],
    [
      'fhir.bad-entry',
      /entry\[3\]\.request/,
      { request: { method: 'POST', url: 'https://elsewhere.example/Observation' }, resource: weight(subject) },
    ],
    [
      'fhir.operation-in-transaction',
      /entry\[3\]/,
      { request: { method: 'POST', url: 'Observation/$validate' }, resource: weight(subject) },
    ],
    ['fhir.not-supported', /Bundle\.entry/, { request: { method: 'GET', url: 'Observation/1' } }],
    ['fhir.operator-only', undefined, post('ValueSet', { resourceType: 'ValueSet', status: 'active' })],
  ];
  for (const [code, at, ...entries] of bad) {
    const refused = await refusal(fhir.bundle(call(), bundle(...good, ...entries)), code);
    if (at !== undefined) assert.match(refused.at ?? '', at, code);
  }
  assert.deepEqual(await census(ground), before);
});

test('FHIR R4 §2.36.4: relative references are read from the address of their entry; two persons in one transaction', async () => {
  const { call, ambre, basile } = ground;
  const theirs = 'https://hospital.example/fhir';
  const told = [await linesFrom(ground, ambre), await linesFrom(ground, basile)];
  const entry = await sent(
    call(),
    post('Organization', practice('Hôpital'), { fullUrl: `${theirs}/Organization/1` }),
    post('Observation', weight(patientOf(ambre), { performer: [{ reference: 'Organization/1' }] }), {
      fullUrl: `${theirs}/Observation/1`,
    }),
    post('Observation', weight(patientOf(basile), { performer: [{ reference: `${theirs}/Organization/1` }] }), {
      fullUrl: `${theirs}/Observation/2`,
    }),
  );
  const [organization = '', ...observations] = entry.map(({ response }) => response.location.replace(/\/_history.*/, ''));
  for (const one of entry.slice(1)) assert.deepEqual(one.resource?.performer, [{ reference: organization }]);
  assert.equal(new Set(observations).size, 2);
  for (const lines of told) assert.deepEqual(await lines(), ['write done Observation change=created software']);
});

test('FHIR R4 §3.1.0.11.2: cyclic references are what they are', async () => {
  const { call, ambre } = ground;
  const [one, two] = await sent(
    call(),
    post('Observation', weight(patientOf(ambre), { hasMember: [{ reference: urn(2) }] }), { fullUrl: urn(1) }),
    post('Observation', weight(patientOf(ambre), { hasMember: [{ reference: urn(1) }] }), { fullUrl: urn(2) }),
  );
  const name = (entry: typeof one) => entry?.response.location.replace(/\/_history.*/, '');
  assert.deepEqual(
    [one?.resource?.hasMember, two?.resource?.hasMember],
    [[{ reference: name(two) }], [{ reference: name(one) }]],
  );
});

test('FHIR R4 §3.1.0.11.2: two transactions that meet in two records and what is shared: none waits for the other for ever', async () => {
  const { fhir, call, ambre, basile } = ground;
  const other = await ground.beside();
  const there = (first: typeof ambre, second: typeof ambre) =>
    bundle(
      post('Observation', weight(patientOf(first))),
      post('Organization', practice('z')),
      post('Observation', weight(patientOf(second))),
    );
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0 ? fhir.bundle(call(), there(ambre, basile)) : other.fhir.bundle(call(), there(basile, ambre)),
    ),
  );
  assert.ok(all.every((text) => text.includes('201 Created')));
  assert.deepEqual((await ground.trace.verify()).faults, []);
});

test('FHIR R4 §3.1.0.11.2: what is shared and found by a condition is referred to, and waited for by nobody', async () => {
  const { fhir, call, ambre, store } = ground;
  const known = await fhir.create(call(), 'Organization', input(practice('Connue', identifier('KNOWN'))));
  const send = () =>
    sent(
      call(),
      post('Organization', practice('Connue'), { fullUrl: urn(1), request: { ifNoneExist: 'identifier=urn:oid:1.2.3.4|KNOWN' } }),
      post('Observation', weight(patientOf(ambre), { performer: [{ reference: urn(1) }] })),
    );
  // Somebody else holds the row that orders the writes of what is shared.
  const entry = await store.transaction(async (tx) => {
    await store.records.lock(tx, PLATFORM);
    return send();
  });
  assert.deepEqual(
    entry.map(({ response }) => response.status),
    ['200 OK', '201 Created'],
  );
  assert.equal(entry[0]?.resource?.id, known.id);
  assert.deepEqual(entry[1]?.resource?.performer, [{ reference: `Organization/${known.id}` }]);
});

test('FHIR R4 §3.1.0.11.2: a person whom a condition finds is not made again, and theirs goes to their record', async () => {
  const { call, ambre, ins } = ground;
  const matricule = (await ins.byRecord(ambre))?.matricule;
  const before = await census(ground);
  const entry = await sent(
    call(irene),
    post(
      'Patient',
      { resourceType: 'Patient', name: [{ family: 'X' }] },
      { fullUrl: urn(1), request: { ifNoneExist: `identifier=urn:oid:1.2.250.1.213.1.4.10|${matricule}` } },
    ),
    post('Observation', weight({ reference: urn(1) })),
  );
  assert.deepEqual(
    entry.map(({ response }) => response.status),
    ['200 OK', '201 Created'],
  );
  assert.deepEqual(entry[1]?.resource?.subject, patientOf(ambre));
  assert.equal((await census(ground)).records, before.records);
});

test('FHIR R4 §3.1.0.11: an empty transaction is answered; a Bundle of another type is not carried out', async () => {
  const { fhir, call } = ground;
  assert.equal(
    await fhir.bundle(call(), input({ resourceType: 'Bundle', type: 'transaction' })),
    '{"resourceType":"Bundle","type":"transaction-response"}',
  );
  await refusal(fhir.bundle(call(), input({ resourceType: 'Bundle', type: 'collection' })), 'fhir.bundle-type');
});
