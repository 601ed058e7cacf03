import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ambre, nuees, orme, softwareSecret } from './cast.ts';
import { type Bundle, census, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { change, n1, n3, provide, provideAll } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

for (const [level, write] of [
  ['N1', n1],
  ['N3', n3],
] as const) {
  test(`IHE MHD ITI-65, ProvideDocumentBundleResponse: a CDA ${level} is registered, answered entry by entry, read back byte for byte`, async () => {
    const lines = await traceFrom(ground, ground.ambre);
    const bytes = write(ambre, { title: `Consultation ${level}` });
    const answer = await ground.send(provide(bytes));
    assert.equal(answer.status, 200);
    const { resourceType, type, entry = [] } = answer.as<Bundle>();
    assert.deepEqual([resourceType, type], ['Bundle', 'transaction-response']);
    assert.deepEqual(
      entry.map(({ response }) => [response.status, response.location.replace(/\/.*/, ''), response.etag]),
      [
        ['201 Created', 'List', 'W/"1"'],
        ['201 Created', 'DocumentReference', 'W/"1"'],
        ['201 Created', 'Binary', 'W/"1"'],
      ],
    );
    const back = await ground.fhir(`/${entry[2]?.response.location}`, { token: await ground.token(nuees) });
    assert.deepEqual(back.bytes, bytes);
    assert.equal(back.headers.get('content-type'), 'text/xml');
    const read = await ground.fhir(`/${entry[1]?.response.location}`, { token: await ground.token(nuees) });
    assert.equal(read.headers.get('etag'), 'W/"1"');
    const reference = read.as<{ subject: object; content: { attachment: { url: string; size: number } }[] }>();
    assert.deepEqual(reference.subject, { reference: `Patient/${ground.ambre.replaceAll('-', '')}` });
    assert.equal(reference.content[0]?.attachment.url, entry[2]?.response.location);
    assert.equal(reference.content[0]?.attachment.size, bytes.length);
    assert.deepEqual(
      (await lines()).map(words),
      ['deposit', 'read', 'read'].map((action) => `${action} done Nuées Logiciel`),
    );
  });
}

test('RFC 6749 §4.4: a software deposits with a token of its own client credentials', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const response = await fetch(`${ground.url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${orme.id}:${softwareSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/DocumentReference.c' }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const answer = await ground.send(provide(n3(ambre)), token);
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.deepEqual((await lines()).map(words), ['deposit done Orme Logiciel']);
});

test('adr 6: the same submission again is answered 200 with the same ids, and nothing is written', async () => {
  const bundle = provide(n3(ambre));
  const first = (await ground.send(bundle)).as<Bundle>().entry ?? [];
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const again = await ground.send(bundle);
  assert.equal(again.status, 200);
  assert.deepEqual(
    again.as<Bundle>().entry?.map(({ response }) => [response.status, response.location]),
    first.map(({ response }) => ['200 OK', response.location]),
  );
  assert.deepEqual(await census(ground), counted);
  assert.deepEqual(await lines(), []);
});

test('adr 6: the same submission sent five times at once is registered once', async () => {
  const bundle = provide(n3(ambre));
  const counted = await census(ground);
  const answers = await Promise.all(Array.from({ length: 5 }, () => ground.send(bundle)));
  const places = answers.map((answer) =>
    answer
      .as<Bundle>()
      .entry?.map(({ response }) => response.location)
      .join(),
  );
  assert.equal(new Set(places).size, 1);
  const { entries, blobs, deposits } = await census(ground);
  const { entries: e = 0, blobs: b = 0, deposits: d = 0 } = counted;
  assert.deepEqual([entries, blobs, deposits], [e + 1, b + 1, d + 1]);
});

test('adr 6, ITI TF-3 4.2.4: duplicates and reused submission ids are refused and change nothing', async () => {
  const id = randomUUID().toUpperCase();
  const bytes = n3(ambre, { id });
  const uid = `urn:uuid:${randomUUID()}`;
  await ground.deposited(provide(bytes, { uid }));
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const other = { uid: `urn:uuid:${randomUUID()}` };
  refused(await ground.send(provide(bytes, other)), 409, 'documents.duplicate');
  refused(await ground.send(provide(n3(ambre, { id, title: 'Autre' }), other)), 409, 'documents.duplicate-different');
  refused(await ground.send(provide(n3(ambre), { uid })), 409, 'documents.submission-reused');
  refused(await ground.send(provide(bytes, { uid }), await ground.token(orme)), 409, 'documents.submission-reused');
  const twice = provideAll([provide(bytes.subarray()), provide(n3(ambre, { id, title: 'Autre' }))]);
  refused(await ground.send(twice), 409, 'documents.duplicate');
  const same = n3(ambre);
  refused(
    await ground.send(provideAll([provide(same, { uid: 'urn:oid:2.25.1' }), provide(same, other)])),
    409,
    'documents.duplicate',
  );
  assert.deepEqual(await census(ground), counted);
  assert.deepEqual(
    (await lines()).map(({ action, outcome, code }) => `${action} ${outcome} ${code}`),
    ['duplicate', 'duplicate-different', 'submission-reused', 'submission-reused', 'duplicate', 'duplicate'].map(
      (code) => `deposit refused documents.${code}`,
    ),
  );
});

test('PDSm, lot de soumission: several documents are answered in the order of the Bundle', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const papers = [n1(ambre, { title: 'Premier' }), n3(ambre, { title: 'Deuxième' }), n3(ambre, { title: 'Troisième' })];
  const bundle = provideAll(papers.map((bytes) => provide(bytes)));
  bundle.entry.reverse(); // Binaries first: places in the answer follow places in the question
  const { entry = [] } = (await ground.send(bundle)).as<Bundle>();
  const places = entry.map(({ response }) => response.location);
  assert.deepEqual(
    places.map((place) => place.replace(/\/.*/, '')),
    ['Binary', 'Binary', 'Binary', 'DocumentReference', 'DocumentReference', 'DocumentReference', 'List'],
  );
  const token = await ground.token(nuees);
  const bytes = await Promise.all(places.slice(0, 3).map(async (place) => (await ground.fhir(`/${place}`, { token })).bytes));
  assert.deepEqual(bytes, papers.reverse());
  assert.deepEqual(
    (await lines()).slice(0, 3).map(({ object }) => object?.title),
    ['Troisième', 'Deuxième', 'Premier'],
  );
});

test('PDSm, lot de soumission: when the second entry is wrong nothing of the submission stays', async () => {
  const papers = () => provideAll([n3(ambre), n3(ambre), n3(ambre)].map((bytes) => provide(bytes)));
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const known = n3(ambre);
  const wrong: [string, number, (bundle: ReturnType<typeof papers>) => object][] = [
    ['documents.hash-mismatch', 422, (bundle) => change(bundle, 'entry.2.resource.content.0.attachment.hash', 'AAAA')],
    ['documents.unknown-code', 422, (bundle) => change(bundle, 'entry.2.resource.category.0.coding.0.code', '404')],
    ['documents.replaces-unknown', 422, (bundle) => change(bundle, 'entry.2.resource.relatesTo', replaces('urn:oid:2.25.404'))],
    ['pdsm.no-binary', 400, (bundle) => ({ ...bundle, entry: bundle.entry.filter((_, index) => index !== 5) })],
  ];
  for (const [code, status, spoil] of wrong) {
    const answer = await ground.send(spoil(papers()) as ReturnType<typeof papers>);
    assert.match(refused(answer, status, code) ?? '', /^Bundle\.entry\[2\]/, code);
  }
  assert.deepEqual(await census(ground), counted);
  // what was refused can be sent right, with the same submission id
  await ground.deposited(provide(known));
  // a wrong hash is seen before the person is looked up: its line stands under the platform's own key
  const told = (await lines()).map(({ action, outcome }) => `${action} ${outcome}`);
  assert.deepEqual(told, ['deposit refused', 'deposit refused', 'deposit done']);
});

function replaces(value: string): object[] {
  return [{ code: 'replaces', target: { identifier: { system: 'urn:ietf:rfc:3986', value } } }];
}
