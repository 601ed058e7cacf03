import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attachmentsOf, bodyOf, contentOf, type MimePart, parseMessage, readableOf, readParts, sectionOf } from './index.ts';

/** A tree to be written as a message; a leaf's body never holds a line that begins with two dashes. */
type Made = { readonly leaf: Buffer; readonly type: string } | { readonly parts: readonly Made[] } | { readonly message: Made };

const types = fc.constantFrom('text/plain', 'text/html; charset=utf-8', 'application/pdf; name="é.pdf"', 'image/png');
const leaf = fc.uint8Array({ maxLength: 60 }).map((array) =>
  Buffer.from(
    Buffer.from(array)
      .toString('latin1')
      .replace(/(^|\n)-/g, '$1='),
    'latin1',
  ),
);
const { tree } = fc.letrec<{ tree: Made }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(leaf, types).map(([bytes, type]): Made => ({ leaf: bytes, type })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((parts): Made => ({ parts })),
    tie('tree').map((message): Made => ({ message })),
  ),
}));

let boundaries = 0;
function written(made: Made): Buffer {
  if ('leaf' in made) return Buffer.concat([Buffer.from(`Content-Type: ${made.type}\r\n\r\n`), made.leaf]);
  if ('message' in made) return Buffer.concat([Buffer.from('Content-Type: message/rfc822\r\n\r\n'), written(made.message)]);
  boundaries += 1;
  const boundary = `b${boundaries}`;
  const parts = made.parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), written(part), Buffer.from('\r\n')]);
  const end = Buffer.from(`--${boundary}--`);
  return Buffer.concat([Buffer.from(`Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`), ...parts, end]);
}

const all = (part: MimePart): readonly MimePart[] => [part, ...part.parts.flatMap(all)];

/** Every part with the numbers that name it. */
function numbered(
  part: MimePart,
  numbers: readonly number[],
  root: boolean,
): readonly (readonly [MimePart, readonly number[]])[] {
  if (part.type.startsWith('multipart/')) return part.parts.flatMap((child, n) => numbered(child, [...numbers, n + 1], false));
  const own = root ? [...numbers, 1] : numbers;
  const [inner] = part.type === 'message/rfc822' ? part.parts : [];
  return [[part, own], ...(inner === undefined ? [] : numbered(inner, own, true))];
}

test('RFC 2046 §5.1: a tree that is written is read as it was, each leaf with its bytes', () => {
  const shape = (made: Made): unknown =>
    'leaf' in made ? made.leaf.toString('latin1') : 'message' in made ? [shape(made.message)] : made.parts.map(shape);
  const found = (bytes: Buffer, part: MimePart): unknown =>
    part.parts.length === 0
      ? bytes.toString('latin1', part.bodyFrom, part.bodyTo)
      : part.parts.map((child) => found(bytes, child));
  fc.assert(
    fc.property(tree, (made) => {
      const bytes = written(made);
      assert.deepEqual(found(bytes, readParts(bytes)), shape(made));
    }),
    { numRuns: 300 },
  );
});

test('RFC 3501 §6.4.5: HEADER and TEXT are the message, MIME and the part lie side by side, every part has its number', () => {
  fc.assert(
    fc.property(tree, (made) => {
      const bytes = written(made);
      const section = (part: readonly number[], what: 'header' | 'text' | 'mime' | 'all') =>
        sectionOf(bytes, { part, what, fields: [] });
      assert.deepEqual(Buffer.concat([section([], 'header') ?? Buffer.alloc(0), section([], 'text') ?? Buffer.alloc(0)]), bytes);
      for (const [part, numbers] of numbered(readParts(bytes), [], true)) {
        assert.equal(part.section, numbers.join('.'));
        assert.deepEqual(section(numbers, 'all'), bytes.subarray(part.bodyFrom, part.bodyTo));
        assert.deepEqual(section(numbers, 'mime'), bytes.subarray(part.headerFrom, part.bodyFrom));
        const inner = [section(numbers, 'header'), section(numbers, 'text')].map((one) => one ?? Buffer.alloc(0));
        if (part.type === 'message/rfc822') assert.deepEqual(Buffer.concat(inner), section(numbers, 'all'));
        else assert.deepEqual(inner, [Buffer.alloc(0), Buffer.alloc(0)]);
      }
    }),
    { numRuns: 300 },
  );
});

