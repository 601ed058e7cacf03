import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { writePdf } from '../page.ts';
import { activeContentOf } from './active.ts';

const plain = writePdf({
  title: 'Lettre',
  header: { left: [], right: [] },
  blocks: [],
  createdAt: new Date('2026-01-02T03:04:05Z'),
});

/** A file with one more object, as an incremental update would write it. */
const withObject = (dictionary: string): Buffer =>
  Buffer.concat([plain, Buffer.from(`\n9 0 obj\n${dictionary}\nendobj\n`, 'latin1')]);

/** The same object inside a compressed object stream. */
function inStream(
  object: string,
  dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode',
  pack: (plain: Buffer) => Buffer = (bytes) => deflateSync(bytes),
): Buffer {
  const packed = pack(Buffer.from(`9 0 ${object}`));
  const head = Buffer.from(`\n8 0 obj\n<< ${dictionary} /Length ${packed.length} >>\nstream\r\n`);
  return Buffer.concat([plain, head, packed, Buffer.from('\nendstream\nendobj\n')]);
}

test('Issue 4, PDF: nothing active in one that only is read, links included', () => {
  assert.deepEqual(activeContentOf(plain), []);
  assert.deepEqual(activeContentOf(withObject('<< /Type /Action /S /URI /URI (https://example.org/) >>')), []);
  assert.deepEqual(activeContentOf(withObject('<< /OpenAction [3 0 R /Fit] /JSON 1 /Launcher 2 >>')), []);
  assert.deepEqual(activeContentOf(new Uint8Array()), []);
});

const active = [
  ['JavaScript when it opens', '<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>', ['JavaScript']],
  ['JavaScript, its name escaped', '<< /AA << /O << /S /J#61v#61Script /JS 12 0 R >> >> >>', ['JavaScript']],
  ['a launch action', '<< /S/Launch/F(cmd.exe) >>', ['Launch']],
  ['embedded files', '<< /Names << /EmbeddedFiles 4 0 R >> >>', ['EmbeddedFile']],
  ['rich media and renditions', '<< /Subtype /RichMedia /A << /S /Rendition >> >>', ['RichMedia', 'Rendition']],
  [
    'forms that send or run',
    '<< /XFA 3 0 R /A << /S /SubmitForm >> /B << /S /ImportData >> >>',
    ['SubmitForm', 'ImportData', 'XFA'],
  ],
] as const;
for (const [what, object, kinds] of active)
  test(`Issue 4, PDF: ${what} are flagged, in the open and in a compressed object stream`, () => {
    assert.deepEqual(activeContentOf(withObject(object)), kinds);
    assert.deepEqual(activeContentOf(inStream(object)), kinds);
  });

test('Issue 4, PDF: an object stream is known by what a reader needs of it, whatever it says of itself', () => {
  const script = '<< /S /JavaScript >>';
  const flagged = (dictionary: string): readonly string[] => activeContentOf(inStream(script, dictionary));
  assert.deepEqual(flagged('/N 1 /First 4 /Filter [/FlateDecode]'), ['JavaScript']);
  assert.deepEqual(flagged('/#4E 1 /F#69rst 4 /Filter/Fl#61teDecode'), ['JavaScript']);
  assert.deepEqual(flagged('/N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 1 >>'), ['JavaScript']);
  assert.deepEqual(flagged(`/N 1 /First 4 /Filter /FlateDecode ${' '.repeat(9_000)} /X (endobj)`), ['JavaScript']);
});

test('Issue 4, PDF: what cannot be looked into is told as such', () => {
  const dictionary = '/Type /ObjStm /N 1 /First 4 /Filter';
  assert.deepEqual(activeContentOf(inStream('<<>>', `${dictionary} [/ASCII85Decode /FlateDecode]`, (bytes) => bytes)), [
    'Unread',
  ]);
  assert.deepEqual(
    activeContentOf(
      inStream('<<>>', `${dictionary} /FlateDecode /DecodeParms << /Predictor 12 >>`, (bytes) =>
        deflateSync(Buffer.concat([Buffer.from([2]), bytes])),
      ),
    ),
    ['Unread'],
  );
  assert.deepEqual(activeContentOf(inStream('<<>>', `${dictionary} /FlateDecode`, (bytes) => bytes)), ['Unread']);
  const locked = Buffer.concat([inStream('<<>>', `${dictionary} /FlateDecode`, (bytes) => bytes), Buffer.from('/Encrypt 5 0 R')]);
  assert.deepEqual(activeContentOf(locked), ['Encrypt']);
});

test('Issue 4, PDF: a bomb in an object stream stops at a bound', { timeout: 20_000 }, () => {
  const bomb = deflateSync(Buffer.alloc(100 * 1024 * 1024, 0x20));
  assert.deepEqual(activeContentOf(inStream('', undefined, () => bomb)), ['Unread']);
});

test('Issue 4, PDF: a file made of beginnings of streams is not looked into for ever', { timeout: 20_000 }, () => {
  const beginning = Buffer.concat([Buffer.from('stream\n'), deflateSync(Buffer.alloc(200_000, 0x20)).subarray(0, 128)]);
  assert.deepEqual(activeContentOf(Buffer.concat(Array.from({ length: 50_000 }, () => beginning))), ['Unread']);
});

test('Issue 4, PDF: any bytes are looked at without a fault', { timeout: 60_000 }, () => {
  const files = [plain, inStream('<< /S /JavaScript >>')];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
      fc.nat(),
      (file, changes, end) => {
        const copy = Buffer.from(file.subarray(0, file.length - (end % 100)));
        for (const [place, value] of changes) copy[place % copy.length] = value;
        assert.ok(Array.isArray(activeContentOf(copy)));
      },
    ),
    { numRuns: 300 },
  );
});
