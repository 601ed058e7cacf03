import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, hector, irene } from './cast.ts';
import { ask, type Ground, openGround, traceFrom } from './ground.ts';
import { change, n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let pro: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  pro = await enterPro(ground, irene.id);
});
after(() => ground.close());

interface Summary {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly archived: boolean;
  readonly isNew: boolean;
  readonly hiddenFromPatient: boolean;
}
interface Detail extends Summary {
  readonly mine: boolean;
  readonly replaces?: string;
  readonly versions: Summary[];
  readonly addenda: Summary[];
}
interface List {
  readonly items: Summary[];
  readonly categories: { count: number }[];
}
interface Log {
  readonly items: { action: string; document?: { id: string }; reason?: string; sentence: { fr: string; en: string } }[];
}

const record = (): string => hexOfRecordId(ground.ambre);
const ofPatient = (path = ''): string => `/pro/patients/${record()}/documents${path}`;
const send = (space: Space, method: string, path: string, body: object = {}) => space(path, { method, body });
const ids = (items: readonly Summary[]): string[] => items.map(({ id }) => id);
const openRecord = () => send(pro, 'POST', `/pro/patients/${record()}/access`, { ground: 'equipe_de_soins' });

async function deposited(title: string, options: Parameters<typeof provide>[1] = {}): Promise<string> {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title }), options));
  return id;
}

test('Ségur CRI/va1.02-03, cycle d’annonce: nothing tells the person of the document, not even the log; announced, it is new to them', async () => {
  const home = async () =>
    (await carnet('/carnet/home')).as<{ newCount: number; newDocuments: Summary[]; recentAccesses: unknown[] }>();
  const log = async () => (await carnet('/carnet/log')).as<Log>();
  await home();
  const before = { home: await home(), log: await log(), list: (await carnet('/carnet/documents')).as<List>() };
  const id = await deposited('Résultat à annoncer', { hiddenFromPatient: true });
  await openRecord();
  const opened = (await pro(ofPatient(`/${id}`))).as<Detail>();
  assert.deepEqual([opened.mine, opened.hiddenFromPatient], [true, true]);
  const waiting = { home: await home(), log: await log(), list: (await carnet('/carnet/documents')).as<List>() };
  assert.deepEqual(
    [waiting.home.newCount, ids(waiting.home.newDocuments)],
    [before.home.newCount, ids(before.home.newDocuments)],
  );
  assert.deepEqual([ids(waiting.list.items), waiting.list.categories], [ids(before.list.items), before.list.categories]);
  assert.ok(!JSON.stringify([waiting.home, waiting.log]).includes('annoncer'), JSON.stringify(waiting.log));
  assert.ok(waiting.log.items.every(({ document }) => document?.id !== id));
  toldPlainly(await carnet(`/carnet/documents/${id}`), 404, 'id.unknown');
  const stranger = await enterPro(ground, hector.id);
  await send(stranger, 'POST', `/pro/patients/${record()}/access`, { ground: 'equipe_de_soins' });
  toldPlainly(await send(stranger, 'PUT', ofPatient(`/${id}/announced`)), 403, 'documents.not-yours');
  const told = await send(pro, 'PUT', ofPatient(`/${id}/announced`));
  assert.deepEqual([told.status, told.as<Summary>().hiddenFromPatient], [200, false]);
  const after = await home();
  assert.equal(after.newCount, before.home.newCount + 1);
  assert.deepEqual([after.newDocuments[0]?.id, after.newDocuments[0]?.isNew], [id, true]);
  const sentences = (await log()).items.filter(({ document }) => document?.id === id).map(({ sentence }) => sentence.fr);
  assert.ok(
    sentences.some((one) => one.includes('document annoncé, visible désormais « Résultat à annoncer »')),
    sentences.join('\n'),
  );
  assert.ok(sentences.some((one) => one.includes('document déposé')));
});

