import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordId } from '#kernel';
import { ambre, basile, corentine, makeKnown } from './cast.ts';
import { type Ground, openGround, refused, traceFrom } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let hers: Space;
let his: Space;
let theirs: Space;
let corentineRecord: RecordId;
before(async () => {
  ground = await openGround();
  corentineRecord = await makeKnown(ground, corentine);
  hers = await enterCarnet(ground, ground.ambre, ambre);
  his = await enterCarnet(ground, ground.basile, basile);
  theirs = await enterCarnet(ground, corentineRecord, corentine);
});
after(() => ground.close());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const post = (space: Space, path: string, body: object = {}) => space(`/carnet${path}`, { method: 'POST', body });
const invite = (purposes: readonly string[], more: object = {}) =>
  post(hers, '/mandates', { purposes, until: inDays(30), ...more });
const codeOf = async (purposes: readonly string[], more: object = {}): Promise<string> => {
  const answer = await invite(purposes, more);
  assert.equal(answer.status, 201, answer.bytes.toString());
  return answer.as<{ code: string }>().code;
};
interface Mandates {
  readonly given: { id: string; name: string; kind: string; purposes: string[]; limits?: object }[];
  readonly invitations: { id: string; purposes: string[] }[];
  readonly received: { record: string; name: string; kind: string }[];
}
const mandates = async (space: Space) => (await space('/carnet/mandates')).as<Mandates>();
const titles = async (space: Space) =>
  (await space('/carnet/documents')).as<{ items: { title: string }[] }>().items.map(({ title }) => title);
const end = (space: Space, id: string) => space(`/carnet/mandates/${id}`, { method: 'DELETE' });
const actFor = (space: Space, id: string) => post(space, `/profiles/${id}/act`);
const told = (lines: Awaited<ReturnType<Awaited<ReturnType<typeof traceFrom>>>>) =>
  lines.map(({ action, code, detail, who }) => `${who.kind} ${code ?? detail?.change ?? action}`);

test('Issue 5.3: an adult chosen by the person reads for them, only what they may, until either ends it', async () => {
  for (const [title, shown] of [
    ['Ouvert', {}],
    ['Masqué', { hiddenFromProfessionals: true }],
    ['À annoncer', { hiddenFromPatient: true }],
  ] as const)
    await ground.deposited(provide(n3(ambre, { title }), shown));
  const lines = await traceFrom(ground, ground.ambre);
  const ofHis = await traceFrom(ground, ground.basile);
  const code = await codeOf(['read']);
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{10}$/);
  assert.equal((await mandates(hers)).invitations.length, 1);
  const typed = `${code.slice(0, 5).toLowerCase()} - ${code.slice(5)}`;
  const accepted = await post(his, '/mandates/accept', { code: typed });
  assert.equal(accepted.status, 200, accepted.bytes.toString());
  assert.deepEqual((await mandates(hers)).invitations, []);
  const [given] = (await mandates(hers)).given;
  assert.deepEqual([given?.name, given?.kind, given?.purposes], ['BASILE ÉCUMEUR', 'adult', ['read']]);
  const [received] = (await mandates(his)).received;
  assert.equal(received?.name, 'AMBRE DE LA BRUMAILLE');
  toldPlainly(await post(theirs, '/mandates/accept', { code }), 404, 'rights.no-invitation');

  assert.equal((await actFor(his, ground.ambre)).status, 204);
  const session = (await his('/session')).as<{ name: string; acting?: { name: string; purposes: string[] } }>();
  assert.deepEqual(
    [session.name, session.acting?.name, session.acting?.purposes],
    ['BASILE ÉCUMEUR', 'AMBRE DE LA BRUMAILLE', ['read']],
  );
  assert.deepEqual((await titles(his)).toSorted(), ['Masqué', 'Ouvert']);
  assert.equal((await his('/carnet/home')).as<{ name: string }>().name, 'AMBRE DE LA BRUMAILLE');
  // not what another purpose lets, nor what none does
  toldPlainly(await his('/carnet/access'), 403, 'rights.purpose');
  toldPlainly(await his('/carnet/opposition', { method: 'PUT', body: { deposit: true } }), 403, 'rights.purpose');
  toldPlainly(await his('/carnet/mandates'), 403, 'session.acting');
  toldPlainly(await post(his, '/mandates', { purposes: ['read'], until: inDays(1) }), 403, 'session.acting');

  assert.equal((await end(hers, ground.basile)).status, 204);
  toldPlainly(await his('/carnet/documents'), 403, 'rights.no-mandate');
  assert.deepEqual((await his('/session')).as(), { kind: 'citizen', name: 'BASILE ÉCUMEUR' });
  assert.deepEqual(await titles(his), []); // their own carnet
  toldPlainly(await actFor(his, ground.ambre), 403, 'rights.no-mandate');
  assert.deepEqual(told(await lines()), [
    'citizen invite',
    'citizen mandate',
    'delegate acting',
    'delegate list',
    'delegate list',
    'delegate list', // the log, of which the first page shows the end
    'delegate rights.purpose',
    'delegate rights.purpose',
    'citizen mandate-end',
    'delegate rights.no-mandate',
    'delegate rights.no-mandate',
  ]);
  assert.deepEqual(
    told(await ofHis()).filter((line) => line.includes('mandate')),
    ['citizen mandate-received', 'citizen mandate-over'],
  );
});

