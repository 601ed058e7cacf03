import fc from 'fast-check';

/** Test support: what is put into a document to see whether it is still read as XML. */
const pieces: readonly string[] = [
  ...['<', '>', '&', '"', "'", '/', '=', ' ', '\n', '\r\n', '\r', '\t', ':', '!', '?', '-', ']', ';', '#', '%'],
  ...[
    '<a>',
    '</a>',
    '<a/>',
    '<a',
    '</',
    '/>',
    '< a/>',
    '</a >',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<a b/>',
    '<a b="<"/>',
    '<1/>',
    '<é/>',
  ],
  ...[
    '<a xmlns="urn:x"/>',
    '<a xmlns:p="urn:x" p:b="1"/>',
    '<a xmlns:p=""/>',
    '<p:a/>',
    '<a:b:c/>',
    '<:a/>',
    '<a:/>',
    '<a p:b="1"/>',
  ],
  ...[
    '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>',
    '<a xmlns:xml="urn:x"/>',
    '<a xmlns:xmlns="urn:x"/>',
    '<a xml:lang="fr"/>',
  ],
  ...[
    '<a xmlns="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>',
    '<xmlns:a/>',
    '<xml:a/>',
  ],
  ...[
    '<!-- c -->',
    '<!-- -- -->',
    '<!---->',
    '<!--->',
    '<!-- c --->',
    '<!--',
    '-->',
    '<![CDATA[ < & ]]>',
    '<![CDATA[',
    ']]>',
    ']]&gt;',
  ],
  ...['<?p?>', '<?p q?>', '<?p', '?>', '<?xml version="1.0"?>', '<?XML a?>', '<?p:q r?>', '<??>', '<? p?>', '<!a>', '<!>'],
  ...[
    '&amp;',
    '&lt;',
    '&#10;',
    '&#xE9;',
    '&#x1F600;',
    '&#0;',
    '&#x1F;',
    '&#xD800;',
    '&#xFFFE;',
    '&#x110000;',
    '&#;',
    '&#x;',
    '& ',
    '&a',
    '&é;',
  ],
  ...['\u0000', '\u0001', '\u000b', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffd', '\ufffe', '\u{1f600}', 'é'],
];
/** Bytes that are no UTF-8. */
const wrongBytes = ['ff', 'c3', 'c0af', 'eda080', 'f4908080', '80', 'e9'].map((hex) => Buffer.from(hex, 'hex'));

interface Change {
  /** Where, as a part of the whole; then how many bytes go. */
  readonly at: number;
  readonly drop: number;
  readonly by: Buffer;
  /** Moved to the next place of this sign, so that tags are hit as often as texts. */
  readonly before: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 80 })),
  by: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pieces).map((piece) => Buffer.from(piece)) },
    { weight: 1, arbitrary: fc.constantFrom(...wrongBytes) },
    { weight: 2, arbitrary: fc.constant(Buffer.alloc(0)) },
  ),
  before: fc.constantFrom('', '<', '<', '<', '>', '"', '</', ' '),
});

/** One to three changes of a document. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(change) },
  fc.array(change, { minLength: 2, maxLength: 3 }),
);

export function changed(bytes: Buffer, list: readonly Change[]): Buffer {
  return list.reduce((whole, { at, drop, by, before }) => {
    const start = Math.floor(at * whole.length);
    const found = before === '' ? start : whole.indexOf(before, start);
    const from = found < 0 ? start : found;
    return Buffer.concat([whole.subarray(0, from), by, whole.subarray(from + drop)]);
  }, bytes);
}
