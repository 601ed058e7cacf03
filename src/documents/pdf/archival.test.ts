import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readXml, textOf } from '#xml';
import { writePdf } from './index.ts';
import { paper } from './paper.check.ts';

const bytes = writePdf(paper);
const file = bytes.toString('latin1');

/** What ISO 19005-1 asks, read in the bytes: the file is written uncompressed. */
test('ISO 19005-1 §6.1: header with a binary line, an ID, no encryption, no LZW', () => {
  assert.match(file, /^%PDF-1\.4\r?\n%[\x80-\xff]{4}/);
  assert.match(file.slice(file.lastIndexOf('trailer')), /\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/i);
  for (const banned of [/\/Encrypt\b/, /LZWDecode/, /\/F \(/]) assert.doesNotMatch(file, banned);
});

test('ISO 19005-1 §6.2, §6.4: an output intent with its profile, no transparency', () => {
  assert.match(file, /\/OutputIntents \[/);
  assert.match(file, /\/S \/GTS_PDFA1[\s\S]{0,300}\/DestOutputProfile \d+ 0 R/);
  for (const banned of [/\/SMask\b/, /\/CA \d/, /\/ca \d/, /\/Transparency\b/, /\/BM\b/]) assert.doesNotMatch(file, banned);
});

test('ISO 19005-1 §6.3: every font is inside, with its set of glyphs and its Unicode', () => {
  const count = (pattern: RegExp) => [...file.matchAll(pattern)].length;
  const fonts = count(/\/Subtype \/Type0\b/g);
  assert.equal(fonts, 2);
  for (const part of [
    /\/Subtype \/CIDFontType2\b/g,
    /\/FontFile2 \d/g,
    /\/CIDSet \d/g,
    /\/ToUnicode \d/g,
    /\/CIDToGIDMap \/Identity\b/g,
  ])
    assert.equal(count(part), fonts, String(part));
  assert.doesNotMatch(file, /\/Subtype \/Type[13]\b/);
});

test('ISO 19005-1 §6.5, §6.6: no action, no script, no file, no form', () => {
  for (const banned of [
    /\/JavaScript\b/,
    /\/JS\b/,
    /\/Launch\b/,
    /\/AA\b/,
    /\/OpenAction\b/,
    /\/EmbeddedFiles?\b/,
    /\/AcroForm\b/,
    /\/Annots? \[\d/,
  ])
    assert.doesNotMatch(file, banned);
});

test('ISO 19005-1 §6.7: XMP says part 1, level A, and what the information dictionary says', () => {
  const xmp = bytes.subarray(bytes.indexOf('<x:xmpmeta'), bytes.indexOf('</x:xmpmeta>') + '</x:xmpmeta>'.length);
  const tree = readXml(xmp);
  const said = (name: string) => textOf(tree.named(name)[0] ?? tree.root).trim();
  assert.deepEqual([said('part'), said('conformance')], ['1', 'A']);
  assert.equal(said('title'), 'Lettre ‹b› et "été" – Œuvre');
  assert.equal(said('CreateDate'), '2026-01-02T03:04:05Z');
  assert.equal(said('Producer'), 'Socle');
  const title = Buffer.from('\ufeffLettre ‹b› et "été" – Œuvre', 'utf16le').swap16();
  assert.ok(bytes.includes(title), 'the title of the information dictionary is that of the XMP');
});

test('ISO 19005-1 §6.8: tagged, in French', () => {
  assert.match(file, /\/MarkInfo \d+ 0 R/);
  assert.match(file, /\/Marked true/);
  assert.match(file, /\/StructTreeRoot \d+ 0 R/);
  assert.match(file, /\/Lang \(fr-FR\)/);
  for (const tag of ['H1', 'H2', 'P', 'L', 'LI', 'LBody', 'Table', 'TR', 'TH', 'TD'])
    assert.match(file, new RegExp(`/S /${tag}\\b`), tag);
});

test('PDF: the same content and date give the same bytes in the archive too', () => {
  assert.ok(writePdf(paper).equals(bytes));
});
