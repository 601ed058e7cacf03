import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openKeptSpecifications, readSpecifications } from '#documents';
import { PLATFORM } from '#kernel';
import { ambre, citizen, irene, nuees } from './cast.ts';
import { type Answer, type Bundle, census, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { change, n1, type Provide, provide, smallPdf } from './papers.ts';
import { until } from './server.ts';
import { specificationFolder } from './specified.ts';

interface Issue {
  readonly severity: string;
  readonly code: string;
  readonly details?: { readonly coding: { readonly code: string }[]; readonly text: string };
  readonly diagnostics: string;
  readonly expression?: string[];
}

let ground: Ground;
let quiet: () => Promise<void>;
before(async () => {
  ground = await openGround();
  // A check looks at no record and keeps nothing: proved around each test that only checks.
  quiet = await undisturbed();
});
after(() => ground.close());

async function undisturbed(): Promise<() => Promise<void>> {
  const counted = await census(ground);
  const lines = await Promise.all([PLATFORM, ground.ambre].map((record) => traceFrom(ground, record)));
  return async () => {
    assert.deepEqual(await census(ground), counted);
    assert.deepEqual((await Promise.all(lines.map((since) => since()))).flat(), []);
  };
}

const post = async (path: string, body: string | Buffer | object, type: string, token?: string): Promise<Answer> =>
  ground.fhir(path, { method: 'POST', body, token: token ?? (await ground.token(nuees)), headers: { 'content-type': type } });

function issues(answer: Answer): Issue[] {
  assert.equal(answer.status, 200, answer.bytes.toString());
  const { resourceType, issue } = answer.as<{ resourceType: string; issue: Issue[] }>();
  assert.equal(resourceType, 'OperationOutcome');
  return issue;
}
const rulesOf = (all: readonly Issue[]): (string | undefined)[] =>
  all.filter(({ severity }) => severity !== 'information').map(({ details }) => details?.coding[0]?.code);

/** Wrong in what an ordinary deposit does not look at. */
const spoiled = (bytes: Buffer): Buffer => Buffer.from(bytes.toString().replace('POCD_HD000040', 'POCD_HD000041'));
const good = n1(ambre);

test('$check-document: a document that conforms, by whoever is signed in; nothing is kept and no record looked at', async () => {
  const patient = citizen(ground.ambre, ambre);
  for (const token of [await ground.token(nuees), await ground.token(irene), await ground.token(patient)]) {
    const found = issues(await post('/$check-document', good, 'text/xml', token));
    assert.deepEqual(rulesOf(found), []);
    assert.equal(found[0]?.diagnostics, 'No fault was found.');
    assert.deepEqual(
      found.slice(1).map(({ details }) => details?.coding[0]?.code),
      ['schema.not-run', 'rules.not-run'],
    );
  }
  refused(
    await ground.fhir('/$check-document', { method: 'POST', body: good, headers: { 'content-type': 'text/xml' } }),
    401,
    'signin.token-missing',
  );
  await quiet();
});

test('$check-document: each finding with its rule, sentences, line and XPath', async () => {
  const [found] = issues(await post('/$check-document', spoiled(good), 'application/xml; charset=utf-8'));
  assert.equal(found?.severity, 'error');
  assert.equal(found.code, 'required');
  assert.equal(found.details?.coding[0]?.code, 'document.type-id');
  assert.match(found.details.text, /^Il y a un typeId/);
  assert.match(found.diagnostics, /^There is one typeId.* \[line \d+\]$/);
  assert.deepEqual(found.expression, ['/ClinicalDocument/typeId[1]']);
  await quiet();
});

test('$check-document: hostile bytes are findings, not refusals', async () => {
  const hostile: readonly (readonly [string | Buffer, string])[] = [
    ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 'xml.doctype'],
    ['<a>'.repeat(10_000), 'xml.too-deep'],
    [smallPdf, 'documents.not-cda'],
    ['nothing', 'xml.malformed'],
  ];
  for (const [bytes, rule] of hostile) {
    const found = issues(await post('/$check-document', bytes, 'text/xml'));
    assert.deepEqual(rulesOf(found), [rule]);
    assert.equal(found[0]?.code, 'structure');
  }
  await quiet();
});

