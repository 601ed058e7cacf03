import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { entryUuid } from '#documents';
import { type Actor, parseItemId } from '#kernel';
import { ambre, basile, capucine, citizen, hector, irene, nuees, orme } from './cast.ts';
import { type Bundle, openGround, refused, traceFrom } from './ground.ts';
import { archiving, codesOf, extensions, labels, lifeOf, type Reference, related } from './lifeOf.ts';
import { change, n1, n3, provide, smallPdf } from './papers.ts';
import { until } from './server.ts';

const ground = await openGround();
after(() => ground.close());
const { person, patientHex, as, patch, deposited, read, found } = lifeOf(ground);

test('PDSm, Flux 3 and XDS identifiers: each change of labels is a version with an entryUUID of its own; logicalID and uniqueId stay', async () => {
  const id = await deposited('Étiquettes');
  const { record, n } = parseItemId(id);
  const first = await read(nuees, id);
  assert.equal(first.identifier, undefined);
  const lines = await traceFrom(ground, ground.ambre);
  const uuids = new Set<string>();
  for (const [version, codes] of [
    [2, ['N', 'INVISIBLE_PATIENT']],
    [3, ['R', 'INVISIBLE_PATIENT', 'INVISIBLE_REPRESENTANTS_LEGAUX']],
    [4, ['N', 'INVISIBLE_REPRESENTANTS_LEGAUX']],
  ] as const) {
    const answer = await patch(nuees, id, labels(...codes));
    assert.deepEqual([answer.status, answer.headers.get('etag')], [200, `W/"${version}"`], answer.bytes.toString());
    const now = answer.as<Reference>();
    assert.deepEqual([now.id, now.meta.versionId, codesOf(now)], [id, String(version), codes]);
    assert.deepEqual(now.masterIdentifier, first.masterIdentifier);
    const ours = now.identifier?.map(({ use, value }) => [use, value]);
    assert.deepEqual(ours, [
      ['official', `urn:uuid:${entryUuid(record, n, version)}`],
      ['secondary', `urn:uuid:${entryUuid(record, n, 1)}`],
    ]);
    uuids.add(String(ours?.[0]?.[1]));
  }
  assert.equal(uuids.size, 3);
  assert.deepEqual(await found(nuees, `identifier=urn:uuid:${entryUuid(record, n, 1)}`), [id]);
  const old = (await as(nuees, `/DocumentReference/${id}/_history/2`)).as<Reference>();
  assert.deepEqual(codesOf(old), ['N', 'INVISIBLE_PATIENT']);
  const unchanged = await patch(nuees, id, labels('N', 'INVISIBLE_REPRESENTANTS_LEGAUX'));
  assert.deepEqual([unchanged.status, unchanged.headers.get('etag')], [200, 'W/"4"']);
  assert.deepEqual(
    (await lines()).filter(({ action }) => action === 'write').map(({ detail }) => detail?.change),
    ['conceal', 'withhold label', 'announce label'],
  );
  refused(await patch(nuees, id, labels('N')), 403, 'documents.release-person-only');
  assert.deepEqual(codesOf((await patch(person, id, labels('N'))).as<Reference>()), ['N']);
});

test('JDV_J08, pdsm-ext-is-archived: what a sender says at the deposit is kept: base, labels, archived', async () => {
  const sent = provide(n3(ambre, { title: 'Étiqueté' }));
  const value = [...labels('R', 'INVISIBLE_REPRESENTANTS_LEGAUX'), ...archiving(true)];
  change(sent, 'entry.1.resource.securityLabel', value[0]?.value);
  change(sent, 'entry.1.resource.extension', value[1]?.value);
  const [id = ''] = await ground.deposited(sent);
  const kept = await read(nuees, id);
  assert.deepEqual(codesOf(kept), ['R', 'INVISIBLE_REPRESENTANTS_LEGAUX']);
  assert.deepEqual(await found(nuees, `_id=${id}&isArchived=true&security-label=R`), [id]);
});

