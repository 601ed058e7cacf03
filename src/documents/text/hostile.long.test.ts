import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { indexOf } from './form.ts';
import { ready } from './match.ts';
import { partsOf } from './partsOf.ts';
import { openPdfReader, type PdfReader, pdfLimits, textOfPdf } from './pdf.ts';
import { parseQuery } from './query.ts';
import { search } from './search.ts';
import { cdaOf } from './shelf.check.ts';
import { wordsOf } from './words.ts';

/** A PDF of so many pages, all with this content, deflated. */
function pdfOf(content: Buffer, pages = 1): Buffer {
  const deflated = deflateSync(content);
  const kids = Array.from({ length: pages }, (_, i) => `${5 + i} 0 R`).join(' ');
  const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>';
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from(`<</Type/Pages/Kids[${kids}]/Count ${pages}>>`),
    Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'),
    Buffer.concat([
      Buffer.from(`<</Length ${deflated.length}/Filter/FlateDecode>>stream\n`),
      deflated,
      Buffer.from('\nendstream'),
    ]),
    ...Array.from({ length: pages }, () => Buffer.from(page)),
  ];
  const parts = [Buffer.from('%PDF-1.4\n')];
  const places: string[] = [];
  let at = 9;
  for (const [i, object] of objects.entries()) {
    places.push(`${String(at).padStart(10, '0')} 00000 n \n`);
    const whole = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(whole);
    at += whole.length;
  }
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