test('$check-document: a Binary, and Parameters with what would be sent', async () => {
  const binary = { resourceType: 'Binary', contentType: 'text/xml', data: spoiled(good).toString('base64') };
  assert.deepEqual(rulesOf(issues(await post('/$check-document', binary, 'application/fhir+json'))), ['document.type-id']);
  const metadata = provide(good).entry[1]?.resource ?? {};
  change(metadata, 'type.coding.0.code', '34133-9');
  change(metadata, 'content.0.attachment.title', 'Autre chose');
  const parameter = [
    { name: 'document', resource: { ...binary, data: good.toString('base64') } },
    { name: 'metadata', resource: metadata },
  ];
  const found = issues(await post('/$check-document', { resourceType: 'Parameters', parameter }, 'application/fhir+json'));
  assert.deepEqual(rulesOf(found), ['metadata.type', 'metadata.content.attachment.title']);
  assert.deepEqual(
    found.slice(0, 2).map(({ severity, code, expression }) => [severity, code, expression?.[0]]),
    [
      ['error', 'business-rule', '/ClinicalDocument/code[1]'],
      ['warning', 'business-rule', '/ClinicalDocument/title[1]'],
    ],
  );
  await quiet();
});

test('$check-document: what it cannot be asked is refused', async () => {
  const token = await ground.token(nuees);
  assert.equal((await ground.fhir('/$check-document', { token })).status, 405);
  refused(await post('/$check-document', '', 'text/xml'), 400, 'fhir.no-body');
  refused(await post('/$check-document', good, 'image/png'), 415, 'fhir.content-type');
  refused(await post('/$check-document?mode=x', good, 'text/xml'), 400, 'fhir.unknown-parameter');
  refused(await post('/$check-document', { resourceType: 'Patient' }, 'application/fhir+json'), 400, 'fhir.wrong-type');
  refused(await post('/$check-document', { resourceType: 'Parameters' }, 'application/fhir+json'), 400, 'fhir.missing-parameter');
  refused(await post('/$check-document', { resourceType: 'Binary', data: '*' }, 'application/fhir+json'), 400, 'fhir.bad-base64');
  refused(await post('/$check-document', Buffer.alloc((20 << 20) + 1, 0x20), 'text/xml'), 413, 'documents.too-large');
  const { rest } = (await ground.fhir('/metadata')).as<{ rest: { operation: { name: string; definition: string }[] }[] }>();
  assert.ok(rest[0]?.operation.some(({ name }) => name === 'check-document'));
  await quiet();
});

test('PDSm, ITI-65, $validate: the Bundle, and each document against what is said of it', async () => {
  const bundle = provide(spoiled(good));
  change(bundle, 'entry.1.resource.context.facilityType.coding.0.code', 'SA07');
  const found = issues(await post('/Bundle/$validate', bundle, 'application/fhir+json'));
  const documents = found.filter(({ expression }) => expression?.[1]?.startsWith('/ClinicalDocument'));
  assert.deepEqual(
    documents.map(({ details, expression }) => [details?.coding[0]?.code, expression]),
    [
      ['document.type-id', ['Bundle.entry[1].resource', '/ClinicalDocument/typeId[1]']],
      [
        'metadata.context.facilityType',
        [
          'Bundle.entry[1].resource',
          '/ClinicalDocument/componentOf[1]/encompassingEncounter[1]/location[1]/healthCareFacility[1]/code[1]',
        ],
      ],
    ],
  );
  const fhirErrors = found.filter(({ severity, expression }) => severity === 'error' && !expression?.[1]);
  assert.deepEqual(fhirErrors, []);
  await quiet();
});

test('PDSm, ITI-65, $validate: what the submission itself gets wrong is told too', async () => {
  const found = issues(await post('/Bundle/$validate', change(provide(good), 'type', 'batch'), 'application/fhir+json'));
  assert.ok(rulesOf(found).includes('pdsm.not-a-transaction'), JSON.stringify(found));
  await quiet();
});

