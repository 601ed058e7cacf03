import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Identity } from '#ins';
import { type ItemId, newRecordId, Refusal } from '#kernel';
import { classOfType } from '#terminology';
import { programPath } from '../../../test/debian.ts';
import { withoutWitness, witness } from '../../../test/witnesses.ts';
import { canonicalId } from '../canonicalId.ts';
import { scanHeader } from '../cda/index.ts';
import { check } from '../check.ts';
import { type Handed, receive } from '../received.ts';
import { openArchive } from './archive.ts';
import { draftOf, type KeptEntry } from './draft.ts';
import { readXdm, writeXdm } from './index.ts';
import { submissionOf } from './submission.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = `${corpus}/cda`;
const skip = existsSync(folder) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';

const record = newRecordId();
const person = { system: '1.2.250.1.213.1.4.10', value: '258043523890167' };
const traits = {
  birthFamily: 'DE LA BRUMAILLE',
  birthGivens: 'AMBRE',
  firstBirthGiven: 'AMBRE',
  sex: 'F' as const,
  birthDate: '1958-04-17',
  birthPlace: '35238',
};
const call = {
  actor: { kind: 'citizen', record, name: 'Ambre DE LA BRUMAILLE' },
  at: new Date('2026-03-10T09:30:00Z'),
  requestId: 'test',
} as const;

/** A document of the corpus as the registry would keep it. */
function kept(bytes: Buffer, n: number): KeptEntry {
  const header = scanHeader(bytes);
  const facts = {
    docVersion: 1,
    type: header.type,
    class: classOfType(header.type.code) ?? header.type,
    eventStart: (header.event.start ?? header.effectiveTime).toISOString(),
    authors: [],
    level: header.level,
    size: bytes.length,
  };
  return {
    id: `x-${n}` as ItemId,
    n,
    version: 1,
    status: 'current',
    date: header.effectiveTime,
    depositedAt: header.effectiveTime,
    hiddenFromProfessionals: n % 2 === 0,
    hiddenFromPatient: false,
    hiddenFromRepresentatives: false,
    archived: false,
    toldAt: header.effectiveTime,
    title: header.title,
    mediaType: 'text/xml',
    facts: () => facts,
    uniqueId: canonicalId(header.id),
    bytes,
  };
}

const names = skip === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const batches = Array.from({ length: Math.ceil(names.length / 30) }, (_, i) => names.slice(30 * i, 30 * i + 30));
const archives: Buffer[] = [];
let place = '';
before(async () => {
  place = mkdtempSync(join(tmpdir(), 'socle-xdm-'));
  for (const [i, batch] of batches.entries()) {
    const entries = batch.map((name, n) => kept(readFileSync(`${folder}/${name}`), n + 1));
    archives.push(await writeXdm(await draftOf({ call, patient: person, traits, entries, seed: 'ab'.repeat(32) })));
    writeFileSync(join(place, `${i}.zip`), archives[i] ?? '');
  }
});
after(() => rmSync(place, { recursive: true, force: true }));

test('CI-SIS corpus, XDM: each document comes back byte for byte, its PDF beside it', { skip }, async () => {
  let copies = 0;
  for (const [i, batch] of batches.entries()) {
    const { subsets, warnings } = await readXdm(archives[i] ?? Buffer.alloc(0));
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      subsets[0]?.documents.map(({ bytes }) => bytes),
      batch.map((name) => readFileSync(`${folder}/${name}`)),
    );
    for (const { pdf } of subsets[0]?.documents ?? []) if (pdf !== undefined) copies++;
    for (const { pdf } of subsets[0]?.documents ?? []) assert.ok(pdf === undefined || pdf.includes('%PDF'));
  }
  assert.ok(copies > 0);
});

/** How a deposit’s pure steps end. */
function outcome(handed: Handed): string {
  const header = scanHeader(handed.bytes);
  const [id = { root: '', extension: '' }] = header.patient.ids;
  const identity = {
    record,
    status: 'QUAL',
    attributes: [],
    traits: { ...header.patient, sex: header.patient.sex },
    matricule: id.extension,
    oid: id.root,
    version: 1,
  };
  try {
    const [received] = receive({ uid: 'x', documents: [handed] });
    assert.ok(received !== undefined);
    check(identity as unknown as Identity, received);
    return 'checked';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

test('CI-SIS corpus, XDM: what an archive claims of a document never stands in the way of its deposit', { skip }, async () => {
  let checked = 0;
  for (const archive of archives) {
    const { submission } = submissionOf(await readXdm(archive));
    for (const document of submission.documents) {
      const silent = { ...document, claims: { confidentiality: [], authors: [] } };
      assert.equal(outcome(document), outcome(silent), document.at);
      if (outcome(document) === 'checked') checked++;
    }
  }
  assert.ok(checked > names.length / 2, `${checked} of ${names.length}`);
});

for (const [program, ...args] of [
  ['unzip', '-tq'],
  ['jar', '-tf'],
  ['python3', '-m', 'zipfile', '-t'],
] as const)
  test(`ZIP: ${program} takes the archives`, {
    skip: skip === false && programPath(program) === undefined ? `no ${program} here` : skip,
  }, () => {
    for (const i of archives.keys()) {
      const { status, stdout, stderr } = spawnSync(program, [...args, join(place, `${i}.zip`)], { encoding: 'utf8' });
      assert.equal(status, 0, stderr + stdout);
      assert.doesNotMatch(stdout, /bad|corrupt/i);
    }
  });

test('XDM: METADATA.XML and INDEX.HTM are well formed for xmllint', {
  skip: skip === false ? withoutWitness('xmllint') : skip,
}, async () => {
  for (const i of archives.keys()) {
    const at = join(place, String(i));
    mkdirSync(at);
    const archive = await openArchive(archives[i] ?? Buffer.alloc(0));
    assert.ok(archive.paths.some((path) => /^PAGES\/DOC\d{5}\.HTM$/.test(path)));
    for (const path of ['IHE_XDM/SUBSET01/METADATA.XML', 'INDEX.HTM']) {
      const file = join(at, path.replaceAll('/', '_'));
      writeFileSync(file, await archive.read(path));
      const { status, stderr } = spawnSync(witness('xmllint') ?? '', ['--noout', '--nonet', file], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    }
  }
});

for (const [program, ...args] of [
  ['zip', '-qr'],
  ['jar', '-cMf'],
  ['python3', '-m', 'zipfile', '-c'],
] as const)
  test(`ZIP: what ${program} packs is read`, {
    skip:
      skip === false && [program, 'unzip'].some((one) => programPath(one) === undefined) ? `no ${program} or unzip here` : skip,
  }, async () => {
    const at = join(place, `of-${program}`);
    spawnSync('unzip', ['-q', join(place, '0.zip'), '-d', at]);
    const parts = readdirSync(at);
    assert.ok(parts.includes('IHE_XDM'));
    const { status, stderr } = spawnSync(program, [...args, join(place, `${program}.zip`), ...parts], {
      cwd: at,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const { subsets } = await readXdm(readFileSync(join(place, `${program}.zip`)));
    const expected = await readXdm(archives[0] ?? Buffer.alloc(0));
    assert.deepEqual(subsets, expected.subsets);
  });
