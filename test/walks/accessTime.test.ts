import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, capucine, citizen, hector, irene } from './cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, listen, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

interface Access {
  readonly version: number;
  readonly professionals: { id: string; until?: string; givenBy?: string; ground?: { code: string }; blocked: boolean }[];
  readonly closed: boolean;
  readonly attending?: { id: string; name: string };
  readonly defaults: Record<string, number>;
  readonly authorisation: { source: { fr: string }; official: boolean };
}
const access = async (space = carnet) => (await space('/carnet/access')).as<Access>();
const accessOf = async (id: string) => (await access()).professionals.find((one) => one.id === id);
const put = (path: string, body: object, space = carnet) => space(`/carnet${path}`, { method: 'PUT', body });
const setEnd = async (id: string, until: Date, version?: number) =>
  put(`/access/${id}`, { until: until.toISOString(), version: version ?? (await access()).version });
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const search = (token: string) => ground.fhir(`/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`, { token });

test('Issue 5.2: the person sees each access with its ground and end, what the operator set, and where the table comes from', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  await ground.onGround(irene, ground.ambre);
  const { professionals, defaults, authorisation, closed } = await access();
  const [one] = professionals;
  assert.deepEqual([one?.id, one?.givenBy, one?.ground?.code, closed], [irene.id, 'professional', 'equipe_de_soins', false]);
  const days = (Date.parse(one?.until ?? '') - Date.now()) / 86_400_000;
  assert.ok(days > 89.9 && days <= 90, `${days}`);
  assert.deepEqual(defaults, { equipe_de_soins: 90, consentement: 90, bris_de_glace: 1, centre_15: 1 });
  assert.deepEqual(authorisation, {
    source: { fr: 'Reconstruction de Socle, non officielle', en: 'Socle’s reconstruction, not the official table' },
    official: false,
  });
  assert.deepEqual(
    (await lines()).map(({ detail, action }) => detail?.change ?? action),
    ['declare', 'search'],
  );
});

test('Issue 5.2: an access shortened to zero stops at once, on every server, and a token’s ground does not bring it back', async () => {
  await ground.deposited(provide(n3(ambre, { author: hector, title: 'Pour plus tard' })));
  const lines = await traceFrom(ground, ground.ambre);
  const beside = await ground.beside();
  const plain = await ground.onGround(irene, ground.ambre);
  assert.equal((await search(plain)).as<Bundle>().total, 1);
  const far = await ground.tokenAt(beside.url, irene);
  const asked = `${beside.url}/fhir/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const there = () => fetch(asked, { headers: { authorization: `Bearer ${far}` } });
  assert.equal((await there()).status, 200); // the other server holds the rights in memory
  assert.equal((await setEnd(irene.id, new Date(0))).status, 200);
  refused(await search(plain), 403, 'rights.ended');
  assert.equal(await accessOf(irene.id), undefined, 'who may no longer read is not among those who may');
  assert.equal((await there()).status, 403);
  for (const by of ['equipe_de_soins', 'consentement', 'centre_15'] as const)
    refused(await search(await ground.token(irene, { ground: by })), 403, 'rights.ended');
  await beside.close();

  // by an explicit declaration, of which the person is told
  const pro = await enterPro(ground, irene.id);
  const record = hexOfRecordId(ground.ambre);
  const declared = await pro(`/pro/patients/${record}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  assert.equal(declared.status, 200, declared.bytes.toString());
  assert.equal((await search(plain)).as<Bundle>().total, 1);
  const told = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action);
  assert.deepEqual(told, [
    'search',
    'search',
    'search',
    'shorten',
    ...Array.from({ length: 5 }, () => 'rights.ended'),
    'declare',
    'search',
  ]);
});