test('TD3.3d in the spaces: archived by either, out of the list and its counts, in the list of the archive, and back', async () => {
  const id = await deposited('Vieux compte rendu');
  const counted = async (space: Space, path: string) => {
    const list = (await space(path)).as<List>();
    return [ids(list.items).includes(id), list.categories.reduce((sum, { count }) => sum + count, 0)] as const;
  };
  const [there, count] = await counted(carnet, '/carnet/documents');
  assert.equal(there, true);
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await send(carnet, 'PUT', `/carnet/documents/${id}/archived`, { archived: true })).as<Summary>().archived, true);
  assert.deepEqual(await counted(carnet, '/carnet/documents'), [false, count - 1]);
  assert.deepEqual((await counted(carnet, '/carnet/documents?archived=true'))[0], true);
  assert.deepEqual((await counted(pro, ofPatient('?archived=true')))[0], true);
  assert.deepEqual((await counted(pro, ofPatient()))[0], false);
  assert.equal((await carnet(`/carnet/documents/${id}`)).as<Detail>().archived, true);
  assert.equal((await send(pro, 'PUT', ofPatient(`/${id}/archived`), { archived: false })).as<Summary>().archived, false);
  assert.deepEqual(await counted(carnet, '/carnet/documents'), [true, count]);
  toldPlainly(await send(carnet, 'PUT', `/carnet/documents/${id}/archived`, { archived: 'yes' }), 400, 'http.malformed');
  toldPlainly(await send(pro, 'PUT', ofPatient(`/${id}/archived`)), 400, 'http.malformed');
  toldPlainly(await carnet('/carnet/documents?archived=maybe'), 400, 'http.malformed');
  const changes = (await lines()).filter(({ action }) => action === 'write').map(({ detail }) => detail?.change);
  assert.deepEqual(changes, ['archive', 'unarchive']);
});

test('TD3.3c in the spaces: withdrawn with a reason that the person reads; the page then says that it was withdrawn', async () => {
  const id = await deposited('Mauvais patient');
  const url = ofPatient(`/${id}/withdrawal`);
  toldPlainly(await send(pro, 'POST', url, {}), 400, 'http.malformed');
  toldPlainly(await send(pro, 'POST', url, { reason: 'non' }), 422, 'documents.reason-required');
  toldPlainly(await send(pro, 'POST', url, { reason: 'x'.repeat(501) }), 422, 'documents.reason-required');
  const elsewhere = `/pro/patients/${hexOfRecordId(ground.basile)}/documents/${id}/withdrawal`;
  toldPlainly(await send(pro, 'POST', elsewhere, { reason: 'Une raison bien assez longue' }), 404, 'id.unknown');
  const reason = 'Document d’un autre patient, déposé par erreur.';
  assert.equal((await send(pro, 'POST', url, { reason })).status, 204);
  toldPlainly(await pro(ofPatient(`/${id}`)), 410, 'documents.withdrawn');
  toldPlainly(await carnet(`/carnet/documents/${id}`), 410, 'documents.withdrawn');
  const [line] = (await carnet('/carnet/log')).as<Log>().items.filter(({ document }) => document?.id === id);
  assert.equal(line?.reason, reason);
  assert.match(line?.sentence.fr ?? '', /document retiré par son auteur « Mauvais patient »/);
  const restored = await ask(`${ground.url}/api/operator/documents/${id}/restore`, {
    method: 'POST',
    token: await ground.token({ kind: 'operator', id: 'operator', name: 'Exploitant' }),
    body: { why: 'C’était bien le bon patient.' },
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(restored.status, 200);
  assert.equal((await carnet(`/carnet/documents/${id}`)).as<Detail>().status, 'current');
  const [told] = (await carnet('/carnet/log')).as<Log>().items.filter(({ reason: said }) => said?.startsWith('C’était'));
  assert.match(told?.sentence.en ?? '', /document restored by the operator/);
});

test('versions and addenda of a document are told with it, as far as the reader sees them', async () => {
  const first = await deposited('Version 1');
  const relate = async (code: string, to: string, title: string, options: Parameters<typeof provide>[1] = {}) => {
    const target = { reference: `DocumentReference/${to}` };
    const bundle = change(provide(n3(ambre, { title }), options), 'entry.1.resource.relatesTo', [{ code, target }]);
    const [id = ''] = await ground.deposited(bundle);
    return id;
  };
  const addendum = await relate('appends', first, 'Complément de la version 1');
  const second = await relate('replaces', first, 'Version 2');
  const waiting = await relate('appends', second, 'Complément à annoncer', { hiddenFromPatient: true });
  const seen = (await carnet(`/carnet/documents/${second}`)).as<Detail>();
  assert.deepEqual(
    seen.versions.map(({ id, status }) => [id, status]),
    [
      [second, 'current'],
      [first, 'superseded'],
    ],
  );
  assert.deepEqual([seen.replaces, ids(seen.addenda), seen.mine], [first, [addendum], false]);
  await openRecord();
  const bySelf = (await pro(ofPatient(`/${first}`))).as<Detail>();
  assert.deepEqual([ids(bySelf.versions), ids(bySelf.addenda).toSorted()], [[second, first], [addendum, waiting].toSorted()]);
});
