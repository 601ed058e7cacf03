import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PLATFORM } from '#kernel';
import { ambre, basile, makeKnown, nuees, type Person, person } from './cast.ts';
import { type Answer, census, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { change, n1, n3, type Provide, provide, provideAll } from './papers.ts';

interface Case {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly code: string;
  readonly at?: string;
}
const spec = join(import.meta.dirname, '..', '..', 'spec', 'pdsm', 'iti65-refusals.json');
const { cases } = JSON.parse(readFileSync(spec, 'utf8')) as { cases: readonly Case[] };

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** Runs a deposit that must be refused; proves that nothing stays but a line of the trace. */
async function refuses(send: () => Promise<Answer>, status: number, code: string): Promise<string | undefined> {
  const counted = await census(ground);
  const lines = await Promise.all([PLATFORM, ground.ambre].map((record) => traceFrom(ground, record)));
  const place = refused(await send(), status, code);
  assert.deepEqual(await census(ground), counted);
  const told = (await Promise.all(lines.map((since) => since()))).flat();
  // what is refused before a submission could be read concerns nobody yet
  const read = !/^(fhir|pdsm|signin)\./.test(code);
  assert.deepEqual(
    told.map((line) => [line.action, line.outcome, line.code, line.who.name]),
    read ? [['deposit', 'refused', code, nuees.name]] : [],
  );
  return place;
}

for (const { name, change: changes, status, code, at } of cases) {
  test(`PDSm, ITI-65 refused: ${name}`, async () => {
    const bundle = provide(n3(ambre));
    for (const [path, value] of Object.entries(changes)) change(bundle, path, value ?? undefined);
    assert.equal(await refuses(() => ground.send(bundle), status, code), at);
  });
}

const shapes: readonly (readonly [name: string, make: () => Provide, status: number, code: string])[] = [
  ['two SubmissionSets', () => both((bundle) => bundle.entry[0]), 400, 'pdsm.not-supported'],
  ['no SubmissionSet', () => without(0), 400, 'pdsm.no-submission-set'],
  ['no DocumentReference', () => without(1), 400, 'pdsm.no-document'],
  ['no Binary', () => without(2), 400, 'pdsm.no-binary'],
  ['a Binary too many', () => both((bundle) => bundle.entry[2]), 400, 'pdsm.not-in-submission'],
  ['two persons', () => provideAll([provide(n3(ambre)), provide(n3(basile))]), 422, 'documents.several-persons'],
  ['51 documents', () => provideAll(Array.from({ length: 51 }, () => provide(n1(ambre)))), 413, 'documents.too-many'],
];
for (const [name, make, status, code] of shapes)
  test(`PDSm, ITI-65 refused: ${name}`, async () => void (await refuses(() => ground.send(make()), status, code)));

function without(index: number): Provide {
  const bundle = provide(n3(ambre));
  bundle.entry.splice(index, 1);
  return bundle;
}
function both(of: (bundle: Provide) => Provide['entry'][number] | undefined): Provide {
  const bundle = provide(n3(ambre));
  const more = of(provide(n3(ambre)));
  if (more !== undefined) bundle.entry.push(more);
  return bundle;
}

/** A good Bundle around a document that was spoiled afterwards, its size and hash being right. */
function spoiled(spoil: (text: string) => string, patient: Person = ambre): () => Promise<Answer> {
  const good = n3(patient);
  const bundle = provide(good);
  const bytes = Buffer.from(spoil(good.toString()));
  change(bundle, 'entry.2.resource.data', bytes.toString('base64'));
  change(bundle, 'entry.1.resource.content.0.attachment.size', undefined);
  change(bundle, 'entry.1.resource.content.0.attachment.hash', undefined);
  return () => ground.send(bundle);
}

const documents: readonly (readonly [name: string, spoil: (text: string) => string, status: number, code: string])[] = [
  ['a DOCTYPE', (text) => text.replace('<ClinicalDocument', '<!DOCTYPE x><ClinicalDocument'), 422, 'cda.doctype'],
  [
    'an external entity',
    (text) => text.replace('<ClinicalDocument', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ClinicalDocument'),
    422,
    'cda.doctype',
  ],
  ['an entity that nobody declared', (text) => text.replace('Tension', '&nbsp;Tension'), 422, 'cda.entity'],
  ['an entity in the header', (text) => text.replace('<title>', '<title>&eacute;'), 422, 'cda.entity'],
  ['a body that stops', (text) => text.slice(0, text.length - 40), 422, 'cda.malformed'],
  ['text in place of XML', () => 'Compte rendu', 422, 'cda.malformed'],
  [
    'elements 300 deep',
    (text) => text.replace('Tension', `${'<content>'.repeat(300)}T${'</content>'.repeat(300)}`),
    422,
    'cda.too-deep',
  ],
  ['a type code of no list', (text) => text.replace('code="11488-4"', 'code="00000-0"'), 422, 'documents.metadata-mismatch'],
  ['another person in the header', (text) => text.replace(ambre.matricule, basile.matricule), 422, 'documents.other-person'],
  [
    '21 MiB',
    (text) => text.replace('</ClinicalDocument>', `<!--${'x'.repeat(21 << 20)}--></ClinicalDocument>`),
    413,
    'documents.too-large',
  ],
  ['an effective time before time', (text) => text.replace(/(<effectiveTime value=")\d{8}/, '$100000101'), 422, 'cda.bad-date'],
];
for (const [name, spoil, status, code] of documents)
  test(`Issue, bad input: ${name} is refused with a clear word`, async () => void (await refuses(spoiled(spoil), status, code)));

test('CI-SIS, jeux de valeurs: an unknown type code in header and metadata alike is refused', async () => {
  const bundle = provide(n3(ambre, { typeCode: '00000-0' }));
  assert.equal(await refuses(() => ground.send(bundle), 422, 'documents.unknown-code'), 'Bundle.entry[1].resource.type');
});

const traits: readonly (readonly [name: string, value: string, other: string])[] = [
  ['birthFamily', ambre.birthFamily, 'DE LA BRUME'],
  ['firstBirthGiven', `>${ambre.firstBirthGiven}<`, '>AMBROISE<'],
  ['sex', 'administrativeGenderCode code="F"', 'administrativeGenderCode code="M"'],
  ['birthDate', 'birthTime value="19580417"', 'birthTime value="19580418"'],
  ['birthPlace', ambre.birthPlace, '35239'],
];
for (const [name, value, other] of traits) {
  test(`RNIV, strict traits: a document whose ${name} differs from the qualified identity is refused, the trait named`, async () => {
    const good = n3(ambre).toString();
    assert.ok(good.includes(value), `the document holds ${value}`);
    const send = spoiled((text) =>
      text.replaceAll(value, other).replaceAll(`${ambre.matricule.slice(0, 5)}35239`, `${ambre.matricule.slice(0, 5)}35238`),
    );
    const counted = await census(ground);
    const lines = await traceFrom(ground, ground.ambre);
    const answer = await send();
    refused(answer, 422, 'documents.traits-differ');
    assert.match(answer.bytes.toString(), new RegExp(`: ${name}(, birthGivens)?\\.`));
    assert.ok(!answer.bytes.includes(ambre.matricule), 'the answer repeats no matricule');
    assert.deepEqual(await census(ground), counted);
    assert.deepEqual(
      (await lines()).map(({ code, detail }) => code ?? detail?.change),
      ['asked-insi', 'documents.traits-differ'],
    );
    const found = (await ground.ins.vigilance.workOf(ground.ambre)).map(({ detail }) => detail);
    assert.match(
      found.join(),
      new RegExp(`received ([a-zA-Z]+ )*${name}\\b`),
      'it is on the work list, by the name of the trait',
    );
  });
}

const unqualified: readonly (readonly [status: 'PROV' | 'VALI' | 'RECUP', http: number, code: string])[] = [
  ['PROV', 404, 'ins.not-found'], // its matricule is not kept: INSi did not confirm it (règle 51)
  ['VALI', 404, 'ins.not-found'],
  ['RECUP', 422, 'ins.not-qualified'],
];
for (const [index, [status, http, code]] of unqualified.entries()) {
  test(`Guide INS, règles 26 and 28: no document for an identity of status ${status}`, async () => {
    const patient = person({ ...ambre, birthFamily: `PROVISOIRE` }, String(500 + index));
    await makeKnown(ground, patient, status);
    await refuses(() => ground.send(provide(n3(patient))), http, code);
  });
}

test('Guide INS: no document for a person whom nobody knows', async () => {
  const patient = person({ ...ambre, birthFamily: 'INCONNUE' }, '499');
  await refuses(() => ground.send(provide(n3(patient))), 404, 'ins.not-found');
});
