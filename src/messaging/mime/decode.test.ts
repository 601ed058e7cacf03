import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentsOf, contentOf, decodePart, decodeText, parseMessage, readableOf, readParts } from './index.ts';

const text = (encoding: string, body: string | Buffer, type = 'text/plain; charset=utf-8'): string => {
  const bytes = Buffer.concat([
    Buffer.from(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
    Buffer.from(body as string),
  ]);
  return decodeText(bytes, readParts(bytes));
};

test('RFC 2045 §6.7 quoted-printable: codes, soft breaks, white space at the end of a line', () => {
  assert.equal(text('quoted-printable', 'l=C3=A9ger=\r\n et fin  \t\r\nx=3D1=20\r\n'), 'léger et fin\r\nx=1 \r\n');
  assert.equal(text('Quoted-Printable', 'a=  \r\nb=\nc='), 'abc');
});

test('RFC 2045 §6.7 quoted-printable: what is no code stays', () => {
  assert.equal(text('quoted-printable', 'a=ZZ b=4 c==41'), 'a=ZZ b=4 c=A');
});

test('RFC 2045 §6.8 base64: line ends and strangers among the letters', () => {
  assert.equal(text('BASE64', 'w6l0\r\n w6k=\r\n'), 'été');
  assert.equal(text('base64', '!!!'), '');
});

test('RFC 2045 §6.2: 8bit, binary and what nobody knows are as they stand', () => {
  for (const encoding of ['7bit', '8bit', 'binary', 'x-uuencode', '']) assert.equal(text(encoding, 'é=41'), 'é=41');
});

test('RFC 2046 §4.1.2 charsets: named, misnamed, unknown, wrong', () => {
  const latin = Buffer.from('\xe9t\xe9 \x80', 'latin1');
  for (const charset of ['iso-8859-1', 'windows-1252', 'us-ascii', 'utf-8', 'x-unknown', '', 'replacement', 'utf-7'])
    assert.equal(text('8bit', latin, `text/plain; charset="${charset}"`), 'été €', charset);
  assert.equal(text('8bit', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'text/plain; charset=shift_jis'), '日本');
  assert.equal(text('8bit', Buffer.from([0x82]), 'text/plain; charset=ibm850'), 'é');
});

test('RFC 2046 §4.1.2 charsets: UTF-7 cannot hide markup', () => {
  const html = text('7bit', '+ADw-script+AD4-', 'text/html; charset=utf-7');
  assert.equal(html, '+ADw-script+AD4-');
});

const mixed = Buffer.from(
  [
    'Subject: x',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: multipart/alternative; boundary=c',
    '',
    '--c',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Bonjour en texte',
    '--c',
    'Content-Type: text/html',
    '',
    '<p>Bonjour <script>x</script>en HTML</p>',
    '--c--',
    '--b',
    'Content-Type: application/pdf; name="r.pdf"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('x'.repeat(570)).toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b',
    'Content-Type: text/plain; name=notes.txt',
    '',
    'notes à part',
    '--b',
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename=dedans.eml',
    '',
    'Subject: dedans',
    '',
    'mots du dedans',
    '--b--',
  ].join('\r\n'),
);

test('issue 7: the words of a message are its own text, once, and that of messages in it', () => {
  assert.equal(parseMessage(mixed).text, 'Bonjour en texte\nmots du dedans');
});

test('issue 7: attachments with their names, types and sizes; a message in the message is one', () => {
  const found = attachmentsOf(readParts(mixed));
  assert.deepEqual(
    found.map(({ part, fileName, type, bytes }) => [part.section, fileName, type, bytes]),
    [
      ['2', 'r.pdf', 'application/pdf', 570],
      ['3', 'notes.txt', 'text/plain', 13],
      ['4', 'dedans.eml', 'message/rfc822', 33],
    ],
  );
  const [pdf] = found;
  assert.equal(pdf && contentOf(mixed, pdf).toString(), 'x'.repeat(570));
});

test('issue 7: what a person reads: text always, safe HTML where there is one', () => {
  const shown = readableOf(mixed, readParts(mixed));
  assert.equal(shown.text, 'Bonjour en texte');
  assert.equal(shown.html, '<p>Bonjour en HTML</p>');
  const plain = Buffer.from('Content-Type: text/plain\r\n\r\n<b>a</b>\r\n');
  assert.deepEqual(readableOf(plain, readParts(plain)), { text: '<b>a</b>', html: undefined });
});

test('issue 7: a blank alternative gives way to the one that says something', () => {
  const part = (type: string, text: string): string => `--c\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
  const head = 'Content-Type: multipart/alternative; boundary=c\r\n\r\n';
  const read = parseMessage(Buffer.from(`${head}${part('text/plain', ' \r\n')}${part('text/html', '<p>a</p>')}--c--`));
  assert.equal(read.text, 'a');
});

test('issue 7: an attachment alone is the whole message', () => {
  const bytes = Buffer.from('Content-Type: application/zip\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\nPK');
  const [only] = attachmentsOf(readParts(bytes));
  assert.equal(only?.part.section, '1');
  assert.equal(only && decodePart(bytes, only.part).toString(), 'PK');
  assert.deepEqual(readableOf(bytes, readParts(bytes)), { text: '', html: undefined });
});
