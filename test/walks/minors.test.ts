import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { comesOfAge } from '#rights';
import type { TraceLine } from '#trace';
import { ambre, capucine, corentine, irene, makeKnown, person } from './cast.ts';
import { type Bundle, type Ground, openGround, traceFrom } from './ground.ts';
import { n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

const year = new Date().getUTCFullYear();
const lou = person(
  { birthFamily: 'SANTONI-FICTIVE', firstBirthGiven: 'LOU', sex: 'F', birthDate: `${year - 15}-02-11`, birthPlace: '2A004' },
  '904',
);

let ground: Ground;
let child: RecordId;
let mother: RecordId;
let childs: Space;
let mothers: Space;
before(async () => {
  ground = await openGround();
  child = await makeKnown(ground, lou);
  mother = await makeKnown(ground, corentine);
  childs = await enterCarnet(ground, child, lou);
  mothers = await enterCarnet(ground, mother, corentine);
});
after(() => ground.close());

const desk = () => ({
  actor: { kind: 'operator', id: 'guichet-1', name: 'Guichet' } as const,
  at: new Date(),
  requestId: 'test',
  reason: 'Livret de famille et pièce d’identité vus au guichet',
});
const told = (lines: readonly TraceLine[]) =>
  lines.map(
    ({ action, code, detail, who, secret }) => `${who.kind} ${code ?? detail?.change ?? action}${secret ? ' secret' : ''}`,
  );
const titles = async (space: Space) =>
  (await space('/carnet/documents'))
    .as<{ items: { title: string }[] }>()
    .items.map(({ title }) => title)
    .toSorted();
const declare = async (space: Space, of: RecordId, body: object) =>
  space(`/pro/patients/${hexOfRecordId(of)}/access`, { method: 'POST', body });

test('Issue 5.3: a parent is recorded at the desk, on proof, acts for the child until they come of age, and hands nothing on', async () => {
  const lines = await traceFrom(ground, child);
  const { onBehalfAtDesk, representLegally } = {
    ...ground.rights(),
    representLegally: ground.rights().onBehalfAtDesk.representLegally,
  };
  const parent = { id: mother, name: 'CORENTINE SANTONI-FICTIVE' };
  const far = new Date(Date.now() + 18 * 366 * 86_400_000);
  await assert.rejects(representLegally({ ...desk(), reason: 'vu' }, child, parent, far), { code: 'rights.reason-required' });
  const citizenCall = { ...desk(), actor: { kind: 'citizen', record: mother, name: 'Corentine' } as const };
  await assert.rejects(representLegally(citizenCall, child, parent, far), { code: 'rights.operator-only' });
  await assert.rejects(representLegally(desk(), child, { ...parent, id: child }, far), { code: 'rights.bad-mandate' });
  // the server knows the birth date and would end the mandate with it; these rights, opened without `ins`, keep what the desk says
  const until = comesOfAge(lou.birthDate) ?? new Date(0);
  const mandate = await representLegally(desk(), child, parent, until);
  assert.deepEqual([mandate.kind, mandate.purposes, mandate.until], ['legal', ['read', 'book', 'message', 'rights'], until]);

  const { others } = (await mothers('/carnet/profiles')).as<{ others: { id: string; kind: string; minor: boolean }[] }>();
  assert.deepEqual(
    others.map(({ id, kind, minor }) => [id, kind, minor]),
    [[child, 'legal', true]],
  );
  assert.equal((await mothers(`/carnet/profiles/${child}/act`, { method: 'POST', body: {} })).status, 204);
  toldPlainly(await childs(`/carnet/mandates/${mother}`, { method: 'DELETE' }), 422, 'rights.legal-mandate');
  await onBehalfAtDesk.endRepresentation(desk(), child, mother);
  toldPlainly(await mothers('/carnet/documents'), 403, 'rights.no-mandate');
  await representLegally(desk(), child, parent, until);
  assert.equal((await mothers('/carnet/documents')).status, 200);
  assert.deepEqual(told(await lines()), [
    'operator represent',
    'delegate acting',
    'citizen rights.legal-mandate',
    'operator mandate-end',
    'delegate rights.no-mandate',
    'operator represent',
    'delegate list',
  ]);
});

test('Issue 5.1 and 5.3, connexion secrète: what a minor asks to be kept from their parents is in no list, access or count of theirs', async () => {
  await ground.deposited(provide(n3(lou, { title: 'Vu de tous' })));
  const lines = await traceFrom(ground, child);
  const pro = await enterPro(ground, irene.id);
  const patient = (await pro(`/pro/patients/${hexOfRecordId(child)}`)).as<{ minor: boolean }>();
  assert.equal(patient.minor, true);
  const declared = await declare(pro, child, { ground: 'equipe_de_soins', secret: true });
  assert.equal(declared.as<{ secret?: boolean }>().secret, true, declared.bytes.toString());
  const pdf = smallPdf.toString('base64');
  const form = { title: 'Consultation confidentielle', typeCode: '11488-4', date: new Date().toISOString(), pdf };
  const published = await pro(`/pro/patients/${hexOfRecordId(child)}/documents`, { method: 'POST', body: form });
  assert.equal(published.status, 201, published.bytes.toString());
  const { id } = published.as<{ id: string }>();

  assert.deepEqual(await titles(childs), ['Consultation confidentielle', 'Vu de tous']);
  assert.deepEqual(await titles(mothers), ['Vu de tous']);
  toldPlainly(await mothers(`/carnet/documents/${id}`), 404, 'id.unknown');
  const seen = async (space: Space) =>
    (await space('/carnet/access')).as<{ professionals: { id: string }[] }>().professionals.map((one) => one.id);
  assert.deepEqual(await seen(childs), [irene.id]);
  assert.deepEqual(await seen(mothers), []);
  const home = (await mothers('/carnet/home')).as<{ recentAccesses: object[]; newDocuments: { id: string }[] }>();
  assert.deepEqual(
    home.newDocuments.map((one) => one.id === id),
    [false],
  );
  assert.ok(!JSON.stringify(home).includes('confidentielle') && !JSON.stringify(home.recentAccesses).includes('Irène'));

  // another professional sees it: it is kept from the parents, not from those who care for the child
  const token = await ground.onGround(capucine, child);
  const found = await ground.fhir(`/DocumentReference?patient=Patient/${hexOfRecordId(child)}`, { token });
  assert.equal(found.as<Bundle>().total, 2);
  // nor does a token with another ground, which says nothing of secrecy, make the access known
  const plain = await ground.token(irene, { ground: 'consentement' });
  assert.equal((await ground.fhir(`/DocumentReference?patient=Patient/${hexOfRecordId(child)}`, { token: plain })).status, 200);
  assert.deepEqual(await seen(mothers), [capucine.id]);
  const marked = told(await lines()).filter((line) => line.startsWith('professional'));
  assert.deepEqual(marked.slice(0, 3), [
    'professional declare secret',
    'professional deposit secret',
    'professional read secret',
  ]);
  assert.deepEqual(marked.slice(3), [
    'professional declare',
    'professional search',
    'professional search',
    'professional declare secret',
    'professional search secret',
  ]);
});

test('Issue 5.1, connexion secrète: not for an adult', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const pro = await enterPro(ground, irene.id);
  assert.equal((await pro(`/pro/patients/${hexOfRecordId(ground.ambre)}`)).as<{ minor: boolean }>().minor, false);
  toldPlainly(await declare(pro, ground.ambre, { ground: 'equipe_de_soins', secret: true }), 422, 'rights.secret-minors');
  toldPlainly(await declare(pro, ground.ambre, { ground: 'equipe_de_soins', secret: 'oui' }), 400, 'http.malformed');
  assert.deepEqual(told(await lines()), ['professional rights.secret-minors secret']);
  assert.equal(ambre.sex, 'F');
});

