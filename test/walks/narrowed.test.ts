import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ambre, basile, citizen, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { biology, n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let pro: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  pro = await enterPro(ground, irene.id);
  const papers = [
    provide(n3(ambre, { title: 'Consultation', text: 'Une bronchite aiguë.', at: new Date('2025-03-10T09:30:00Z') })),
    provide(n3(ambre, { title: 'Avis', text: 'Plus de bronchite.', author: hector, at: new Date('2026-02-10T09:30:00Z') })),
    provide(biology(ambre, [['2160-0', 'Créatinine', '90', 'umol/L', '50', '100']], { at: new Date('2026-05-10T09:30:00Z') })),
    provide(n3(ambre, { title: 'À annoncer', text: 'Une bronchite à dire.' }), { hiddenFromPatient: true }),
    provide(n3(basile, { title: 'D’un autre', text: 'Une bronchite ailleurs.' })),
  ];
  for (const paper of papers) await ground.deposited(paper);
  const text = 'select (select count(*) from documents.entry) - (select count(*) from documents.text) as waiting';
  while ((await ground.store.pool.query<{ waiting: number }>(text)).rows[0]?.waiting !== 0) await pause(50);
});
after(() => ground.close());

interface Listed {
  readonly items: { id: string; title: string; isNew: boolean; snippet?: string }[];
  readonly total: number;
  readonly next?: string;
  readonly categories: { code: string; count: number }[];
  readonly years: { year: number; count: number }[];
  readonly authors: { name: string; count: number }[];
  readonly asked?: boolean;
}
const ask = (space: Space, body: object) => space('/carnet/documents/list', { method: 'POST', body });
const listed = async (body: object): Promise<Listed> => (await ask(carnet, body)).as<Listed>();
const titles = async (body: object): Promise<string[]> => (await listed(body)).items.map(({ title }) => title);

test('issue 8, documents: newest first, narrowed by year, author, category and words, with what there is to narrow by', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const all = await listed({});
  assert.deepEqual(
    all.items.map(({ title }) => title),
    ['CR d’examens biologiques', 'Avis', 'Consultation'],
  );
  assert.deepEqual(all.years, [
    { year: 2026, count: 2 },
    { year: 2025, count: 1 },
  ]);
  assert.equal(
    all.categories.reduce((sum, { count }) => sum + count, 0),
    3,
  );
  assert.ok(all.authors.some(({ name, count }) => name.includes('Hector') || count === 1));
  assert.deepEqual(await titles({ year: 2025 }), ['Consultation']);
  const [byHector] = all.authors.filter(({ count }) => count === 1);
  assert.ok(byHector !== undefined);
  assert.deepEqual(await titles({ author: byHector.name }), ['Avis']);
  assert.deepEqual(await titles({ words: 'bronchites' }), ['Avis', 'Consultation']);
  assert.deepEqual(await titles({ words: 'bronchite', year: 2025 }), ['Consultation']);
  assert.match((await listed({ words: 'bronchite', year: 2025 })).items[0]?.snippet ?? '', /bronchite aiguë/);
  assert.deepEqual(await titles({ words: 'mammographie' }), []);
  assert.equal((await listed({ words: 'de la ' })).asked, false);
  assert.deepEqual(await lines(), [], 'one’s own look is no news');
});

test('issue 8, documents: for oneself only, from this site only, and nothing malformed', async () => {
  toldPlainly(await ask(pro, {}), 403, 'session.wrong-kind');
  toldPlainly(await ask(carnet, { year: '2025' }), 400, 'http.malformed');
  toldPlainly(await ask(carnet, { category: 'no class' }), 400, 'http.malformed');
  toldPlainly(await ask(carnet, { after: 'x' }), 400, 'http.malformed');
  toldPlainly(
    await carnet('/carnet/documents/list', { method: 'POST', body: {}, headers: { 'x-socle': '' } }),
    403,
    'session.forged',
  );
});

test('issue 8, documents: who acts for the person leaves a line, without what was looked for', async () => {
  const by = (actor: ReturnType<typeof citizen>) => ({ actor, at: new Date(), requestId: 'test' });
  const until = new Date(Date.now() + 86_400_000);
  const wish = { purposes: ['read'] as const, until };
  const { code } = await ground.rights().invite(by(citizen(ground.ambre, ambre)), ground.ambre, wish);
  await ground.rights().accept(by(citizen(ground.basile, basile)), code);
  const delegate = await enterCarnet(ground, ground.basile, basile);
  assert.equal((await delegate(`/carnet/profiles/${ground.ambre}/act`, { method: 'POST', body: {} })).status, 204);
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await ask(delegate, { words: 'bronchite' })).as<Listed>().total, 2);
  const told = await lines();
  assert.equal(told.length, 1);
  assert.match(words(told[0] as NonNullable<(typeof told)[0]>), /^search done/);
  assert.ok(!JSON.stringify(told).includes('bronchite'));
});

test('issue 8, results: what stands in an address tells of no analysis, and is another in each record', async () => {
  const { analytes } = (await carnet('/carnet/results')).as<{ analytes: { key: string; ref: string }[] }>();
  const [one] = analytes;
  assert.ok(one !== undefined);
  assert.match(one.ref, /^[0-9a-f]{20}$/);
  assert.equal(new Set(analytes.map(({ ref }) => ref)).size, analytes.length);
  const { analyteRef } = await import('../../src/http/spaces/results.ts');
  assert.notEqual(analyteRef(ground.basile)(one.key), one.ref);
  assert.equal(analyteRef(ground.ambre)(one.key), one.ref);
});