test('PDSm, Flux 3: anything but status, securityLabel and isArchived is refused 405, wrong values and patches with their reason', async () => {
  const id = await deposited('Fixe');
  const before = (await as(nuees, `/DocumentReference/${id}`)).bytes.toString();
  const wrong: [unknown, number, string][] = [
    [[{ op: 'replace', path: '/description', value: 'x' }], 405, 'documents.patch-only'],
    [[{ op: 'replace', path: '/subject/reference', value: 'Patient/x' }], 405, 'documents.patch-only'],
    [[{ op: 'replace', path: '/meta/versionId', value: '9' }], 405, 'documents.patch-only'],
    [[{ op: 'remove', path: '/masterIdentifier' }], 405, 'documents.patch-only'],
    [[{ op: 'add', path: '/extension', value: [{ url: 'urn:x', valueBoolean: true }] }], 405, 'documents.patch-only'],
    [[{ op: 'replace', path: '/status', value: 'final' }], 422, 'pdsm.bad-patch'],
    [[{ op: 'add', path: '/extension', value: [{ url: extensions.archived, valueString: 'true' }] }], 422, 'pdsm.bad-patch'],
    [[{ op: 'add', path: '/extension', value: [{ url: extensions.deleted, valueBoolean: true }] }], 422, 'pdsm.bad-patch'],
    [labels('N', 'SECRET'), 422, 'pdsm.bad-patch'],
    [[{ op: 'replace', path: '/securityLabel', value: {} }], 422, 'pdsm.bad-patch'],
    [[{ op: 'replace', path: '/securityLabel', value: ['N'] }], 422, 'pdsm.bad-patch'],
    [[{ op: 'replace', path: '/securityLabel/0/coding/0/system', value: 'urn:oid:1.2.3' }], 422, 'pdsm.bad-patch'],
    [[{ op: 'test', path: '/status', value: 'superseded' }], 422, 'fhir.patch-test-failed'],
    [{ op: 'replace' }, 400, 'fhir.patch-malformed'],
  ];
  for (const [operations, status, code] of wrong) refused(await patch(nuees, id, operations), status, code);
  refused(await patch(nuees, id, labels('R'), { 'if-match': 'W/"7"' }), 412, 'documents.version-conflict');
  refused(await patch(nuees, id, labels('R'), { 'content-type': 'text/plain' }), 415, 'fhir.content-type');
  refused(await patch(nuees, `${id}zz`, labels('R')), 404, 'id.unknown');
  // a patch that changes nothing is a read: with the rights of one, and its line
  await ground.onGround(capucine, ground.ambre);
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await patch(capucine, id, [])).status, 200);
  refused(await patch(orme, id, []), 404, 'id.unknown');
  assert.deepEqual(
    (await lines()).map(({ action, code, who }) => [action, code, who.name]),
    [
      ['read', undefined, capucine.name],
      ['write', 'id.unknown', orme.name],
    ],
  );
  assert.equal((await as(nuees, `/DocumentReference/${id}`)).bytes.toString(), before);
  assert.equal((await patch(nuees, id, labels('R'), { 'if-match': 'W/"1"' })).status, 200);
});

test('PDSm, Flux 3: a patch by the identifier of the document; none found is 404, several are 412', async () => {
  const uuid = randomUUID();
  const [id = ''] = await ground.deposited(provide(n3(ambre, { id: uuid.toUpperCase(), title: 'Par identifiant' })));
  const by = (identifier: string) => `?identifier=${encodeURIComponent(identifier)}`;
  // what one made in any record is found a moment after it was made
  const isFound = async () => (await as(nuees, `/DocumentReference${by(`urn:uuid:${uuid}`)}`)).as<Bundle>().total === 1;
  await until(isFound, 10_000);
  const one = await patch(nuees, by(`urn:ietf:rfc:3986|urn:uuid:${uuid}`), archiving(true));
  assert.deepEqual([one.status, one.as<Reference>().id], [200, id], one.bytes.toString());
  refused(await patch(nuees, by('urn:ietf:rfc:3986|urn:oid:2.25.404'), archiving(true)), 404, 'id.unknown');
  refused(await patch(orme, by(`urn:uuid:${uuid}`), archiving(true)), 404, 'id.unknown');
  await deposited('Un autre');
  refused(await patch(nuees, `?patient=Patient/${patientHex}`, archiving(true)), 412, 'fhir.several-matches');
  refused(await patch(nuees, '?_format=json', archiving(true)), 400, 'fhir.condition-missing');
});

