import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { attachments, checkWellFormed, embedded, renderHtml, scanHeader } from '../cda/index.ts';
import { checkDocument } from './check.ts';
import { stages } from './verdict.ts';

/** Test support: damage of every kind done to real documents, and what must hold of whatever comes out. */
type Damage = (bytes: Buffer, at: number, size: number) => Buffer;

const put = (bytes: Buffer, at: number, cut: number, what: Buffer | string): Buffer =>
  Buffer.concat([bytes.subarray(0, at), typeof what === 'string' ? Buffer.from(what) : what, bytes.subarray(at + cut)]);
/** The place of a sign at or after `at`, else the first one, else the end. */
const next = (bytes: Buffer, sign: string, at: number): number => {
  const found = bytes.indexOf(sign, at, 'latin1');
  return found >= 0 ? found : Math.max(0, bytes.indexOf(sign, 0, 'latin1'));
};
const tagAt = (bytes: Buffer, at: number): { from: number; to: number } => {
  const from = next(bytes, '<', at);
  const end = bytes.indexOf('>', from, 'latin1');
  return { from, to: end < 0 ? bytes.length : end + 1 };
};
const declared = /^(\ufeff)?<\?xml[^>]*\?>/;
const withDeclaration = (bytes: Buffer, declaration: string): Buffer =>
  Buffer.from(declaration + bytes.toString('latin1').replace(/^(\xef\xbb\xbf)?<\?xml[^>]*\?>/, ''), 'latin1');
const base64 = /(representation="B64"[^>]*>)([\s\S]*?)(<)/;
const everyLine = (bytes: Buffer, size: number, end: string): Buffer =>
  Buffer.from(
    bytes.toString('latin1').replace(base64, (_, before: string, content: string, after: string) => {
      const signs = content.replace(/\s+/g, '').slice(0, 20_000);
      return before + (signs.match(new RegExp(`.{1,${1 + (size % 100)}}`, 'g')) ?? []).join(end) + after;
    }),
    'latin1',
  );

