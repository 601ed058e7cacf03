import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writePdf } from '../pdf/index.ts';
import { openPdfReader, pdfLimits, textOfPdf } from './pdf.ts';
import { wordsOf } from './words.ts';

const letter = (pages: number): Buffer =>
  writePdf({
    title: 'Compte rendu d’œsophagoscopie',
    header: { left: ['Clinique fictive'], right: ['Le 01/02/2026'] },
    blocks: Array.from({ length: pages * 30 }, (_, n) => ({
      kind: 'paragraph',
      text: `Élévation modérée, ligne ${n}, hyperkaliémie à 5,6 mmol/L.`,
    })),
    createdAt: new Date('2026-01-02T03:04:05Z'),
  });
/** A thread that does what a file could make a reader do. */
const hostile = (body: string): URL => new URL(`data:text/javascript,${encodeURIComponent(body)}`);
const quick = { ...pdfLimits, milliseconds: 400 };

test('issue 4 §5, PDF text: the words of a PDF, with their accents', async () => {
  const { state, text, pages } = await textOfPdf(letter(2));
  assert.equal(state, 'read');
  assert.ok(pages >= 2);
  const words = new Set(wordsOf(text).single.map(({ form }) => form));
  for (const word of ['oesophagoscopie', 'elevation', 'hyperkaliemie', '5.6', 'clinique']) assert.ok(words.has(word), word);
});

test('issue 4 §5, PDF text: limits of pages, characters and bytes', async () => {
  const bytes = letter(3);
  const first = await textOfPdf(bytes, { ...pdfLimits, pages: 1 });
  assert.deepEqual([first.state, first.text.includes('ligne 1,'), first.text.includes('ligne 80,')], ['cut', true, false]);
  const short = await textOfPdf(bytes, { ...pdfLimits, characters: 500 });
  assert.deepEqual([short.state, short.text.length], ['cut', 500]);
  assert.equal((await textOfPdf(bytes, { ...pdfLimits, bytes: bytes.length - 1 })).state, 'unreadable');
});

test('issue 4 §5, PDF text: broken files are documents without text, counted; the next file is read, the caller’s bytes are still there', async () => {
  const reader = openPdfReader();
  try {
    const good = letter(1);
    const broken = [
      Buffer.from(''),
      Buffer.from('%PDF-1.7\n'),
      Buffer.from('<html>'),
      Buffer.alloc(5000, 0xff),
      good.subarray(0, 40),
    ];
    for (const bytes of broken) assert.equal((await reader.textOf(bytes)).state, 'unreadable');
    assert.equal(reader.unreadable, broken.length);
    assert.equal((await reader.textOf(good)).state, 'read');
    assert.ok(good.length > 1000 && good.subarray(0, 5).toString() === '%PDF-');
  } finally {
    await reader.close();
  }
});

const faults: readonly (readonly [what: string, body: string])[] = [
  ['hangs', `process.on('message', () => { for (;;); });`],
  ['never answers', `process.on('message', () => undefined);`],
  ['throws', `process.on('message', () => { throw new Error('words of the document'); });`],
  ['ends', `process.on('message', () => process.exit(3));`],
  ['eats memory', `process.on('message', () => { const all = []; for (;;) all.push(new Array(1e5).fill('x' + all.length)); });`],
];
for (const [what, body] of faults) {
  test(`issue 4 §5, PDF text: a reader that ${what} costs its document its text, and no more`, async () => {
    const limits = what === 'eats memory' ? { ...pdfLimits, milliseconds: 8000, megabytes: 24 } : quick;
    const reader = openPdfReader(limits, hostile(body));
    try {
      const [first, second] = await Promise.all([reader.textOf(Buffer.from('%PDF-')), reader.textOf(Buffer.from('%PDF-'))]);
      assert.deepEqual([first.state, second.state, reader.unreadable], ['unreadable', 'unreadable', 2]);
    } finally {
      await reader.close();
    }
  });
}
