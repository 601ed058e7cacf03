import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { directoryMigrations } from '../directory.schema.ts';
import { type Directory, openDirectory } from '../directory.ts';
import { type National, openNational } from '../search/national.ts';
import { type Loaded, type LoadOptions, loadExtraction } from './load.ts';
import {
  finessFirst,
  finessLine,
  madeActivity,
  madeRpps,
  mssanteHeader,
  mssanteLine,
  type RppsColumn,
  rppsHeader,
  rppsLine,
} from './made.check.ts';
import { faultsOf, loads } from './standing.ts';

let store: Store;
let directory: Directory;
let national: National;
const folder = mkdtempSync(join(tmpdir(), 'socle-extraction-'));
let now = new Date('2026-05-12T04:00:00Z');
before(async () => {
  store = await testStore(directoryMigrations);
  directory = openDirectory(store, () => now);
  national = openNational(store);
});
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
async function load(content: string | Buffer, options: LoadOptions = {}): Promise<Loaded> {
  const path = join(folder, `${files++}.txt`);
  writeFileSync(path, content);
  // Half a minute later: what is kept in memory of an entry is read again.
  now = new Date(now.getTime() + 31_000);
  return loadExtraction(store, path, () => now, options);
}
const file = (...lines: readonly string[]): string => [rppsHeader.join('|'), ...lines, ''].join('\n');
const faults = async ({ id }: Loaded): Promise<string[]> =>
  (await faultsOf(store, id, 100)).map(({ line, code }) => `${line} ${code}`);

type Cells = Partial<Record<RppsColumn, string>>;
const rpps = (n: number): string => `8997${String(n).padStart(8, '0')}`;
function person(n: number, cells: Cells = {}): string {
  return rppsLine({
    "Type d'identifiant PP": '8',
    'Identifiant PP': rpps(n).slice(1),
    'Identification nationale PP': rpps(n),
    "Nom d'exercice": 'VOILANDRE',
    "Prénom d'exercice": 'Ysée',
    'Code profession': '60',
    'Code mode exercice': 'L',
    'Numéro FINESS site': '990000100',
    'Raison sociale site': 'CABINET DE LA LAGUNE',
    'Code postal (coord. structure)': '29200',
    'Bureau cedex (coord. structure)': '29200 BREST',
    ...cells,
  });
}

test('RPPS libre accès: people, activities and places come in; the same file again does nothing; the next day only what changed is written', async () => {
  const two = {
    'Numéro FINESS site': '990000118',
    'Raison sociale site': 'CENTRE DES EMBRUNS',
    "Code secteur d'activité": 'SA01',
  };
  const first = file(person(1), person(1, two), person(2, { 'Code mode exercice': '', 'Numéro FINESS site': '' }), person(3));
  const done = await load(first);
  assert.deepEqual(done.counts, { lines: 4, added: 4, changed: 0, unchanged: 0, skipped: 0, faults: 0, repeated: 0, gone: 0 });
  const one = await directory.professional(rpps(1));
  assert.deepEqual([one?.family, one?.profession, one?.structures], ['VOILANDRE', '60', ['1990000100', '1990000118']]);
  assert.deepEqual((await directory.professional(rpps(2)))?.structures, []);
  assert.deepEqual(await directory.structure('1990000118'), {
    id: '1990000118',
    name: 'CENTRE DES EMBRUNS',
    couloir: 'hopital',
    facilityType: 'SA01',
    practiceSetting: 'ETABLISSEMENT',
  });
  assert.equal((await load(first)).already, true);

  const before = await national.people([{ of: 'id', values: [rpps(1)] }], { limit: 1 });
  const phone = { 'Téléphone (coord. structure)': '0200000000' };
  const next = await load(
    file(
      person(1),
      person(1, two),
      person(2, { 'Code mode exercice': '', 'Numéro FINESS site': '' }),
      person(3, phone),
      person(4),
    ),
  );
  assert.deepEqual(next.counts, { lines: 5, added: 1, changed: 1, unchanged: 3, skipped: 0, faults: 0, repeated: 0, gone: 0 });
  const untouched = await national.people([{ of: 'id', values: [rpps(1)] }], { limit: 1 });
  assert.deepEqual(untouched, before, 'what did not change is not written');
});

