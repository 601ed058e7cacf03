import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyDamage } from './damages.check.ts';
import { damagedDocuments } from './fuzz.check.ts';
import { type ReadPart, saysTheSame } from './headerEnd.check.ts';
import { sample, sampleN1 } from './mutants.check.ts';

const after = '</component>\n<author><time value="2"/></author>\n<confidentialityCode code="X"/></ClinicalDocument>';
const n3End = /<\/component>\s*<\/ClinicalDocument>/;
const wrapped = (text: string): string =>
  `${text.replace('<ClinicalDocument', '<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform">\n<x:variable><ClinicalDocument')}
</x:variable><x:template match="structuredBody"/></x:stylesheet>`;
const prefixed = (text: string): string =>
  text.replace('xmlns="urn:hl7-org:v3"', 'xmlns:v3="urn:hl7-org:v3"').replaceAll(/<(\/?)(?=[A-Za-z])/g, '<$1v3:');
const wrong = (text: string): string =>
  text.replace('code="FR"', 'code="DE"').replaceAll('telecom value="tel:', 'telecom value="x:');

const cases: readonly (readonly [what: string, text: string, read: ReadPart])[] = [
  ['a structured body', sample, 'header'],
  [
    'a document in its header, in a stylesheet',
    wrapped(
      sample.replace(
        '<author>',
        '<author><ClinicalDocument><component><structuredBody>a</structuredBody></component></ClinicalDocument>',
      ),
    ),
    'whole',
  ],
  ['a file', sampleN1, 'header'],
  ['a prefix', prefixed(sample), 'header'],
  ['a prefix and a file', prefixed(sampleN1), 'header'],
  ['a stylesheet around it', wrapped(sample), 'header'],
  ['a stylesheet around a file', wrapped(sampleN1), 'header'],
  [
    'comments and line ends at the end',
    sample.replace(n3End, '<!-- a - b -->\r\n</component >\n<!----></ClinicalDocument\n>'),
    'header',
  ],
  ['elements of the header after the body', sample.replace(n3End, after), 'whole'],
  ['the same after a file', sampleN1.replace(n3End, after), 'whole'],
  [
    'an element after the body, in its component',
    sample.replace(n3End, '<id root="a"/></component></ClinicalDocument>'),
    'whole',
  ],
  ['two bodies', sample.replace(n3End, `</component><component><structuredBody/>${after}`), 'whole'],
  ['a body in the body', sample.replace('<entry>', '<structuredBody></structuredBody><entry>'), 'whole'],
  ['a body that is named in a comment', sample.replace('<entry>', '<!-- structuredBody --><entry>'), 'whole'],
  ['an end in a comment', sample.replace(n3End, `${after.replace('</Cl', '<!--</structuredBody></component>--></Cl')}`), 'whole'],
  ['an empty body', sample.replace(/<structuredBody>[\s\S]*<\/structuredBody>/, '<structuredBody/>'), 'whole'],
  ['a file that is empty', sampleN1.replace(/B64">[^<]*/, 'B64">'), 'refused'],
  ['a text that is empty and no file', sampleN1.replace(/ representation="B64">[^<]*/, '>'), 'whole'],
  ['a text of accents', sampleN1.replace(/ representation="B64">[^<]*/, '>é'), 'whole'],
  ['two files', sampleN1.replace('</text>', '</text><text>a</text>'), 'whole'],
  ['a file beside a comment', sampleN1.replace('<text', '<!-- <text>a</text> -->\n<text'), 'header'],
  ['a comment in the file', sampleN1.replace('</text>', '<!-- a --></text>'), 'whole'],
  ['a sign of tags in an attribute', sampleN1.replace('<text', '<text x="a>b"'), 'header'],
  ['another charset', sample.replace('UTF-8', 'ISO-8859-1').replaceAll(/[^\0-~]/g, 'e'), 'whole'],
];

for (const [what, text, read] of cases)
  test(`CI-SIS, header: with ${what}, as much is read as its rules need`, () => {
    assert.equal(saysTheSame(Buffer.from(text), what), read);
    assert.equal(saysTheSame(Buffer.from(wrong(text)), what), read);
  });

test('CI-SIS, header: each damage of it is told the same, in what is read of the document and in the whole', () => {
  const read: ReadPart[] = [sample, sampleN1].flatMap((text) =>
    Array.from(everyDamage(text), (damaged) => saysTheSame(Buffer.from(damaged.text), damaged.what)),
  );
  assert.ok(read.filter((part) => part === 'header').length > read.length / 2);
});

test('Documents, any damage: the header is told the same, in what is read of the document and in the whole', () => {
  const read = new Map<ReadPart, number>();
  const documents = [sample, sampleN1, wrapped(sample)].map((text) => Buffer.from(text));
  fc.assert(
    fc.property(damagedDocuments(documents), ({ what, bytes }) => {
      const part = saysTheSame(bytes, what);
      read.set(part, (read.get(part) ?? 0) + 1);
    }),
    { numRuns: 3000 },
  );
  assert.ok((read.get('header') ?? 0) > 200 && (read.get('whole') ?? 0) > 0, JSON.stringify([...read]));
});
