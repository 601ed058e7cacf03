import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { hexOfRecordId } from '#kernel';
import { nuees } from '../cast.ts';
import { census, type Ground, openGround, refused } from '../ground.ts';
import { type As, askingAt, codeOf, type Found, type Json, placeOf, withStatus } from './asking.ts';
import { bundleOf, entry, haemoglobin, organization } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

/** Everything that a write leaves, in the engine’s own tables too. */
async function counted(): Promise<Record<string, number>> {
  const { rows } = await ground.store.pool.query<Record<string, number>>(
    `select (select count(*) from fhir.resource) as resources, (select count(*) from fhir.shared) as shared,
       (select count(*) from fhir.history) as versions, (select count(*) from fhir.alias) as aliases`,
  );
  return { ...(await census(ground)), ...rows[0] };
}

test('issue, bad input: malformed JSON is refused with its place, nothing of it repeated', async () => {
  const before = await counted();
  const text = JSON.stringify(organization('SECRET'), null, 1);
  const cases: readonly (readonly [body: string | Buffer, at: string | undefined])[] = [
    [text.replace('"active": true', '"active": SECRET'), 'line 3, column 12'],
    [text.slice(0, -2), undefined],
    ['{"resourceType":"Organization",}', 'line 1, column 32'],
    [Buffer.from([0x7b, 0xff, 0x7d]), undefined],
  ];
  for (const [body, at] of cases) {
    const answer = await as(nuees, 'POST', '/Organization', body);
    const place = refused(answer, 400, 'fhir.malformed-json');
    if (at !== undefined) assert.equal(place, at);
    assert.ok(!answer.bytes.includes('SECRET'));
  }
  refused(await as(nuees, 'POST', '/Organization', '[]'), 400, 'fhir.not-a-resource');
  refused(await as(nuees, 'POST', '/Organization', ''), 400, 'fhir.no-body');
  refused(
    await as(nuees, 'POST', '/Organization', '{"resourceType":"Organization","name":"a\\u0000b"}'),
    400,
    'fhir.bad-character',
  );
  refused(
    await as(nuees, 'POST', '/Organization', '{"resourceType":"Organization","name":"a\\uD83Db"}'),
    400,
    'fhir.bad-character',
  );
  assert.deepEqual(await counted(), before);
});

