import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { isPlainlyWellFormed, limits, readXml } from '#xml';
import { withDocument } from './dom.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url));

/** What libxml2 says, whatever the quick look says. */
function accepted(bytes: Buffer): boolean {
  try {
    withDocument(bytes, () => undefined);
    return true;
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return false;
  }
}

const sure = (text: string | Buffer): void => {
  const bytes = Buffer.from(text as string);
  if (!isPlainlyWellFormed(bytes)) return;
  assert.ok(accepted(bytes), `taken for plain: ${bytes.toString().slice(0, 400)}`);
  assert.doesNotThrow(() => readXml(bytes), `taken for plain: ${bytes.toString().slice(0, 400)}`);
};

/** Pieces of XML, right and wrong, that make documents when they stand together. */
const pieces = [
  '<a>',
  '</a>',
  '<a/>',
  '<p:b>',
  '</p:b>',
  '<p:b',
  '<a',
  '>',
  '/>',
  ' ',
  '\n',
  '\t',
  '\r',
  ' xmlns="urn:hl7-org:v3"',
  ' xmlns=""',
  ' xmlns:p="urn:x:y"',
  ' xmlns:p=""',
  ' xmlns:="urn:x:y"',
  ' xmlns:1p="urn:x:y"',
  ' xmlns:p:q="urn:x:y"',
  ' xmlns:q="urn:x:y"',
  ' xmlns:xml="urn:x:y"',
  ' xmlns:xmlns="urn:x:y"',
  ' xmlns:p="http://www.w3.org/2000/xmlns/"',
  ' xmlns:p="http://www.w3.org/XML/1998/namespace"',
  ' xmlns="http://www.w3.org/XML/1998/namespace"',
  ' xmlns:p="a b"',
  ' xmlns:p="http://[x"',
  ' xmlns:é="urn:x:y"',
  ' x="1"',
  " x='1'",
  ' p:x="1"',
  ' q:x="1"',
  ' r:x="1"',
  ' xml:lang="fr"',
  ' xml:id="1"',
  ' xml:space="z"',
  ' x',
  ' x=',
  ' x="',
  '"',
  "'",
  ' :x="1"',
  ' x:="1"',
  ' a:b:c="1"',
  ' 1x="1"',
  '<:a>',
  '<a:>',
  '<1>',
  '<é>',
  '</é>',
  '<xml:a>',
  '</xml:a>',
  '<xmlns:a/>',
  'text',
  'é',
  '’',
  '&amp;',
  '&#233;',
  '&#x1F600;',
  '&#0;',
  '&#xFFFE;',
  '&x;',
  '&',
  '&#',
  '&lt',
  '<',
  ']]>',
  ']]',
  '<![CDATA[',
  '<!--',
  '-->',
  '--',
  '-',
  '<?pi',
  '<?pi?>',
  '<?pi x?>',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<?xml version="1.1"?>',
  '<?XML ?>',
  '<?xml-stylesheet href="x"?>',
  '<?a:b ?>',
  '?>',
  '<!DOCTYPE a>',
  '<!',
  '<!x',
  '\u0001',
  '\ufffe',
  '\uffff',
  '\ud7ff',
  '\u0085',
  '\u2028',
  '\ufeff',
];

test('XML 1.0 and Namespaces: what is taken for plainly well-formed, libxml2 and the tree accept, whatever the pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 10 }), (parts) => {
      const inside = parts.join('');
      sure(inside);
      sure(`<a>${inside}</a>`);
      sure(`<a xmlns:p="urn:x:y" xmlns:q="urn:x:y"${inside}/>`);
      sure(`<p:b xmlns:p="urn:x:y">${inside}</p:b>`);
      sure(`<a x="${inside}"/>`);
    }),
    { numRuns: 3_000 },
  );
});

test('CDA, any damage: what is taken for plainly well-formed, libxml2 and the tree accept', () => {
  const edit = fc.record({
    at: fc.nat(sample.length),
    cut: fc.nat(20),
    put: fc.oneof(fc.constantFrom(...pieces), fc.constant('')),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let bytes = sample;
      for (const { at, cut, put } of edits)
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
      sure(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test('CDA, any byte changed: what is taken for plainly well-formed, libxml2 and the tree accept', () => {
  fc.assert(
    fc.property(fc.nat(sample.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Buffer.from(sample);
      bytes[at] = (bytes[at] ?? 0) ^ by;
      sure(bytes);
    }),
    { numRuns: 2_000 },
  );
});

const root = (inside: string): string =>
  `<a xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</a>`;

test('CDA: ordinary documents are plain, so that the quick look is worth it', () => {
  assert.ok(isPlainlyWellFormed(sample));
  const bom = Buffer.concat([Buffer.from('efbbbf', 'hex'), sample]);
  const all = [
    bom,
    root('é ’ &amp; &#233; ] ]> '.replace(']>', '')),
    root('<b xsi:type="CD" x="1" xml:lang="fr"/>\r\n<![CDATA[<&]]> <!-- c --> <?pi x?>'),
    `<?xml version='1.0' encoding="utf-8" standalone="yes"?><!-- a --><?xml-stylesheet href="x"?>${root('')}\n<!-- b -->`,
  ];
  for (const one of all) assert.ok(isPlainlyWellFormed(Buffer.from(one as string)), String(one).slice(0, 200));
});

test('CDA: what is wrong or rare is not plain', () => {
  const rare = [
    '',
    ' ',
    'x',
    '<a>',
    '</a>',
    '<a/><b/>',
    'x<a/>',
    '<a/>x',
    '<a/>&amp;',
    '<a></b>',
    '<a x="1" x="1"/>',
    '<a xmlns:="urn:x:y"/>',
    '<a xmlns:1b="urn:x:y"/>',
    '<a xmlns:b:c="urn:x:y"/>',
    `<a>${'<b/> '.repeat(limits.nodes / 2)}</a>`,
    '<a x=1/>',
    '<a>&x;</a>',
    '<a>&</a>',
    '<a>&#1;</a>',
    '<a>]]></a>',
    '<a><![CDATA[</a>',
    '<![CDATA[x]]><a/>',
    '<a><!-- -- --></a>',
    '<!DOCTYPE a><a/>',
    '<a>\u0001</a>',
    '<a>\ufffe</a>',
    '<p:a/>',
    '<a p:x="1"/>',
    '<a xmlns:p="" p:x="1"/>',
    '<é/>',
    '<a é="1"/>',
    '<?xml version="1.1"?><a/>',
    ' <?xml version="1.0"?><a/>',
    '<a xmlns="not a uri"/>',
    '<a xml:id="1"/>',
    '<a xmlns:p="urn:x:y" xmlns:q="urn:x:y" p:x="1" q:x="1"/>',
    '<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
    `${'<a>'.repeat(201)}${'</a>'.repeat(201)}`,
  ];
  for (const one of rare) assert.equal(isPlainlyWellFormed(Buffer.from(one)), false, one.slice(0, 100));
  assert.equal(isPlainlyWellFormed(Buffer.from('<a>\xe9</a>', 'latin1')), false);
});

test('CDA: bytes of any length and place in memory are looked at', () => {
  const memory = Buffer.from('    <a/>    ');
  for (let from = 0; from <= 8; from++)
    for (let to = from; to <= memory.length; to++) {
      const bytes = memory.subarray(from, to);
      assert.equal(isPlainlyWellFormed(bytes), from <= 4 && to >= 8, `${from} to ${to}`);
    }
});