async function locked(password: string): Promise<Buffer> {
  const pdf = new PDFDocument({ userPassword: password, ownerPassword: 'à personne' });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  pdf.text('Compte rendu secret');
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

const said = Buffer.from('BT /F 12 Tf 10 10 Td (bonjour) Tj ET');

test('issue 4 §5, hostile PDF: of 5,000 pages the first are read', async () => {
  const { state, text, pages } = await textOfPdf(pdfOf(said, 5000));
  assert.deepEqual([state, pages, text.match(/bonjour/g)?.length], ['cut', 5000, pdfLimits.pages]);
});

test('issue 4 §5, hostile PDF: streams that inflate to hundreds of megabytes cost their document its text, and no more', {
  timeout: 120_000,
}, async () => {
  const limits = { ...pdfLimits, milliseconds: 60_000, megabytes: 48 };
  const reader = openPdfReader(limits);
  try {
    const spread = pdfOf(Buffer.alloc(200_000_000, 'BT /F 12 Tf 10 10 Td (bonjour) Tj ET\n'));
    const one = pdfOf(Buffer.concat([Buffer.from('BT /F 12 Tf ('), Buffer.alloc(200_000_000, 97)]));
    assert.ok(spread.length < 1_000_000 && one.length < 1_000_000);
    assert.deepEqual([(await reader.textOf(spread)).state, (await reader.textOf(one)).state], ['unreadable', 'unreadable']);
    assert.equal((await reader.textOf(pdfOf(said))).text.trim(), 'bonjour');
  } finally {
    await reader.close();
  }
});

test('issue 4 §5, hostile PDF: what takes a password is not read; what anybody may open is', async () => {
  assert.equal((await textOfPdf(await locked('fermé'))).state, 'unreadable');
  const open = await textOfPdf(await locked(''));
  assert.deepEqual([open.state, open.text.trim()], ['read', 'Compte rendu secret']);
});

test('issue 4 §5, hostile CDA: a document of unreadable PDFs does not take the time of all of them', async () => {
  let read = 0;
  const never: PdfReader = {
    textOf: async () => ({ state: 'unreadable', text: '', pages: ++read }),
    unreadable: 0,
    close: async () => undefined,
  };
  const value = `<value representation="B64" mediaType="application/pdf">${Buffer.from('%PDF-1.4').toString('base64')}</value>`;
  const document = `<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Lettre</title>${value.repeat(20)}</ClinicalDocument>`;
  const { state, parts } = await partsOf(Buffer.from(document), 'text/xml', never);
  assert.deepEqual([state, parts[0]?.text, read], ['unreadable', 'Lettre', 3]);
});

test('issue 4 §5, hostile CDA: a narrative of 20 MB is read to its limit', { timeout: 60_000 }, async () => {
  const reader = openPdfReader();
  try {
    const long = cdaOf('Roman', [{ title: 'Fleuve', text: 'Une phrase sans fin, toujours la même. '.repeat(500_000) }]);
    const { parts, state } = await partsOf(long, 'text/xml', reader);
    const { cut, characters } = indexOf(parts);
    assert.deepEqual([state, cut], ['whole', true]);
    assert.ok(characters > 900_000 && characters <= 1_000_100, String(characters));
    assert.equal(indexOf([{ kind: 'text', text: `${' '.repeat(20_000_000)}fin` }]).characters, 0);
    assert.equal(indexOf([{ kind: 'text', text: 'é'.repeat(20_000_000) }]).cut, true);
  } finally {
    await reader.close();
  }
});

const shelf = ['Douleur (thoracique) à 5 mg/L, 100 % ; cf. C++ et .*', 'שלום עולם', 'تحليل الدم سليم', 'Très bien 🙂 merci'].map(
  (text, n) => ({ n, current: true, ...indexOf([{ kind: 'text', text }]) }),
);

for (const [why, typed, expected] of [
  ['as a pattern', '.*', []],
  ['as a pattern that takes for ever', '(x+)+$', []],
  ['with the signs of a pattern around a word', '^douleur$', [0]],
  ['in brackets', '(thoracique)', [0]],
  ['as SQL', "' or 1=1 --", []],
  ['words of no weight', 'de la et du ', []],
  ['nothing', '', []],
  ['blanks', ' \u00a0\t\n', []],
  ['a sign', '%', [0]],
  ['a smile', '🙂', []],
  ['a smile beside a word', 'merci 🙂', [3]],
  ['half of a smile', 'merci \ud83d', [3]],
  ['from right to left', 'שלום', [1]],
  ['from right to left, begun', 'الد', [2]],
  ['with marks of direction', '\u202emerci\u202c', [3]],
  ['an open quote', '"douleur', [0]],
  ['quotes only', '""""', []],
  ['a null', '\0douleur', [0]],
] as const)
  test(`issue 4 §5, hostile query: ${why}`, () => {
    assert.deepEqual(search(shelf, typed).numbers, expected);
  });

test('issue 4 §5, hostile query: whatever is typed is answered, and what is marked is in the passage', () => {
  const piece = fc.oneof(
    fc.constantFrom('douleur', 'thoraciqe', '"', '«', '5 mg', '-', ' ', '100 %', 'שלום', '\u00ad', '\u0301', 'ﬁ', 'Ⅻ', '٣'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const typing = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(typing, (typed) => {
      const { terms } = ready(parseQuery(typed));
      const { hits } = search(shelf, typed);
      for (const { snippet } of hits) {
        let before = 0;
        for (const [start, end] of snippet.highlights) {
          assert.ok(start >= before && end > start && end <= snippet.text.length, JSON.stringify(snippet));
          before = end;
        }
      }
      assert.ok(terms.length <= 16);
    }),
    { numRuns: 2000 },
  );
});

test('issue 4 §5, hostile text: whatever a document says, each of its words finds it', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ mode: 'sentences' }));
  fc.assert(
    fc.property(text, (written) => {
      const form = indexOf([{ kind: 'text', text: written }]);
      const shown = written.toWellFormed();
      for (const word of wordsOf(shown).single.slice(0, 5)) {
        const typed = shown.slice(word.start, word.end);
        // a word alone may say less than it does beside its neighbours: `l` before an apostrophe
        if (wordsOf(typed).single.length !== 1) continue;
        assert.deepEqual(search([{ n: 1, current: true, ...form }], typed).numbers, [1], JSON.stringify([written, typed]));
      }
    }),
    { numRuns: 1000 },
  );
});
