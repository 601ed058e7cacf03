import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemId } from '#kernel';
import { ambre, basile, hector, irene } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { n1, n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, listen, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

interface Summary {
  readonly id: string;
  readonly title: string;
  readonly hiddenFromProfessionals: boolean;
  readonly isNew: boolean;
  readonly format: string;
}
interface List {
  readonly items: Summary[];
  readonly next?: string;
  readonly categories: { code: string; label: string; count: number }[];
}

test('Web API, /api/carnet: a new document is on the first page, opens as HTML and PDF, and is hidden and shown again', async () => {
  const [paged = '', written = '', announced = ''] = [
    ...(await ground.deposited(provide(n1(ambre, { title: 'Lettre avec PDF' })))),
    ...(await ground.deposited(provide(n3(ambre, { title: 'Compte rendu structuré' })))),
    ...(await ground.deposited(provide(n3(ambre, { title: 'À annoncer' }), { hiddenFromPatient: true }))),
  ];
  const lines = await traceFrom(ground, ground.ambre);
  const home = (await carnet('/carnet/home')).as<{ name: string; newCount: number; newDocuments: Summary[] }>();
  assert.deepEqual([home.name, home.newCount, home.newDocuments.length], ['AMBRE DE LA BRUMAILLE', 2, 2]);
  const list = (await carnet('/carnet/documents')).as<List>();
  assert.deepEqual(list.items.map(({ id }) => id).toSorted(), [paged, written].toSorted());
  assert.deepEqual(
    list.categories.map(({ code, count }) => [code, count]),
    [['10', 2]],
  );
  assert.equal((await carnet('/carnet/documents?category=11')).as<List>().items.length, 0);

  const letter = (await carnet(`/carnet/documents/${paged}`)).as<{ html: string; pdf: { url: string }; format: string }>();
  assert.equal(letter.format, 'N1');
  const pdf = await carnet(letter.pdf.url.replace('/api', ''));
  assert.deepEqual([pdf.bytes, pdf.headers.get('content-type')], [smallPdf, 'application/pdf']);
  const report = (await carnet(`/carnet/documents/${written}`)).as<{ html: string; format: string; pdf?: object }>();
  assert.deepEqual([report.format, report.pdf], ['N3', undefined]);
  assert.match(report.html, /<h[2-6][^>]*>Conclusion<\/h[2-6]>/);
  assert.match(report.html, /Tension 13\/8/);

  const hide = (hidden: unknown) =>
    carnet(`/carnet/documents/${written}/visibility`, { method: 'PUT', body: { hiddenFromProfessionals: hidden } });
  assert.equal((await hide(true)).as<Summary>().hiddenFromProfessionals, true);
  assert.equal((await hide(true)).status, 200);
  assert.equal((await hide(false)).as<Summary>().hiddenFromProfessionals, false);
  toldPlainly(await hide('yes'), 400, 'http.malformed');
  toldPlainly(await carnet(`/carnet/documents/${announced}`), 404, 'id.unknown');
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail }) => `${action} ${outcome} ${detail?.change ?? ''}`.trim()),
    ['read done', 'read done', 'read done', 'rights done hide', 'rights done show', 'refusal refused'],
  );
});