test('Issue 5.3: who manages rights for another blocks, opposes, shortens and hides; closing and mandates stay the person’s own', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'À cacher' })));
  const lines = await traceFrom(ground, ground.ambre);
  await post(his, '/mandates/accept', { code: await codeOf(['read', 'rights']) });
  await actFor(his, ground.ambre);
  const put = (path: string, body: object = {}) => his(`/carnet${path}`, { method: 'PUT', body });
  assert.equal((await put('/blocks/899700000137')).status, 204);
  assert.equal((await his('/carnet/blocks/899700000137', { method: 'DELETE' })).status, 204);
  assert.equal((await put('/opposition', { emergency: true })).status, 200);
  assert.equal((await put('/opposition', { emergency: false })).status, 200);
  const { version } = (await his('/carnet/access')).as<{ version: number }>();
  assert.equal((await put('/access/899700000137', { until: inDays(3), version })).status, 200);
  assert.equal((await put(`/documents/${id}/visibility`, { hiddenFromProfessionals: true })).status, 200);
  toldPlainly(await put('/closed', { closed: true }), 403, 'rights.only-themself');
  const delegate = { kind: 'delegate', id: ground.basile, name: 'Basile', record: ground.ambre } as const;
  const call = { actor: delegate, at: new Date(), requestId: 'test' };
  const wish = { purposes: ['read'], until: new Date(Date.now() + 86_400_000) };
  await assert.rejects(ground.rights().invite(call, ground.ambre, wish), { code: 'rights.only-themself' });
  assert.equal((await post(his, '/profiles/own/act')).status, 204);
  // gives it up themself
  assert.equal((await his(`/carnet/mandates/received/${ground.ambre}`, { method: 'DELETE' })).status, 204);
  assert.deepEqual((await mandates(hers)).given, []);
  assert.deepEqual(told(await lines()), [
    'citizen invite',
    'citizen mandate',
    'delegate acting',
    'delegate block',
    'delegate unblock',
    'delegate oppose',
    'delegate oppose',
    'delegate grant',
    'delegate hide',
    'delegate rights.only-themself',
    'delegate rights.only-themself',
    'citizen mandate-end',
  ]);
});