test('TD3.3d: archived by its depositor, out of the usual lists and found by isArchived; the person takes it back', async () => {
  const id = await deposited('À archiver');
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await patch(nuees, id, archiving(true))).status, 200);
  assert.deepEqual((await read(nuees, id)).extension, [{ url: extensions.archived, valueBoolean: true }]);
  assert.deepEqual(await found(nuees, `_id=${id}&isArchived=true`), [id]);
  assert.deepEqual(await found(nuees, `_id=${id}&isArchived=false`), []);
  assert.equal((await as(nuees, `/Binary/${id}`)).status, 200);
  assert.equal((await patch(person, id, [{ op: 'remove', path: '/extension' }])).status, 200);
  assert.deepEqual(await found(nuees, `_id=${id}&isArchived=false`), [id]);
  assert.deepEqual(await found(nuees, `_id=${id}&isArchived=true`), []);
  assert.deepEqual(
    (await lines()).filter(({ action }) => action === 'write').map(({ detail, who }) => [detail?.change, who.name]),
    [
      ['archive', nuees.name],
      ['unarchive', person.name],
    ],
  );
});

test('TD3.3a, b: who may change what: the makers, the person, nobody else; what the person hid they alone show', async () => {
  const id = await deposited('Droits');
  const stranger = { ...hector };
  const lines = await traceFrom(ground, ground.ambre);
  refused(await patch(stranger, id, labels('N', 'MASQUE_PS')), 403, 'rights.no-ground');
  await ground.onGround(stranger, ground.ambre);
  refused(await patch(stranger, id, labels('N', 'MASQUE_PS')), 403, 'documents.not-yours');
  refused(await patch(orme, id, labels('N', 'MASQUE_PS')), 404, 'id.unknown');
  refused(await patch(citizen(ground.basile, basile), id, archiving(true)), 403, 'rights.not-yours');
  refused(await patch(person, id, labels('N', 'INVISIBLE_PATIENT')), 403, 'documents.not-yours');
  assert.equal((await patch(person, id, labels('N', 'MASQUE_PS'))).status, 200);
  refused(await patch(irene, id, labels('N')), 403, 'documents.unmask-person-only');
  refused(await as(stranger, `/DocumentReference/${id}`), 404, 'id.unknown');
  await ground.rights().block({ actor: person, at: new Date(), requestId: 'test' }, ground.ambre, irene);
  refused(await patch(irene, id, archiving(true)), 403, 'rights.blocked');
  refused(await as(irene, `/DocumentReference/${id}`, { method: 'DELETE' }), 403, 'rights.blocked');
  await ground.rights().unblock({ actor: person, at: new Date(), requestId: 'test' }, ground.ambre, irene.id);
  assert.equal((await patch(person, id, labels('N'))).status, 200);
  assert.deepEqual(codesOf(await read(nuees, id)), ['N']);
  const told = (await lines()).filter(({ outcome }) => outcome === 'refused').map(({ code }) => code);
  assert.deepEqual(told, [
    'rights.no-ground',
    'documents.not-yours',
    'id.unknown',
    'rights.not-yours',
    'documents.not-yours',
    'documents.unmask-person-only',
    'id.unknown',
    'rights.blocked',
    'rights.blocked',
  ]);
});

