import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, readAll, reader } from '../../../../spec/imap/read.ts';
import type { Read } from './command.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const tagsOf = (reads: readonly Read[]): string[] =>
  reads.map((read) => (read.event === 'command' ? read.command.tag : read.event === 'bad' ? `bad ${read.tag}` : read.event));

const session = bytes(
  [
    'a1 LOGIN {5}\r\nsmith "se\\"same"\r\n',
    'a2 LIST (SUBSCRIBED) "" ("*" a%) RETURN (STATUS (MESSAGES))\r\n',
    'a3 APPEND {6+}\r\n&AOk-a (\\Seen) {12}\r\nX: 1\r\n\r\né\n\r\n',
    'a4 SEARCH CHARSET UTF-8 SUBJECT {8+}\r\nrésumé OR SEEN {3}\r\nabc\r\n',
    'a5 FETCH 1:* (BODY.PEEK[HEADER.FIELDS (From {2+}\r\nTo)]<0.10>)\r\n',
    '\r\n',
    'a6 NOOP\n',
    'a7 UID STORE 1 (UNCHANGEDSINCE 5) +FLAGS (x)\r\n',
  ].join(''),
);

test('RFC 3501 §2.2: the same commands wherever the bytes are cut', () => {
  const whole = plain(readAll(session));
  assert.deepEqual(tagsOf(readAll(session)), [
    'continue',
    'a1',
    'a2',
    'literal',
    'a3',
    'continue',
    'bad a4',
    'a5',
    'bad *',
    'a6',
    'a7',
  ]);
  for (let cut = 1; cut < session.length; cut += 1) assert.deepEqual(plain(readAll(session, [cut])), whole, `cut at ${cut}`);
  const each = Array.from({ length: session.length - 1 }, (_, n) => n + 1);
  assert.deepEqual(plain(readAll(session, each)), whole);
});

test('RFC 3501 §4.3: a literal too large is refused before it comes, and the next command is read', () => {
  const made = reader();
  const reads = readAll(bytes('a1 LOGIN {70000}\r\na2 NOOP\r\n'), [], made);
  assert.deepEqual(tagsOf(reads), ['bad a1', 'a2']);
  assert.equal(reads[0]?.event === 'bad' && reads[0].code, 'TOOBIG');
  assert.equal(made.waiting, 0);
});

test('RFC 3501 §4.3: many small literals are counted together', () => {
  const one = '{8192}\r\n'.concat('x'.repeat(8192));
  const reads = readAll(bytes(`a1 SEARCH ${Array.from({ length: 9 }, () => `SUBJECT ${one}`).join(' ')}\r\n`));
  assert.equal(reads.filter((read) => read.event === 'continue').length, 8);
  assert.equal(reads.find((read) => read.event === 'bad')?.tag, 'a1');
});

test('RFC 3501 §4.3: before sign-in literals are short', () => {
  assert.deepEqual(tagsOf(readAll(bytes('a1 LOGIN {8193}\r\n'), [], reader(false))), ['bad a1']);
  assert.deepEqual(tagsOf(readAll(bytes('a1 LOGIN {8192}\r\n'), [], reader(false))), ['continue']);
});

test('RFC 3501 §4.3: a count of 20 digits asks for no memory', () => {
  assert.deepEqual(tagsOf(readAll(bytes('a1 APPEND x {99999999999999999999}\r\na2 NOOP\r\n'))), ['bad a1', 'a2']);
});

test('RFC 7888 §5 LITERAL-: up to 4,096 bytes come without being asked for', () => {
  const reads = readAll(bytes(`a1 LOGIN {4096+}\r\n${'x'.repeat(4096)} {1+}\r\ny\r\n`));
  assert.deepEqual(tagsOf(reads), ['a1']);
});

test('RFC 7888 §5 LITERAL-: more than 4,096 bytes end the connection, and nothing after is obeyed', () => {
  const made = reader();
  const reads = readAll(bytes(`a1 APPEND x {4097+}\r\na2 DELETE x\r\n`), [], made);
  assert.deepEqual(tagsOf(reads), ['bad a1']);
  assert.equal(reads[0]?.event === 'bad' && reads[0].fatal, true);
  made.push(bytes('a3 NOOP\r\n'));
  assert.equal(made.next(), undefined);
  assert.equal(made.waiting, 0);
});

test('RFC 7888 §4: what was sent without being asked for is passed over when its command is refused', () => {
  const reads = readAll(bytes('a1 APPEND "x" (\\Recent) {13+}\r\na9 DELETE x\r\n {3+}\r\nabc\r\na2 NOOP\r\n'));
  assert.deepEqual(tagsOf(reads), ['bad a1', 'a2']);
});

test('RFC 3501 §6.3.11: a refused APPEND leaves the connection in order', () => {
  for (const [sent, rest] of [
    ['a1 APPEND x {5}\r\n', 'a2 NOOP\r\n'],
    ['a1 APPEND x {5+}\r\n', 'a9 N\n\r\na2 NOOP\r\n'],
  ] as const) {
    const made = reader();
    made.push(bytes(sent));
    const offered = made.next();
    assert.deepEqual(offered, { event: 'literal', tag: 'a1', mailbox: 'x', bytes: 5, synchronising: !sent.includes('+') });
    made.push(bytes(rest));
    assert.equal(made.next(), undefined);
    made.refuse();
    const next = made.next();
    assert.equal(next?.event === 'command' && next.command.tag, 'a2');
  }
});

test('RFC 3501 §6.3.11: one message; a second one is refused before it comes', () => {
  assert.deepEqual(tagsOf(readAll(bytes('a1 APPEND x {1}\r\na {1}\r\n'))), ['literal', 'bad a1']);
});

test('RFC 2683 §3.2.1.5: a line of 64 KiB is the longest; what never ends is not kept', () => {
  const made = reader();
  const reads = readAll(Buffer.alloc(70_000, 0x61), [10_000, 65_536], made);
  assert.deepEqual(tagsOf(reads), ['bad *']);
  assert.equal(reads[0]?.event === 'bad' && reads[0].fatal, true);
  assert.equal(made.waiting, 0);
});

test('RFC 2177 IDLE, RFC 3501 §6.2.2: a command that holds the line reads lines; the rest waits', () => {
  const made = reader();
  made.push(bytes('a1 IDLE\r\nDONE\r\na2 NOOP\r\n'));
  assert.equal(made.next()?.event, 'command');
  assert.deepEqual(made.line(), { event: 'line', text: 'DONE' });
  const next = made.next();
  assert.equal(next?.event === 'command' && next.command.tag, 'a2');
  assert.equal(made.line(), undefined);
});

test('RFC 3501 §6.2.1: what was sent behind STARTTLS is thrown away', () => {
  const made = reader();
  made.push(bytes('a1 STARTTLS\r\na2 LOGIN {3}\r\n'));
  assert.equal(made.next()?.event, 'command');
  made.discard();
  assert.equal(made.waiting, 0);
  assert.deepEqual(tagsOf(readAll(bytes('a3 NOOP\r\n'), [], made)), ['a3']);
});

test('RFC 3501 §9: parentheses and NOT may not be nested without end', () => {
  assert.deepEqual(tagsOf(readAll(bytes(`a1 SEARCH ${'('.repeat(30_000)}\r\n`))), ['bad a1']);
  assert.deepEqual(tagsOf(readAll(bytes(`a1 SEARCH ${'NOT '.repeat(15_000)}SEEN\r\n`))), ['bad a1']);
  assert.deepEqual(tagsOf(readAll(bytes(`a1 SEARCH ${'SEEN '.repeat(10_000)}SEEN\r\n`))), ['bad a1']);
});
