import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ambre, irene, nuees } from './cast.ts';
import { type Bundle, census, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { change, type Loose, n3, type Provide, smallPdf } from './papers.ts';

const corpus = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const skip = existsSync(join(corpus, 'fhir')) ? false : `no outside corpus at ${corpus}: name it with SOCLE_CORPUS`;
const example = (path: string): Loose => JSON.parse(readFileSync(join(corpus, 'fhir', path), 'utf8')) as Loose;
const inSubject = { reference: `Patient?identifier=urn:oid:${ambre.oid}|${ambre.matricule}` };
const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('base64');

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** Simplified publish: one DocumentReference with its bytes inside. */
const simplified = (resource: object, token: string) =>
  ground.fhir('/DocumentReference', { method: 'POST', body: resource, token });

/** The text of an example with another person in every place where it names one. */
function forAmbre<T extends object>(value: T): T {
  const text = JSON.stringify(value)
    .replaceAll('1.2.250.1.213.1.4.8|123456789012345', `${ambre.oid}|${ambre.matricule}`)
    .replaceAll('"value":"123456789012345"', `"value":"${ambre.matricule}"`)
    .replaceAll('"system":"urn:oid:1.2.250.1.213.1.4.8"', `"system":"urn:oid:${ambre.oid}"`);
  return JSON.parse(text) as T;
}

test('PDSm 3.1.1, PDSmSimplifiedExample: refused as published, registered once subject, bytes, size and hash are true (ITI-105)', {
  skip,
}, async () => {
  const token = await ground.token(nuees);
  const lines = await traceFrom(ground, ground.ambre);
  const published = example('pdsm/examples/DocumentReference-PDSmSimplifiedExample.json');
  // its subject is a Patient of another server: no INS
  refused(await simplified(published, token), 400, 'pdsm.no-patient');
  const named = change({ ...published }, 'subject', inSubject);
  // it announces 250,000 bytes and holds 11, with the hash of no byte at all
  refused(await simplified(named, token), 422, 'documents.size-mismatch');
  change(named, 'content.0.attachment.data', smallPdf.toString('base64'));
  change(named, 'content.0.attachment.size', smallPdf.length);
  refused(await simplified(named, token), 422, 'documents.hash-mismatch');
  change(named, 'content.0.attachment.hash', sha1(smallPdf));
  const answer = await simplified(named, token);
  assert.equal(answer.status, 201, answer.bytes.toString());
  const location = answer.headers.get('location') ?? '';
  assert.match(location, new RegExp(`^${ground.url}/fhir/DocumentReference/[0-9a-f]{32}-[0-9a-z]+$`));
  const id = location.split('/').at(-1);
  const back = await ground.fhir(`/Binary/${id}`, { token });
  assert.deepEqual([back.bytes, back.headers.get('content-type')], [smallPdf, 'application/pdf']);
  assert.equal((await simplified(named, token)).status, 200); // and sent again it is a replay
  assert.deepEqual((await lines()).map(words), ['deposit done Nuées Logiciel', 'read done Nuées Logiciel']);
});

test('PDSm4DMP, lot de soumission ITI-65: registered once person, document, size, hash and two codes are true', {
  skip,
}, async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const counted = await census(ground);
  const published = example('pdsm4dmp/examples/Bundle-example-td2-iti65-lot-soumission.json') as Provide;
  // 123456789012345 is no matricule: its key is wrong
  refused(await ground.send(published), 422, 'ins.malformed');
  const bundle = forAmbre(published);
  // its document is an empty ClinicalDocument
  refused(await ground.send(bundle), 422, 'cda.missing');
  assert.deepEqual(await census(ground), counted);
  const bytes = n3(ambre, { id: randomUUID().toUpperCase(), at: new Date('2026-06-12T10:00:00+02:00') });
  const uniqueId = /<id root="([^"]+)"\/>/.exec(bytes.toString())?.[1]?.toLowerCase();
  change(bundle, 'entry.2.resource.data', bytes.toString('base64'));
  change(bundle, 'entry.1.resource.content.0.attachment.size', bytes.length);
  change(bundle, 'entry.1.resource.content.0.attachment.hash', sha1(bytes));
  refused(await ground.send(bundle), 422, 'documents.metadata-mismatch');
  change(bundle, 'entry.1.resource.masterIdentifier.value', `urn:uuid:${uniqueId}`);
  change(bundle, 'entry.1.resource.contained.1.identifier.0.value', irene.id);
  // SNOMED CT codes where the CI-SIS lists ask for TRE_R02 and TRE_A01
  refused(await ground.send(bundle), 422, 'documents.unknown-code');
  change(bundle, 'entry.1.resource.context.facilityType', undefined);
  refused(await ground.send(bundle), 422, 'documents.unknown-code');
  change(bundle, 'entry.1.resource.context.practiceSetting', undefined);
  const answer = await ground.send(bundle);
  assert.equal(answer.status, 200, answer.bytes.toString());
  const [, document] = answer.as<Bundle>().entry ?? [];
  const read = await ground.fhir(`/${document?.response.location}`, { token: await ground.token(nuees) });
  const { meta, category } = read.as<{ meta: { profile: string[] }; category: { coding: { code: string }[] }[] }>();
  assert.match(meta.profile[0] ?? '', /pdsm-comprehensive-document-reference$/);
  assert.equal(category[0]?.coding[0]?.code, '11');
  assert.deepEqual((await lines()).map(words).slice(-2), ['deposit done Nuées Logiciel', 'read done Nuées Logiciel']);
});

test('PDSm4DMP, publication simplifiée ITI-105: registered once person and document are true', { skip }, async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(nuees);
  const resource = forAmbre(example('pdsm4dmp/examples/DocumentReference-example-td2-iti105-publication-simplifiee.json'));
  const bytes = n3(ambre);
  change(resource, 'content.0.attachment.data', bytes.toString('base64'));
  change(resource, 'masterIdentifier', undefined);
  change(resource, 'contained.0.identifier.0.value', irene.id);
  const answer = await simplified(resource, token);
  assert.equal(answer.status, 201, answer.bytes.toString());
  const id = answer.headers.get('location')?.split('/').at(-1);
  assert.deepEqual((await ground.fhir(`/Binary/${id}`, { token })).bytes, bytes);
  assert.deepEqual((await lines()).map(words), ['deposit done Nuées Logiciel', 'read done Nuées Logiciel']);
});
