import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hexOfRecordId, PLATFORM } from '#kernel';
import { openAuthorisations, readAuthorisationCsv } from '#rights';
import { ambre, capucine, hector } from './cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';
import { newPlace, until } from './server.ts';
import { enterCarnet } from './space.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const call = () => ({
  actor: { kind: 'operator', id: 'operator', name: 'Exploitant' } as const,
  at: new Date(),
  requestId: 'test',
});
const csv = (...lines: string[]) => readAuthorisationCsv(Buffer.from(['profession;type;allowed', ...lines].join('\n')));

test('Issue 5.1, authorisation table: loaded, it is in force on the running server at once and whole, and told to the citizen; an author keeps their own', async () => {
  await ground.deposited(provide(n3(ambre, { title: 'Lettre', author: capucine })));
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu', author: hector })));
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const lines = await traceFrom(ground, ground.ambre);
  const ofPlatform = await traceFrom(ground, PLATFORM);
  const nurse = await ground.onGround(capucine, ground.ambre);
  const physician = await ground.onGround(hector, ground.ambre);
  const total = async (token: string) =>
    (await ground.fhir(`/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`, { token })).as<Bundle>().total;
  const { rows } = await ground.store.pool.query<{ document_type: string }>(
    'select distinct document_type from documents.entry where record_id = $1 and document_type is not null',
    [ground.ambre],
  );
  const [type = ''] = rows.map(({ document_type: one }) => one);
  assert.ok(type !== '');
  assert.deepEqual([await total(nurse), await total(physician)], [2, 2]);

  const tables = openAuthorisations(ground.store, ground.trace);
  const table = { allowed: csv(`60;${type};non`, `10;${type};oui`), source: 'Arrêté fictif', official: true };
  assert.equal(await tables.load(call(), table), true);
  assert.equal(await tables.load(call(), table), false);
  await until(async () => (await total(nurse)) === 1, 10_000);
  assert.equal(await total(physician), 2);
  assert.equal((await ground.fhir(`/DocumentReference/${id}`, { token: nurse })).status, 404);
  refused(await ground.fhir(`/Binary/${id}`, { token: nurse }), 404, 'id.unknown');
  const { authorisation } = (await carnet('/carnet/access')).as<{ authorisation: object }>();
  assert.deepEqual(authorisation, { source: { fr: 'Arrêté fictif', en: 'Arrêté fictif' }, official: true });

  // a profession that the table does not name reads what it wrote
  await tables.load(call(), { ...table, allowed: csv(`10;${type};oui`) });
  assert.equal(await tables.unload(call()), true);
  assert.equal(await tables.unload(call()), false);
  await until(async () => (await total(nurse)) === 2, 10_000);
  assert.deepEqual(
    (await ofPlatform()).map((line) => `${words(line)} ${line.detail?.change} ${line.detail?.official}`),
    [
      'rights done Exploitant authorisation true',
      'rights done Exploitant authorisation true',
      'rights done Exploitant authorisation false',
    ],
  );
  const refusals = (await lines()).filter(({ outcome }) => outcome === 'refused');
  assert.deepEqual(refusals.map(words), [
    'refusal refused id.unknown Capucine Pansemille',
    'refusal refused id.unknown Capucine Pansemille',
  ]);
});

test('socle rights: shows the table in force as it can be loaded, and loads a file whole or not at all', async () => {
  const place = await newPlace();
  const folder = mkdtempSync(join(tmpdir(), 'socle-rights-'));
  try {
    const run = (...args: string[]) => place.run('rights', ...args);
    const shown = await run('show');
    assert.match(shown.said, /not the official table/);
    assert.match(shown.said, /^10;ATTEST-RESID;non$/m);
    assert.match(shown.said, /^10;11502-2;oui$/m);
    const file = join(folder, 'matrice.csv');
    writeFileSync(file, `profession,11502-2,11488-4\n10,oui,oui\n60,oui,non\n`);
    assert.match((await run('load', file, '--source', 'Essai')).said, /2 of 29 professions, 3 pairs allowed; loaded/);
    writeFileSync(file, `profession,11502-2,none\n10,oui,oui\n`);
    const bad = await run('load', file);
    assert.notEqual(bad.status, 0);
    assert.match(bad.said, /nothing was loaded/);
    assert.match((await run('show')).said, /Essai/);
  } finally {
    await place.clear();
    rmSync(folder, { recursive: true, force: true });
  }
});
