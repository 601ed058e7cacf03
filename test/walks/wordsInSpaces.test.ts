import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}/documents/search`;
  const papers = [
    provide(n3(ambre, { title: 'Consultation de mars', text: 'Une bronchite aiguë ; pas d’asthme.' })),
    provide(n3(ambre, { title: 'À part', text: 'Une bronchite cachée.', author: hector }), { hiddenFromProfessionals: true }),
    provide(n3(ambre, { title: 'À annoncer', text: 'Une bronchite à dire.' }), { hiddenFromPatient: true }),
    provide(n3(basile, { title: 'Un autre', text: 'Une bronchite ailleurs.' })),
  ];
  for (const paper of papers) await ground.deposited(paper);
  await settled();
});
after(() => ground.close());

async function settled(): Promise<void> {
  const text = 'select (select count(*) from documents.entry) - (select count(*) from documents.text) as waiting';
  while ((await ground.store.pool.query<{ waiting: number }>(text)).rows[0]?.waiting !== 0) await pause(50);
}

interface Found {
  readonly asked: boolean;
  readonly items: { id: string; title: string; exact: boolean; snippet: string; highlights: [number, number][] }[];
  readonly total: number;
  readonly next?: number;
  readonly unread: { waiting: number; partly: number; beyond: boolean };
}
const look = (space: Space, path: string, body: object) => space(path, { method: 'POST', body });
const inCarnet = (body: object) => look(carnet, '/carnet/documents/search', body);

test('Web API, /api/carnet/documents/search: passages with the words marked; one’s own look is no news', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const found = (await inCarnet({ words: 'bronchites' })).as<Found>();
  assert.deepEqual(
    [found.asked, found.total, found.items.map(({ title }) => title), found.unread],
    [true, 2, ['À part', 'Consultation de mars'], { waiting: 0, partly: 0, beyond: false }],
  );
  for (const { snippet, highlights, exact } of found.items) {
    assert.deepEqual([exact, highlights.map(([from, to]) => snippet.slice(from, to))], [true, ['bronchite']]);
  }
  const slip = (await inCarnet({ words: 'bronchitte aigue' })).as<Found>();
  assert.deepEqual(
    slip.items.map(({ title, exact }) => [title, exact]),
    [['Consultation de mars', false]],
  );
  assert.deepEqual((await inCarnet({ words: 'de la ' })).as<Found>().asked, false);
  assert.equal((await inCarnet({ words: 'mammographie' })).as<Found>().total, 0);
  assert.deepEqual(await lines(), []);
});

test('Web API, /api/pro/patients/:record/documents/search: on a ground only; in the log without the words', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await look(pro, here, { words: 'bronchite' }), 403, 'rights.no-ground');
  await ground.onGround(irene, ground.ambre);
  const found = (await look(pro, here, { words: 'bronchite' })).as<Found>();
  assert.deepEqual([found.total, found.items.map(({ title }) => title)], [2, ['À annoncer', 'Consultation de mars']]);
  const part = (await look(pro, here, { words: 'bronchite', from: 1 })).as<Found>();
  assert.deepEqual([part.total, part.items.map(({ title }) => title)], [2, ['Consultation de mars']]);
  const other = here.replace(hexOfRecordId(ground.ambre), hexOfRecordId(ground.basile));
  toldPlainly(await look(pro, other, { words: 'bronchite' }), 403, 'rights.no-ground');
  const told = (await lines()).filter(({ action }) => action !== 'rights');
  assert.deepEqual(told.map(words), [
    'refusal refused rights.no-ground Dr Irène Stéthance',
    'search done Dr Irène Stéthance',
    'search done Dr Irène Stéthance',
    'search done Dr Irène Stéthance',
  ]);
  assert.ok(!JSON.stringify(told).includes('bronchite'));
  // typed word by word it is one thing for the person
  const { items } = (await carnet('/carnet/log')).as<{ items: { action: string; sentence: { fr: string } }[] }>();
  const sentences = items.filter(({ action }) => action === 'search').map(({ sentence }) => sentence.fr);
  assert.equal(
    sentences.filter((one) => one.includes('recherche de mots dans les documents, passages trouvés montrés')).length,
    1,
    sentences.join('\n'),
  );
});

test('Web API, a search of words: what cannot be one is refused, from another site too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await inCarnet({}), 400, 'http.malformed');
  toldPlainly(await inCarnet({ words: 'a\0b' }), 400, 'http.malformed');
  toldPlainly(await inCarnet({ words: ['bronchite'] }), 400, 'http.malformed');
  toldPlainly(await inCarnet({ words: 'bronchite', from: -1 }), 400, 'http.malformed');
  toldPlainly(await inCarnet({ words: 'm'.repeat(10_000) }), 400, 'documents.search-too-long');
  toldPlainly(
    await carnet('/carnet/documents/search', { method: 'POST', body: { words: 'x' }, headers: { 'x-socle': '' } }),
    403,
    'session.forged',
  );
  toldPlainly(await look(pro, '/carnet/documents/search', { words: 'x' }), 403, 'session.wrong-kind');
  toldPlainly(await look(carnet, here, { words: 'x' }), 403, 'session.wrong-kind');
  assert.deepEqual(await lines(), []);
});

test('issue 4 §5: rights that another server changed hold at once', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await look(pro, here, { words: 'bronchite' })).as<Found>().total, 2);
  const rights = ground.rights();
  await rights.block({ actor: citizen(ground.ambre, ambre), at: new Date(), requestId: 'test' }, ground.ambre, irene);
  toldPlainly(await look(pro, here, { words: 'bronchite' }), 403, 'rights.blocked');
  assert.deepEqual((await lines()).map(words), [
    'search done Dr Irène Stéthance',
    'rights done AMBRE DE LA BRUMAILLE',
    'refusal refused rights.blocked Dr Irène Stéthance',
  ]);
});
