import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attributeOf, childOf, childrenOf, namespaceAt, readingXml, readXml, textOf, xpathOf, xpaths } from './index.ts';

interface Case {
  readonly name: string;
  readonly section: string;
  readonly xml: string;
  readonly refuses?: string;
  /** The place of the fault, `line:column`. */
  readonly at?: string;
  /** The tree, as `shape` below writes it. */
  readonly tree?: unknown;
}
const file = new URL('../../spec/xml/wellformed.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

const of = (text: string, charset: BufferEncoding = 'utf8') => readXml(Buffer.from(text, charset));
const refuses = (bytes: Uint8Array, code: string, at?: string) =>
  assert.throws(() => readXml(bytes), at === undefined ? { name: 'Refusal', code } : { name: 'Refusal', code, at });

for (const c of cases)
  test(`${c.section}: ${c.name}`, () => {
    assert.notEqual(c.refuses === undefined, c.tree === undefined, 'a case refuses or gives a tree');
    if (c.refuses !== undefined) refuses(Buffer.from(c.xml), c.refuses, c.at);
    else assert.deepEqual(readXml(Buffer.from(c.xml)).children.map(shape), c.tree);
  });

function shape(node: ReturnType<typeof readXml>['children'][number]): unknown {
  switch (node.kind) {
    case 'element':
      return [
        node.namespace === '' ? node.name : `{${node.namespace}}${node.name}`,
        ...node.attributes.map((a) => `@${a.namespace === '' ? a.name : `{${a.namespace}}${a.name}`}=${a.value}`),
        ...node.children.map(shape),
      ];
    case 'text':
      return node.value;
    case 'comment':
      return { comment: node.value };
    case 'instruction':
      return { instruction: node.name, value: node.value };
  }
}

test('XML 1.0 §4.3.3: each accepted encoding gives the same text', () => {
  const body = '<a b="é">œ€</a>';
  const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?>${body}`;
  const single = (text: string, table: Record<string, number>) =>
    Buffer.from([...text].map((char) => table[char] ?? char.charCodeAt(0)));
  const utf16 = Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le');
  const inputs = [
    Buffer.from(body),
    Buffer.from(`\ufeff${body}`),
    Buffer.from(declared('utf-8')),
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(declared('UTF-16LE'), 'utf16le'),
    single(declared('ISO-8859-15'), { œ: 0xbd, '€': 0xa4, é: 0xe9 }),
    single(declared('windows-1252'), { œ: 0x9c, '€': 0x80, é: 0xe9 }),
  ];
  for (const bytes of inputs) {
    const { root } = readXml(bytes);
    assert.equal(textOf(root), 'œ€');
    assert.equal(attributeOf(root, 'b'), 'é');
  }
  const latin1 = readXml(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'));
  assert.equal(textOf(latin1.root), 'é');
});

test('XML 1.0 §4.3.3: bytes that are not what they claim to be', () => {
  refuses(Buffer.from('<a>é</a>', 'latin1'), 'xml.malformed');
  refuses(Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><a>é</a>'), 'xml.malformed');
  refuses(Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>'), 'xml.malformed');
  refuses(Buffer.from('\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a/>'), 'xml.malformed');
  refuses(Buffer.from('\ufeff<a>\ud800</a>', 'utf16le'), 'xml.malformed');
  refuses(Buffer.from('<?xml version="1.0" encoding="EBCDIC-FR"?><a/>'), 'xml.encoding');
});

test('XML 1.0: a document cut anywhere is refused, and never as a defect', () => {
  const whole = `<?xml version="1.0"?><!-- c --><?p i?>\n<a x="1&amp;2" xmlns:n="u"><n:b/><![CDATA[t]]>é &#233;</a>`;
  of(whole);
  for (let length = 0; length < Buffer.byteLength(whole); length++)
    assert.throws(() => readXml(Buffer.from(whole).subarray(0, length)), { name: 'Refusal' }, `cut at ${length}`);
});

test('Limits: depth, attributes, nodes and size', () => {
  of(`${'<a>'.repeat(256)}${'</a>'.repeat(256)}`);
  refuses(Buffer.from(`${'<a>'.repeat(257)}${'</a>'.repeat(257)}`), 'xml.too-deep');
  refuses(Buffer.from('<a>'.repeat(10_000)), 'xml.too-deep');
  const attributes = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}${i}="u"`).join(' ');
  of(`<a ${attributes(256, 'b')}/>`);
  refuses(Buffer.from(`<a ${attributes(257, 'b')}/>`), 'xml.too-many-attributes');
  refuses(Buffer.from(`<a ${attributes(257, 'xmlns:b')}/>`), 'xml.too-many-attributes');
  refuses(Buffer.from(`<a ${attributes(200_000, 'b')}/>`), 'xml.too-many-attributes');
  refuses(Buffer.from(`<a>${'<b/>'.repeat(2_000_000)}</a>`), 'xml.too-large');
  refuses(new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20), 'xml.too-large');
});

test('Limits: read in turns it is the same tree, refused once it has more nodes than its reader wants', () => {
  const bytes = Buffer.from(`<a>${'<b c="1">t</b>'.repeat(6000)}</a>`);
  const work = readingXml(bytes, 18_001);
  let pauses = 0;
  let step = work.next();
  for (; step.done !== true; step = work.next()) pauses++;
  assert.ok(pauses > 1, `${pauses} pauses`);
  assert.deepEqual(step.value.root, readXml(bytes).root);
  assert.throws(() => [...readingXml(bytes, 18_000)], { code: 'xml.too-large' });
});

test('XML 1.0 §2.2, §2.11: forbidden characters and line ends, wherever they stand in memory and in whichever charset', () => {
  const all = `<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<a>é\r\r\n${'x'.repeat(40)}\r${'y'.repeat(5)}\r</a>\r`;
  const memory = Buffer.alloc(200);
  for (let from = 0; from < 8; from++) {
    const length = memory.write(all, from, 'latin1');
    const placed = memory.subarray(from, from + length);
    assert.equal(textOf(readXml(placed).root), `é\n\n${'x'.repeat(40)}\n${'y'.repeat(5)}\n`);
    assert.equal(placed.toString('latin1'), all, 'the bytes stay as they were');
    for (const at of [60, 61, 62, 63, 64]) {
      const wrong = memory.subarray(from, from + length);
      const before = wrong[at] ?? 0;
      for (const control of [0, 0x08, 0x0b, 0x1f]) {
        wrong[at] = control;
        refuses(wrong, 'xml.malformed');
      }
      wrong[at] = before;
    }
  }
  for (const [charset, mark] of [
    ['utf8', ''],
    ['utf16le', '\ufeff'],
  ] as const) {
    refuses(Buffer.from(`${mark}<a>\uffff</a>`, charset), 'xml.malformed');
    refuses(Buffer.from(`${mark}<a>\ufffe</a>`, charset), 'xml.malformed');
    assert.equal(textOf(readXml(Buffer.from(`${mark}<a>\r\nœ\r</a>`, charset)).root), '\nœ\n');
  }
});

test('XML 1.0 §2.11: lines are counted from 1 whatever ends them', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const { root } = of(`<?xml version="1.0"?>${end}<a>${end}  <b/>${end}</a>`);
    assert.deepEqual([root.line, root.column], [2, 1]);
    const b = childOf(root, 'b');
    assert.deepEqual([b?.line, b?.column], [3, 3]);
    assert.equal(textOf(root), '\n  \n');
  }
});

test('XPath of a node, and the ways to choose: by local name, in the own namespace', () => {
  const document = of('<a xmlns="u" xmlns:o="o"><b c="1"/><o:b c="2"/><b n:c="3" xmlns:n="n"><d>t<e>u</e></d></b></a>');
  const { root } = document;
  assert.equal(xpathOf(root), '/a');
  const second = childrenOf(root, 'b')[1];
  assert.ok(second);
  assert.equal(childrenOf(root).length, 2);
  assert.equal(document.named('b').length, 3);
  assert.equal(document.named('z').length, 0);
  assert.equal(xpathOf(second), '/a/b[2]');
  const [c] = second.attributes;
  assert.ok(c);
  assert.equal(xpathOf(c), '/a/b[2]/@c');
  const remembered = xpaths();
  for (const name of ['a', 'b', 'd', 'e'])
    for (const element of document.named(name)) assert.equal(remembered(element), xpathOf(element));
  assert.equal(attributeOf(second, 'c'), undefined);
  const d = childOf(root, 'b', 'd');
  assert.ok(d);
  assert.equal(xpathOf(d), '/a/b[2]/d[1]');
  assert.equal(textOf(d), 'tu');
  assert.equal(childOf(root, 'b', 'z'), undefined);
  assert.equal(namespaceAt(d, 'n'), 'n');
  assert.equal(namespaceAt(d, ''), 'u');
  assert.equal(namespaceAt(root, 'n'), undefined);
  const orders = [...document.named('b'), d].map((node) => node.order);
  assert.deepEqual(
    orders,
    orders.toSorted((x, y) => x - y),
  );
  assert.equal(new Set(orders).size, orders.length);
});
