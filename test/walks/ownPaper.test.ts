import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkDocument } from '#documents';
import { hexOfRecordId } from '#kernel';
import { exif, greyJpeg } from '../../src/documents/pdf/jpeg.check.ts';
import { ownTypes } from '../../src/documents/publishOwn.ts';
import { paperKinds } from '../../web/carnet/paper/kinds.ts';
import { ambre, basile, corentine, irene, makeKnown } from './cast.ts';
import { type Ground, openGround, traceFrom, understood } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let hers: Space;
let his: Space;
let theirs: Space;
before(async () => {
  ground = await openGround();
  hers = await enterCarnet(ground, ground.ambre, ambre);
  his = await enterCarnet(ground, ground.basile, basile);
  theirs = await enterCarnet(ground, await makeKnown(ground, corentine), corentine);
});
after(() => ground.close());

const page = (width = 300, height = 400) => greyJpeg(width, height, [exif('GPSLatitude 48.1')]).toString('base64');
const paper = { typeCode: 'DOCPAT05', title: 'Analyse de mars', date: '2026-03-02', pages: [page(), page(400, 300)] };
const add = (space: Space, body: object = {}) => space('/carnet/papers', { method: 'POST', body: { ...paper, ...body } });
interface Summary {
  readonly id: string;
  readonly title: string;
  readonly hiddenFromProfessionals: boolean;
  readonly author?: string;
}

test('issue 8, a paper by photo: the person adds it, it opens as a PDF, and is told in the log as theirs', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await add(hers);
  assert.equal(answer.status, 201, answer.bytes.toString());
  const { id, title, hiddenFromProfessionals } = answer.as<Summary>();
  assert.deepEqual([title, hiddenFromProfessionals], ['Analyse de mars', false]);
  const pdf = await hers(`/carnet/documents/${id}/pdf`);
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.equal([...pdf.bytes.toString('latin1').matchAll(/\/DCTDecode/g)].length, 2);
  assert.ok(!pdf.bytes.includes('GPSLatitude'), 'where the photo was taken is in the PDF');
  const told = await lines();
  assert.deepEqual(
    told.map(({ action, outcome, who }) => `${who.kind} ${action} ${outcome}`),
    ['citizen deposit done', 'citizen read done', 'citizen read done'],
  );
  assert.ok(!JSON.stringify(told).includes(ambre.matricule));
});

test('CI-SIS, structuration minimale: the document of the person passes the checks, its author is the person, no id of theirs is listed', async () => {
  const { id } = (await add(hers, { title: 'Ordonnance de ville', typeCode: 'DOCPAT02' })).as<Summary>();
  const token = await ground.onGround(irene, ground.ambre);
  const reference = await ground.fhir(`/DocumentReference/${id}`, { token });
  const face = reference.as<{ author: { display: string; identifier?: object }[]; type: { coding: { code: string }[] } }>();
  assert.deepEqual(face.author, [{ display: 'AMBRE DE LA BRUMAILLE' }]);
  assert.equal(face.type.coding[0]?.code, 'DOCPAT02');
  const binary = await ground.fhir(`/Binary/${id}`, { token, headers: { accept: 'text/xml' } });
  const verdict = await checkDocument(binary.bytes, {});
  const errors = verdict.stages.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  assert.deepEqual(errors, []);
  assert.match(binary.bytes.toString(), /<assignedAuthor>.*EXP_PATIENT/s);
});

test('JDV_J07, ASS_X04: the kinds of paper that the form offers are those that are taken, each under a class', async () => {
  assert.deepEqual(paperKinds.toSorted(), ownTypes.toSorted());
  for (const typeCode of ownTypes) {
    const added = await add(hers, { typeCode, title: `Papier ${typeCode}`, pages: [page(8, 8)] });
    assert.equal(added.status, 201, `${typeCode}: ${added.bytes}`);
    assert.match(added.as<{ category: { code: string } }>().category.code, /^\d\d$/, typeCode);
  }
});