test('issue, bad input: malformed XML, a DOCTYPE, an entity, another namespace: refused', async () => {
  const before = await counted();
  const xml = { 'content-type': 'application/fhir+xml' };
  const good = '<Organization xmlns="http://hl7.org/fhir"><name value="Bonne"/></Organization>';
  for (const body of [
    good.slice(0, -5),
    `<!DOCTYPE Organization [<!ENTITY e SYSTEM "file:///etc/passwd">]>${good.replace('Bonne', '&e;')}`,
    `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${good.replace('Bonne', '&b;')}`,
    good.replace('http://hl7.org/fhir', 'http://example.org'),
    good.replace('<name', '<unheard'),
    `<Organization xmlns="http://hl7.org/fhir">${'<contact>'.repeat(2000)}${'</contact>'.repeat(2000)}</Organization>`,
    'text',
    Buffer.from('<Organization xmlns="http://hl7.org/fhir"><name value="é"/></Organization>', 'latin1'),
  ]) {
    const answer = await as(nuees, 'POST', '/Organization', body, xml);
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${body.toString().slice(0, 80)}`);
    assert.ok(!answer.bytes.includes('root:'), 'no file is read');
  }
  assert.deepEqual(await counted(), before);
  withStatus(201, await as(nuees, 'POST', '/Organization', good, xml));
});

test('issue, bad input: wrong content type', async () => {
  const packed = gzipSync('{"resourceType":"Organization"}');
  refused(await as(nuees, 'POST', '/Organization', packed, { 'content-encoding': 'gzip' }), 415, 'fhir.content-encoding');
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/fhir+json; charset=latin1',
    '*/*',
    'x',
  ])
    refused(
      await as(nuees, 'POST', '/Organization', JSON.stringify(organization('x')), { 'content-type': type }),
      415,
      'fhir.content-type',
    );
  refused(await as(nuees, 'PATCH', '/Organization/1', '[]', { 'content-type': 'application/json' }), 400, 'fhir.not-a-resource');
});

test('issue, bad input: a depth bomb in JSON is refused, and the next request is answered', async () => {
  const before = await counted();
  for (const bomb of [
    '['.repeat(200_000),
    '{"a":'.repeat(200_000),
    `{"resourceType":"Organization","extension":${'['.repeat(70)}${']'.repeat(70)}}`,
  ])
    refused(await as(nuees, 'POST', '/Organization', bomb), 400, 'fhir.too-deep');
  withStatus(200, await ground.fhir('/metadata'));
  assert.deepEqual(await counted(), before);
});

test('issue, bad input: a Bundle of 10,000 entries, as batch and as transaction, is refused at once', async () => {
  const before = await counted();
  const entries = Array.from({ length: 10_000 }, (_, n) => entry('POST', 'Organization', organization(`n${n}`)));
  for (const type of ['batch', 'transaction'])
    refused(await as(nuees, 'POST', '/', bundleOf(type, ...entries)), 413, 'fhir.too-many-entries');
  assert.deepEqual(await counted(), before);
});

test('issue, bad input: a Bundle over 50 MB is refused; one over the limit of all bodies is not even read', async () => {
  const before = await counted();
  const large = bundleOf('transaction', entry('POST', 'Organization', organization('x'.repeat(51 << 20))));
  refused(await as(nuees, 'POST', '/', large), 413, 'fhir.too-large');
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
    const head = ['POST /fhir HTTP/1.1', 'host: x', 'content-type: application/fhir+json', `authorization: Bearer ${token}`];
    socket.write(`${[...head, `content-length: ${65 << 20}`].join('\r\n')}\r\n\r\n{`);
  });
  assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*fhir\.too-large/);
  refused(await as(nuees, 'POST', '/Organization', organization('x'.repeat(22 << 20))), 413, 'fhir.too-large');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  refused(await as(nuees, 'POST', '/Organization/_search', 'name='.padEnd(2 << 20, 'x'), form), 413, 'fhir.too-large');
  assert.deepEqual(await counted(), before);
});

test('issue, bad input: references in a circle, to oneself and to nothing', async () => {
  const [one, two] = ['urn:uuid:00000000-0000-4000-8000-00000000000a', 'urn:uuid:00000000-0000-4000-8000-00000000000b'];
  const circle = bundleOf(
    'transaction',
    entry('POST', 'Organization', { ...organization('A'), partOf: { reference: two } }, { fullUrl: one }),
    entry('POST', 'Organization', { ...organization('B'), partOf: { reference: one } }, { fullUrl: two }),
  );
  const made = withStatus(200, await as(nuees, 'POST', '/', circle)).as<Found>();
  const place = /^Organization\/[^/]+/.exec(made.entry?.[0]?.response?.location ?? '')?.[0] ?? '';
  const query = `/Organization?_id=${place.split('/')[1]}&_include:iterate=Organization:partof&_revinclude:iterate=Organization:partof`;
  const found = await as(nuees, 'GET', query);
  assert.ok(found.status === 200 || found.status === 400, `${found.status} ${found.bytes}`);
  const before = await counted();
  const nowhere = bundleOf(
    'transaction',
    entry('POST', 'Organization', { ...organization('C'), partOf: { reference: one.replace('a', 'c') } }),
  );
  const answer = await as(nuees, 'POST', '/', nowhere);
  assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
  assert.deepEqual(await counted(), before);
});

test('issue, bad input: 5,000 ORs, regex-like strings and endless values are answered or refused, never 500', async () => {
  const codes = Array.from({ length: 5000 }, (_, n) => `c${n}`).join(',');
  const patient = hexOfRecordId(ground.ambre);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const [path, body] of [
    ['/Observation/_search', `patient=${patient}&code=${codes}`],
    ['/Organization/_search', `identifier=${codes}`],
    ['/Organization/_search', Array.from({ length: 5000 }, (_, n) => `name=n${n}`).join('&')],
    ['/Organization/_search', `_filter=${encodeURIComponent(Array.from({ length: 300 }, () => 'name eq x').join(' or '))}`],
  ] as const) {
    const from = performance.now();
    const answer = await as(nuees, 'POST', path, body, form);
    assert.ok(
      answer.status === 200 || (answer.status >= 400 && answer.status < 500),
      `${answer.status} ${answer.bytes.subarray(0, 300)}`,
    );
    assert.ok(performance.now() - from < 5000);
  }
  withStatus(201, await as(nuees, 'POST', '/Organization', organization('a.c%_\\ (x+x+)+y')));
  const literal = 'a.c%_\\ (x+x+)+y';
  for (const [name, count] of [
    [literal, 1],
    ['a%', 0],
    ['a.c__', 0],
    ['.*', 0],
    ['(a+)+$', 0],
    ['[a', 0],
  ] as const) {
    const exact = withStatus(200, await as(nuees, 'GET', `/Organization?${new URLSearchParams({ 'name:exact': name })}`));
    assert.equal(exact.as<Found>().total, count, name);
    const loose = await as(nuees, 'GET', `/Organization?${new URLSearchParams({ name, 'name:contains': name })}`);
    assert.ok(loose.status === 200 || loose.status === 400, `${loose.status} ${loose.bytes}`);
  }
});

test('issue, bad input: SQL in every parameter, header and part of an address finds nothing more and breaks nothing', async () => {
  withStatus(200, await as(nuees, 'GET', `/Patient/${hexOfRecordId(ground.ambre)}`)); // written when it is first looked for
  const before = await counted();
  const place = placeOf(withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre))));
  const all = await counted();
  const attacks = [
    "' or 1=1 --",
    "x'); drop table fhir.resource; --",
    '1 or true',
    '$1',
    '\\',
    "'||pg_sleep(5)||'",
    '{}',
    '%',
    '\u0000',
    '*',
  ];
  const parameters = [
    '_id',
    '_lastUpdated',
    '_tag',
    '_profile',
    '_sort',
    '_include',
    '_revinclude',
    '_has:Observation:subject:code',
  ];
  const more = [
    'code',
    'date',
    'value-quantity',
    'subject',
    'patient',
    'status',
    '_filter',
    '_list',
    '_text',
    '_count',
    'page',
    '_elements',
    '_type',
    '_summary',
    'code:in',
    'subject.name',
    'code-value-quantity',
    '_total',
    '__explain',
    '_format',
  ];
  for (const attack of attacks) {
    const value = encodeURIComponent(attack);
    const paths = [
      ...[...parameters, ...more].map(
        (name) => `/Observation?patient=${hexOfRecordId(ground.ambre)}&${encodeURIComponent(name)}=${value}`,
      ),
      `/Observation?${value}=1`,
      `/Observation/${value}`,
      `/${value}/1`,
      `/${place}/_history/${value}`,
      `/Patient/${value}/$everything`,
      `/${place}/_history?_since=${value}`,
      `/ValueSet/$expand?url=${value}&filter=${value}`,
      `/CodeSystem/$lookup?system=${value}&code=${value}`,
      `/$export/${value}`,
      `/Subscription/${value}`,
      `/Subscription?status=${value}`,
    ];
    for (const path of paths) {
      const answer = await as(nuees, 'GET', path);
      assert.ok(answer.status < 500, `${path}: ${answer.status} ${answer.bytes}`);
      const found = answer.status === 200 ? answer.as<Found>() : undefined;
      assert.ok((found?.total ?? 0) <= 1, `${path} finds ${found?.total}`);
    }
    for (const name of ['if-match', 'if-none-match', 'if-none-exist', 'if-modified-since', 'prefer', 'accept', 'x-request-id']) {
      if (/[^\x20-\x7e]/.test(attack)) continue;
      const answer = await as(nuees, 'PUT', `/${place}`, '{}', { [name]: attack });
      assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${answer.status} ${answer.bytes}`);
    }
  }
  assert.deepEqual(await counted(), all);
  assert.equal((all.resources ?? 0) - (before.resources ?? 0), 1);
});