test('RPPS libre accès: who is no longer in a whole file becomes inactive and is never deleted, and comes back with the day they return', async () => {
  const all = file(person(11), person(12, { 'Numéro FINESS site': '990000126' }), person(13), person(14));
  await load(all, { force: true });
  const without = await load(file(person(11), person(13), person(14)));
  assert.equal(without.counts.gone, 1);
  assert.deepEqual(
    [(await directory.professional(rpps(12)))?.active, (await directory.professional(rpps(12)))?.structures],
    [false, []],
  );
  assert.equal((await directory.structure('1990000126'))?.active, false, 'nobody works there any more');
  assert.equal((await directory.professional(rpps(11)))?.active, undefined);
  const partial = await load(file(person(15)), { partial: true });
  assert.equal(partial.counts.gone, 0);
  assert.equal((await directory.professional(rpps(13)))?.active, undefined);
  await load(all);
  assert.equal((await directory.professional(rpps(12)))?.active, undefined);
  assert.equal((await directory.structure('1990000126'))?.active, undefined);
});

test('RPPS libre accès: a file of less than half the lines, or cut off in the middle of its last line, is refused before anything is written', async () => {
  const lines = Array.from({ length: 10 }, (_, n) => person(20 + n));
  await load(file(...lines), { force: true });
  const newest = async () => (await loads(store, 1))[0]?.id;
  const kept = await newest();
  await assert.rejects(load(file(...lines.slice(0, 3))), { code: 'directory.too-few-lines' });
  const whole = file(...lines, person(40));
  await assert.rejects(load(whole.slice(0, -60)), { code: 'directory.incomplete', at: 'line 12' });
  assert.equal(await newest(), kept);
  const forced = await load(file(...lines.slice(0, 3)), { force: true });
  assert.deepEqual([forced.counts.unchanged, forced.counts.gone], [3, 7]);
});

test('RPPS libre accès: lines that cannot be taken are counted and told by their numbers, and stop nothing', async () => {
  const cut = person(51);
  const done = await load(
    file(
      person(50),
      cut.slice(0, 80),
      cut.slice(80),
      person(52, { 'Identifiant PP': '9970000005', 'Identification nationale PP': '897000000' }),
      person(53, { "Nom d'exercice": '' }),
      person(54, { "Nom d'exercice": 'a\u0000b' }),
      person(55, { 'Raison sociale site': 'x'.repeat(301) }),
      person(56, { "Type d'identifiant PP": '0', 'Identifiant PP': '012600631', 'Identification nationale PP': '0012600631' }),
      person(50, { "Nom d'exercice": 'AUTREMENT' }),
      person(57),
      person(57),
      `${person(58)}${'|'.repeat(2)}`,
      'x'.repeat(70_000),
      person(59),
    ),
    { force: true },
  );
  assert.deepEqual(await faults(done), [
    '3 cut',
    '4 cut',
    '5 identifier',
    '6 missing',
    '7 control-character',
    '8 too-long-value',
    '10 other-name',
    '12 same-again',
    '13 cut',
    '14 too-long',
  ]);
  const { lines, added, skipped, faults: notTaken, repeated } = done.counts;
  assert.deepEqual({ lines, added, skipped, notTaken, repeated }, { lines: 14, added: 3, skipped: 1, notTaken: 9, repeated: 1 });
  assert.equal((await directory.professional(rpps(50)))?.family, 'VOILANDRE');
  assert.equal(await directory.professional(rpps(53)), undefined);
});

test('RPPS libre accès: names with hyphens, apostrophes, particles, ligatures, accents and 100 characters come in whole and are found', async () => {
  const names = [
    "D'ÆGIR-L’HAŸ",
    'DE LA BRUMAILLE',
    'ŒILVERT',
    'ÉCUMEUR--SAINT-ÎLE',
    'N’GUÈTTE',
    'Z'.repeat(100),
    "O'",
    'MÜLLÊR (DIT LE VENT)',
  ];
  await load(file(...names.map((name, n) => person(60 + n, { "Nom d'exercice": name }))), { partial: true });
  for (const [n, name] of names.entries()) {
    assert.equal((await directory.professional(rpps(60 + n)))?.family, name);
    const found = await national.people([{ of: 'family', test: 'exact', values: [name] }], { limit: 5 });
    assert.deepEqual(
      found.map(({ id }) => id),
      [rpps(60 + n)],
      name,
    );
  }
  assert.deepEqual(
    (await directory.professionalsNamed('oeilvert', 5)).map(({ id }) => id),
    [rpps(62)],
  );
});