/** An IMAP list as nested arrays; throws where it is not well formed. Independent of the printer. */
function list(text: string): unknown {
  let at = 0;
  const read = (): unknown => {
    const c = text[at];
    if (c === '(') {
      at += 1;
      const items: unknown[] = [];
      while (text[at] !== ')') {
        if (text[at] === ' ') at += 1;
        items.push(read());
      }
      at += 1;
      return items;
    }
    if (c === '"') {
      const [whole = ''] = /^"(?:[^"\\\r\n]|\\["\\])*"/.exec(text.slice(at)) ?? [];
      assert.notEqual(whole, '');
      at += whole.length;
      return whole.slice(1, -1);
    }
    if (c === '{') {
      const [, digits = ''] = /^\{(\d+)\}\r\n/.exec(text.slice(at)) ?? [];
      const bytes = Buffer.from(text.slice(at + digits.length + 4)).subarray(0, Number(digits));
      assert.equal(bytes.length, Number(digits));
      at += digits.length + 4 + bytes.toString().length;
      return bytes.toString();
    }
    const [atom = ''] = /^(?:NIL|\d+)(?=[ )]|$)/.exec(text.slice(at)) ?? [];
    assert.notEqual(atom, '');
    at += atom.length;
    return atom === 'NIL' ? undefined : Number(atom);
  };
  const made = read();
  assert.equal(at, text.length);
  return made;
}

/** What a list without extensions is, from one with them: RFC 3501 `body-type-1part`, `body-type-mpart`. */
function derived(structure: unknown): unknown {
  assert.ok(Array.isArray(structure));
  const children = structure.filter((one, n) => Array.isArray(one) && structure.slice(0, n).every(Array.isArray));
  if (children.length > 0) return [...children.map(derived), structure[children.length]];
  const [type, subtype] = structure;
  if (type === 'message' && subtype === 'rfc822') return [...structure.slice(0, 8), derived(structure[8]), structure[9]];
  return structure.slice(0, type === 'text' ? 8 : 7);
}

const seeds = [
  'From: "É" <a@b.fr>\r\nTo: g: x@y, z;\r\nSubject: =?utf-8?q?a?=\r\nDate: Fri, 21 Nov 2025 09:55:06 +0100\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\npre\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9=\r\n x\r\n--b\r\nContent-Type: application/zip; name*0*=utf-8\'\'%C3; name*1=x\r\nContent-Disposition: attachment; filename="a\\"b"\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsD\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\n<b>\r\n--b--\r\n',
  'Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>&eacute;<a href="https://x.fr/">y</a><style>\r\n--c--\r\n--b--',
];
const edit = fc.record({
  at: fc.nat(),
  drop: fc.nat({ max: 12 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 6 }).map((a) => Buffer.from(a)),
    fc.constantFrom('\r\n', '--b', '"', '(', '\0', '\r\n\r\n', ';').map((s) => Buffer.from(s)),
  ),
});

test('issue 7, bad input: mutated messages are read within their bytes, and their lists stay well formed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
      let bytes = Buffer.from(seed);
      for (const { at, drop, put } of edits) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
      }
      const read = parseMessage(bytes);
      for (const part of all(read.root)) {
        const places = [0, part.headerFrom, part.bodyFrom, part.bodyTo, bytes.length];
        assert.deepEqual(
          places,
          [...places].sort((a, b) => a - b),
        );
        for (const child of part.parts) assert.equal(child.headerFrom >= part.bodyFrom && child.bodyTo <= part.bodyTo, true);
      }
      const structure = list(read.bodyStructure);
      assert.deepEqual(list(bodyOf(read.bodyStructure)), derived(structure));
      assert.equal((list(read.envelope) as unknown[]).length, 10);
      assert.equal(read.text.isWellFormed() && read.subject.isWellFormed(), true);
      readableOf(bytes, read.root);
      for (const attachment of attachmentsOf(read.root)) contentOf(bytes, attachment);
    }),
    { numRuns: 1_500 },
  );
});

test('issue 7, bad input: bytes of any kind are a message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (array) => {
      const bytes = Buffer.from(array);
      const read = parseMessage(bytes);
      assert.equal(read.root.bodyTo <= bytes.length, true);
      list(read.bodyStructure);
      list(read.envelope);
    }),
    { numRuns: 500 },
  );
});
