import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../../spec/mime/headers.json' with { type: 'json' };
import { decodedWords, parseMessage, readAddresses, readDate } from './index.ts';
import { readParameters, structured } from './parameters.ts';

for (const c of spec.addresses)
  test(`RFC 5322 §3.4 addresses: ${c.name}`, () => {
    assert.deepEqual(
      readAddresses(c.in).map(({ name, address }) => [name, address]),
      c.out,
    );
  });

for (const c of spec.words)
  test(`RFC 2047 encoded words: ${c.name}`, () => {
    assert.equal(decodedWords(c.in), c.out);
  });

for (const c of spec.dates)
  test(`RFC 5322 §3.3, §4.3 dates: ${c.name}`, () => {
    assert.equal(readDate(c.in)?.toISOString(), c.out);
  });

for (const c of spec.parameters)
  test(`RFC 2045 §5.1, RFC 2231 parameters: ${c.name}`, () => {
    assert.deepEqual({ ...readParameters(structured(c.in).parameters) }, { ...c.out });
  });

for (const c of spec.fileNames)
  test(`RFC 2183 §2.3 file names: ${c.name}`, () => {
    const message = `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="${c.in}"\r\n\r\n`;
    assert.equal(parseMessage(Buffer.from(message)).root.fileName, c.out);
  });

test('RFC 2183 §2.3 file names: 200 characters at most, the ending kept', () => {
  const message = `Content-Type: application/pdf; name="${'é'.repeat(400)}.pdf"\r\n\r\n`;
  const name = parseMessage(Buffer.from(message)).root.fileName ?? '';
  assert.equal(name.length, 200);
  assert.equal(name.endsWith('é.pdf'), true);
});

test('RFC 5322 §2.2.3, RFC 6532: unfolded, UTF-8 or Windows-1252, fields of one name in their order', () => {
  const head = Buffer.concat([
    Buffer.from(
      'Received: one\r\nX-Long: a\r\n b\r\n\tc\r\nReceived: two\r\nSubject: h\xe9 \x80\r\nBad line\r\nTo: Zo',
      'latin1',
    ),
    Buffer.from('é <z@b.fr>\r\n\r\nbody'),
  ]);
  const read = parseMessage(head);
  assert.deepEqual(read.headers.get('received'), ['one', 'two']);
  assert.deepEqual(read.headers.get('x-long'), ['a b\tc']);
  assert.equal(read.subject, 'hé €');
  assert.deepEqual(read.to, [{ name: 'Zoé', address: 'z@b.fr' }]);
  assert.equal(read.text, 'body');
});

test('RFC 5322 §3.6.4 identifiers: with their brackets, the last 100 references', () => {
  const many = Array.from({ length: 150 }, (_, n) => `<${n}@x>`).join('\r\n ');
  const read = parseMessage(Buffer.from(`Message-ID: (c) <a@b>\r\nIn-Reply-To: <x@y> <z@y>\r\nReferences: ${many}\r\n\r\n`));
  assert.equal(read.messageId, '<a@b>');
  assert.deepEqual(read.inReplyTo, ['<x@y>', '<z@y>']);
  assert.equal(read.references.length, 100);
  assert.equal(read.references.at(-1), '<149@x>');
  assert.equal(parseMessage(Buffer.from('Message-ID: bare@b\r\n\r\n')).messageId, 'bare@b');
});

test('issue 7, bad input: an identifier too long to be kept is none, a subject and a name are cut', () => {
  const long = parseMessage(
    Buffer.from(
      `Message-ID: <${'é'.repeat(900)}@x>\r\nSubject: ${'🜊'.repeat(3_000)}\r\nFrom: "${'n'.repeat(900)}" <a@b.fr>\r\n\r\n`,
    ),
  );
  assert.equal(long.messageId.length <= 600, true);
  assert.equal(long.subject.length, 4_000);
  assert.equal(long.subject.isWellFormed(), true);
  assert.equal(long.from[0]?.name.length, 300);
});

test('issue 7, bad input: header injection: no line end comes out of a field, an encoded word, a parameter or an address', () => {
  const read = parseMessage(
    Buffer.from(
      'Subject: =?utf-8?q?a=0D=0ABcc:_x@y?=\r\nFrom: =?utf-8?b?YQ0KYg==?= <a\x01@b.fr>\r\nTo: "a\rBcc: x" <c\rd@e.fr>\r\n' +
        "X-Bare: a\rBcc: x\r\nContent-Type: text/plain; name*=utf-8''a%0D%0Ab.txt\r\n\r\n",
    ),
  );
  assert.equal(read.subject, 'a Bcc: x@y');
  assert.deepEqual(read.from, [{ name: 'a b', address: 'a@b.fr' }]);
  assert.equal(read.root.fileName, 'a b.txt');
  assert.equal(read.headers.has('bcc'), false);
  const { text: _text, envelope: _envelope, headers, ...rest } = read;
  const told = JSON.stringify([rest, [...headers]]);
  assert.equal(/\\[rn]/.test(told), false, told);
});