test('Issue 5.6: at the desk the operator chooses for the person, with a reason that the person reads; without one, nothing', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const rights = ground.rights();
  const { onBehalfAtDesk: atDesk } = rights;
  await assert.rejects(rights.block(desk(), ground.basile, irene), { code: 'rights.not-yours' });
  await assert.rejects(atDesk.block({ ...desk(), reason: '' }, ground.basile, irene), { code: 'rights.reason-required' });
  const plain = { ...desk(), reason: '' };
  assert.equal((await atDesk.choices(plain, ground.basile)).closed, false);
  await assert.rejects(rights.choices(plain, ground.basile), { code: 'rights.not-yours' });
  await assert.rejects(atDesk.choices({ ...plain, actor: irene }, ground.basile), { code: 'rights.operator-only' });
  await atDesk.block(desk(), ground.basile, irene);
  await atDesk.unblock(desk(), ground.basile, irene.id);
  await atDesk.oppose(desk(), ground.basile, { emergency: true });
  await ground.onGround(capucine, ground.basile);
  await atDesk.shorten(desk(), ground.basile, capucine.id, new Date());
  await atDesk.setClosed(desk(), ground.basile, true);
  await atDesk.setClosed(desk(), ground.basile, false);
  const all = await lines();
  assert.deepEqual(told(all), [
    'operator rights.not-yours',
    'operator rights.reason-required',
    'operator rights.not-yours',
    'professional rights.operator-only',
    'operator block',
    'operator unblock',
    'operator oppose',
    'professional declare',
    'professional search',
    'operator shorten',
    'operator close',
    'operator reopen',
  ]);
  const done = all.filter(({ who, outcome }) => who.kind === 'operator' && outcome === 'done');
  assert.ok(done.every(({ reason }) => reason === desk().reason));
});