test('issue, bad input: a resource that breaks rules is refused with all that is wrong, in the form that was asked for', async () => {
  const bad = {
    ...(JSON.parse(haemoglobin(ground.ambre)) as Json),
    status: 'perhaps',
    unheard: 1,
    effectiveDateTime: 'yesterday',
  };
  const answer = await as(nuees, 'POST', '/Observation', bad);
  assert.equal(answer.status, 422);
  const issues = answer.as<Json>().issue as { expression: string[]; diagnostics: string }[];
  assert.ok(
    issues.length >= 3 && issues.every(({ expression, diagnostics }) => expression.length === 1 && diagnostics.length > 10),
  );
  const xml = await as(nuees, 'POST', '/Observation', bad, { accept: 'application/fhir+xml' });
  assert.match(xml.bytes.toString(), /<OperationOutcome xmlns.*<issue>.*<issue>/s);
});

test('RFC 9110: an address, header or query that is no such thing is refused and the server goes on', async () => {
  const token = await ground.token(nuees);
  for (const path of [
    '/Observation/%E0%A4%A',
    '/%',
    '/Observation?%E0%A4%A=1',
    `/${'a/'.repeat(500)}`,
    `/Organization/${'x'.repeat(3000)}`,
    '//',
    '/Observation//1',
    '/../metadata',
  ]) {
    const answer = await ground.fhir(path, { token });
    assert.ok(answer.status < 500, `${path.slice(0, 60)}: ${answer.status} ${answer.bytes}`);
  }
  const many = Array.from({ length: 61 }, (_, n) => `a${n}=1`).join('&');
  assert.equal(codeOf((await ground.fhir(`/Organization?${many}`, { token })).as<Json>()), 'fhir.too-many-parameters');
});

test('design §5: none of this was a defect', () => {
  assert.deepEqual(
    ground.said.filter((line) => line.includes('defect')),
    [],
  );
});
