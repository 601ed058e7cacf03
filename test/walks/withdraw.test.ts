import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Actor, parseItemId } from '#kernel';
import { ambre, capucine, hector, irene, nuees, orme } from './cast.ts';
import { type Answer, ask, type Bundle, openGround, refused, traceFrom } from './ground.ts';
import { archiving, codesOf, extensions, labels, lifeOf, type Reference, related } from './lifeOf.ts';
import { n3, provide } from './papers.ts';

const ground = await openGround();
after(() => ground.close());
const { person, patientHex, as, patch, deposited, read, found } = lifeOf(ground);

test('TD3.3c: withdrawn by its author it is gone from every read, search, list and history, versions before it too; the log stays', async () => {
  const first = await deposited('Erreur de patient');
  const [id = ''] = await ground.deposited(related('replaces', first, n3(ambre, { title: 'Toujours erroné' })));
  const [addendum = ''] = await ground.deposited(related('appends', id, n3(ambre, { title: 'Complément' })));
  await patch(nuees, id, archiving(true));
  const lot = (await as(nuees, `/List?patient=Patient/${patientHex}`)).as<Bundle>().total ?? 0;
  const lines = await traceFrom(ground, ground.ambre);
  refused(await as(nuees, `/DocumentReference/${first}`, { method: 'DELETE' }), 422, 'documents.withdraw-superseded');
  refused(await as(person, `/DocumentReference/${id}`, { method: 'DELETE' }), 403, 'documents.not-yours');
  const gone = await as(irene, `/DocumentReference/${id}`, { method: 'DELETE', headers: { 'if-match': 'W/"2"' } });
  assert.equal(gone.status, 204, gone.bytes.toString());
  for (const one of [first, id, addendum]) {
    for (const actor of [nuees, irene, person]) {
      const code = (await as(actor, `/Binary/${one}`)).status;
      assert.equal(code, 410, `${actor.name} reads the bytes`);
      refused(await as(actor, `/DocumentReference/${one}`), 410, 'fhir.gone');
      const history = await as(actor, `/DocumentReference/${one}/_history`);
      assert.ok(!history.bytes.toString().includes('attachment'), history.bytes.toString());
      assert.notEqual((await as(actor, `/DocumentReference/${one}/_history/1`)).status, 200);
      if (actor !== irene) assert.deepEqual(await found(actor, `_id=${one}`), []);
    }
    refused(await patch(nuees, one, archiving(false)), 410, 'documents.withdrawn');
    refused(await as(orme, `/Binary/${one}`), 404, 'id.unknown');
  }
  assert.equal((await as(nuees, `/List?patient=Patient/${patientHex}`)).as<Bundle>().total, lot - 3);
  const left = await ground.store.pool.query('select 1 from documents.text where record_id = $1 and n = any($2)', [
    ground.ambre,
    [first, id, addendum].map((one) => parseItemId(one).n),
  ]);
  assert.equal(left.rowCount, 0);
  refused(await ground.send(related('replaces', id, n3(ambre))), 409, 'documents.replaces-withdrawn');
  refused(await ground.send(related('appends', id, n3(ambre))), 409, 'documents.appends-withdrawn');
  const told = (await lines()).filter(({ action }) => action === 'write');
  assert.deepEqual(
    told.slice(0, 3).map(({ outcome, code, detail, who }) => [outcome, code ?? detail?.change, who.name]),
    [
      ['refused', 'documents.withdraw-superseded', nuees.name],
      ['refused', 'documents.not-yours', person.name],
      ['done', 'withdraw', irene.name],
    ],
  );
});