test('Issue 5.3: a mandate has limits of categories and of time; what is no mandate is refused', async () => {
  await ground.deposited(provide(n3(ambre, { title: 'Hors catégorie' })));
  const lines = await traceFrom(ground, ground.ambre);
  const before = (await titles(hers)).length;
  assert.ok(before > 0);
  await post(theirs, '/mandates/accept', { code: await codeOf(['read'], { categories: ['42'] }) });
  await actFor(theirs, ground.ambre);
  assert.deepEqual(await titles(theirs), []); // all are of class 10
  assert.deepEqual((await theirs('/carnet/results')).status, 200);
  await post(theirs, '/profiles/own/act');
  const bad = async (body: object, at: string) => {
    const answer = await post(hers, '/mandates', { purposes: ['read'], until: inDays(30), ...body });
    toldPlainly(answer, 422, 'rights.bad-mandate');
    assert.equal(answer.as<{ at: string }>().at, at);
  };
  await bad({ purposes: [] }, 'purposes');
  await bad({ purposes: ['everything'] }, 'purposes');
  await bad({ until: inDays(-1) }, 'until');
  await bad({ until: inDays(3000) }, 'until');
  await bad({ categories: ['no such'] }, 'categories');
  toldPlainly(await post(hers, '/mandates', { purposes: 'read', until: inDays(3) }), 400, 'http.malformed');

  // the end comes in its second
  await ground.store.pool.query("update rights.mandate set until = now() - interval '1 s' where record_id = $1", [ground.ambre]);
  await ground
    .rights()
    .oppose(
      { actor: { kind: 'citizen', record: ground.ambre, name: 'Ambre' }, at: new Date(), requestId: 'test' },
      ground.ambre,
      {},
    );
  toldPlainly(await actFor(theirs, ground.ambre), 403, 'rights.no-mandate');
  assert.deepEqual(told(await lines()), [
    'citizen invite',
    'citizen mandate',
    'delegate acting',
    'delegate list',
    'delegate search',
    ...Array.from({ length: 5 }, () => 'citizen rights.bad-mandate'),
    'citizen oppose',
    'delegate rights.no-mandate',
  ]);
});

test('Issue 5.3: no token speaks for a delegate: they act in the carnet alone', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const delegate = { kind: 'delegate', id: ground.basile, name: 'Basile', record: ground.ambre } as const;
  const answer = await ground.fhir('/DocumentReference', { token: await ground.token(delegate) });
  refused(answer, 401, 'signin.token-invalid');
  assert.deepEqual(await lines(), []);
});

test('Issue 5.3, bad input: codes are guessed ten times a day and no more, also when all are tried at once; of two with one code, one has it', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const code = await codeOf(['book']);
  const answers = await Promise.all([post(his, '/mandates/accept', { code }), post(theirs, '/mandates/accept', { code })]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 404]);
  assert.equal((await mandates(hers)).given.length, 1);
  const own = await post(hers, '/mandates/accept', { code: await codeOf(['book']) });
  toldPlainly(own, 404, 'rights.no-invitation'); // nobody acts for themself

  const good = await codeOf(['read']);
  const wrong = Array.from({ length: 30 }, () => 'AAAAAAAAAA');
  const tried = await Promise.all(wrong.map((one) => post(theirs, '/mandates/accept', { code: one })));
  const count = (status: number) => tried.filter((answer) => answer.status === status).length;
  assert.ok(count(404) <= 10 && count(404) + count(429) === 30, `${count(404)} ${count(429)}`);
  toldPlainly(await post(theirs, '/mandates/accept', { code: good }), 429, 'rights.too-many-tries');
  for (let n = 0; n < 8; n++) assert.equal((await invite(['read'])).status, 201);
  toldPlainly(await invite(['read']), 422, 'rights.too-many-mandates');
  const { invitations } = await mandates(hers);
  for (const { id } of invitations) assert.equal((await end(hers, id)).status, 204);
  assert.deepEqual((await mandates(hers)).invitations, []);
  const kinds = new Set(told(await lines()));
  assert.deepEqual(
    [...kinds].toSorted(),
    [
      'citizen invite',
      'citizen mandate',
      'citizen rights.too-many-mandates',
      'citizen rights.no-invitation',
      'citizen uninvite',
    ].toSorted(),
  );
});