test('Issue 5.2: the person prolongs up to a year, gives an access themself, and no further; what they gave is not cut by declaring again', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await setEnd(irene.id, inDays(364))).status, 200);
  const far = (await accessOf(irene.id))?.until;
  toldPlainly(await setEnd(irene.id, inDays(400)), 422, 'rights.bad-end');
  const pro = await enterPro(ground, irene.id);
  const record = hexOfRecordId(ground.ambre);
  await pro(`/pro/patients/${record}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  assert.equal((await accessOf(irene.id))?.until, far);

  const found = await carnet('/carnet/professionals/search', { method: 'POST', body: { words: 'hec pulsa' } });
  assert.deepEqual(
    found.as<{ items: { id: string; name: string }[] }>().items.map(({ id, name }) => [id, name]),
    [[hector.id, 'Dr Hector Pulsarelle']],
  );
  toldPlainly(
    await carnet('/carnet/professionals/search', { method: 'POST', body: { words: 'h' } }),
    422,
    'directory.search-too-broad',
  );
  const token = await ground.token(hector);
  refused(await search(token), 403, 'rights.no-ground');
  assert.equal((await setEnd(hector.id, inDays(10))).status, 200);
  assert.equal((await search(token)).status, 200);
  const given = await accessOf(hector.id);
  assert.deepEqual([given?.givenBy, given?.ground?.code], ['person', 'consentement']);
  const told = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action);
  assert.deepEqual(told, ['prolong', 'rights.bad-end', 'declare', 'rights.no-ground', 'grant', 'search']);
});

test('Issue 5, bad input: of two who change the same right at once, one is told; nothing is undone in silence', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const { version } = await access();
  const both = await Promise.all([setEnd(hector.id, inDays(30), version), setEnd(hector.id, inDays(60), version)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409]);
  toldPlainly(both.find(({ status }) => status === 409) ?? both[0], 409, 'rights.changed');
  for (const [body, at] of [
    [{ until: 'demain', version }, 'until'],
    [{ until: inDays(1).toISOString() }, 'version'],
    [{ until: '2026-13-45T10:00:00Z', version }, 'until'],
  ] as const) {
    const answer = await put(`/access/${hector.id}`, body);
    toldPlainly(answer, 400, 'http.malformed');
    assert.equal(answer.as<{ at: string }>().at, at);
  }
  toldPlainly(await setEnd('899700000999', inDays(1)), 404, 'directory.unknown-professional');
  const told = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action).toSorted();
  assert.deepEqual(told, ['prolong', 'rights.changed']);
});

test('Issue 5.1: the médecin traitant sees what is hidden from professionals, once they have a ground, and nobody else does', async () => {
  const [id = ''] = await ground.deposited(
    provide(n3(ambre, { author: hector, title: 'Gardé pour moi' }), { hiddenFromProfessionals: true }),
  );
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(irene);
  const get = () => ground.fhir(`/DocumentReference/${id}`, { token });
  assert.equal((await get()).status, 404);
  assert.equal((await put('/attending', { professional: capucine.id })).status, 403, 'a nurse is no physician');
  assert.equal((await put('/attending', { professional: irene.id })).status, 204);
  assert.equal((await access()).attending?.name, 'Dr Irène Stéthance');
  assert.equal((await get()).status, 200);
  const nurse = await ground.onGround(capucine, ground.ambre);
  assert.equal((await ground.fhir(`/DocumentReference/${id}`, { token: nurse })).status, 404);
  assert.equal((await setEnd(irene.id, new Date())).status, 200);
  assert.equal((await get()).status, 403);
  assert.equal((await put('/attending', { professional: null })).status, 204);
  const told = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action);
  assert.deepEqual(told, [
    'id.unknown',
    'rights.not-a-physician',
    'attend',
    'read',
    'declare',
    'search',
    'id.unknown',
    'shorten',
    'rights.ended',
    'attend-nobody',
  ]);
});

test('Issue 5.1: a closed record is read and filled by nobody but the person, who opens it again', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.token(capucine);
  assert.equal((await put('/closed', { closed: true })).status, 204);
  assert.equal((await access()).closed, true);
  refused(await search(token), 403, 'rights.closed');
  assert.equal((await ground.send(provide(n3(ambre)))).status, 403);
  assert.equal((await carnet('/carnet/documents')).status, 200);
  assert.equal((await put('/closed', { closed: false })).status, 204);
  assert.equal((await search(token)).status, 200);
  toldPlainly(await put('/closed', { closed: 'yes' }), 400, 'http.malformed');
  const stranger = { actor: citizen(ground.basile, ambre), at: new Date(), requestId: 'test' };
  await assert.rejects(ground.rights().setClosed(stranger, ground.ambre, true), { code: 'rights.not-yours' });
  const told = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action);
  assert.deepEqual(told, ['close', 'rights.closed', 'rights.closed', 'reopen', 'search', 'rights.not-yours']);
});

test('Issue 5.2: an access stops in the second of its end, in lists, reads and an open page’s live stream', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { author: irene, title: 'Avant la fin' })));
  const lines = await traceFrom(ground, ground.ambre);
  const pro = await enterPro(ground, hector.id);
  const record = hexOfRecordId(ground.ambre);
  const live = await listen(pro, `${ground.url}/api/pro/patients/${record}/live`);
  const until = new Date(Date.now() + 1500);
  assert.equal((await setEnd(hector.id, until)).status, 200);
  let told = await live.next();
  while (told === 'document') told = await live.next(); // what other servers were told of the deposit
  assert.equal(told, 'rights');
  const token = await ground.token(hector);
  assert.equal((await ground.fhir(`/DocumentReference/${id}`, { token })).status, 200);
  await new Promise((done) => setTimeout(done, until.getTime() - Date.now() + 1));
  refused(await search(token), 403, 'rights.ended');
  refused(await ground.fhir(`/DocumentReference/${id}`, { token }), 403, 'rights.ended');
  toldPlainly(await pro(`/pro/patients/${record}/documents`), 403, 'rights.ended');
  await ground.deposited(provide(n3(ambre, { author: irene, title: 'Après la fin' })));
  // what was told before the end may still be on its way; then the page hears that its rights changed, and no more
  let last = told;
  await assert.rejects(async () => {
    for (;;) last = await live.next();
  }, /the stream ended/);
  assert.equal(last, 'rights');
  const all = (await lines()).map(({ action, code, detail }) => code ?? detail?.change ?? action);
  assert.deepEqual(all, ['shorten', 'read', 'rights.ended', 'rights.ended', 'rights.ended', 'deposit']);
});