test('RPPS libre accès: Latin-1 is read as such and the line is told; in a UTF-8 file a Latin-1 line is a fault of its own', async () => {
  const text = file(person(71, { "Nom d'exercice": 'ÉTÉ', "Prénom d'exercice": 'Chloé' }));
  const latin = await load(Buffer.from(text, 'latin1'), { partial: true });
  assert.deepEqual([latin.charset, latin.firstOther], ['windows-1252', 1]);
  assert.equal((await directory.professional(rpps(71)))?.family, 'ÉTÉ');
  const mixed = Buffer.concat([
    Buffer.from(file(person(72))),
    Buffer.from(`${person(73, { "Nom d'exercice": 'ÉTÉ' })}\n`, 'latin1'),
    Buffer.from(`${person(74)}\r\n`),
  ]);
  const done = await load(mixed, { partial: true });
  assert.deepEqual([done.charset, done.firstOther, await faults(done)], ['utf-8', 3, ['3 charset']]);
  assert.equal((await directory.professional(rpps(74)))?.given, 'Ysée');
});

test('RPPS: columns are found by their names: 49 without labels, another order, a separator at the end', async () => {
  const header = [...rppsHeader.filter((name) => !name.startsWith('Libellé')).reverse(), 'Autres identifiants', ''];
  const line = (n: number): string =>
    `${rppsLine({ 'Identification nationale PP': rpps(n), "Nom d'exercice": 'INVERSE', 'Code profession': '10', 'Code savoir-faire': 'SM54' }, header)}`;
  await load(`\uFEFF${[header.join('|'), line(81), line(82)].join('\r\n')}\r\n`, { partial: true });
  const one = await directory.professional(rpps(82));
  assert.deepEqual([one?.family, one?.specialty?.code], ['INVERSE', 'G15_10/SM54']);
});

test('directory load: what is no extraction is refused', async () => {
  for (const content of ['', 'a|b|c\n1|2|3\n', 'PK\u0003\u0004zip', 'nom;prenom\n', '{"json":true}\n', '\0\0\0'])
    await assert.rejects(load(content), { code: 'directory.unknown-extraction' }, JSON.stringify(content));
});

test('FINESS: structures with their addresses; what FINESS says stands before what the RPPS repeats; a closed one becomes inactive', async () => {
  await load(
    file(
      person(91, {
        'Numéro FINESS site': '990000902',
        'Raison sociale site': 'NOM DU RPPS',
        'Identifiant technique de la structure': 'F990000902',
      }),
    ),
    { partial: true },
  );
  const lines = [
    finessLine('990000902', '990000001', 'CH DES EMBRUNS', '35400 SAINT MALO'),
    finessLine('2A0000903', '990000001', 'OFFICINE', '20000 AJACCIO CEDEX 9', '620'),
    finessLine('990000904', '', '"LE ""PHARE"""', '29200 BREST'),
    'structureet;990000905;tronquée',
    'geolocalisation;990000902;1.0;2.0;IGN;2026-05-12',
  ];
  const done = await load([finessFirst, ...lines, ''].join('\n'));
  assert.deepEqual([done.kind, done.counts.added, done.counts.changed, await faults(done)], ['finess', 2, 1, ['5 cut']]);
  assert.equal((await directory.structure('1990000902'))?.name, 'CH DES EMBRUNS');
  assert.equal((await directory.structure('12A0000903'))?.couloir, 'officine');
  const [place] = await national.places([{ of: 'town', test: 'begins', values: ['Ajaccio'] }], { limit: 5 });
  assert.deepEqual([place?.id, place?.postcode, place?.town], ['12A0000903', '20000', 'AJACCIO CEDEX 9']);
  await load(file(person(91, { 'Numéro FINESS site': '990000902', 'Raison sociale site': 'AUTRE NOM DU RPPS' })), {
    partial: true,
  });
  assert.equal((await directory.structure('1990000902'))?.name, 'CH DES EMBRUNS');
  const closed = await load([finessFirst, ...lines.slice(0, 2), ''].join('\n'));
  assert.equal(closed.counts.gone, 1);
  assert.equal((await directory.structure('1990000904'))?.active, false);
});

