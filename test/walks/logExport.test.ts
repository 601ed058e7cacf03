import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openDocuments, openTexts } from '#documents';
import { type Actor, type Call, hexOfRecordId } from '#kernel';
import { openRecord, type RecordLog } from '#record';
import type { Rights } from '#rights';
import { checkExport } from '#trace';
import { ambre, basile, citizen, hector, irene, nuees } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let carnet: Space;
let shown: string;
const folder = mkdtempSync(join(tmpdir(), 'socle-log-'));

before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
  [shown = ''] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu' })));
  const path = `/DocumentReference?patient=Patient/${hexOfRecordId(ground.ambre)}`;
  await ground.fhir(path, { token: await ground.token(irene) });
  await ground.fhir(path, { token: await ground.onGround(hector, ground.ambre) });
  await ground.fhir(`/DocumentReference/${shown}`, { token: await ground.token(hector) });
  await ground.deposited(provide(n3(ambre, { title: 'À annoncer' }), { hiddenFromPatient: true }));
  await carnet('/carnet/opposition', { method: 'PUT', body: { emergency: true } });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await ground.close();
});

interface Line {
  readonly seq: number;
  readonly action: string;
  readonly who: { readonly id: string; readonly kind: string };
  readonly sentence: { readonly fr: string };
}
type Page = { readonly items: Line[]; readonly next?: number };

const file = (name: string, bytes: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** `socle log …` as a stranger runs it: with no Socle, no home and no database. */
async function socle(...args: string[]): Promise<{ status: number | null; said: string }> {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const env = { PATH: process.env.PATH, SOCLE_HOME: '/nonexistent', DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
  const child = spawn(process.execPath, [program, 'log', ...args], { env });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, said };
}

async function keysFile(): Promise<string> {
  const published = await fetch(`${ground.url}/.well-known/socle-log-keys.json`);
  assert.equal(published.headers.get('access-control-allow-origin'), '*');
  return file('keys.json', await published.text());
}

test('issue 5 §5: the log is filtered by who, what, on what ground and when; what cannot be read is refused', async () => {
  const asked = async (query: string): Promise<string[]> => {
    const answer = await carnet(`/carnet/log?${query}`);
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<Page>().items.map(({ action, who }) => `${action} ${who.kind}`);
  };
  assert.deepEqual(await asked('who=you'), ['rights citizen', 'sign-in citizen']);
  assert.deepEqual(await asked('who=software'), ['deposit software']);
  assert.deepEqual(await asked('who=professionals&kind=looked'), [
    'read professional',
    'search professional',
    'search professional',
  ]);
  assert.deepEqual(await asked('kind=refused'), ['refusal professional']);
  assert.deepEqual(await asked(`by=${hector.id}&kind=rights`), ['rights professional']);
  assert.deepEqual(await asked('ground=equipe_de_soins'), [
    'read professional',
    'search professional',
    'search professional',
    'rights professional',
  ]);
  assert.deepEqual(await asked('to=2026-01-01T00:00:00Z'), []);
  assert.deepEqual(await asked('from=2999-01-01T00:00:00%2B02:00'), []);
  assert.equal((await asked('who=&kind=&ground=&from=&to=')).length, (await asked('')).length);
  for (const query of [
    'who=x',
    'kind=x',
    'ground=x',
    'from=yesterday',
    'to=2026-13-01T00:00:00Z',
    'by=a%20b',
    'before=x',
    'before=-1',
  ])
    toldPlainly(await carnet(`/carnet/log?${query}`), 400, 'http.malformed');
});

test('issue 5 §5: pages of a long log follow each other without a gap or a line twice, filtered or not', async () => {
  const call: Call = { actor: irene, at: new Date(), requestId: 'test' };
  const other = await enterCarnet(ground, ground.basile, basile);
  for (let n = 0; n < 150; n++) {
    const detail = { type: 'Observation', operation: String(n) };
    await ground.trace.journal(n % 3 === 0 ? { ...call, actor: hector } : call, ground.basile, {
      action: 'search',
      outcome: 'done',
      detail,
    });
  }
  for (const [query, expected] of [
    ['', undefined],
    [`by=${hector.id}`, 50],
    ['who=guests', 0],
  ] as const) {
    const seqs: number[] = [];
    for (let before: number | undefined, pages = 0; pages === 0 || before !== undefined; pages++) {
      const page = (await other(`/carnet/log?${query}${before === undefined ? '' : `&before=${before}`}`)).as<Page>();
      seqs.push(...page.items.map(({ seq }) => seq));
      before = page.next;
      assert.ok(pages < 10);
    }
    assert.deepEqual(
      seqs,
      [...new Set(seqs)].toSorted((a, b) => b - a),
    );
    const all = (await ground.trace.lines(ground.basile, undefined, 200)).length;
    assert.equal(seqs.length, expected ?? all);
  }
});

test('issue 5 §5: the signed log is verified by a stranger, offline; a changed one is told line by line', async () => {
  await ground.trace.checkpoint(new Date());
  const answer = await carnet('/carnet/log.json');
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="journal-\d{4}-\d\d-\d\d\.json"$/);
  assert.ok(!answer.bytes.toString().includes(ambre.matricule));
  const path = file('log.json', answer.bytes);
  const known = await socle('verify', path, '--key', await keysFile());
  assert.equal(known.status, 0, known.said);
  assert.match(known.said, /AMBRE DE LA BRUMAILLE, record [0-9a-f-]{36}: the whole log/);
  assert.match(known.said, /1 withheld[\s\S]*is among those given\ncheckpoint 1 of [\dT:.Z-]+ vouches for lines \d+ to \d+/);
  const alone = await socle('verify', path, '--show');
  assert.equal(alone.status, 0, alone.said);
  assert.match(alone.said, /which the file itself names/);
  assert.match(alone.said, /\tprofessional Dr Hector Pulsarelle\tread done DocumentReference “Compte rendu”/);
  assert.ok(!alone.said.includes('À annoncer'), 'what is not told is not in the file');

  const jws = answer.as<{ payload: string }>();
  const text = Buffer.from(jws.payload, 'base64url').toString();
  const forge = (payload: string): string =>
    file('forged.json', JSON.stringify({ ...jws, payload: Buffer.from(payload).toString('base64url') }));
  const renamed = await socle('verify', forge(text.replace('Pulsarelle', 'Personne')));
  assert.equal(renamed.status, 1, renamed.said);
  assert.match(renamed.said, /^the signature is not that of the key[\s\S]*^line \d+: changed/m);
});

