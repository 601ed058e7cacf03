import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { isPdf, type PdfContent, writePdf } from './index.ts';

const sheet: PdfContent = {
  title: 'Lettre d’Œuvrelande – « été »',
  header: { left: ['Clinique de l’Île'], right: ['Née le 01/02/1960'] },
  blocks: [
    { kind: 'heading', text: 'Résultats' },
    { kind: 'paragraph', text: 'Ça coûte 3 € : élève, œuf, Noël, où ≤ 4. 漢' },
    { kind: 'list', items: ['premier', 'second'], ordered: true },
    { kind: 'table', head: ['Analyse', 'Valeur'], rows: Array.from({ length: 60 }, (_, n) => [`Ligne ${n}`, String(n)]) },
  ],
  createdAt: new Date('2026-01-02T03:04:05Z'),
};

async function read(bytes: Uint8Array): Promise<{ pages: number; text: string }> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const pdf = await task.promise;
  let text = '';
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    text += items.map((item) => ('str' in item ? item.str : '')).join(' ');
  }
  const pages = pdf.numPages;
  await task.destroy();
  return { pages, text };
}

test('PDF: a reader finds the words with their French accents, and tables go over the page', async () => {
  const { pages, text } = await read(writePdf(sheet));
  assert.ok(pages >= 2);
  for (const words of ['Lettre d’Œuvrelande – « été »', 'Clinique de l’Île', '3 € : élève, œuf, Noël, où <= 4. ?', 'Ligne 59'])
    assert.ok(text.replace(/\s+/g, ' ').includes(words), words);
});

test('PDF: the same content and date give the same bytes, another date other bytes', () => {
  assert.ok(writePdf(sheet).equals(writePdf(sheet)));
  assert.ok(!writePdf(sheet).equals(writePdf({ ...sheet, createdAt: new Date('2026-01-03T03:04:05Z') })));
});

test('PDF: recognised by its first bytes, also after some junk, never in other files', () => {
  assert.ok(isPdf(writePdf(sheet)));
  assert.ok(isPdf(Buffer.from('\n\n%PDF-1.7\n')));
  for (const other of ['', '%PD', '<?xml version="1.0"?>', `${' '.repeat(1024)}%PDF-1.7`])
    assert.equal(isPdf(Buffer.from(other)), false);
});
