import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as imap from './index.ts';

const joined = (pieces: readonly (string | Buffer)[]): string => pieces.map((piece) => piece.toString()).join('');

test('RFC 3501 §7.1: states, with and without a code', () => {
  assert.equal(imap.printState('a1', 'OK', 'Done', imap.code.readWrite), 'a1 OK [READ-WRITE] Done\r\n');
  assert.equal(imap.printState('*', 'BYE', 'À bientôt'), '* BYE A bientot\r\n');
});

test('RFC 3501 §9 text: a sentence cannot make a second line, nor look like a code', () => {
  assert.equal(imap.printState('a1', 'NO', 'non\r\n* 1 EXISTS'), 'a1 NO non * 1 EXISTS\r\n');
  assert.equal(imap.printState('a1', 'NO', '[ALERT] x'), 'a1 NO - [ALERT] x\r\n');
  assert.equal(imap.printState('a1', 'NO', ''), 'a1 NO -\r\n');
});

test('RFC 3501 §7.1 codes', () => {
  assert.equal(imap.code.permanentFlags(17, ['$Forwarded'], true), 'PERMANENTFLAGS (\\Seen \\Draft $Forwarded \\*)');
  assert.equal(imap.code.capability(['IMAP4rev1', 'IDLE']), 'CAPABILITY IMAP4rev1 IDLE');
  assert.equal(imap.code.uidNext(9), 'UIDNEXT 9');
});

test('RFC 4315 §3: COPYUID keeps the order in which messages were copied', () => {
  const pairs = [
    [304, 3956],
    [319, 3957],
    [320, 3958],
  ] as const;
  assert.equal(imap.code.copyUid(38505, pairs), 'COPYUID 38505 304,319:320 3956:3958');
  assert.equal(
    imap.code.copyUid(1, [
      [3, 10],
      [2, 11],
    ]),
    'COPYUID 1 3,2 10:11',
  );
});

test('RFC 3501 §7.2.2 LIST: names in modified UTF-7, in quotes', () => {
  const listed = imap.printListed('LIST', { attributes: ['\\HasNoChildren', '\\Sent'], name: 'Éléments "envoyés" & [x]' });
  assert.equal(listed, '* LIST (\\HasNoChildren \\Sent) "/" "&AMk-l&AOk-ments \\"envoy&AOk-s\\" &- [x]"\r\n');
  assert.equal(imap.printListed('LSUB', { attributes: [], name: 'INBOX' }), '* LSUB () "/" "INBOX"\r\n');
  const child = imap.printListed('LIST', { attributes: [], name: 'A', childInfo: ['SUBSCRIBED'] });
  assert.equal(child, '* LIST () "/" "A" ("CHILDINFO" ("SUBSCRIBED"))\r\n');
});

test('RFC 3501 §7.2.4 STATUS, RFC 7889', () => {
  const status = imap.printStatus('INBOX', [
    ['messages', 3],
    ['highestmodseq', 77],
    ['appendlimit', undefined],
  ]);
  assert.equal(status, '* STATUS "INBOX" (MESSAGES 3 HIGHESTMODSEQ 77 APPENDLIMIT NIL)\r\n');
});

test('RFC 3501 §7.2.5 SEARCH, RFC 7162 §3.1.5', () => {
  assert.equal(imap.printSearch([]), '* SEARCH\r\n');
  assert.equal(imap.printSearch([2, 5], 917), '* SEARCH 2 5 (MODSEQ 917)\r\n');
  assert.equal(imap.printSearch([], 917), '* SEARCH\r\n');
});

test('RFC 4731 §3.1 ESEARCH', () => {
  assert.equal(
    imap.printEsearch({ tag: 'A"1', uid: true, min: 2, max: 9, count: 3, all: [2, 3, 9], modseq: 5 }),
    '* ESEARCH (TAG "A\\"1") UID MIN 2 MAX 9 COUNT 3 ALL 2:3,9 MODSEQ 5\r\n',
  );
  assert.equal(imap.printEsearch({ tag: 'a', uid: false, count: 0, all: [] }), '* ESEARCH (TAG "a") COUNT 0\r\n');
});

test('RFC 7162 §3.2.10 VANISHED', () => {
  assert.equal(imap.printVanished([41, 42, 60], true), '* VANISHED (EARLIER) 41:42,60\r\n');
  assert.equal(imap.printVanished([], false), '');
});

