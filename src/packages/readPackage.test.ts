import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { packageLimits, readPackage } from './readPackage.ts';

const manifest = {
  name: 'example.fhir.test',
  version: '1.0.0',
  fhirVersions: ['4.0.1'],
  dependencies: { 'hl7.fhir.r4.core': '4.0.1' },
};
const set = { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/a', version: '1.0.0' };

type File = readonly [name: string, content: string | object, header?: Partial<Header>];

async function archive(files: readonly File[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, content, header = {}] of files) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    if (header.type !== undefined && header.type !== 'file') tar.entry({ name, ...header });
    else tar.entry({ name, ...header }, text);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

const good: readonly File[] = [
  ['package/package.json', manifest],
  ['package/ValueSet-a.json', set],
  ['package/.index.json', '{"files":[]}'],
  ['package/Patient-one.json', { resourceType: 'Patient', id: 'one' }],
  ['package/example/ValueSet-b.json', { ...set, url: 'http://example.org/ValueSet/example' }],
  ['package/openapi/x.openapi.json', 'not even JSON'],
  ['package/other/x.sch', '<schema/>'],
];

test('FHIR NPM packages: the conformance resources of package/ are read, the rest is passed over', async () => {
  const tgz = await archive(good);
  for (const source of [tgz, new Uint8Array(tgz), Readable.from([tgz.subarray(0, 100), tgz.subarray(100)])]) {
    assert.deepEqual(await readPackage(source), {
      name: 'example.fhir.test',
      version: '1.0.0',
      resources: [set],
      dependencies: ['hl7.fhir.r4.core#4.0.1'],
    });
  }
});

test('FHIR NPM packages: a manifest without FHIR version is read; one for another FHIR is refused', async () => {
  const { fhirVersions: _, ...silent } = manifest;
  assert.equal((await readPackage(await archive([['package/package.json', silent]]))).name, manifest.name);
  const r5 = archive([['package/package.json', { ...silent, 'fhir-version-list': ['5.0.0'] }]]);
  await assert.rejects(readPackage(await r5), { code: 'packages.fhir-version' });
});

const hostile: readonly (readonly [name: string, code: string, files: readonly File[]])[] = [
  ['a symbolic link', 'packages.unsafe-entry', [...good, ['package/x.json', '', { type: 'symlink', linkname: '/etc/passwd' }]]],
  ['a hard link', 'packages.unsafe-entry', [...good, ['package/x.json', '', { type: 'link', linkname: 'package/package.json' }]]],
  ['a device', 'packages.unsafe-entry', [...good, ['package/x', '', { type: 'character-device' }]]],
  ['a path above', 'packages.unsafe-entry', [...good, ['package/../../x.json', '{}']]],
  ['a path above, the Windows way', 'packages.unsafe-entry', [...good, ['package\\..\\x.json', '{}']]],
  ['an absolute path', 'packages.unsafe-entry', [...good, ['/package/x.json', '{}']]],
  ['a name without end', 'packages.unsafe-entry', [...good, [`package/${'x'.repeat(600)}.json`, '{}']]],
  ['no manifest', 'packages.malformed', good.slice(1)],
  ['a manifest that is no object', 'packages.malformed', [['package/package.json', '"x"']]],
  ['a manifest without version', 'packages.malformed', [['package/package.json', { name: 'x' }]]],
  ['a name that is none', 'packages.bad-name', [['package/package.json', { name: '../x y', version: '1' }]]],
  ['broken JSON', 'packages.malformed', [...good, ['package/x.json', '{"resourceType":']]],
  ['too many files', 'packages.too-large', Array.from({ length: 51 }, (_, n): File => [`package/other/${n}`, ''])],
  ['a file too large', 'packages.too-large', [...good, ['package/x.json', `"${'x'.repeat(60_000)}"`]]],
  [
    'too much unpacked',
    'packages.too-large',
    Array.from({ length: 5 }, (_, n): File => [`package/other/${n}`, 'x'.repeat(40_000)]),
  ],
];
const small = { unpacked: 150_000, file: 50_000, files: 50 };

for (const [name, code, files] of hostile)
  test(`FHIR NPM packages, hostile archive refused: ${name}`, async () => {
    await assert.rejects(readPackage(await archive(files), small), { code });
  });

test('FHIR NPM packages: what is no whole archive is refused', async () => {
  const tgz = await archive(good);
  for (const bytes of [
    Buffer.from('plain text'),
    Buffer.alloc(0),
    tgz.subarray(0, tgz.length / 2),
    gzipSync('not a tar at all, by far'),
  ])
    await assert.rejects(readPackage(bytes), { code: 'packages.malformed' });
});

test('FHIR NPM packages: a bomb is left before it goes off', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  await assert.rejects(readPackage(bomb, { ...packageLimits, unpacked: 1 << 20 }), { code: 'packages.too-large' });
});