test('MSSanté: mailboxes with their types, of people and of places; one address of two places counts twice and is told once a line', async () => {
  const box = (type: string, address: string, more: object = {}): string => mssanteLine({ type, address, ...more });
  const who = { rpps: rpps(91).slice(1), place: ['1', '990000902'] as const };
  const done = await load(
    [
      mssanteHeader,
      box('PER', 'Ysee.Voilandre@nuees.mssante.fr', who),
      box('PER', 'ysee.voilandre@nuees.mssante.fr', { ...who, place: ['3', '99000000000018'] }),
      box('ORG', 'secretariat@embruns.mssante.fr', { place: ['1', '990000902'], service: 'Cardiologie' }),
      box('APP', 'laboratoire@embruns.mssante.fr', { place: ['1', '990000902'] }),
      box('ORG', 'pas une adresse', { place: ['1', '990000902'] }),
      box('XYZ', 'a@b.mssante.fr'),
      '',
    ].join('\n'),
  );
  assert.deepEqual([done.kind, done.counts.added, await faults(done)], ['mssante', 4, ['6 address', '7 identifier']]);
  const own = await national.mailboxes([rpps(91)], []);
  assert.deepEqual(
    own.map(({ address, structure }) => [address, structure]),
    [
      ['ysee.voilandre@nuees.mssante.fr', '1990000902'],
      ['ysee.voilandre@nuees.mssante.fr', '399000000000018'],
    ],
  );
  const ofPlace = await national.mailboxes([], ['1990000902']);
  assert.deepEqual(
    ofPlace.map(({ type, service }) => [type, service]),
    [
      ['APP', ''],
      ['ORG', 'Cardiologie'],
    ],
  );
});

test('RPPS savoir-faire et diplômes: each stands with its person', async () => {
  const common = { "Type d'identifiant PP": '8', 'Identifiant PP': rpps(91).slice(1), 'Identification nationale PP': rpps(91) };
  const skills = [
    "Type d'identifiant PP",
    'Identifiant PP',
    'Identification nationale PP',
    'Code type savoir-faire',
    'Code savoir-faire',
    'Libellé savoir-faire',
  ];
  const skill = {
    ...common,
    'Code type savoir-faire': 'C',
    'Code savoir-faire': 'C26',
    'Libellé savoir-faire': 'Compétence',
  } as Cells;
  await load([skills.join('|'), rppsLine(skill, skills), ''].join('\n'));
  const diplomas = [
    "Type d'identifiant PP",
    'Identifiant PP',
    'Identification nationale PP',
    'Code type diplôme obtenu',
    'Code diplôme obtenu',
    'Libellé diplôme obtenu',
  ];
  const diploma = {
    ...common,
    'Code type diplôme obtenu': 'DE',
    'Code diplôme obtenu': 'DE09',
    'Libellé diplôme obtenu': 'DE Infirmier',
  } as Cells;
  await load([diplomas.join('|'), rppsLine(diploma, diplomas), ''].join('\n'));
  const found = await national.qualifications([rpps(91)]);
  assert.deepEqual(
    found.map(({ kind, typeCode, code }) => [kind, typeCode, code]),
    [
      ['diploma', 'DE', 'DE09'],
      ['profession', '', '60'],
      ['skill', 'C', 'C26'],
    ],
  );
});

test('directory load: cut off between two pieces, it goes on there and ends as if it had not been; two at once do not mix', async () => {
  const path = join(folder, 'large.txt');
  writeFileSync(path, `${rppsHeader.join('|')}\n`);
  for (let n = 0; n < 30_000; n++) appendFileSync(path, `${madeActivity(n)}\n`);
  now = new Date(now.getTime() + 31_000);
  let steps = 0;
  const dying = {
    ...store,
    transaction: <T>(work: Parameters<Store['transaction']>[0]): Promise<T> => {
      if (++steps > 2) throw new Error('the machine stopped');
      return store.transaction(work) as Promise<T>;
    },
  };
  await assert.rejects(
    loadExtraction(dying, path, () => now, { force: true }),
    /the machine stopped/,
  );
  const [left] = await loads(store, 1);
  assert.equal(left?.state, 'running');
  assert.ok(left.atLine > 1 && left.atLine < 30_001, `at ${left.atLine}`);
  const [one, two] = await Promise.allSettled([
    loadExtraction(store, path, () => now, { force: true }),
    loadExtraction(store, path, () => now, { force: true }),
  ]);
  const ended = [one, two].flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const refused = [one, two].flatMap((end) => (end.status === 'rejected' ? [end.reason as { code: string }] : []));
  assert.equal(ended.length + refused.length, 2);
  assert.equal(ended[0]?.resumedAt, left.atLine);
  assert.deepEqual(
    refused.map(({ code }) => code),
    ['directory.load-elsewhere'],
  );
  assert.deepEqual([ended[0]?.counts.lines, ended[0]?.counts.added, ended[0]?.counts.faults], [30_000, 30_000, 0]);
  const { rows } = await store.pool.query("select count(*)::int as n from directory.activity where active and source = 'rpps'");
  assert.deepEqual(rows, [{ n: 30_000 }], 'what was there before is not active, all of this file is');
  assert.deepEqual((await store.pool.query('select count(*)::int as n from directory.load_batch')).rows, [{ n: 0 }]);
  assert.equal((await directory.professional(`8${madeRpps(0)}`))?.active, undefined);
});