test('Web API, /api/carnet/access: who may look, what is opposed, who is blocked; each change is in the log', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  await ground.onGround(irene, ground.ambre);
  interface Access {
    readonly professionals: { id: string; name: string; blocked: boolean; ground?: { code: string } }[];
    readonly opposition: Record<string, boolean>;
  }
  const access = async () => (await carnet('/carnet/access')).as<Access>();
  const before = await access();
  assert.deepEqual(
    before.professionals.map(({ name, blocked, ground: on }) => [name, blocked, on?.code]),
    [['Dr Irène Stéthance', false, 'equipe_de_soins']],
  );
  for (const id of [irene.id, irene.id, hector.id]) {
    assert.equal((await carnet(`/carnet/blocks/${id}`, { method: 'PUT', body: {} })).status, 204);
  }
  assert.deepEqual(
    (await access()).professionals.map(({ id, blocked }) => [id, blocked]),
    [
      [irene.id, true],
      [hector.id, true],
    ],
  );
  for (const id of [irene.id, irene.id, hector.id, 'nobody', '%00']) {
    const expected = id === '%00' ? 400 : 204;
    assert.equal((await carnet(`/carnet/blocks/${id}`, { method: 'DELETE' })).status, expected, id);
  }
  toldPlainly(await carnet('/carnet/blocks/899700000999', { method: 'PUT', body: {} }), 404, 'directory.unknown-professional');
  const oppose = (body: object) => carnet('/carnet/opposition', { method: 'PUT', body });
  assert.deepEqual((await oppose({ deposit: true, emergency: true })).as(), {
    deposit: true,
    consultation: false,
    emergency: true,
  });
  assert.deepEqual((await oppose({ deposit: false, emergency: false })).as(), {
    deposit: false,
    consultation: false,
    emergency: false,
  });
  toldPlainly(await oppose({ everything: true }), 400, 'http.malformed');
  const changes = (await lines()).map(({ action, detail }) => detail?.change ?? action);
  assert.deepEqual(changes.slice(0, 2), ['declare', 'search']);
  assert.deepEqual(changes.slice(-2), ['oppose', 'oppose']);
});

test('Issue 9: the citizen sees a professional’s access in their log within 5 s, in plain words, with its ground', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu lu' })));
  const lines = await traceFrom(ground, ground.ambre);
  const live = await listen(carnet, `${ground.url}/api/carnet/live`);
  const token = await ground.onGround(hector, ground.ambre);
  const from = Date.now();
  await ground.fhir(`/Binary/${id}`, { token });
  let told = await live.next();
  while (told === 'document') told = await live.next(); // what other servers are told of the deposit may arrive only now
  assert.ok(['rights', 'access'].includes(told));
  interface Line {
    readonly action: string;
    readonly who: { name: string; you: boolean };
    readonly ground?: { code: string };
    readonly document?: { id: string };
    readonly sentence: { fr: string; en: string };
  }
  const [first] = (await carnet('/carnet/log')).as<{ items: Line[] }>().items;
  assert.ok(Date.now() - from < 5000);
  live.stop();
  assert.deepEqual(
    [first?.action, first?.who.name, first?.who.you, first?.ground?.code, first?.document?.id],
    ['read', hector.name, false, 'equipe_de_soins', id],
  );
  assert.equal(
    first?.sentence.fr,
    'Dr Hector Pulsarelle (médecin, Clinique de Saint-Orme) : document lu « Compte rendu lu » — équipe de soins.',
  );
  assert.deepEqual((await lines()).map(words), [
    'rights done Dr Hector Pulsarelle',
    'search done Dr Hector Pulsarelle',
    'read done Dr Hector Pulsarelle',
  ]);
});

test('Issue 7: a deposit is heard on the live stream at once, also when it came in by another server', async () => {
  const beside = await ground.beside();
  const live = await listen(carnet, `${ground.url}/api/carnet/live`);
  const lines = await traceFrom(ground, ground.ambre);
  await ground.deposited(provide(n3(ambre)));
  assert.equal(await live.next(), 'document');
  const far = await listen(carnet, `${beside.url}/api/carnet/live`);
  const from = Date.now();
  await ground.deposited(provide(n3(ambre)));
  assert.equal(await far.next(), 'document');
  assert.ok(Date.now() - from < 5000, `${Date.now() - from} ms`);
  for (const stream of [live, far]) stream.stop();
  await beside.close();
  assert.deepEqual(
    (await lines()).map(words),
    Array.from({ length: 2 }, () => 'deposit done Nuées Logiciel'),
  );
});

