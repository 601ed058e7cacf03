import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attachments, embedded } from './body.ts';
import { scanHeader } from './scan.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url), 'utf8');
const head = sample.slice(0, sample.indexOf('<structuredBody>'));
const n1 = (body: string) => Buffer.from(`${head}<nonXMLBody>${body}</nonXMLBody></component></ClinicalDocument>`);
const read = (bytes: Buffer) => embedded(bytes, scanHeader(bytes));
const pdf = Buffer.from('%PDF-1.4\n% fictif\n');
const base64 = pdf.toString('base64');

for (const [name, content] of Object.entries({
  'on one line': base64,
  'broken over lines': base64.replace(/(.{5})/g, '$1\r\n\t'),
  'in a CDATA': `<![CDATA[${base64}]]>`,
  'around a comment': `${base64.slice(0, 8)}<!-- </text> -->${base64.slice(8)}`,
}))
  test(`CI-SIS, N1: base64 ${name}`, () => {
    const found = read(n1(`<!-- <text>no</text> --><text representation="B64" mediaType="application/pdf">${content}</text>`));
    assert.deepEqual(found, { mediaType: 'application/pdf', content: pdf });
  });

test('CI-SIS, N1: prefixed elements', () => {
  const bytes = Buffer.from(
    n1(`<text mediaType='application/pdf' representation='B64'>${base64}</text>`)
      .toString()
      .replace('xmlns=', 'xmlns:cda=')
      .replace(/<(\/?)(?=[A-Za-z])(?!sdtc:)/g, '<$1cda:'),
  );
  assert.deepEqual(read(bytes)?.content, pdf);
});

test('CDA R2, nonXMLBody: plain text is text/plain by default, references replaced', () => {
  assert.deepEqual(read(n1('<text>Été &amp; hiver</text>')), { mediaType: 'text/plain', content: Buffer.from('Été & hiver') });
});

test('CI-SIS, N1: content that is absent or broken is refused', () => {
  assert.throws(() => read(n1('<text representation="B64"/>')), { code: 'cda.missing' });
  assert.throws(() => read(n1('<text representation="B64"> </text>')), { code: 'cda.missing' });
  assert.throws(() => read(n1('')), { code: 'cda.missing' });
  assert.throws(() => read(n1('<text representation="B64">JVBE*</text>')), { code: 'cda.bad-base64' });
  assert.throws(() => read(n1('<text representation="B64"><reference value="x"/></text>')), { code: 'cda.bad-base64' });
  assert.throws(() => read(n1('<text representation="B64">AB=CD</text>')), { code: 'cda.bad-base64' });
});

test('CDA R2, observationMedia: every embedded file of an N3, 20 at most', () => {
  const bytes = Buffer.from(sample);
  assert.equal(read(bytes), undefined);
  assert.deepEqual(
    attachments(bytes).map(({ id, mediaType, content }) => [id, mediaType, content.length]),
    [
      ['img1', 'image/jpeg', 70],
      ['pdf1', 'application/pdf', 18],
    ],
  );
  const [entry = ''] = /<entry>.*?img1[\s\S]*?<\/entry>/.exec(sample) ?? [];
  assert.equal(attachments(Buffer.from(sample.replace(entry, () => entry.repeat(30)))).length, 20);
  assert.equal(attachments(Buffer.from(sample.replace('iVBOR', '****'))).length, 1);
});
