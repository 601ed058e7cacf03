import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readXml, textOf } from '#xml';
import { withoutWitness } from '../../../../test/witnesses.ts';
import { writePdf } from '../page.ts';
import { isPdf } from '../sniff.ts';
import { activeContentOf } from './active.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const absent = existsSync(`${corpus}/cda`) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';
const home = mkdtempSync(join(tmpdir(), 'socle-pdf-'));
after(() => rmSync(home, { recursive: true }));

/** What qpdf makes of a file: everything in the open (`disable`) or in compressed object streams (`generate`). */
function rewritten(pdf: Buffer, streams: 'disable' | 'generate'): Buffer {
  const [from, to] = [join(home, 'from.pdf'), join(home, 'to.pdf')];
  writeFileSync(from, pdf);
  const open = streams === 'disable' ? ['--qdf'] : [];
  spawnSync('qpdf', ['--warning-exit-0', ...open, `--object-streams=${streams}`, from, to]);
  return readFileSync(to);
}

test('Issue 4, PDF: of the PDFs embedded in the corpus, qpdf in the open shows what Socle finds', {
  skip: absent === false ? withoutWitness('qpdf') : absent,
}, () => {
  const pdfs = readdirSync(`${corpus}/cda`)
    .filter((name) => name.endsWith('.xml'))
    .flatMap((name) => {
      const xml = readXml(readFileSync(`${corpus}/cda/${name}`));
      const values = [...xml.named('text'), ...xml.named('value')].map((element) => Buffer.from(textOf(element), 'base64'));
      return values.filter(isPdf).map((pdf) => ({ name, pdf }));
    });
  assert.ok(pdfs.length > 30, `${pdfs.length}`);
  for (const { name, pdf } of pdfs) {
    const open = rewritten(pdf, 'disable').toString('latin1');
    const seen = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData|XFA)\b/.test(open);
    assert.equal(activeContentOf(pdf).length > 0, seen, `${name} ${activeContentOf(pdf)}`);
  }
});

test('Issue 4, PDF: a script stays found when qpdf packs the file into object streams, where no search of its bytes sees it', {
  skip: withoutWitness('qpdf'),
}, () => {
  const plain = writePdf({
    title: 'Lettre',
    header: { left: [], right: [] },
    blocks: [],
    createdAt: new Date('2026-01-02T03:04:05Z'),
  });
  const action = Buffer.from(
    plain.toString('latin1').replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'),
    'latin1',
  );
  assert.notDeepEqual(action, plain);
  const packed = rewritten(action, 'generate');
  assert.ok(!packed.includes('JavaScript'));
  assert.deepEqual(activeContentOf(packed), ['JavaScript']);
  assert.deepEqual(activeContentOf(rewritten(plain, 'generate')), []);
});