for (const [how, operations] of [
  ['entered-in-error, as PDSm 3.1.1 and TD3.3c', [{ op: 'replace', path: '/status', value: 'entered-in-error' }]],
  [
    'superseded and isDeleted, as newer drafts of PDSm',
    [
      { op: 'replace', path: '/status', value: 'superseded' },
      { op: 'add', path: '/extension', value: [{ url: extensions.deleted, valueBoolean: true }] },
    ],
  ],
] as const) {
  test(`TD3.3c: a patch withdraws by ${how}; the operator restores it, rights, labels and history as they were`, async () => {
    const paper = n3(ambre, { title: 'Retiré par erreur' });
    const [id = ''] = await ground.deposited(provide(paper));
    await patch(person, id, labels('N', 'MASQUE_PS'));
    const before = await read(nuees, id);
    const answer = await patch(nuees, id, operations);
    assert.deepEqual([answer.status, answer.as<Reference>().status], [200, 'entered-in-error'], answer.bytes.toString());
    refused(await as(nuees, `/Binary/${id}`), 410, 'documents.withdrawn');
    refused(await ground.send(provide(paper, { uid: `urn:uuid:${randomUUID()}` })), 409, 'documents.duplicate-withdrawn');
    const lines = await traceFrom(ground, ground.ambre);
    const restored = await restore(id, 'Retiré par erreur : demande du Dr Stéthance par téléphone.');
    assert.deepEqual([restored.status, restored.as()], [200, { restored: [id] }], restored.bytes.toString());
    const now = await read(nuees, id);
    assert.deepEqual([now.status, now.meta.versionId, codesOf(now)], ['current', '4', codesOf(before)]);
    assert.deepEqual((await as(nuees, `/Binary/${id}`)).bytes, paper);
    const history = (await as(nuees, `/DocumentReference/${id}/_history`)).as<Bundle>();
    assert.deepEqual(
      history.entry?.map(({ resource }) => resource?.meta.versionId),
      ['4', undefined, '2', '1'],
    );
    await ground.onGround(hector, ground.ambre);
    refused(await as(hector, `/DocumentReference/${id}`), 404, 'id.unknown');
    assert.deepEqual(await found(nuees, `_id=${id}&status=current`), [id]);
    assert.equal((await patch(nuees, id, archiving(true))).headers.get('etag'), 'W/"5"');
    const [line] = (await lines()).filter(({ detail }) => detail?.change === 'restore');
    assert.deepEqual([line?.who.kind, line?.object?.id, line?.reason?.includes('Stéthance')], ['operator', id, true]);
  });
}

async function restore(id: string, why: string | undefined, actor: Actor = operator): Promise<Answer> {
  return ask(`${ground.url}/api/operator/documents/${id}/restore`, {
    method: 'POST',
    token: await ground.token(actor),
    body: { why },
    headers: { 'content-type': 'application/json' },
  });
}

const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

test('restoring is the operator’s, with a reason, of what was withdrawn', async () => {
  const id = await deposited('En place');
  const lines = await traceFrom(ground, ground.ambre);
  assert.equal((await restore(id, 'Une raison assez longue', irene)).status, 403);
  const told = async (answer: Answer) => [answer.status, answer.as<{ code: string }>().code];
  assert.deepEqual(await told(await restore(id, 'Une raison assez longue')), [409, 'documents.not-withdrawn']);
  assert.equal((await as(nuees, `/DocumentReference/${id}`, { method: 'DELETE' })).status, 204);
  assert.deepEqual(await told(await restore(id, 'court')), [422, 'documents.reason-required']);
  assert.deepEqual(await told(await restore(id, undefined)), [422, 'documents.reason-required']);
  assert.deepEqual(await told(await restore(`${patientHex}-zzz`, 'Une raison assez longue')), [404, 'id.unknown']);
  const codes = (await lines()).flatMap(({ code }) => code ?? []);
  assert.deepEqual(codes, ['documents.not-withdrawn', 'documents.reason-required', 'documents.reason-required', 'id.unknown']);
});

