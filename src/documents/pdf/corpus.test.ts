import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { withoutWitness, witness } from '../../../test/witnesses.ts';
import { headings, letters } from '../cda/build/drafts.check.ts';
import { kinds } from '../cda/build.ts';
import { photosPdf, writePdf } from './index.ts';
import { exif, greyJpeg } from './jpeg.check.ts';
import { paper } from './paper.check.ts';

const skip = withoutWitness('qpdf', 'pdfinfo', 'pdftotext');
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-pdf-'));
});
after(() => rmSync(folder, { recursive: true }));

function ask(name: 'qpdf' | 'pdfinfo' | 'pdftotext', pdf: Buffer, before: string[], behind: string[] = []): string {
  const file = join(folder, 'a.pdf');
  writeFileSync(file, pdf);
  return execFileSync(witness(name) ?? name, [...before, file, ...behind], { encoding: 'utf8', stdio: 'pipe' });
}

test('ISO 19005-1: qpdf finds no fault; pdfinfo finds it tagged, unencrypted, without script', { skip }, () => {
  const pdf = writePdf(paper);
  // qpdf answers 0 for no warning and no error.
  assert.match(ask('qpdf', pdf, ['--check']), /No syntax or stream encoding errors/);
  const info = ask('pdfinfo', pdf, []);
  for (const [name, value] of [
    ['Title', 'Lettre ‹b› et "été" – Œuvre'],
    ['Tagged', 'yes'],
    ['JavaScript', 'no'],
    ['Encrypted', 'no'],
    ['Form', 'none'],
    ['PDF version', '1.4'],
  ])
    assert.match(info, new RegExp(`^${name}: +${value}$`, 'm'));
});

test('PDF: pdftotext reads the words in their order, each page has its number', { skip }, () => {
  const text = ask('pdftotext', writePdf(paper), ['-raw'], ['-']).replace(/\s+/g, ' ');
  const pages = /page 1 \/ (\d+)/.exec(text)?.[1];
  assert.ok(Number(pages) > 3 && text.includes(`page ${pages} / ${pages}`), pages);
  let at = -1;
  for (const words of [
    'Clinique de l’Île',
    'Lettre <b> & "été" – Œuvre',
    'Conclusion',
    'élève, œuf, Noël, où ≤ 4 ↑ µg ? ?',
    '1. premier',
    'Ligne 0',
    'Ligne 59',
    'B : deux',
    'F : six ; sept',
  ]) {
    const found = text.indexOf(words, at + 1);
    assert.ok(found > at, words);
    at = found;
  }
});

test('CI-SIS: the printed letter of any form has the traits, the matricule and every medicine', { skip }, () => {
  for (const [heading, form] of fc.sample(fc.tuple(headings, letters), { numRuns: 6, seed: 4 })) {
    const pdf = kinds.discharge(heading, form).pdf();
    assert.match(ask('qpdf', pdf, ['--check']), /No syntax or stream encoding errors/);
    const text = ask('pdftotext', pdf, ['-raw'], ['-']).replace(/[\s-]+/g, '');
    // pdftotext joins what a hyphen parts at the end of a line.
    const printed = (words: string) => words.replace(/[\s-]+/g, '').replace(/[漢字]|😀/gu, '?');
    for (const words of [
      heading.patient.birthFamily,
      heading.patient.matricule,
      form.synthesis,
      ...form.treatments.map(({ medicine }) => medicine.name),
    ])
      assert.ok(text.includes(printed(words)), words);
  }
});

test('ISO 19005-1, a paper by photo: qpdf finds no fault, pdfinfo finds it tagged, on A4, and nothing of the camera', {
  skip,
}, () => {
  const pdf = photosPdf({
    title: 'Analyse de mars',
    pages: [greyJpeg(600, 800), greyJpeg(800, 600, [exif('GPSLatitude 48.1')])],
    createdAt: new Date('2026-03-02T09:00:00Z'),
  });
  assert.match(ask('qpdf', pdf, ['--check']), /No syntax or stream encoding errors/);
  const info = ask('pdfinfo', pdf, []);
  for (const [name, value] of [
    ['Title', 'Analyse de mars'],
    ['Tagged', 'yes'],
    ['JavaScript', 'no'],
    ['Pages', '2'],
    ['PDF version', '1.4'],
  ])
    assert.match(info, new RegExp(`^${name}: +${value}$`, 'm'));
  assert.match(info, /^Page size: +595\.28 x 841\.89 pts \(A4\)/m);
});
