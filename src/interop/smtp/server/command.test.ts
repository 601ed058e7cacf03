/** RFC 5321 §4.1.1, §4.1.2: commands and paths, without a socket. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { ascii, replyOf } from '../replies.ts';
import { readCommand } from './command.ts';
import { readPath } from './path.ts';

const read = (text: string, utf8 = false) => readCommand(Buffer.from(text), utf8);

test('§4.1.1: verbs in any case, spaces at the end read over', () => {
  assert.deepEqual(read('quit'), { is: 'QUIT' });
  assert.deepEqual(read('Ehlo x.fr  '), { is: 'EHLO', name: 'x.fr' });
  assert.deepEqual(read('mail FROM: <A@B.fr> size=5 body=8bitmime auth=<>'), {
    is: 'MAIL',
    from: { address: 'a@b.fr', utf8: false, size: 5 },
  });
  assert.deepEqual(read('RCPT to:<A@B.fr>'), { is: 'RCPT', recipient: { address: 'a@b.fr' } });
  assert.deepEqual(read('AUTH xoauth2 ='), { is: 'AUTH', mechanism: 'xoauth2', initial: '=' });
  assert.deepEqual(read('MAIL FROM:<>'), { is: 'MAIL', from: { address: '', utf8: false } });
});

test('§4.1.2: quotes that are not needed go, those that are stay; routes go', () => {
  assert.equal(readPath('<"a.b"@x.fr>', false).address, 'a.b@x.fr');
  assert.equal(readPath('<"a b"@x.fr>', false).address, '"a b"@x.fr');
  assert.equal(readPath('<@a.fr,@b.fr:c@x.fr>', false).address, 'c@x.fr');
  assert.equal(readPath('<É@x.fr>', true).address, 'é@x.fr');
  assert.equal(readPath('<E\u0301@x.fr>', true).address, 'é@x.fr', 'one spelling of the same letters');
});

test('whatever bytes come, the answer is a command or a refusal with a reply, and no address holds a control character', () => {
  const words = [
    'MAIL FROM:<',
    'RCPT TO:<',
    '>',
    '@x.fr',
    ' SIZE=',
    ' ORCPT=rfc822;',
    '+0D',
    '"',
    '\\',
    ' ',
    'AUTH ',
    '\0',
    '\x85',
    'é',
    '1',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 }),
      (parts) => {
        try {
          const said = read(parts.join(''), true);
          const address = said.is === 'MAIL' ? said.from.address : said.is === 'RCPT' ? said.recipient.address : '';
          assert.doesNotMatch(address, /[\p{Cc}\p{Zl}\p{Zp}<>]/u);
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error));
          const [code, status] = replyOf(error);
          assert.ok(code >= 500 && code <= 555 && status.startsWith('5.'));
        }
      },
    ),
    { numRuns: 5000 },
  );
});

test('RFC 6531 §3.7.4.2: replies are ASCII, one line, bounded', () => {
  assert.equal(ascii('L’œuvre « reçue » à l’heure…\r\nX'), 'L\'oeuvre "recue" a l\'heure... X');
  assert.equal(ascii('é'.repeat(1000)).length, 400);
});
