import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import type { DocumentMetadata } from '../ebrim/index.ts';
import { writeSubmitObjects } from '../ebrim/index.ts';
import { ambre, basile, sha1 } from './draft.check.ts';
import { type Made, zipOf } from './hostile.check.ts';
import { readXdm, writeXdm } from './index.ts';

const content = Buffer.from('<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
const set = { entryId: 'SubmissionSet01', uniqueId: '2.25.1', patient: ambre, authors: [], recipients: [] };
const metadata = (changes: Partial<DocumentMetadata> = {}): DocumentMetadata => ({
  entryId: 'Document01',
  uniqueId: '2.25.2',
  mimeType: 'text/xml',
  confidentiality: [],
  events: [],
  authors: [],
  patient: ambre,
  uri: 'DOC00001.XML',
  hash: sha1(content),
  size: content.length,
  ...changes,
});
const described = (...documents: DocumentMetadata[]): Made => ({
  name: 'IHE_XDM/SUBSET01/METADATA.XML',
  content: Buffer.from(writeSubmitObjects({ submissionSet: set, documents, relations: [] })),
});
const doc = (changes: Partial<Made> = {}): Made => ({ name: 'IHE_XDM/SUBSET01/DOC00001.XML', content, ...changes });
const plain = (...more: Made[]): Buffer => zipOf([described(metadata()), doc(), ...more]);

const refusal = async (bytes: Buffer, code: string): Promise<void> => {
  await assert.rejects(readXdm(bytes), (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  });
};

test('XDM: a plain archive made by hand is read, names in any case, folders and other files passed over', async () => {
  const { subsets, warnings } = await readXdm(plain());
  assert.deepEqual(subsets[0]?.documents[0]?.bytes, content);
  assert.deepEqual(warnings, []);
  const other = zipOf([
    { name: 'ihe_xdm/', mode: 0o040755 },
    { name: 'ihe_xdm/Subset1/', mode: 0o040755 },
    { name: 'ihe_xdm/Subset1/metadata.xml', content: described(metadata({ uri: 'doc00001.xml' })).content ?? content },
    { name: 'ihe_xdm/Subset1/Doc00001.Xml', content, stored: true },
    { name: 'ihe_xdm/Subset1/STYLE.XSL', content },
    { name: 'INDEX.HTM', content: Buffer.from('<script>') },
  ]);
  const read = await readXdm(other);
  assert.deepEqual(read.subsets[0]?.documents[0]?.path, 'ihe_xdm/Subset1/Doc00001.Xml');
  assert.deepEqual(read.warnings, [{ code: 'unnamed-file', at: 'ihe_xdm/Subset1/STYLE.XSL' }]);
});

const names = [
  '../x',
  'a/../../x',
  '/etc/x',
  'IHE_XDM\\SUBSET01\\x',
  'C:/x',
  'C:x',
  'a//b',
  './x',
  'a/.',
  'x\0.XML',
  'x\u202ey',
  'a/x. ',
  'a/x.',
  '',
];
for (const name of names)
  test(`XDM: a file named ${JSON.stringify(name)} is refused wherever it stands`, () =>
    refusal(plain({ name, content }), 'xdm.bad-name'));

test('XDM: a name that is not the UTF-8 it says is refused', () =>
  refusal(plain({ name: Buffer.from('49ff2e', 'hex'), content }), 'xdm.bad-name'));

const megabyte = Buffer.alloc(2 * 1024 * 1024);
const many = (n: number): Made[] => Array.from({ length: n }, (_, i) => ({ name: `IHE_XDM/F${i}`, content: Buffer.from('x') }));
const zip64 = Buffer.from('0100100000000000010000000000000001000000', 'hex'); // 2^40 bytes, packed and not
const cases: readonly (readonly [title: string, code: string, bytes: () => Buffer])[] = [
  ['twice the same name', 'xdm.duplicate-name', () => plain(doc())],
  ['the same name in another case', 'xdm.duplicate-name', () => plain(doc({ name: 'ihe_xdm/subset01/doc00001.xml' }))],
  ['a file that is a folder too', 'xdm.duplicate-name', () => plain({ name: 'IHE_XDM/SUBSET01/DOC00001.XML/', mode: 0o040755 })],
  [
    'a symbolic link',
    'xdm.not-a-file',
    () => plain({ name: 'IHE_XDM/LINK', content: Buffer.from('/etc/passwd'), mode: 0o120777 }),
  ],
  ['a device', 'xdm.not-a-file', () => plain({ name: 'IHE_XDM/DEV', mode: 0o020666 })],
  ['an encrypted file', 'xdm.encrypted', () => plain(doc({ name: 'IHE_XDM/X', flags: 0x801 }))],
  ['strong encryption', 'xdm.encrypted', () => plain(doc({ name: 'IHE_XDM/X', flags: 0x841 }))],
  ['an unknown compression', 'xdm.corrupt', () => plain(doc({ name: 'IHE_XDM/X', method: 12 }))],
  ['a file of 2 MiB in 2 KB', 'xdm.bomb', () => plain({ name: 'IHE_XDM/X', content: megabyte })],
  ['a file over 20 MiB', 'xdm.too-large', () => plain({ name: 'IHE_XDM/X', size: 21 * 1024 * 1024 })],
  ['more than 100 files', 'xdm.too-many', () => plain(...many(99))],
  ['more files than it says', 'xdm.corrupt', () => zipOf([described(metadata()), doc(), ...many(1)], { count: 2 })],
  ['fewer files than it says', 'xdm.corrupt', () => zipOf([described(metadata()), doc()], { count: 3 })],
  ['a wrong checksum', 'xdm.corrupt', () => zipOf([described(metadata()), doc({ crc: 1 })])],
  ['a size that is too small', 'xdm.corrupt', () => zipOf([described(metadata({ size: 5 })), doc({ size: 5 })])],
  ['a size that is too large', 'xdm.corrupt', () => zipOf([described(metadata()), doc({ size: 999 })])],
  ['a stored file of two sizes', 'xdm.corrupt', () => zipOf([described(metadata()), doc({ stored: true, size: 5 })])],
  [
    'bytes behind the packed ones',
    'xdm.corrupt',
    () => zipOf([described(metadata()), doc({ packed: Buffer.concat([deflateRawSync(content), megabyte.subarray(0, 9)]) })]),
  ],
  [
    'packed bytes cut short',
    'xdm.corrupt',
    () => zipOf([described(metadata()), doc({ packed: deflateRawSync(content).subarray(0, 20) })]),
  ],
  [
    'packed bytes that are no deflate',
    'xdm.corrupt',
    () => zipOf([described(metadata()), doc({ packed: Buffer.alloc(30, 0xff) })]),
  ],
  [
    'a local header of another name',
    'xdm.corrupt',
    () => zipOf([described(metadata()), doc({ localName: 'IHE_XDM/SUBSET01/DOC00002.XML' })]),
  ],
  [
    'two files in the same place',
    'xdm.corrupt',
    () => zipOf([described(metadata()), doc(), doc({ name: 'IHE_XDM/SUBSET01/DOC00001.XMM', over: 1 })]),
  ],
  [
    'a ZIP64 size that lies',
    'xdm.too-large',
    () => plain({ name: 'IHE_XDM/X', content, size: 0xffffffff, packedSize: 0xffffffff, extra: zip64 }),
  ],
  ['a ZIP64 size that is not there', 'xdm.too-large', () => plain({ name: 'IHE_XDM/X', content, size: 0xffffffff })],
  ['an archive cut short', 'xdm.corrupt', () => plain().subarray(0, -30)],
  ['bytes before the archive', 'xdm.corrupt', () => Buffer.concat([Buffer.alloc(100), plain()])],
  ['bytes behind the archive', 'xdm.corrupt', () => Buffer.concat([plain(), Buffer.alloc(10)])],
  ['no archive at all', 'xdm.corrupt', () => Buffer.from('<ClinicalDocument/>')],
  ['nothing', 'xdm.corrupt', () => Buffer.alloc(0)],
  ['more than 60 MiB', 'xdm.too-large', () => Buffer.alloc(60 * 1024 * 1024 + 1)],
  ['no METADATA.XML', 'xdm.not-xdm', () => zipOf([doc()])],
  ['METADATA.XML elsewhere', 'xdm.not-xdm', () => zipOf([{ ...described(metadata()), name: 'METADATA.XML' }, doc()])],
  ['a file described twice', 'xdm.not-xdm', () => zipOf([described(metadata(), metadata({ entryId: 'Document02' })), doc()])],
  ['a document that is not there', 'xdm.missing-file', () => zipOf([described(metadata())])],
  ['a document without a URI', 'xdm.missing-file', () => zipOf([described((({ uri: _, ...rest }) => rest)(metadata())), doc()])],
  [
    'a URI that leaves the folder',
    'xdm.missing-file',
    () => zipOf([described(metadata({ uri: '../SUBSET01/DOC00001.XML' })), doc()]),
  ],
  ['METADATA.XML as its own document', 'xdm.missing-file', () => zipOf([described(metadata({ uri: 'METADATA.XML' })), doc()])],
  ['another hash', 'xdm.hash-mismatch', () => zipOf([described(metadata({ hash: 'a'.repeat(40) })), doc()])],
  ['another size', 'xdm.size-mismatch', () => zipOf([described(metadata({ size: 4 })), doc()])],
  ['a document of another person', 'xdm.several-persons', () => zipOf([described(metadata({ patient: basile })), doc()])],
  [
    'METADATA.XML with a DOCTYPE',
    'xml.doctype',
    () => zipOf([{ name: 'IHE_XDM/SUBSET01/METADATA.XML', content: Buffer.from('<!DOCTYPE x><x/>') }, doc()]),
  ],
  [
    'METADATA.XML that is something else',
    'ebrim.not-a-submission',
    () => zipOf([{ name: 'IHE_XDM/SUBSET01/METADATA.XML', content }, doc()]),
  ],
];
for (const [title, code, bytes] of cases) test(`XDM, hostile: ${title} is refused as ${code}`, () => refusal(bytes(), code));

test('XDM: subsets of one person are read, of two refused; an archive inside is not opened', async () => {
  const second = (patient = ambre): Made[] => [
    {
      name: 'IHE_XDM/SUBSET02/METADATA.XML',
      content: Buffer.from(
        writeSubmitObjects({
          submissionSet: { ...set, uniqueId: '2.25.3', patient },
          documents: [
            metadata({ patient, uri: 'NESTED.ZIP', mimeType: 'application/zip', hash: sha1(plain()), size: plain().length }),
          ],
          relations: [],
        }),
      ),
    },
    { name: 'IHE_XDM/SUBSET02/NESTED.ZIP', content: plain() },
  ];
  const { subsets } = await readXdm(plain(...second()));
  assert.deepEqual(
    subsets.map(({ path, submissionSet }) => [path, submissionSet.uniqueId]),
    [
      ['IHE_XDM/SUBSET01', '2.25.1'],
      ['IHE_XDM/SUBSET02', '2.25.3'],
    ],
  );
  assert.deepEqual(subsets[1]?.documents[0]?.bytes, plain());
  await refusal(plain(...second(basile)), 'xdm.several-persons');
});

let honest: Buffer = Buffer.alloc(0);
before(async () => {
  const { uri: _, hash: __, size: ___, ...said } = metadata();
  honest = await writeXdm({
    submissionSet: { ...set, submissionTime: new Date('2026-03-10T09:30:00Z') },
    documents: [{ metadata: said, bytes: content }],
    relations: [],
    from: 'Cabinet des Nuées',
  });
});

test('XDM, hostile: bytes changed anywhere give the same documents or a refusal, never anything else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (where, by, cut) => {
      const bytes = Buffer.from(honest);
      const at = where % bytes.length;
      bytes[at] = ((bytes[at] ?? 0) ^ by) & 0xff;
      try {
        const { subsets } = await readXdm(cut ? bytes.subarray(0, at) : bytes);
        assert.deepEqual(
          subsets.flatMap(({ documents }) => documents.map((one) => one.bytes)),
          [content],
        );
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});