test('issue 5, bad input: what is no log and what is no key is told plainly', async () => {
  for (const args of [
    ['verify', file('x', 'x')],
    ['verify', file('x.json', '{}'), '--key', file('k', 'k')],
  ]) {
    const { status, said } = await socle(...args);
    assert.equal(status, 1, said);
    assert.match(said, /^socle: .*(is not a log|holds no keys)/);
  }
});

test('issue 5 §5: a part is signed too, and says that it is one', async () => {
  const answer = await carnet('/carnet/log.json?who=professionals&kind=looked');
  const { status, said } = await socle('verify', file('part.json', answer.bytes), '--key', await keysFile());
  assert.equal(status, 0, said);
  assert.match(said, /a part of the log \(who professionals, kind looked\)/);
  assert.match(said, /^3 lines shown/m);
});

test('issue 5 §5: the log on paper, in the reader’s time', async () => {
  const answer = await carnet('/carnet/log.pdf?zone=America/Martinique');
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  assert.equal(answer.bytes.subarray(0, 5).toString(), '%PDF-');
  toldPlainly(await carnet('/carnet/log.pdf?zone=Nowhere/City'), 400, 'http.malformed');
});

test('issue 5 §7: the newest checkpoint is published, and the log of the server is held to it later', async () => {
  const response = await fetch(`${ground.url}/.well-known/socle-log-checkpoint.json`);
  const { n, jws } = (await response.json()) as { n: number; jws: string };
  assert.ok(n >= 1 && jws.split('.').length === 3);
});

const logWith = (rights: Pick<Rights, 'decide' | 'renewed'>): RecordLog =>
  openRecord({
    store: ground.store,
    rights: { ...ground.rights(), ...rights },
    trace: ground.trace,
    ins: ground.ins,
    fhir: ground.engine,
    documents: openDocuments({ ...ground, fhir: ground.engine, rights: ground.rights(), texts: openTexts(ground) }),
  }).log;

test('issue 5 §5: nobody else reads a person’s log, and every reading of it by another is traced', async () => {
  const log = logWith(ground.rights());
  const call = (actor: Actor): Call => ({ actor, at: new Date(), requestId: 'test' });
  const lines = await traceFrom(ground, ground.ambre);
  for (const actor of [hector, nuees, citizen(ground.basile, basile), { kind: 'operator', id: 'o', name: 'O' }] as const) {
    await assert.rejects(log.page(call(actor), ground.ambre, {}, 10), { code: 'rights.not-yours' });
    await assert.rejects(log.export(call(actor), ground.ambre, 'x', {}), { code: 'rights.not-yours' });
    await assert.rejects(log.all(call(actor), ground.ambre, {}, 10), { code: 'rights.not-yours' });
    await assert.rejects(log.line(call(actor), ground.ambre, 1), { code: 'rights.not-yours' });
  }
  await carnet('/carnet/log.json');
  const told = await lines();
  assert.equal(told.filter(({ code }) => code === 'rights.not-yours').length, 16);
  assert.equal(words(told.at(-1) as (typeof told)[0]), 'export done AMBRE DE LA BRUMAILLE');
  const last = (await carnet('/carnet/log')).as<Page>().items[0];
  assert.match(last?.sentence.fr ?? '', /^Vous : journal téléchargé/);
});

test('issue 5 §5: who acts for a person is told nothing of connexion secrète nor of things that they may not see, and is seen looking', async () => {
  await ground.hide(citizen(ground.ambre, ambre), shown, true);
  const secret: Call = { actor: irene, at: new Date(), requestId: 'test', secret: true };
  await ground.trace.journal(secret, ground.ambre, { action: 'list', outcome: 'done' });
  const rights = ground.rights();
  // What a mandate shows is decided by rights; here it is what Hector's ground shows.
  const log = logWith({ ...rights, decide: (call, record, what) => rights.decide({ ...call, actor: hector }, record, what) });
  const delegate: Call = {
    actor: { kind: 'delegate', id: ground.basile, name: 'BASILE ÉCUMEUR', record: ground.ambre },
    at: new Date(),
    requestId: 'test',
  };
  const { lines } = await log.page(delegate, ground.ambre, {}, 200);
  assert.ok(lines.length > 3);
  assert.deepEqual(
    lines.filter(({ secret: hidden, object }) => hidden || object?.id === shown),
    [],
  );
  const mine = (await carnet('/carnet/log')).as<{ items: (Line & { document?: { id: string } })[] }>().items;
  assert.ok(mine.some(({ document }) => document?.id === shown));
  assert.ok(mine.some(({ who, action }) => who.id === ground.basile && action === 'list'));
  const { file: signed } = await log.export(delegate, ground.ambre, 'AMBRE DE LA BRUMAILLE', {});
  const verdict = await checkExport(signed);
  assert.deepEqual([verdict?.faults, verdict?.words.whole], [[], true]);
  assert.ok((verdict?.withheld ?? 0) >= 3 && !JSON.stringify(verdict?.words.lines).includes('Compte rendu'));
});