const damages: Readonly<Record<string, Damage>> = {
  'a byte flipped': (bytes, at, size) => put(bytes, at, 1, Buffer.from([(bytes[at] ?? 0) ^ (1 << (size % 8))])),
  'a stretch flipped': (bytes, at, size) =>
    put(bytes, at, size % 64, Buffer.from(bytes.subarray(at, at + (size % 64)).map((byte) => byte ^ 0xff))),
  'cut at a place': (bytes, at) => bytes.subarray(0, at),
  'without its beginning': (bytes, at) => bytes.subarray(at),
  'a stretch left out': (bytes, at, size) => put(bytes, at, size, ''),
  'a stretch doubled': (bytes, at, size) => put(bytes, at, 0, bytes.subarray(at, at + size)),
  'all of it twice': (bytes) => Buffer.concat([bytes, bytes]),
  'a tag left out': (bytes, at) => {
    const { from, to } = tagAt(bytes, at);
    return put(bytes, from, to - from, '');
  },
  'a tag doubled': (bytes, at) => {
    const { from, to } = tagAt(bytes, at);
    return put(bytes, from, 0, bytes.subarray(from, to));
  },
  'two tags swapped': (bytes, at) => {
    const one = tagAt(bytes, at);
    const other = tagAt(bytes, one.to);
    if (other.from < one.to) return bytes;
    const [a, b, between] = [
      bytes.subarray(one.from, one.to),
      bytes.subarray(other.from, other.to),
      bytes.subarray(one.to, other.from),
    ];
    return put(bytes, one.from, other.to - one.from, Buffer.concat([b, between, a]));
  },
  'an attribute value emptied': (bytes, at) => {
    const from = next(bytes, '="', at) + 2;
    const to = bytes.indexOf('"', from, 'latin1');
    return to < 0 ? bytes : put(bytes, from, to - from, '');
  },
  'an attribute value grown': (bytes, at, size) => put(bytes, next(bytes, '="', at) + 2, 0, '9'.repeat(size)),
  'an attribute doubled': (bytes, at) => {
    const { from, to } = tagAt(bytes, at);
    const tag = bytes.toString('latin1', from, to);
    return put(bytes, from, to - from, Buffer.from(tag.replace(/(\s[\w:]+="[^"]*")/, '$1$1'), 'latin1'));
  },
  'another charset declared': (bytes, _, size) =>
    withDeclaration(
      bytes,
      `<?xml version="1.0" encoding="${['ISO-8859-1', 'UTF-16', 'US-ASCII', 'windows-1252', 'ISO-8859-15', 'EBCDIC', '', 'utf-8'][size % 8]}"?>`,
    ),
  'another encoding': (bytes, _, size) => {
    const text = bytes.toString().replace(declared, '');
    const as = ['utf16le', 'latin1', 'utf8'] as const;
    return Buffer.from(`\ufeff${text}`, as[size % 3]);
  },
  'a byte-order mark': (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  'CR LF': (bytes) => Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1'),
  'CR alone': (bytes) => Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r'), 'latin1'),
  'processing instructions before the root': (bytes, _, size) => {
    const at = next(bytes, '<ClinicalDocument', 0);
    return put(bytes, at, 0, '<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>\n<?a?>'.repeat(1 + (size % 50)));
  },
  'a DOCTYPE': (bytes, at) =>
    put(bytes, next(bytes, '<', at), 0, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>'),
  'an entity': (bytes, at) => put(bytes, next(bytes, '>', at) + 1, 0, '&lol;'),
  'base64 in short lines': (bytes, _, size) => everyLine(bytes, size, '\n'),
  'base64 in lines of Windows': (bytes, _, size) => everyLine(bytes, size, '\r\n'),
  'base64 in lines of references': (bytes, _, size) => everyLine(bytes, size, '&#13;&#10;'),
  'base64 with tabs and comments': (bytes, _, size) => everyLine(bytes, size, '\t<!-- - -->'),
  'markup strewn in': (bytes, at, size) =>
    put(
      bytes,
      at,
      0,
      ['<', '>', '&', '"', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '&#0;', '\0', '</a>', ' a="b"'][size % 14] ?? '',
    ),
  'elements deep in one another': (bytes, at, size) =>
    put(bytes, next(bytes, '<', at), 0, `${'<a>'.repeat(size % 400)}${'</a>'.repeat(size % 400)}`),
  'many attributes': (bytes, at, size) => {
    const { to } = tagAt(bytes, at);
    const many = Array.from({ length: size % 400 }, (_, n) => ` a${n}="${n}"`).join('');
    return put(bytes, Math.max(0, bytes[to - 2] === 0x2f ? to - 2 : to - 1), 0, many);
  },
  'another namespace': (bytes) => Buffer.from(bytes.toString('latin1').replace('urn:hl7-org:v3', 'urn:hl7-org:v4'), 'latin1'),
};

/** One or a few damages of any of these documents. */
export function damagedDocuments(documents: readonly Buffer[]): fc.Arbitrary<{ readonly what: string; readonly bytes: Buffer }> {
  const one = fc.record({
    kind: fc.constantFrom(...Object.keys(damages)),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    size: fc.nat(3000),
    inHeader: fc.boolean(),
  });
  return fc.tuple(fc.nat(documents.length - 1), fc.array(one, { minLength: 1, maxLength: 3 })).map(([n, all]) => {
    let bytes: Buffer = Buffer.from(documents[n] ?? Buffer.alloc(0));
    for (const { kind, at, size, inHeader } of all) {
      const reach = inHeader ? Math.min(bytes.length, 30_000) : bytes.length;
      bytes = damages[kind]?.(bytes, Math.floor(at * reach), size) ?? bytes;
    }
    return { what: `${n}: ${all.map(({ kind }) => kind).join(', ')}`, bytes };
  });
}

/**
 * Of whatever bytes: a check gives a verdict with its six stages; every other reader gives a result or a refusal; and what passes the form
 * is not refused for its form by the readers of a deposit.
 */
export async function holds(bytes: Buffer): Promise<void> {
  const { stages: all } = await checkDocument(bytes, {});
  assert.deepEqual(
    all.map(({ stage }) => stage),
    stages,
  );
  for (const { line, xpath } of all.flatMap(({ findings }) => findings)) {
    assert.ok(line === undefined || (Number.isInteger(line) && line >= 1));
    assert.ok(xpath === undefined || xpath.startsWith('/'));
  }
  const form = all[0]?.outcome;
  const refusals = [
    refusalOf(() => scanHeader(bytes)),
    refusalOf(() => checkWellFormed(bytes)),
    refusalOf(() => attachments(bytes)),
    refusalOf(() => renderHtml(bytes, scanHeader(bytes))),
    refusalOf(() => embedded(bytes, scanHeader(bytes))),
  ];
  const ofForm = refusals.slice(0, 2).filter((code) => code !== undefined && code !== 'cda.missing' && code !== 'cda.bad-date');
  if (form === 'passed' && !namesNoUri(bytes)) assert.deepEqual(ofForm, [], 'a deposit would refuse the form of what passed');
}

/** libxml2 also judges the syntax of namespace names, which Namespaces in XML leaves to the applications. */
function namesNoUri(bytes: Buffer): boolean {
  const names = bytes.toString('latin1').matchAll(/xmlns(?::[^\s=]+)?\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return [...names].some(([, one, other]) => !/^[A-Za-z][A-Za-z0-9+.-]*:[\w./#:-]+$/.test(one ?? other ?? ''));
}

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refusal, `not a refusal: ${error instanceof Error ? error.stack : String(error)}`);
    return error.code;
  }
}