test('Web API: the log and the list come page by page, to their end', async () => {
  for (let n = 0; n < 22; n++) await ground.deposited(provide(n3(ambre, { title: `Suite ${n}` })));
  const lines = await traceFrom(ground, ground.ambre);
  const seqs: number[] = [];
  for (let path: string | undefined = '/carnet/log'; path !== undefined; ) {
    const page: { items: { seq: number }[]; next?: number } = (await carnet(path)).as();
    seqs.push(...page.items.map(({ seq }) => seq));
    path = page.next === undefined ? undefined : `/carnet/log?before=${page.next}`;
  }
  // the pages show one line for one reading of a document, and none of what waits to be announced: only such lines are left out
  const every = await ground.trace.lines(ground.ambre, undefined, 200);
  const waiting = await ground.store.pool.query<{ n: number }>(
    'select n::int from documents.entry where record_id = $1 and hidden_from_patient',
    [ground.ambre],
  );
  const untold = new Set<string | undefined>(waiting.rows.map(({ n }) => itemId(ground.ambre, n)));
  assert.ok(untold.size > 0);
  assert.ok(every.every(({ seq, action, object }) => action === 'read' || seqs.includes(seq) !== untold.has(object?.id)));
  assert.deepEqual(
    seqs,
    seqs.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(seqs).size, seqs.length);
  const ids: string[] = [];
  for (let path: string | undefined = '/carnet/documents'; path !== undefined; ) {
    const page: List = (await carnet(path)).as();
    ids.push(...page.items.map(({ id }) => id));
    path = page.next === undefined ? undefined : `/carnet/documents?cursor=${page.next}`;
  }
  const { rows } = await ground.store.pool.query<{ count: number }>(
    'select count(*) from documents.entry where record_id = $1 and not hidden_from_patient',
    [ground.ambre],
  );
  assert.deepEqual([new Set(ids).size, ids.length], [rows[0]?.count, rows[0]?.count]);
  toldPlainly(await carnet('/carnet/documents?category=%00'), 400, 'http.malformed');
  assert.deepEqual(await lines(), []);
});

test('Web API, sessions: without one, of the wrong kind, without the header or from another site, nothing opens or changes', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  const [ofBasile = ''] = await ground.deposited(provide(n3(basile)));
  const lines = await traceFrom(ground, ground.ambre);
  const theirs = await traceFrom(ground, ground.basile);
  const pro = await enterPro(ground, irene.id);
  const put = { method: 'PUT', body: { hiddenFromProfessionals: true } };
  for (const path of [
    '/carnet/home',
    '/carnet/documents',
    `/carnet/documents/${id}`,
    `/carnet/documents/${id}/pdf`,
    '/carnet/log',
    '/carnet/access',
    '/carnet/live',
  ]) {
    toldPlainly(await carnet(path, { headers: { cookie: '' } }), 401, 'session.none');
    toldPlainly(await carnet(path, { headers: { cookie: 'socle_session=abc' } }), 401, 'session.none');
    toldPlainly(await pro(path), 403, 'session.wrong-kind');
  }
  toldPlainly(await pro(`/carnet/documents/${id}/visibility`, put), 403, 'session.wrong-kind');
  toldPlainly(await carnet(`/carnet/documents/${id}/visibility`, { ...put, headers: { 'x-socle': '' } }), 403, 'session.forged');
  const elsewhere = { origin: 'https://ailleurs.example' };
  toldPlainly(await carnet(`/carnet/documents/${id}/visibility`, { ...put, headers: elsewhere }), 403, 'session.forged');
  toldPlainly(
    await carnet(`/carnet/blocks/${irene.id}`, { method: 'DELETE', headers: { 'x-socle': '' } }),
    403,
    'session.forged',
  );
  assert.deepEqual(await lines(), []);

  toldPlainly(await carnet(`/carnet/documents/${ofBasile}`), 403, 'rights.not-yours');
  toldPlainly(await carnet(`/carnet/documents/${ofBasile}/pdf`), 403, 'rights.not-yours');
  toldPlainly(await carnet(`/carnet/documents/${ofBasile}/attachments/0`), 403, 'rights.not-yours');
  toldPlainly(await carnet(`/carnet/documents/${ofBasile}/visibility`, put), 403, 'rights.not-yours');
  assert.deepEqual(
    (await theirs()).map(words),
    Array.from({ length: 4 }, () => 'refusal refused rights.not-yours AMBRE DE LA BRUMAILLE'),
  );

  assert.equal((await carnet('/session/end', { method: 'POST' })).status, 204);
  toldPlainly(await carnet('/carnet/home'), 401, 'session.none');
});