test('RFC 2342, 2971, 5161, 9208 and counts', () => {
  assert.equal(imap.printNamespace(), '* NAMESPACE (("" "/")) NIL NIL\r\n');
  assert.equal(imap.printId([['name', 'Socle']]), '* ID ("name" "Socle")\r\n');
  assert.equal(imap.printId([]), '* ID NIL\r\n');
  assert.equal(imap.printEnabled([]), '* ENABLED\r\n');
  assert.equal(imap.printEnabled(['QRESYNC']), '* ENABLED QRESYNC\r\n');
  const storage = { name: 'STORAGE', used: 10, limit: 512 } as const;
  assert.equal(imap.printQuota('', [storage]), '* QUOTA "" (STORAGE 10 512)\r\n');
  assert.equal(imap.printQuotaRoot('INBOX', ['']), '* QUOTAROOT "INBOX" ""\r\n');
  assert.equal(imap.printCount(3, 'EXISTS'), '* 3 EXISTS\r\n');
  assert.equal(imap.printFlagsLine(31, []), '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n');
});

test('RFC 3501 §7.4.2 FETCH: every kind of value, literals as bytes', () => {
  const section = { part: [1, 2], what: 'fields', fields: ['Date', 'x y'] } as const;
  const whole = { part: [], what: 'all', fields: [] } as const;
  const body = Buffer.from([0xff, 0x0d, 0x0a, 0x29]);
  const pieces = imap.printFetched(12, [
    { item: 'uid', uid: 7 },
    { item: 'flags', flags: 1, keywords: ['x'], recent: true },
    { item: 'internaldate', at: new Date('1996-07-07T02:44:25.999Z') },
    { item: 'size', bytes: 4 },
    { item: 'modseq', modseq: 9 },
    { item: 'envelope', list: '(NIL)' },
    { item: 'section', section, from: 5, bytes: Buffer.from('abc') },
    { item: 'section', section: whole, from: undefined, bytes: body },
    { item: 'rfc822.text', bytes: Buffer.alloc(0) },
    { item: 'section', section: { part: [9], what: 'mime', fields: [] }, from: undefined, bytes: undefined },
  ]);
  assert.equal(pieces.includes(body), true);
  assert.equal(
    joined(pieces.map((piece) => (piece === body ? '<4 bytes>' : piece))),
    '* 12 FETCH (UID 7 FLAGS (\\Seen \\Recent x) INTERNALDATE " 7-Jul-1996 02:44:25 +0000" RFC822.SIZE 4 MODSEQ (9) ENVELOPE (NIL) ' +
      'BODY[1.2.HEADER.FIELDS (Date "x y")]<5> {3}\r\nabc BODY[] {4}\r\n<4 bytes> RFC822.TEXT "" BODY[9.MIME] NIL)\r\n',
  );
});

test('RFC 3501 §6.4.5: a partial past the end is empty', () => {
  const bytes = Buffer.from('abcdef');
  assert.equal(imap.partialOf(bytes, { from: 4, length: 10 }).toString(), 'ef');
  assert.equal(imap.partialOf(bytes, { from: 6, length: 1 }).length, 0);
  assert.equal(imap.partialOf(bytes, { from: 4_294_967_295, length: 4_294_967_295 }).length, 0);
  assert.equal(imap.partialOf(bytes, undefined).length, 6);
});

test('RFC 3501 §9 sequence-set: * is the greatest number, ranges may be turned round and overlap', () => {
  const star = Number.POSITIVE_INFINITY;
  assert.deepEqual(
    imap.resolved(
      [
        [5, 3],
        [4, 8],
        [9, 9],
      ],
      100,
    ),
    [[3, 9]],
  );
  assert.deepEqual(imap.resolved([[star, star]], 7), [[7, 7]]);
  assert.deepEqual(imap.resolved([[100, star]], 7), [[7, 100]]);
  assert.deepEqual(imap.resolved([[star, 1]], 0), []);
  assert.deepEqual(
    imap.resolved(
      [
        [1, 2],
        [5, 6],
      ],
      9,
    ),
    [
      [1, 2],
      [5, 6],
    ],
  );
  assert.equal(imap.printSet([1, 2, 3, 7, 6, 9]), '1:3,7,6,9');
});
