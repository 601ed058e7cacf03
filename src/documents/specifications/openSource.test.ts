import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { madeSpecifications, tarOf, zipOf } from './made.check.ts';
import { openSource } from './openSource.ts';
import { sourceLimits } from './source.ts';
import { readSpecifications } from './specificationsOf.ts';

const home = mkdtempSync(join(tmpdir(), 'socle-specs-'));
after(() => rmSync(home, { recursive: true }));

function lay(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name, path)), { recursive: true });
    writeFileSync(join(home, name, path), content);
  }
  return join(home, name);
}

function put(name: string, content: Buffer): string {
  writeFileSync(join(home, name), content);
  return join(home, name);
}

const small = { ...sourceLimits, files: 20, file: 10_000, unpacked: 30_000 };

test('specs load: a folder, a zip and a tar.gz of the same give the same, and only what a check needs is kept', async () => {
  const folder = await readSpecifications(lay('Essai-CDA-3-0-main', madeSpecifications('T1')));
  const zip = await readSpecifications(put('Essai-CDA-3-0-main.zip', await zipOf(madeSpecifications('T1'))));
  assert.deepEqual([...folder.files.keys()].sort(), [...zip.files.keys()].sort());
  assert.deepEqual([folder.schemas, folder.schematrons, folder.lists], [1, 5, 1]);
  assert.ok(![...folder.files.keys()].some((path) => /exemple|lisez-moi/.test(path)));
  assert.deepEqual([folder.name, folder.version, zip.name, zip.version], ['Essai-CDA', '3.0', 'Essai-CDA', '3.0']);
  const tar = await readSpecifications(
    put('liste.tar.gz', tarOf('x/jeuxDeValeurs/JDV_A.xml', madeSpecifications('T1')['jeuxDeValeurs/JDV_Types.xml'] ?? '')),
  );
  assert.deepEqual([tar.lists, tar.version.length], [1, 12]);
});

test('specs load: archives that lie in a folder are read with it, its links and hidden folders are not followed', async () => {
  const folder = lay('mixed', {
    'b/schematrons.zip': await zipOf({ 'profils/X.sch': '<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>' }),
    'c/list.tar.gz': tarOf('jeuxDeValeurs/JDV_B.xml', '<RetrieveValueSetResponse/>'),
    'd/lists.json': '{"JDV_C":{"oid":"1.2","concepts":[["a","1.2.3","A"]]},"JDV_D":{"concepts":[]}}',
    'd/other.json': '{"name":"other"}',
    '.git/Y.sch': '<schema/>',
    'schematrons/moteur/colle.sch': '<schema/>',
  });
  symlinkSync('/etc', join(folder, 'elsewhere'));
  symlinkSync('/etc/hostname', join(folder, 'Z.sch'));
  const read = await readSpecifications(folder);
  assert.deepEqual([...read.files.keys()].sort(), [
    'b/schematrons.zip/profils/X.sch',
    'c/list.tar.gz/jeuxDeValeurs/JDV_B.xml',
    'd/lists.json',
  ]);
  assert.deepEqual([read.schematrons, read.lists], [1, 3]);
});

test('specs load: nothing to keep, nothing there, another kind of file', async () => {
  await assert.rejects(readSpecifications(lay('nothing', { 'a.txt': 'a', 'b.json': '[]' })), { code: 'specifications.empty' });
  await assert.rejects(readSpecifications(join(home, 'absent')), { code: 'specifications.malformed' });
  await assert.rejects(readSpecifications(put('a.xsd', Buffer.from('<a/>'))), { code: 'specifications.malformed' });
});

/** What a hostile archive does, and the refusal. */
const hostile: readonly (readonly [string, string, () => Promise<Buffer> | Buffer])[] = [
  ['is no archive', 'malformed', () => Buffer.from('not a zip')],
  ['is cut short', 'malformed', async () => (await zipOf(madeSpecifications('T1'))).subarray(0, 2_000)],
  ['leads out of itself', 'unsafe-entry', async () => renamed(await zipOf({ 'aa/x.sch': '<schema/>' }), 'aa/x.sch', '../x.sch')],
  ['has an absolute path', 'unsafe-entry', async () => renamed(await zipOf({ 'aa/x.sch': '<schema/>' }), 'aa/x.sch', '/a/x.sch')],
  ['holds a link', 'unsafe-entry', () => zipOf({ 'x.sch': '/etc/passwd' }, 0o120777)],
  ['holds a device', 'unsafe-entry', () => zipOf({ 'x.sch': '' }, 0o060666)],
  ['has too many files', 'too-large', () => zipOf(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`${n}.txt`, ''])))],
  ['is a bomb in one file', 'too-large', () => zipOf({ 'x.sch': Buffer.alloc(5_000_000, 0x20) })],
  [
    'is a bomb in many files',
    'too-large',
    () => zipOf(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}.sch`, ' '.repeat(9_000)]))),
  ],
  ['lies about a size', 'malformed', async () => lying(await zipOf({ 'x.sch': ' '.repeat(9_000) }))],
];
for (const [what, code, make] of hostile)
  test(`specs load: a zip that ${what} is refused whole`, async () => {
    const path = put('hostile.zip', await make());
    await assert.rejects(readSpecifications(path, small), { code: `specifications.${code}` });
  });

test('specs load: a tar that holds a link, leads out of itself, is a bomb or is cut short is refused whole', async () => {
  const refused = async (code: string, bytes: Buffer): Promise<void> =>
    assert.rejects(openSource(put('hostile.tgz', bytes), small), { code: `specifications.${code}` });
  await refused('unsafe-entry', tarOf('x.sch', '', '2'));
  await refused('unsafe-entry', tarOf('../x.sch', 'a'));
  await refused('too-large', tarOf('x.sch', ' '.repeat(20_000)));
  await refused('too-large', tarOf('x.txt', ' '.repeat(40_000)));
  await refused('malformed', tarOf('x.sch', 'a').subarray(0, 60));
});

/** In both places where a zip says a name. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length);
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

/** The size that the directory announces (at 24 of its entry) is made smaller than what comes. */
function lying(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt32LE(100, copy.indexOf('PK\x01\x02', 0, 'latin1') + 24);
  return copy;
}