test('issue 8, a paper by photo: hidden from professionals when the person says so', async () => {
  const { id } = (await add(hers, { hiddenFromProfessionals: true, title: 'Pour moi seule' })).as<Summary>();
  const pro = await enterPro(ground, irene.id);
  await ground.onGround(irene, ground.ambre);
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await pro(`/pro/patients/${hexOfRecordId(ground.ambre)}/documents/${id}`), 404, 'id.unknown');
  assert.deepEqual(
    (await lines()).map(({ action, outcome }) => `${action} ${outcome}`),
    ['refusal refused'],
  );
});

test('issue 8, a paper by photo: what cannot be kept is refused in words, and leaves nothing', async () => {
  const count = async () => (await hers('/carnet/documents')).as<{ items: object[] }>().items.length;
  const before = await count();
  const lines = await traceFrom(ground, ground.ambre);
  for (const [body, status, code] of [
    [{ pages: [] }, 422, 'documents.no-photo'],
    [{ pages: [Buffer.from('%PDF-1.7').toString('base64')] }, 422, 'documents.bad-photo'],
    [{ pages: Array<string>(21).fill(page(8, 8)) }, 422, 'documents.too-many-photos'],
    [{ pages: 'x' }, 400, 'http.malformed'],
    [{ title: 'x' }, 422, 'documents.bad-title'],
    [{ date: '2999-01-01' }, 422, 'documents.future-date'],
    [{ date: 'hier' }, 400, 'http.malformed'],
    [{ typeCode: '11502-2' }, 422, 'documents.own-type'],
  ] as const)
    toldPlainly(await add(hers, body), status, code);
  assert.equal(await count(), before);
  assert.deepEqual(
    (await lines()).filter(({ outcome }) => outcome === 'done'),
    [],
  );
});

test('issue 8, a paper by photo: who opposes deposits still adds their own; the paper taken back is gone, another’s stays', async () => {
  const oppose = (deposit: boolean) =>
    hers('/carnet/opposition', { method: 'PUT', body: { deposit, consultation: false, emergency: false } });
  await oppose(true);
  const { id, title } = (await add(hers, { title: 'À reprendre' })).as<Summary>();
  await oppose(false);
  const [doctors = ''] = await ground.deposited(provide(n3(ambre, { title: 'Du médecin' })));
  const lines = await traceFrom(ground, ground.ambre);
  const back = (of: string) => hers(`/carnet/papers/${of}`, { method: 'DELETE' });
  toldPlainly(await back(doctors), 403, 'documents.not-yours');
  assert.equal((await back(id)).status, 204);
  const list = (await hers('/carnet/documents')).as<{ items: Summary[] }>().items.map((one) => one.title);
  assert.ok(list.includes('Du médecin') && !list.includes(title));
  assert.deepEqual(
    (await lines()).map(({ action, outcome, code, detail }) => `${action} ${outcome} ${code ?? detail?.change ?? ''}`.trim()),
    ['write refused documents.not-yours', 'write done withdraw'],
  );
});

test('issue 8, act for somebody: who manages their rights adds a paper for them, who only reads does not', async () => {
  const invite = async (space: Space, purposes: readonly string[]) => {
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const made = await hers('/carnet/mandates', { method: 'POST', body: { purposes, until } });
    const { code } = made.as<{ code: string }>();
    assert.equal((await space('/carnet/mandates/accept', { method: 'POST', body: { code } })).status, 200);
    assert.equal((await space(`/carnet/profiles/${ground.ambre}/act`, { method: 'POST', body: {} })).status < 300, true);
  };
  await invite(his, ['read']);
  toldPlainly(await add(his), 403, 'rights.purpose');
  await invite(theirs, ['read', 'rights']);
  const lines = await traceFrom(ground, ground.ambre);
  const added = await add(theirs, { title: 'Apporté par Corentine' });
  assert.equal(added.status, 201, added.bytes.toString());
  const { id } = added.as<Summary>();
  const told = await lines();
  assert.deepEqual(
    told.filter(({ action }) => action === 'deposit').map(({ who, object }) => [who.kind, object?.title]),
    [['delegate', 'Apporté par Corentine']],
  );
  assert.equal(
    (await hers(`/carnet/papers/${id}`, { method: 'DELETE' })).status,
    204,
    'the person takes back what was brought for them',
  );
  await understood(ground);
});
