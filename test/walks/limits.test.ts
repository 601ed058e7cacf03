import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { ambre, citizen, nuees } from './cast.ts';
import { type Answer, type Ask, census, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { n3, provide } from './papers.ts';

let ground: Ground;
let counted: Record<string, number>;
let id = '';
before(async () => {
  ground = await openGround();
  [id = ''] = await ground.deposited(provide(n3(ambre)));
  counted = await census(ground);
});
after(() => ground.close());

const post = async (body: string | Buffer, more: Ask = {}): Promise<Answer> =>
  ground.fhir('', { method: 'POST', token: await ground.token(nuees), body, ...more });

test('RFC 8259: malformed JSON is refused with its place, and the answer repeats none of it', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const text = JSON.stringify(provide(n3(ambre)), null, 1);
  const wrong = text.replace('"entry": [', '"entry": [ SECRET');
  const answer = await post(wrong);
  const line = wrong.slice(0, wrong.indexOf('SECRET')).split('\n').length;
  assert.equal(refused(answer, 400, 'fhir.malformed-json'), `line ${line}, column 13`);
  assert.ok(!answer.bytes.includes('SECRET'));
  refused(await post(text.slice(0, -30)), 400, 'fhir.malformed-json');
  refused(await post(''), 400, 'fhir.no-body');
  refused(await post(Buffer.from([0x7b, 0xff, 0x7d])), 400, 'fhir.malformed-json');
  refused(await post('[]'), 400, 'fhir.not-a-resource');
  refused(await post('null'), 400, 'fhir.not-a-resource');
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('design §5, depth: a hundred thousand levels are refused, and the next request is answered', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  for (const bomb of [
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    `{"resourceType":"Bundle","entry":${'['.repeat(65)}${']'.repeat(65)}}`,
  ])
    refused(await post(bomb), 400, 'fhir.too-deep');
  assert.equal((await ground.fhir('/metadata')).status, 200);
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('design §5, count: a Bundle of 10,000 entries is refused at once, a submission of more than 200 too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const entry = Array.from({ length: 10_000 }, () => ({ resource: { resourceType: 'DocumentReference' } }));
  for (const type of ['transaction', 'batch'])
    refused(await post(JSON.stringify({ resourceType: 'Bundle', type, entry })), 413, 'fhir.too-many-entries');
  const { entry: good, ...submission } = provide(n3(ambre));
  const many = { ...submission, entry: [...good, ...entry.slice(0, 198)] };
  refused(await post(JSON.stringify(many)), 400, 'pdsm.too-many-entries');
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('design §5, size: a body over the limit is refused before it is read', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(nuees);
  const { port } = new URL(ground.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
      if (text.includes('OperationOutcome')) resolve(text);
    });
    socket.on('end', () => resolve(text)).on('error', reject);
    const head = ['POST /fhir HTTP/1.1', `host: 127.0.0.1:${port}`, 'content-type: application/fhir+json'];
    socket.write(`${[...head, `authorization: Bearer ${token}`, `content-length: ${65 << 20}`].join('\r\n')}\r\n\r\n{`);
  });
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /fhir\.too-large/);
  const search = {
    method: 'POST',
    token,
    body: 'a='.padEnd(2 << 20, 'x'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  refused(await ground.fhir('/DocumentReference/_search', search), 413, 'fhir.too-large');
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('FHIR R4 §3.1.0: another content type, method or resource is refused as such', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(nuees);
  const body = JSON.stringify(provide(n3(ambre)));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/cda+xml'])
    refused(await post(body, { headers: { 'content-type': type } }), 415, 'fhir.content-type');
  refused(await post(body, { headers: { 'content-type': 'application/fhir+xml' } }), 400, 'fhir.xml-malformed');
  for (const [method, path] of [
    ['DELETE', `/Binary/${id}`],
    ['PUT', '/Binary/1'],
    ['PATCH', '/Binary/1'],
    ['GET', '/Binary'],
    ['GET', '/DocumentReference/$typo'],
    ['GET', '/a/b/c/d/e/f'],
  ] as const)
    refused(await ground.fhir(path, { method, token }), 404, 'fhir.not-supported');
  for (const path of ['/Nothing', '/Nothing/1', '/documentreference'])
    refused(await ground.fhir(path, { token }), 404, 'fhir.unknown-type');
  const options = await ground.fhir('/DocumentReference', { method: 'OPTIONS', token });
  refused(options, 405, 'fhir.method');
  assert.match(options.headers.get('allow') ?? '', /GET/);
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('RFC 6750, RFC 9068: a token absent, malformed, forged, expired, for another audience or without the scope opens nothing', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const bundle = provide(n3(ambre));
  const good = await ground.token(nuees);
  const [head = '', claims = '', signature = ''] = good.split('.');
  const decoded = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...decoded, sub: 'logiciel-autre' })).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const cases: readonly (readonly [token: string | undefined, status: number, code: string])[] = [
    [undefined, 401, 'signin.token-missing'],
    ['abc', 401, 'signin.token-invalid'],
    [`${head}.${forged}.${signature}`, 401, 'signin.token-invalid'],
    [`${unsigned}.${claims}.`, 401, 'signin.token-invalid'],
    [await ground.signin.issue(nuees, { seconds: -1 }), 401, 'signin.token-expired'],
    [await ground.tokenAt('http://127.0.0.1:1', nuees), 401, 'signin.token-invalid'],
    [await ground.token(nuees, { scopes: ['system/DocumentReference.rs'] }), 403, 'signin.scope'],
    [await ground.token(nuees, { scopes: ['user/DocumentReference.c'] }), 403, 'signin.scope'],
    [await ground.token(nuees, { scopes: [] }), 403, 'signin.scope'],
  ];
  for (const [token, status, code] of cases) {
    const answer = await ground.fhir('', { method: 'POST', body: bundle, ...(token === undefined ? {} : { token }) });
    refused(answer, status, code);
    assert.equal(answer.headers.has('www-authenticate'), status === 401);
  }
  const person = citizen(ground.ambre, ambre);
  const onlyLists = await ground.token(person, { scopes: ['patient/List.rs'] });
  for (const path of ['/DocumentReference', '/Binary/1', '/DocumentReference/1'])
    refused(await ground.fhir(path, { token: onlyLists }), 403, 'signin.scope');
  assert.equal((await ground.fhir('/List', { token: onlyLists })).status, 200);
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
  assert.deepEqual(
    ground.said.filter((line) => line.includes('defect')),
    [],
  );
});
