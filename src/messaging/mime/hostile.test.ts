import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentsOf, bodyOf, decodeText, type MimePart, parseMessage, readableOf, readParts, sectionOf } from './index.ts';

const count = (part: MimePart): number => part.parts.reduce((sum, child) => sum + count(child), 1);
const depth = (part: MimePart): number => 1 + Math.max(0, ...part.parts.map(depth));

test('issue 7, bad input: 10,000 parts: the first are read, the message is said to be cut', () => {
  const bytes = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(10_000)}--b--\r\n`);
  const read = parseMessage(bytes);
  assert.equal(count(read.root), 1_000);
  assert.equal(read.cut, true);
  assert.equal(read.root.bodyTo, bytes.length);
  assert.equal(sectionOf(bytes, { part: [5_000], what: 'all', fields: [] }), undefined);
});

test('issue 7, bad input: 5,000 levels of multiparts', () => {
  const levels = Array.from({ length: 5_000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`);
  const read = parseMessage(Buffer.from(levels.join('')));
  assert.equal(depth(read.root), 31);
  assert.equal(read.cut, true);
  assert.match(read.bodyStructure, /"application" "octet-stream"/);
});

test('issue 7, bad input: 5,000 messages in messages', () => {
  const read = parseMessage(Buffer.from('Content-Type: message/rfc822\r\n\r\n'.repeat(5_000)));
  assert.equal(depth(read.root), 31);
  assert.equal(read.cut, true);
});

test('issue 7, bad input: a header of 3 MB, and one of 20,000 fields', () => {
  const long = parseMessage(Buffer.from(`Subject: x\r\nX: ${'y'.repeat(3_000_000)}\r\nTo: a@b.fr\r\n\r\nbody`));
  assert.equal(long.cut, true);
  assert.equal(long.subject, 'x');
  const many = parseMessage(Buffer.from(`Subject: x\r\n${'X: y\r\n'.repeat(20_000)}To: a@b.fr\r\n\r\nbody`));
  assert.equal(many.headers.get('x')?.length, 999);
  assert.equal(many.cut, true);
  assert.equal(many.text, 'body');
});

test('issue 7, bad input: 100,000 recipients and 100,000 parameters', () => {
  const to = `To: ${'a@b.fr, '.repeat(100_000)}\r\n`;
  const type = `Content-Type: text/plain; ${'x=y; '.repeat(100_000)}\r\n`;
  const read = parseMessage(Buffer.from(`${to}${type}\r\n`));
  assert.equal(read.to.length, 1_000);
  assert.equal(read.envelope.length < 100_000, true);
  assert.equal(read.bodyStructure.length < 10_000, true);
});

test('issue 7, bad input: parameters of every part cannot make a structure without end', () => {
  const part = `--b\r\nContent-Type: text/plain${`; p="${'\\\\'.repeat(4_000)}"`.repeat(5)}\r\n\r\nx\r\n`;
  const read = parseMessage(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(200)}`));
  assert.equal(read.bodyStructure.length < 2_000, true);
  assert.equal(bodyOf(read.bodyStructure).startsWith('("application" "octet-stream"'), true);
});

test('issue 7, bad input: a text of 20 MB is read up to 256 KiB', () => {
  const read = parseMessage(Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), Buffer.alloc(20_000_000, 'é ')]));
  assert.equal(Buffer.byteLength(read.text) <= 262_144, true);
  assert.equal(read.text.includes('\ufffd'), false);
});

test('issue 7, bad input: no field or part hands out NUL', () => {
  const read = parseMessage(
    Buffer.from('Subject: a\0b\r\nFrom: "\0" <\0a@b.fr>\r\nContent-Type: text/plain; name="\0x"\r\n\r\nc\0d'),
  );
  const { headers, ...rest } = read;
  assert.equal(JSON.stringify([rest, [...headers]]).includes('\\u0000'), false);
  assert.equal(read.subject, 'ab');
});

const shapes: Readonly<Record<string, (size: number) => string>> = {
  'lines that almost are boundaries': (n) => `Content-Type: multipart/mixed; boundary=bb\r\n\r\n${'--b\n'.repeat(n / 4)}`,
  'one boundary line without end': (n) => `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b${'b'.repeat(n)}`,
  'encoded words that do not end': (n) => `Subject: ${'=?a?q?'.repeat(Math.min(n, 1_000_000) / 6)}\r\n\r\n`,
  'comments that do not end': (n) => `From: ${'('.repeat(Math.min(n, 1_000_000))}\r\nDate: ${'('.repeat(400)}\r\n\r\n`,
  'quotes that do not end': (n) => `From: ${'"\\'.repeat(Math.min(n, 1_000_000) / 2)}\r\n\r\n`,
  'folded lines': (n) => `Subject: x${'\r\n '.repeat(Math.min(n, 1_000_000) / 3)}\r\n\r\n`,
  'white space in quoted-printable': (n) => `Content-Transfer-Encoding: quoted-printable\r\n\r\n=41${' '.repeat(n)}x`,
  'soft breaks that are none': (n) => `Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(n / 2)}`,
  'tags that do not end': (n) => `Content-Type: text/html\r\n\r\n${'<a href="'.repeat(n / 9)}`,
  'comments of HTML that do not end': (n) => `Content-Type: text/html\r\n\r\n${'<!--'.repeat(n / 4)}`,
  'scripts that do not end': (n) => `Content-Type: text/html\r\n\r\n${'<head>'.repeat(n / 6)}`,
  elements: (n) => `Content-Type: text/html\r\n\r\n${'<p>'.repeat(n / 3)}`,
  'ends of elements': (n) => `Content-Type: text/html\r\n\r\n${'<div>'.repeat(99)}${'</p>'.repeat(n / 4)}`,
  ampersands: (n) => `Content-Type: text/html\r\n\r\n${'&'.repeat(n)}`,
  'equals signs of parameters': (n) => `Content-Type: text/plain; ${'='.repeat(Math.min(n, 1_000_000))}\r\n\r\n`,
  'messages in multiparts in messages': (n) =>
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n'.repeat(n / 120)}`,
};

// What took time by the square of the size would be cut off here: 2 MB of it are hours.
for (const [name, shape] of Object.entries(shapes))
  test(`issue 7, bad input: 2 MB of ${name} are read, within the limits`, { timeout: 120_000 }, () => {
    const bytes = Buffer.from(shape(2_000_000), 'latin1');
    const read = parseMessage(bytes);
    assert.equal(count(read.root) <= 1_000, true);
    assert.equal(Buffer.byteLength(read.text) <= 262_144, true);
    assert.equal(read.envelope.length <= 60_000 && read.bodyStructure.length <= 1_048_576, true);
    const shown = readableOf(bytes, readParts(bytes));
    assert.equal((shown.html ?? '').length <= 8 * 262_144, true);
    assert.equal(attachmentsOf(read.root).length <= 1_000, true);
    if (read.root.parts.length === 0) assert.equal(decodeText(bytes, read.root).length <= bytes.length, true);
  });