test('PDSm, ITI-105, $validate: a DocumentReference that holds its document', async () => {
  const [, reference] = provide(good).entry;
  const resource = change(reference?.resource ?? {}, 'content.0.attachment.data', spoiled(good).toString('base64'));
  const found = issues(await post('/DocumentReference/$validate', resource, 'application/fhir+json'));
  assert.ok(rulesOf(found).includes('document.type-id'), JSON.stringify(found));
  await quiet();
});

const strict = { prefer: 'handling=strict' };
const deposit = async (bundle: Provide, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  ground.fhir('', { method: 'POST', body: bundle, token: await ground.token(nuees), headers });

test('RFC 7240 §4.4, deposit: with handling=strict a document that does not conform is refused, and leaves only the line of it', async () => {
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const bundle = provide(spoiled(n1(ambre)));
  const at = refused(await deposit(bundle, strict), 422, 'documents.not-conformant');
  assert.equal(at, 'Bundle.entry[1].resource → /ClinicalDocument/typeId[1]');
  assert.deepEqual(await census(ground), counted);
  // The ordinary deposit of the very same is what it always was.
  const ordinary = await deposit(bundle);
  assert.equal(ordinary.status, 200, ordinary.bytes.toString());
  assert.equal(ordinary.headers.get('preference-applied'), null);
  assert.equal(ordinary.as<Bundle & { entry: { response: { outcome?: unknown } }[] }>().entry[1]?.response.outcome, undefined);
  assert.deepEqual((await lines()).map(words), [
    'deposit refused documents.not-conformant Nuées Logiciel',
    'deposit done Nuées Logiciel',
  ]);
});

test('RFC 7240 §4.4, deposit: with handling=strict one that conforms is registered, and told what did not run', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await deposit(provide(n1(ambre)), strict);
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.equal(answer.headers.get('preference-applied'), 'handling=strict');
  const { entry } = answer.as<{ entry: { response: { status: string; outcome?: { issue: Issue[] } } }[] }>();
  assert.equal(entry[1]?.response.status, '201 Created');
  assert.deepEqual(
    entry[1].response.outcome?.issue.slice(1).map(({ details }) => details?.coding[0]?.code),
    ['schema.not-run', 'rules.not-run'],
  );
  assert.equal(entry[2]?.response.outcome, undefined);
  assert.deepEqual((await lines()).map(words), ['deposit done Nuées Logiciel']);
});

test('Issue 4.1: with specifications loaded, XSD and schematron decide too; an ordinary deposit does not wait for them', async () => {
  const folder = specificationFolder();
  const kept = openKeptSpecifications(ground.store);
  try {
    await kept.load('essai', '1', await readSpecifications(folder.path), new Date());
    // Another process loaded it: the server hears of it.
    await until(async () => {
      const told = issues(await post('/$check-document', good, 'text/xml'));
      return told.length === 1 && told[0]?.diagnostics === 'No fault was found.';
    }, 30_000);
    const untitled = Buffer.from(
      n1(ambre)
        .toString()
        .replace(/<title>[^<]*</, '<title>Sans titre<'),
    );
    const [found] = issues(await post('/$check-document', untitled, 'text/xml'));
    assert.deepEqual(
      [found?.details?.coding[0]?.code, found?.code, found?.expression],
      ['titled-as-wanted', 'invariant', ['/ClinicalDocument/title[1]']],
    );
    const counted = await census(ground);
    const lines = await traceFrom(ground, ground.ambre);
    refused(await deposit(provide(untitled), strict), 422, 'documents.not-conformant');
    assert.deepEqual(await census(ground), counted);
    assert.equal((await deposit(provide(untitled))).status, 200);
    assert.deepEqual((await lines()).map(words), [
      'deposit refused documents.not-conformant Nuées Logiciel',
      'deposit done Nuées Logiciel',
    ]);
  } finally {
    await kept.remove('essai');
    folder.clear();
  }
});
