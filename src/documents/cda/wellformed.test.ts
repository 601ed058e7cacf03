import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkWellFormed } from './wellformed.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url), 'utf8');
const inBody = (xml: string) => Buffer.from(sample.replace('<title>Motif</title>', () => `<title>Motif</title>${xml}`));

const cases: readonly (readonly [name: string, xml: string, code: string])[] = [
  ['tags that cross', '<a><b></a></b>', 'cda.malformed'],
  ['an unclosed tag', '<a>', 'cda.malformed'],
  ['an unknown entity', '&nbsp;', 'cda.entity'],
  ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]>', 'cda.doctype'],
  ['a repeated attribute', '<a b="1" b="2"/>', 'cda.malformed'],
  ['a prefix that is not declared', '<x:a/>', 'cda.malformed'],
  ['a control character', '\u0001', 'cda.malformed'],
  ['a comment without end', '<!-- ', 'cda.malformed'],
  ['10,000 levels', '<a>'.repeat(10_000) + '</a>'.repeat(10_000), 'cda.too-deep'],
  ['200,000 attributes', `<a${Array.from({ length: 200_000 }, (_, i) => ` a${i}=""`).join('')}/>`, 'cda.too-many-attributes'],
];

for (const [name, xml, code] of cases)
  test(`XML 1.0, the body: ${name}`, () => {
    const began = performance.now();
    assert.throws(() => checkWellFormed(inBody(xml)), { name: 'Refusal', code });
    assert.ok(performance.now() - began < 1_000);
  });

test('XML 1.0, the body: comments, CDATA, 250 levels and 256 attributes pass', () => {
  checkWellFormed(inBody('<!-- <a> --><![CDATA[<a b="]]><?x <a> ?>'));
  checkWellFormed(inBody('<a>'.repeat(250) + '</a>'.repeat(250)));
  checkWellFormed(inBody(`<a${Array.from({ length: 256 }, (_, i) => ` a${i}=""`).join('')}/>`));
});

test('XML 1.0: an embedded file of 12 MB passes', () => {
  checkWellFormed(inBody(`<a>${'A'.repeat(12_000_000)}</a>`));
});

test('XML 1.0: the sentence names the line and quotes nothing', () => {
  assert.throws(
    () => checkWellFormed(inBody('<secret>')),
    (error: Error & { at?: string; sentence?: { fr: string } }) =>
      /^line \d+$/.test(error.at ?? '') && !JSON.stringify(error.sentence).includes('secret'),
  );
});
