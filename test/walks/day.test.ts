import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, capucine, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { afterANight } from './night.ts';
import { n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
});
after(() => ground.close());

interface Synthesis {
  readonly since?: string;
  readonly fresh: {
    readonly items: readonly { kind: string; isNew: boolean; title?: string; document?: { id: string } }[];
    readonly total: number;
  };
}
interface People {
  readonly items: readonly { readonly patient: { record: string; access: object | null }; readonly fresh?: number }[];
}

const post = (path: string, body: object, space = pro) => space(path, { method: 'POST', body });
const synthesis = async () => (await pro(`${here}/synthesis`)).as<Synthesis>();
const people = async () => (await pro('/pro/day/people')).as<People>().items;
const hoursLater = () => afterANight(ground);
const told = (lines: readonly { action: string; detail?: Readonly<Record<string, string>> }[]) =>
  lines.map(({ action, detail }) => [action, detail?.what ?? detail?.change ?? ''].join(' ').trim());

test('Issue 8, synthesis: refused without a ground; then one look is one line, and nothing is new at a first visit', async () => {
  await ground.deposited(provide(n3(ambre, { author: hector, title: 'Avant' })));
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await pro(`${here}/synthesis`), 403, 'rights.no-ground');
  assert.deepEqual(await people(), []);
  await post(`${here}/access`, { ground: 'equipe_de_soins' });
  const { since, fresh } = await synthesis();
  assert.deepEqual([since, fresh], [undefined, { items: [], total: 0 }]);
  assert.deepEqual(told(await lines()), ['refusal', 'rights declare', 'list synthesis']);
  toldPlainly(await pro(`/pro/patients/${'f'.repeat(32)}/synthesis`), 403, 'rights.no-ground');
});

test('Issue 8, new since my last visit: what others deposited since, not what I did, not what is masked; until I looked', async () => {
  await hoursLater();
  const [id = ''] = await ground.deposited(provide(n3(ambre, { author: hector, title: 'Entre deux visites' })));
  await ground.deposited(provide(n3(ambre, { author: hector, title: 'Masqué' }), { hiddenFromProfessionals: true }));
  const published = await post(`${here}/documents`, {
    typeCode: '11488-4',
    title: 'De ma main',
    date: '2026-03-10T09:30:00Z',
    pdf: smallPdf.toString('base64'),
  });
  assert.equal(published.status, 201, published.bytes.toString());
  const lines = await traceFrom(ground, ground.ambre);
  const [first] = await people();
  assert.deepEqual([first?.patient.record, first?.fresh], [hexOfRecordId(ground.ambre), 1]);
  // An arrival is told once, however often the day is opened.
  assert.equal((await people())[0]?.fresh, 1);
  const { since, fresh } = await synthesis();
  assert.ok(since !== undefined && Date.now() - Date.parse(since) > 7 * 3_600_000, since);
  assert.deepEqual([fresh.total, fresh.items.map(({ document, isNew }) => [document?.id, isNew])], [1, [[id, true]]]);
  // The visit goes on: what is new stays new while it lasts, and is no news from the day any more.
  assert.equal((await synthesis()).fresh.total, 1);
  assert.equal((await people())[0]?.fresh, 0);
  assert.deepEqual(told(await lines()), ['list news', 'list synthesis', 'list synthesis']);
  await hoursLater();
  assert.equal((await synthesis()).fresh.total, 0);
});

test('Issue 8, team: who cares is told to who may look, without emergencies nor the reader', async () => {
  const [doctor, nurse] = [await enterPro(ground, hector.id), await enterPro(ground, capucine.id)];
  toldPlainly(await nurse(`${here}/team`), 403, 'rights.no-ground');
  await post(`${here}/access`, { ground: 'equipe_de_soins' }, doctor);
  await post(`${here}/access`, { ground: 'bris_de_glace', reason: 'Personne inconsciente' }, nurse);
  const lines = await traceFrom(ground, ground.ambre);
  const { members, attending } = (await pro(`${here}/team`)).as<{
    attending?: object;
    members: { id: string; ground: { code: string } }[];
  }>();
  assert.deepEqual(
    [members.map(({ id, ground: { code } }) => [id, code]), attending],
    [[[hector.id, 'equipe_de_soins']], undefined],
  );
  assert.deepEqual(told(await lines()), ['list team']);
});

test('Issue 8, my ground: a professional ends their own access; the person reads it, and the record is closed to them', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const ended = await pro(`${here}/access`, { method: 'DELETE' });
  assert.equal(ended.status, 204, ended.bytes.toString());
  toldPlainly(await pro(`${here}/synthesis`), 403, 'rights.no-ground');
  toldPlainly(await pro(`${here}/access`, { method: 'DELETE' }), 404, 'rights.no-access');
  const [first] = await people();
  assert.deepEqual([first?.patient.access, first?.fresh], [null, undefined]);
  assert.deepEqual(told(await lines()), ['rights leave', 'refusal', 'refusal']);
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const log = (await carnet('/carnet/log'))
    .as<{ items: { sentence: { fr: string } }[] }>()
    .items.map(({ sentence }) => sentence.fr);
  assert.ok(
    log.some((line) => line.includes('a mis fin à son accès')),
    log.join('\n'),
  );
  assert.ok(
    log.some((line) => line.includes('averti que du nouveau est arrivé')),
    log.join('\n'),
  );
});

test('DMP SC.DMP/CONF.11 and .21: the notice is due at the first sign-in and every 180 days, for the professional alone', async () => {
  const due = async (space = pro) => (await space('/session')).as<{ noticeDue?: true }>().noticeDue;
  assert.equal(await due(), true);
  toldPlainly(await pro('/pro/notice', { method: 'POST', body: {}, headers: { 'x-socle': '' } }), 403, 'session.forged');
  assert.equal((await post('/pro/notice', {})).status, 204);
  assert.equal(await due(), undefined);
  assert.equal(await due(await enterPro(ground, hector.id)), true);
  const days = (n: number) =>
    ground.store.pool.query("update record.notice set understood_at = now() - $1 * interval '1 day'", [n]);
  await days(179);
  assert.equal(await due(), undefined);
  await days(180);
  assert.equal(await due(), true);
});

test('Issue 8, my day: the ends of a day are two instants, at most 26 hours apart', async () => {
  const asked = (from: string, to: string) => pro(`/pro/day/appointments?from=${from}&to=${to}`);
  const answer = await asked('2026-03-09T23:00:00.000Z', '2026-03-10T23:00:00.000Z');
  assert.deepEqual([answer.status, answer.as<object>()], [200, { items: [] }]);
  for (const [from, to] of [
    ['hier', '2026-03-10T23:00:00.000Z'],
    ['2026-03-09T23:00:00.000Z', '2026-03-09T23:00:00.000Z'],
    ['2026-03-09T23:00:00.000Z', '2026-03-12T23:00:00.000Z'],
    ['2026-13-09T23:00:00.000Z', '2026-03-12T23:00:00.000Z'],
  ] as const)
    toldPlainly(await asked(from, to), 400, 'http.malformed');
});
