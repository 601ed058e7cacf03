import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, citizen, hector, nuees } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { change, n3, provide } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** `socle log verify` as an operator runs it, beside the living server. */
async function verify(...more: string[]): Promise<{ status: number | null; said: string }> {
  return socle('verify', ...more);
}

async function socle(...words: string[]): Promise<{ status: number | null; said: string }> {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const child = spawn(process.execPath, [program, 'log', ...words], {
    env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, said };
}

const sql = (text: string, values: unknown[] = []) => ground.store.pool.query(text, values);

test('Issue 9: every deposit, read, look at a list, refusal and change of rights leaves its line, with who, when, why', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu' })));
  await ground.send(change(provide(n3(ambre)), 'entry.1.resource.category.0.coding.0.code', '404'));
  const path = `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
  await ground.fhir(path, { token: await ground.token(hector) });
  await ground.fhir(path, { token: await ground.onGround(hector, ground.ambre) });
  await ground.fhir(`/DocumentReference/${id}`, { token: await ground.token(hector) });
  await ground.fhir(`/Binary/${id}`, { token: await ground.token(citizen(ground.ambre, ambre)) });
  const rights = ground.rights();
  const self = { actor: citizen(ground.ambre, ambre), at: new Date(), requestId: 'test' };
  await rights.block(self, ground.ambre, hector);
  await ground.fhir(`/Binary/${id}`, { token: await ground.token(hector) });
  await rights.unblock(self, ground.ambre, hector.id);
  await rights.oppose(self, ground.ambre, { emergency: true });
  await ground.hide(citizen(ground.ambre, ambre), id, true);
  const told = await lines();
  assert.deepEqual(told.map(words), [
    'deposit done Nuées Logiciel',
    'deposit refused documents.unknown-code Nuées Logiciel',
    'refusal refused rights.no-ground Dr Hector Pulsarelle',
    'rights done Dr Hector Pulsarelle',
    'search done Dr Hector Pulsarelle',
    'search done Dr Hector Pulsarelle',
    'read done Dr Hector Pulsarelle',
    'read done AMBRE DE LA BRUMAILLE',
    'rights done AMBRE DE LA BRUMAILLE',
    'refusal refused rights.blocked Dr Hector Pulsarelle',
    'rights done AMBRE DE LA BRUMAILLE',
    'rights done AMBRE DE LA BRUMAILLE',
    'rights done AMBRE DE LA BRUMAILLE',
  ]);
  const read = told[6];
  assert.deepEqual(read?.object, { kind: 'DocumentReference', id, title: 'Compte rendu' });
  assert.deepEqual(
    [read?.ground, read?.who.structure?.name, read?.who.software],
    ['equipe_de_soins', 'Clinique de Saint-Orme', nuees.id],
  );
  assert.ok(told.every(({ at, request }) => Math.abs(Date.parse(at) - Date.now()) < 60_000 && request.length > 0));
  const { rows } = await sql("select body from trace.line where body like '%' || $1 || '%'", [ambre.matricule]);
  assert.deepEqual(rows, [], 'no line holds a matricule');
});

test('design §4.5: socle log verify says 0 when nothing is wrong', async () => {
  const { status, said } = await verify();
  assert.equal(status, 0, said);
  assert.match(said, /^\d+ lines of \d+ records verified against \d+ checkpoints, 0 faults$/m);
});

/** Each forgery by somebody who may write to the database but has not the operator's key; undone after. */
const forgeries: readonly (readonly [name: string, forge: string, found: RegExp])[] = [
  [
    'a changed line',
    `update trace.line set body = replace(body, 'Pulsarelle', 'Personne') where record_id = :ambre and seq = 4`,
    /line 4: changed/,
  ],
  ['a removed line', 'delete from trace.line where record_id = :ambre and seq = 5', /line 5: missing/],
  [
    'two lines put in each other’s place',
    'update trace.line l set body = o.body from trace.line o where l.record_id = :ambre and o.record_id = :ambre and (l.seq, o.seq) in ((3, 4), (4, 3))',
    /line 3: changed[\s\S]*line 4: changed/,
  ],
  [
    'two whole lines, hashes and all, put in each other’s place',
    'update trace.line l set body = o.body, hash = o.hash from trace.line o where l.record_id = :ambre and o.record_id = :ambre and (l.seq, o.seq) in ((3, 4), (4, 3))',
    /line 3: changed/,
  ],
  [
    'the last line cut off',
    'delete from trace.line l using trace.chain c where l.record_id = :ambre and c.record_id = l.record_id and c.seq = l.seq',
    /cut/,
  ],
  [
    'the last line cut off, and the chain told so',
    `with cut as (delete from trace.line l using trace.chain c where l.record_id = :ambre and c.record_id = :ambre and c.seq = l.seq returning l.record_id, l.seq)
     update trace.chain c set seq = cut.seq - 1, head = l.hash from cut join trace.line l on l.record_id = cut.record_id and l.seq = cut.seq - 1
     where c.record_id = cut.record_id`,
    /resealed/,
  ],
  ['a chain removed, its lines left', 'delete from trace.chain where record_id = :ambre', /orphan/],
];
for (const [name, forge, found] of forgeries) {
  test(`design §4.5: socle log verify says 1 after ${name}`, async () => {
    await sql('create table lines as table trace.line');
    await sql('create table chains as table trace.chain');
    const { rowCount } = await sql(forge.replaceAll(':ambre', `'${ground.ambre}'`));
    assert.ok((rowCount ?? 0) > 0);
    const { status, said } = await verify();
    await sql('truncate trace.line, trace.chain');
    await sql('insert into trace.line table lines');
    await sql('insert into trace.chain table chains');
    await sql('drop table lines, chains');
    assert.equal(status, 1, said);
    assert.match(said, found);
  });
}

test('design §4.5: and 0 again once the lines are what they were', async () => {
  const { status, said } = await verify();
  assert.equal(status, 0, said);
});

test('issue 5 §7: after socle log checkpoint a record that disappeared whole is told, and so is a checkpoint that was kept elsewhere and is gone', async () => {
  const { status, said } = await socle('checkpoint');
  assert.equal(status, 0, said);
  assert.match(said, /^Checkpoint 1\. /m);
  const kept = join(ground.settings.home, 'kept.txt');
  writeFileSync(kept, said);
  const held = await verify('--checkpoint', kept);
  assert.equal(held.status, 0, held.said);
  assert.match(held.said, /against 1 checkpoints, 0 faults$/m);
  await sql('delete from trace.line where record_id = $1', [ground.basile]);
  await sql('delete from trace.chain where record_id = $1', [ground.basile]);
  await sql('update trace.checkpoint set n = 7 where n = 1');
  const { status: found, said: faults } = await verify('--checkpoint', kept);
  assert.equal(found, 1, faults);
  assert.match(faults, new RegExp(`^record ${ground.basile}, line \\d+: gone `, 'm'));
  assert.match(faults, /^checkpoint 1: checkpoint-missing /m);
});