test('withdrawn with its document: an addendum of the same author; one of somebody else goes out of force and comes back', async () => {
  const paper = n3(ambre, { title: 'À deux', author: irene });
  const [id = ''] = await ground.deposited(provide(paper));
  const [mine = ''] = await ground.deposited(related('appends', id, n3(ambre, { title: 'Le mien' })));
  // the same software, another author: it may append, and the first author may not withdraw it
  const [theirs = ''] = await ground.deposited(related('appends', id, n3(ambre, { title: 'Le leur', author: capucine })));
  assert.equal((await as(irene, `/DocumentReference/${id}`, { method: 'DELETE' })).status, 204);
  refused(await as(nuees, `/DocumentReference/${mine}`), 410, 'fhir.gone');
  assert.equal((await read(nuees, theirs)).status, 'superseded');
  assert.equal((await restore(mine, 'Retrait fait par erreur.')).status, 200);
  const states = await Promise.all([id, mine, theirs].map(async (one) => (await read(nuees, one)).status));
  assert.deepEqual(states, ['current', 'current', 'current']);
});

test('races: two patches of one version, a withdrawal during a replacement, two withdrawals: exactly one wins, the others are told', async () => {
  const id = await deposited('Course');
  const both = await Promise.all(['R', 'V'].map((code) => patch(nuees, id, labels(code), { 'if-match': 'W/"1"' })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
  for (let round = 0; round < 4; round++) {
    const target = await deposited(`Manche ${round}`);
    const [replacing, withdrawing] = await Promise.all([
      ground.send(related('replaces', target, n3(ambre, { title: 'Suite' }))),
      as(nuees, `/DocumentReference/${target}`, { method: 'DELETE' }),
    ]);
    const outcome = [replacing.status, withdrawing.status].join();
    assert.ok(['200,422', '409,204'].includes(outcome), outcome);
    if (outcome === '200,422') refused(withdrawing, 422, 'documents.withdraw-superseded');
    else refused(replacing, 409, 'documents.replaces-withdrawn');
  }
  const last = await deposited('Deux retraits');
  const statuses = await Promise.all(
    [1, 2].map(async () => (await as(nuees, `/DocumentReference/${last}`, { method: 'DELETE' })).status),
  );
  assert.deepEqual(statuses.sort(), [204, 410]);
  await ground.onGround(irene, ground.ambre);
  assert.deepEqual(await found(irene, `_id=${last}`), []);
});

/** `socle document …` as the operator runs it beside the living server. */
async function socle(...words: string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  const { home, host, port, databaseUrl = '', keyFile, blobs } = ground.settings;
  const flags = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', '..', 'src', 'cli.ts')];
  const child = spawn(process.execPath, [...flags, 'document', ...words], {
    env: {
      PATH: process.env.PATH,
      SOCLE_HOME: home,
      SOCLE_HOST: host,
      SOCLE_PORT: String(port),
      DATABASE_URL: databaseUrl,
      SOCLE_KEY_FILE: keyFile,
      SOCLE_BLOBS: blobs,
    },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, said };
}

test('socle document restore: the operator restores at the command line, with a reason; it shows nothing of the document', async () => {
  const id = await deposited('Titre confidentiel');
  await as(nuees, `/DocumentReference/${id}`, { method: 'DELETE' });
  const lines = await traceFrom(ground, ground.ambre);
  const bare = await socle('restore', id);
  assert.deepEqual([bare.status, bare.said.includes('--why is missing')], [1, true], bare.said);
  const unknown = await socle('restore', `${patientHex}-zzz`, '--why', 'Retiré par erreur.');
  assert.deepEqual([unknown.status, unknown.said.includes('id')], [1, true], unknown.said);
  const done = await socle('restore', id, '--why', 'Retiré par erreur.');
  assert.deepEqual([done.status, done.said.trim()], [0, `restored: DocumentReference/${id}`], done.said);
  assert.equal((await read(nuees, id)).status, 'current');
  const told = (await lines()).map(({ outcome, code, detail, reason }) => [outcome, code ?? detail?.change, reason]);
  assert.deepEqual(told.slice(0, 2), [
    ['refused', 'id.unknown', undefined],
    ['done', 'restore', 'Retiré par erreur.'],
  ]);
});