test('ITI TF-3 4.2.2.2, APND: an addendum to what is in force; replaced, its document takes it along', async () => {
  const id = await deposited('Compte rendu');
  const lines = await traceFrom(ground, ground.ambre);
  const append = (to: string, title: string, author = irene) => related('appends', to, n3(ambre, { title, author }));
  const [addendum = ''] = await ground.deposited(append(id, 'Complément'));
  const [further = ''] = await ground.deposited(append(addendum, 'Complément du complément'));
  const reference = { code: 'appends', target: { reference: `DocumentReference/${id}` } };
  assert.deepEqual((await read(nuees, addendum)).relatesTo, [reference]);
  assert.equal((await read(nuees, id)).status, 'current');
  refused(await ground.send(append(id, 'D’un autre', capucine), await ground.token(orme)), 403, 'documents.appends-not-yours');
  refused(await ground.send(append(`${patientHex}-zz`, 'À rien')), 422, 'documents.appends-unknown');
  const twice = change(append(id, 'Double'), 'entry.1.resource.relatesTo', [reference, reference]);
  refused(await ground.send(twice), 400, 'pdsm.not-supported');
  const [better = ''] = await ground.deposited(related('replaces', further, n3(ambre, { title: 'Mieux dit' })));
  assert.deepEqual((await read(nuees, better)).relatesTo, [
    { code: 'replaces', target: { reference: `DocumentReference/${further}` } },
    { code: 'appends', target: { reference: `DocumentReference/${addendum}` } },
  ]);
  const [next = ''] = await ground.deposited(related('replaces', id, n3(ambre, { title: 'Version 2' })));
  const states = await Promise.all([id, addendum, further, better, next].map(async (one) => (await read(nuees, one)).status));
  assert.deepEqual(states, ['superseded', 'superseded', 'superseded', 'superseded', 'current']);
  refused(await ground.send(append(id, 'Trop tard')), 409, 'documents.appends-superseded');
  refused(await patch(nuees, addendum, [{ op: 'replace', path: '/status', value: 'current' }]), 409, 'documents.status-fixed');
  const deposits = (await lines()).filter(({ action }) => action === 'deposit').map(({ outcome, code }) => code ?? outcome);
  assert.deepEqual(deposits, [
    'done',
    'done',
    'documents.appends-not-yours',
    'documents.appends-unknown',
    'done',
    'done',
    'documents.appends-superseded',
  ]);
});

test('MHD, Patch Parameters: a FHIRPath Patch does as a JSON Patch', async () => {
  const id = await deposited('FHIRPath');
  const part = [
    { name: 'type', valueCode: 'replace' },
    { name: 'path', valueString: 'DocumentReference.status' },
    { name: 'value', valueCode: 'superseded' },
  ];
  const body = { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] };
  const answer = await as(nuees, `/DocumentReference/${id}`, { method: 'PATCH', body });
  assert.deepEqual([answer.status, answer.as<Reference>().status], [200, 'superseded'], answer.bytes.toString());
});

test('ITI-57, availabilityStatus: out of force by its author with its addenda, and in force again', async () => {
  const id = await deposited('Périmé');
  const [addendum = ''] = await ground.deposited(related('appends', id, n3(ambre, { title: 'Complément' })));
  const status = (value: string) => [{ op: 'replace', path: '/status', value }];
  assert.equal((await patch(irene, id, status('superseded'))).as<Reference>().status, 'superseded');
  assert.equal((await read(nuees, addendum)).status, 'superseded');
  assert.deepEqual(await found(nuees, `_id=${id},${addendum}&status=current`), []);
  assert.equal((await patch(irene, id, status('current'))).as<Reference>().status, 'current');
  assert.equal((await read(nuees, addendum)).status, 'current');
});

test('a new version keeps what the person decided of the old one: hidden from professionals, archived', async () => {
  const id = await deposited('Version 1');
  await patch(person, id, [...labels('N', 'MASQUE_PS'), ...archiving(true)]);
  const [next = ''] = await ground.deposited(related('replaces', id, n3(ambre, { title: 'Version 2' })));
  const now = await read(nuees, next);
  assert.deepEqual([codesOf(now), now.extension], [['N', 'MASQUE_PS'], [{ url: extensions.archived, valueBoolean: true }]]);
  await ground.onGround(hector, ground.ambre);
  refused(await as(hector, `/DocumentReference/${next}`), 404, 'id.unknown');
});

