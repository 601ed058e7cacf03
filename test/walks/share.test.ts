import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openValidator } from '#fhir';
import { hexOfRecordId } from '#kernel';
import { openShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { ambre, irene } from './cast.ts';
import { type Ground, traceFrom, understood } from './ground.ts';
import { biology, n3, provide, smallPdf } from './papers.ts';
import { type Listed, type Made, narrative, openShareGround, type ShareGround, told } from './shareGround.ts';
import { asked, inBundle, opened, payloadOf, type Resource, readLink } from './shareReader.ts';
import { listen, type Space } from './space.ts';

let shared: ShareGround;
let ground: Ground;
let carnet: Space;
before(async () => {
  shared = await openShareGround();
  ({ ground, carnet } = shared);
});
after(() => ground.close());
const make = (wish: object): Promise<Made> => shared.make(wish);
const listed = (id: string): Promise<Listed> => shared.listed(id);

test('SMART Health Links 1.0: a summary and documents are made, opened by a reader of the specification, and traced as read', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const made = await make({ summary: true, documents: [shared.paged, shared.written], minutes: 60 });
  assert.equal(made.passcode, undefined);
  assert.ok(made.address.startsWith(`${ground.url}/partage#shlink:/`));
  assert.match(made.qr, /^<svg /);
  const payload = payloadOf(made.address);
  assert.equal(payload.label, 'Pour la consultation');
  assert.equal(payload.flag, undefined);
  assert.ok(Math.abs((payload.exp ?? 0) * 1000 - Date.now() - 3_600_000) < 60_000);
  const { files, resources } = await readLink(made.shlink, { recipient: 'Dr Fictif\u0000 des Urgences' });
  assert.deepEqual(
    files.map(({ embedded }) => embedded !== undefined),
    [true, false, false],
  );
  const [summary, ...documents] = resources;
  assert.deepEqual([summary?.resourceType, summary?.type], ['Bundle', 'document']);
  const words = narrative(summary);
  for (const said of [
    'Pénicilline fictive',
    'Asthme fictif',
    'Salbutamol fictif',
    '2 bouffées si besoin',
    'Grippe fictive',
    '0,91 g/L',
  ])
    assert.ok(words.includes(said), `${said} in ${words}`);
  for (const unsaid of ['Arachide fictive', '0,9 g/L']) assert.ok(!words.includes(unsaid), unsaid);
  assert.match(words, /Antécédents .*Cela ne veut pas dire/);
  const [patient] = inBundle(summary, 'Patient');
  assert.deepEqual([patient?.birthDate, patient?.identifier, patient?.id], [ambre.birthDate, undefined, undefined]);
  const everything = JSON.stringify(resources.map(readable));
  assert.ok(
    !everything.includes(ambre.matricule) && !everything.includes(hexOfRecordId(ground.ambre)),
    'no matricule, no id of the record',
  );
  const byTitle = new Map(documents.map((one) => [String(inBundle(one, 'DocumentReference')[0]?.description), one]));
  const [pdf] = inBundle(byTitle.get('Lettre avec PDF'), 'Binary');
  assert.equal(pdf?.contentType, 'application/pdf');
  assert.deepEqual(Buffer.from(String(pdf?.data), 'base64'), smallPdf);
  const [html] = inBundle(byTitle.get('Compte rendu'), 'Binary');
  assert.match(Buffer.from(String(html?.data), 'base64').toString(), /INS …, tension 13\/8/);
  assert.deepEqual(await told(lines), ['share done make citizen', 'share done open guest', 'read done guest', 'read done guest']);
  const log = (await carnet('/carnet/log'))
    .as<{ items: { sentence: { fr: string } }[] }>()
    .items.slice(0, 4)
    .map(({ sentence }) => sentence.fr);
  assert.deepEqual(
    log[2],
    '« Dr Fictif des Urgences », par un lien de partage (nom non vérifié) : lien de partage ouvert « Pour la consultation » : résumé et 2 documents.',
  );
  assert.deepEqual(
    (await listed(made.id)).openings.map(({ recipient }) => recipient),
    ['Dr Fictif des Urgences'],
  );
});

/** Binaries as text, to be looked through. */
function readable(bundle: Resource): unknown {
  return bundle.entry?.map(({ resource }) =>
    resource.resourceType === 'Binary' ? Buffer.from(String(resource.data), 'base64').toString('latin1') : resource,
  );
}

test('FHIR R4 §3.3: what is handed over is valid, the summary as a document, and every reference leads to an entry or to words', async () => {
  const made = await make({ summary: true, documents: [shared.paged, shared.written] });
  const { resources } = await readLink(made.shlink, { recipient: 'Lectrice' });
  const shelf = await openShelf(ground.store, () => undefined);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  for (const bundle of resources) {
    const text = JSON.stringify(bundle);
    const faults = validator.validate(bundle, { text }).filter(({ severity }) => severity === 'error');
    assert.deepEqual(faults, []);
    const there = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
    for (const [, to] of text.matchAll(/"reference":"([^"]+)"/g)) assert.ok(there.has(to ?? ''), to);
  }
  await shelf.close();
});

