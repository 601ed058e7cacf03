import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, capucine, citizen, corentine, hector, irene, nuees } from './cast.ts';
import { ask, type Bundle, type Ground, openGround, patientQuery, refused, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';

let ground: Ground;
let beside: { url: string; close(): Promise<void> };
before(async () => {
  ground = await openGround();
  beside = await ground.beside();
});
after(async () => {
  await beside.close();
  await ground.close();
});

const call = (actor: typeof irene | ReturnType<typeof citizen>) => ({ actor, at: new Date(), requestId: 'test' });

test('adr 5: a change of rights is seen by the very next request, also by another server of the same database', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  const lines = await traceFrom(ground, ground.ambre);
  const person = citizen(ground.ambre, ambre);
  // the second server reads with the signing keys of the first, for its own audience
  const other = await ground.tokenAt(beside.url, hector);
  const here = await ground.token(hector);
  const both = async (): Promise<number[]> => [
    (await ground.fhir(`/Binary/${id}`, { token: here })).status,
    (await ask(`${beside.url}/fhir/Binary/${id}`, { token: other })).status,
  ];
  const total = async (): Promise<(number | undefined)[]> => {
    const path = `/fhir/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
    const answers = [await ask(`${ground.url}${path}`, { token: here }), await ask(`${beside.url}${path}`, { token: other })];
    return answers.map((answer) => answer.as<Bundle>().total);
  };
  const steps: readonly (readonly [change: () => Promise<unknown>, statuses: number[], totals: (number | undefined)[]])[] = [
    [async () => undefined, [403, 403], [undefined, undefined]],
    [() => ground.rights().declare(call(hector), ground.ambre, 'equipe_de_soins'), [200, 200], [1, 1]],
    [() => ground.rights().block(call(person), ground.ambre, hector), [403, 403], [undefined, undefined]],
    [() => ground.rights().unblock(call(person), ground.ambre, hector.id), [200, 200], [1, 1]],
    [() => ground.rights().oppose(call(person), ground.ambre, { consultation: true }), [403, 403], [undefined, undefined]],
    [() => ground.rights().oppose(call(person), ground.ambre, { consultation: false }), [200, 200], [1, 1]],
    [() => ground.hide(person, id, true), [404, 404], [0, 0]],
    [() => ground.hide(person, id, false), [200, 200], [1, 1]],
  ];
  for (const [change, statuses, totals] of steps) {
    await change();
    assert.deepEqual(await both(), statuses);
    assert.deepEqual(await total(), totals);
  }
  const changes = (await lines()).filter(({ action }) => action === 'rights').map(({ detail }) => detail?.change);
  assert.deepEqual(changes, ['declare', 'block', 'unblock', 'oppose', 'oppose', 'hide', 'show']);
});

test('DMP/CONF.09: who opposes deposits gets none, from the next one on; nothing of it stays', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const person = citizen(ground.basile, basile);
  await ground.rights().oppose(call(person), ground.basile, { deposit: true });
  refused(await ground.send(provide(n3(basile))), 403, 'rights.opposed-deposit');
  await ground.rights().oppose(call(person), ground.basile, { deposit: false });
  await ground.deposited(provide(n3(basile)));
  assert.deepEqual((await lines()).map(words), [
    'rights done BASILE ÉCUMEUR',
    'deposit refused rights.opposed-deposit Nuées Logiciel',
    'rights done BASILE ÉCUMEUR',
    'deposit done Nuées Logiciel',
  ]);
});

test('IHE MHD ITI-65: only professionals and their software deposit', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const person = await ground.token(citizen(ground.ambre, ambre));
  refused(await ground.send(provide(n3(ambre)), person), 403, 'rights.deposit-not-allowed');
  const operator = await ground.token({ kind: 'operator', id: 'operator', name: 'Exploitant' });
  refused(await ground.send(provide(n3(ambre)), operator), 403, 'rights.deposit-not-allowed');
  assert.equal((await ground.send(provide(n3(ambre)), await ground.token(irene))).status, 200);
  assert.deepEqual(
    (await lines()).map(({ outcome }) => outcome),
    ['refused', 'refused', 'done'],
  );
});

test('TRE_R248 bris de glace: needs a reason that the person reads; the ground comes with the token, once declared it holds', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const path = `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const bare = await ground.token(capucine, { ground: 'bris_de_glace' });
  refused(await ground.fhir(path, { token: bare }), 422, 'rights.reason-required');
  refused(await ground.fhir(path, { token: await ground.token(capucine) }), 403, 'rights.no-ground');
  const reason = 'Personne inconsciente, allergies inconnues';
  const withReason = await ground.token(capucine, { ground: 'bris_de_glace', reason });
  for (const token of [withReason, withReason, await ground.token(capucine)])
    assert.equal((await ground.fhir(path, { token })).status, 200);
  const told = await lines();
  assert.deepEqual(
    told.map((line) => `${line.action} ${line.outcome} ${line.ground}`),
    [
      'refusal refused bris_de_glace',
      'refusal refused undefined',
      'rights done bris_de_glace',
      ...Array.from({ length: 3 }, () => 'search done bris_de_glace'),
    ],
  );
  assert.equal(told[2]?.reason, reason);
});

test('design §5: a declaration that is refused leaves its line too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  await ground.rights().block(call(citizen(ground.ambre, ambre)), ground.ambre, irene);
  await assert.rejects(ground.rights().declare(call(irene), ground.ambre, 'equipe_de_soins'), { code: 'rights.blocked' });
  const declaring = await ground.token(irene, { ground: 'centre_15' });
  const path = `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
  refused(await ground.fhir(path, { token: declaring }), 403, 'rights.blocked');
  await ground.rights().unblock(call(citizen(ground.ambre, ambre)), ground.ambre, irene.id);
  const told = (await lines()).map(({ action, outcome, code }) => `${action} ${outcome} ${code}`);
  assert.deepEqual(told, [
    'rights done undefined',
    'refusal refused rights.blocked',
    'refusal refused rights.blocked',
    'rights done undefined',
  ]);
});

test('design §4.1: an id that was guessed tells nothing, whether it exists or not, and starts no chain of its own', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  const guessed = 'f'.repeat(32);
  const lines = await traceFrom(ground, ground.ambre);
  const chains = async () =>
    (await ground.store.pool.query("select count(*) from trace.chain where record_id <> '00000000-0000-0000-0000-000000000000'"))
      .rows[0];
  const before = await chains();
  const paths = (record: string, n: string) => [
    `/DocumentReference/${record}-${n}`,
    `/Binary/${record}-${n}`,
    `/List/${record}-${n}`,
    `/DocumentReference?_id=${record}-${n}`,
    `/DocumentReference?patient=Patient/${record}`,
    `/List?patient=Patient/${record}`,
  ];
  for (const actor of [citizen(ground.basile, basile), { ...hector, id: '899700000999' }, { ...nuees, id: 'logiciel-neuf' }]) {
    const token = await ground.token(actor);
    const [record = '', n = ''] = id.split('-');
    const real = paths(record, n).map((path) => ground.fhir(path, { token }));
    const none = paths(guessed, n).map((path) => ground.fhir(path, { token }));
    // the link to itself repeats the id that was asked for, and nothing else tells them apart
    const told = async (answers: typeof real, asked: string) =>
      (await Promise.all(answers)).map(({ status, bytes }) => [status, bytes.toString().replaceAll(asked, '?')]);
    assert.deepEqual(await told(none, guessed), await told(real, record), actor.kind);
  }
  const person = await ground.token(citizen(ground.basile, basile));
  // to a citizen, somebody known and somebody unknown are both somebody else
  for (const one of [ambre, corentine])
    refused(await ground.fhir(`/DocumentReference?${patientQuery(one)}`, { token: person }), 403, 'rights.not-yours');
  for (const nonsense of ['abc', `${guessed}-0`, `${guessed}-zzzzzzzzzzzz`, '..%2F..%2Fetc', `${guessed}-1'--`, '%00'])
    for (const resource of ['DocumentReference', 'Binary', 'List'])
      assert.equal((await ground.fhir(`/${resource}/${nonsense}`, { token: person })).status, 404, nonsense);
  assert.deepEqual(await chains(), before);
  assert.ok((await lines()).every(({ action }) => ['refusal', 'search', 'list'].includes(action)));
});

test('adr 5: two servers that change the rights of one person do not undo each other', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const person = call(citizen(ground.basile, basile));
  const [one, two] = [ground.rights(), ground.rights()];
  for (const rights of [one, two]) await rights.choices(person, ground.basile); // both now keep the facts in memory
  await one.oppose(person, ground.basile, { consultation: true });
  assert.deepEqual(await two.oppose(person, ground.basile, { emergency: true }), {
    deposit: false,
    consultation: true,
    emergency: true,
  });
  assert.deepEqual(
    (await lines()).map(words),
    Array.from({ length: 2 }, () => 'rights done BASILE ÉCUMEUR'),
  );
});