test('ITI-57: metadata corrected by PUT; the header of a CDA is true, what is not corrected is refused', async () => {
  const id = await deposited('Titre mal écrit');
  const [pdf = ''] = await depositedPdf();
  const lines = await traceFrom(ground, ground.ambre);
  const put = async (actor: Actor, one: string, edit: (resource: Reference) => object, headers: Record<string, string> = {}) => {
    const body = edit((await as(nuees, `/DocumentReference/${one}`)).as<Reference>());
    return as(actor, `/DocumentReference/${one}`, { method: 'PUT', body, headers });
  };
  const titled = await put(irene, id, (one) => change(one, 'content.0.attachment.title', 'Titre bien écrit'), {
    'if-match': 'W/"1"',
  });
  assert.deepEqual([titled.status, titled.headers.get('etag')], [200, 'W/"2"'], titled.bytes.toString());
  await until(async () => (await found(nuees, '_content=bien')).includes(id), 20_000); // its new words are found too
  const again = await put(irene, id, (one) => one);
  assert.deepEqual([again.status, again.headers.get('etag')], [200, 'W/"2"']);
  refused(await put(irene, id, (one) => change(one, 'type.coding.0.code', '34112-3')), 422, 'documents.metadata-fixed');
  refused(
    await put(irene, id, (one) => change(one, 'context.practiceSetting.coding.0.code', 'HAD')),
    422,
    'documents.metadata-fixed',
  );
  refused(
    await put(irene, id, (one) => change(one, 'context.period.start', '2020-01-01T00:00:00Z')),
    422,
    'documents.metadata-fixed',
  );
  refused(await put(irene, id, (one) => change(one, 'status', 'superseded')), 422, 'documents.metadata-fixed');
  refused(await put(irene, id, (one) => change(one, 'masterIdentifier.value', 'urn:oid:1.2.3')), 422, 'documents.metadata-fixed');
  refused(await put(irene, id, (one) => change(one, 'content.0.attachment.title', undefined)), 422, 'documents.metadata-fixed');
  refused(await put(irene, id, (one) => change(one, 'id', 'autre')), 400, 'fhir.id-mismatch');
  for (const [path, value] of [
    ['content.0.attachment.title', 7],
    ['type', {}],
    ['context.period.start', undefined],
    ['context.practiceSetting', 'HAD'],
    ['author', []],
    ['content', 'x'],
    ['context', []],
  ] as const)
    refused(await put(irene, id, (one) => change(one, path, value)), 422, 'documents.metadata-fixed');
  refused(await put(irene, id, (one) => change(one, 'description', 'x'.repeat(2001))), 400, 'pdsm.too-long');
  refused(await put(irene, id, (one) => change(one, 'description', 'a\u0000b')), 400, 'fhir.bad-character');
  refused(await put(irene, pdf, (one) => change(one, 'context.period.end', 'demain')), 400, 'pdsm.bad-date');
  refused(await put(irene, id, (one) => one, { 'if-match': 'W/"1"' }), 412, 'documents.version-conflict');
  refused(await put(person, id, (one) => change(one, 'description', 'x')), 403, 'documents.not-yours');
  const typed = await put(nuees, pdf, (one) =>
    change(change(one, 'type.coding.0.code', '18748-4'), 'context.period.start', '2026-01-02T00:00:00Z'),
  );
  assert.equal(typed.status, 200, typed.bytes.toString());
  const now = typed.as<{ category: { coding: { code: string }[] }[]; context: { period: { start: string } } }>();
  assert.deepEqual([now.category[0]?.coding[0]?.code, now.context.period.start], ['31', '2026-01-02T00:00:00.000Z']);
  assert.deepEqual(await found(nuees, `_id=${pdf}&type=18748-4`), [pdf]);
  // Rights look at the corrected type, in the entry and in its face; the version before keeps its own.
  const { rows } = await ground.store.pool.query<{ type: string }>(
    `select document_type as type from documents.entry where record_id = $1 and n = $2
     union all select document_type from fhir.resource where record_id = $1 and n = $2`,
    [ground.ambre, parseItemId(pdf).n],
  );
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['18748-4', '18748-4'],
  );
  refused(await put(nuees, pdf, (one) => change(one, 'type.coding.0.code', '0-0')), 422, 'documents.unknown-code');
  const changes = (await lines()).filter(({ action, outcome }) => action === 'write' && outcome === 'done');
  assert.deepEqual(
    changes.map(({ detail, who, object }) => [detail?.change, who.name, object?.title]),
    [
      ['correct', irene.name, 'Titre bien écrit'],
      ['correct', nuees.name, changes[1]?.object?.title],
    ],
  );
});

/** A bare PDF, whose metadata nothing but its sender says. */
async function depositedPdf(): Promise<string[]> {
  const sent = provide(n1(ambre, { title: 'PDF seul' }));
  change(sent, 'entry.2.resource.contentType', 'application/pdf');
  change(sent, 'entry.2.resource.data', smallPdf.toString('base64'));
  change(sent, 'entry.1.resource.content.0.attachment.contentType', 'application/pdf');
  for (const part of ['size', 'hash']) change(sent, `entry.1.resource.content.0.attachment.${part}`, undefined);
  return ground.deposited(sent);
}