test('SMART Health Links 1.0, embeddedLengthMax: a summary longer than wished comes by a place of its own', async () => {
  const made = await make({ summary: true, documents: [] });
  const { files, resources } = await readLink(made.shlink, { recipient: 'Lecteur', embeddedLengthMax: 100 });
  assert.deepEqual(
    files.map(({ embedded, location }) => [embedded === undefined, location !== undefined]),
    [[true, true]],
  );
  assert.equal(resources[0]?.type, 'document');
  const payload = payloadOf(made.shlink);
  for (const [body, at] of [
    [{ recipient: ' ' }, 'recipient'],
    [{}, 'recipient'],
    [{ recipient: 'R', embeddedLengthMax: -1 }, 'embeddedLengthMax'],
    [[], 'body'],
    [{ recipient: 'R', passcode: 7 }, 'passcode'],
  ] as const) {
    const answer = await asked(payload, body);
    assert.deepEqual([answer.status, ((await answer.json()) as { at: string }).at], [400, at]);
  }
  const preflight = await fetch(payload.url, { method: 'OPTIONS', headers: { origin: 'https://reader.example.org' } });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-headers')], [204, 'content-type']);
  assert.equal((await fetch(`${ground.url}/api/territory`)).headers.get('access-control-allow-origin'), null);
});

test('SMART Health Links 1.0, location: a place of a file is good for three times, and not after the link was stopped', async () => {
  const made = await make({ summary: false, documents: [shared.paged] });
  const { files } = await readLink(made.shlink, { recipient: 'Lecteur' });
  const place = files[0]?.location ?? '';
  const statuses = await Promise.all([1, 2, 3, 4, 5].map(async () => (await fetch(place)).status));
  assert.deepEqual(statuses.toSorted(), [200, 200, 404, 404, 404]);
  const again = (await readLink(made.shlink, { recipient: 'Lecteur' })).files[0]?.location ?? '';
  const sealed = await (await fetch(again)).text();
  await assert.rejects(opened(sealed, payloadOf((await make({ summary: true })).shlink).key), 'another link’s key opens nothing');
  assert.equal((await carnet(`/carnet/shares/${made.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await fetch(again)).status, 404);
});

test('Issue 5, 4: what is withdrawn, archived or hidden since is left out; a summary never holds what is hidden from professionals', async () => {
  const [later = ''] = await ground.deposited(provide(n3(ambre, { title: 'Sera archivé' })));
  const [gone = ''] = await ground.deposited(provide(n3(ambre, { title: 'Sera retiré' })));
  const [masked = ''] = await ground.deposited(
    provide(biology(ambre, [['2951-2', 'Sodium caché', '141', 'mmol/L']], { title: 'Caché' }), { hiddenFromProfessionals: true }),
  );
  await ground.deposited(provide(biology(ambre, [['2823-3', 'Potassium montré', '4.1', 'mmol/L']], { title: 'Montré' })));
  await understood(ground);
  const made = await make({ summary: true, documents: [later, gone, masked] });
  const before = await readLink(made.shlink, { recipient: 'Lecteur' });
  assert.equal(before.files.length, 4, 'a hidden document that was chosen is handed over');
  const words = narrative(before.resources[0]);
  assert.deepEqual([words.includes('Potassium montré'), words.includes('Sodium caché')], [true, false]);
  assert.equal((await carnet(`/carnet/documents/${later}/archived`, { method: 'PUT', body: { archived: true } })).status, 200);
  const withdrawn = await ground.fhir(`/DocumentReference/${gone}`, { method: 'DELETE', token: await ground.token(irene) });
  assert.equal(withdrawn.status, 204, withdrawn.bytes.toString());
  const now = await readLink(made.shlink, { recipient: 'Lecteur' });
  assert.deepEqual(
    now.resources.flatMap((one) => inBundle(one, 'DocumentReference')).map(({ description }) => description),
    ['Caché'],
  );
  const alone = await make({ summary: false, documents: [masked] });
  await carnet(`/carnet/documents/${masked}/archived`, { method: 'PUT', body: { archived: true } });
  assert.equal((await asked(payloadOf(alone.shlink), { recipient: 'Lecteur' })).status, 404, 'nothing is left of it');
});

test('Issue 5, 4: the person’s page hears of an opening at once; a closed record opens no link', async () => {
  const made = await make({ summary: true, documents: [] });
  const live = await listen(carnet, `${ground.url}/api/carnet/live`);
  await readLink(made.shlink, { recipient: 'Lecteur' });
  let heard = await live.next();
  while (heard === 'document') heard = await live.next(); // what was deposited before is still being read
  assert.equal(heard, 'access');
  live.stop();
  await ground.store.pool.query(
    'insert into rights.state (record_id, version, closed) values ($1, 1, true) on conflict (record_id) do update set closed = true, version = state.version + 1',
    [ground.ambre],
  );
  assert.equal((await asked(payloadOf(made.shlink), { recipient: 'Lecteur' })).status, 404);
  const [line] = await ground.trace.lines(ground.ambre, undefined, 1);
  assert.deepEqual([line?.action, line?.outcome, line?.code, line?.who.kind], ['share', 'refused', 'share.unknown', 'guest']);
});
