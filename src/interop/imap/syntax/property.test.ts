import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { flagBits } from '#messaging';
import { readAll } from '../../../../spec/imap/read.ts';
import type { Command, FetchItem, SearchTerm, SequenceSet } from './command.ts';
import { printDateTime, printFlags, printMailbox, printSection, printString } from './index.ts';
import { printName, readName } from './mailboxName.ts';

const place = (n: number): string => (Number.isFinite(n) ? String(n) : '*');
const setText = (set: SequenceSet): string => set.map(([a, b]) => (a === b ? place(a) : `${place(a)}:${place(b)}`)).join(',');
const dayText = (day: string): string => {
  const [, month] = / (\w+) /.exec(new Date(`${day}T00:00:00Z`).toUTCString().slice(5)) ?? [];
  return `${Number(day.slice(8))}-${month}-${day.slice(0, 4)}`;
};

function keyText(key: SearchTerm): string {
  switch (key.is) {
    case 'all':
    case 'recent':
      return key.is.toUpperCase();
    case 'and':
      return `(${key.keys.map(keyText).join(' ')})`;
    case 'or':
      return `OR ${key.keys.map(keyText).join(' ')}`;
    case 'not':
      return `NOT ${keyText(key.key)}`;
    case 'flag':
      return printFlags(key.bit, []).slice(1).toUpperCase();
    case 'keyword':
      return `KEYWORD ${key.keyword}`;
    case 'sequence':
      return setText(key.set);
    case 'uid':
      return `UID ${setText(key.set)}`;
    case 'header':
      return `HEADER ${printString(key.name)} ${printString(key.text)}`;
    case 'larger':
    case 'smaller':
      return `${key.is.toUpperCase()} ${key.bytes}`;
    case 'modseq':
      return `MODSEQ ${key.modseq}`;
    default:
      return `${key.is.toUpperCase()} ${'day' in key ? dayText(key.day) : printString(key.text)}`;
  }
}

function itemText(item: FetchItem): string {
  if (item.item === 'size') return 'RFC822.SIZE';
  if (item.item === 'structure') return 'BODYSTRUCTURE';
  if (item.item !== 'section') return item.item.toUpperCase();
  const partial = item.partial === undefined ? '' : `<${item.partial.from}.${item.partial.length}>`;
  return `BODY${item.peek ? '.PEEK' : ''}[${printSection(item.section)}]${partial}`;
}

function commandText(command: Command): string {
  const uid = 'uid' in command && command.uid ? 'UID ' : '';
  switch (command.name) {
    case 'fetch':
      return `${command.tag} ${uid}FETCH ${setText(command.set)} (${command.items.map(itemText).join(' ')})${
        command.changedSince === undefined ? '' : ` (CHANGEDSINCE ${command.changedSince}${command.vanished ? ' VANISHED' : ''})`
      }`;
    case 'search':
      return `${command.tag} ${uid}SEARCH ${command.returns === undefined ? '' : `RETURN (${command.returns.join(' ')}) `}CHARSET UTF-8 ${keyText(command.key)}`;
    case 'store': {
      const sign = { add: '+', remove: '-', replace: '' }[command.how];
      const since = command.unchangedSince === undefined ? '' : `(UNCHANGEDSINCE ${command.unchangedSince}) `;
      const flags = printFlags(command.flags.flags, command.flags.keywords);
      return `${command.tag} ${uid}STORE ${setText(command.set)} ${since}${sign}FLAGS${command.silent ? '.SILENT' : ''} (${flags})`;
    }
    case 'append': {
      const flags = printFlags(command.flags.flags, command.flags.keywords);
      const at = command.at === undefined ? '' : `${printDateTime(command.at)} `;
      const message = command.message.toString('latin1');
      return `${command.tag} APPEND ${printMailbox(command.mailbox)} (${flags}) ${at}{${message.length}}\r\n${message}`;
    }
    case 'copy':
    case 'move':
      return `${command.tag} ${uid}${command.name.toUpperCase()} ${setText(command.set)} ${printMailbox(command.mailbox)}`;
    case 'rename':
      return `${command.tag} RENAME ${printMailbox(command.mailbox)} ${printMailbox(command.to)}`;
    default:
      throw new Error(`no printer for ${command.name}`);
  }
}

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

const number = fc.integer({ min: 1, max: 0xffffffff });
const set = fc.array(fc.tuple(fc.oneof(number, fc.constant(Number.POSITIVE_INFINITY)), number), { minLength: 1, maxLength: 5 });
const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.replaceAll('\0', ''));
const name = text.filter((s) => s !== '' && !/^inbox/i.test(s) && s.isWellFormed());
const word = fc.stringMatching(/^[A-Za-z$][A-Za-z0-9._-]{0,20}$/).filter((s) => s.toUpperCase() !== 'NIL');
const keywords = fc.uniqueArray(word, { maxLength: 4, selector: (s) => s.toLowerCase() });
const flags = record({ flags: fc.integer({ min: 0, max: 31 }), keywords });
const modseq = fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: undefined });
const tag = fc.stringMatching(/^[A-Za-z0-9.\]]{1,20}$/);
const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const leaf: fc.Arbitrary<SearchTerm> = fc.oneof(
  record({ is: fc.constantFrom('all', 'recent') }),
  record({ is: fc.constant('flag'), bit: fc.constantFrom(...Object.values(flagBits)) }),
  record({ is: fc.constant('keyword'), keyword: word }),
  record({ is: fc.constantFrom('sequence', 'uid'), set }),
  record({ is: fc.constantFrom('text', 'body', 'subject', 'from', 'to', 'cc', 'bcc'), text }),
  record({ is: fc.constant('header'), name: word, text }),
  record({ is: fc.constantFrom('before', 'on', 'since', 'sentbefore', 'senton', 'sentsince'), day }),
  record({ is: fc.constantFrom('larger', 'smaller'), bytes: fc.nat() }),
  record({ is: fc.constant('modseq'), modseq: fc.nat() }),
) as fc.Arbitrary<SearchTerm>;
const { key } = fc.letrec<{ key: SearchTerm }>((tie) => ({
  key: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('key').map((inner): SearchTerm => ({ is: 'not', key: inner })),
    fc.array(tie('key'), { minLength: 2, maxLength: 3 }).map((keys): SearchTerm => ({ is: 'and', keys })),
    fc.tuple(tie('key'), tie('key')).map((keys): SearchTerm => ({ is: 'or', keys })),
  ),
}));

const part = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 4 });
const partial = fc.option(record({ from: fc.nat(), length: number }), { nil: undefined });
const section = fc.oneof(
  record({ part, what: fc.constantFrom('all', 'header', 'text'), fields: fc.constant([]) }),
  record({ part: part.filter((p) => p.length > 0), what: fc.constant('mime'), fields: fc.constant([]) }),
  record({ part, what: fc.constantFrom('fields', 'fields.not'), fields: fc.array(word, { minLength: 1, maxLength: 4 }) }),
);
const item = fc.oneof(
  record({
    item: fc.constantFrom('uid', 'flags', 'internaldate', 'size', 'envelope', 'structure', 'modseq', 'body', 'rfc822'),
  }),
  record({ item: fc.constant('section'), peek: fc.boolean(), section, partial }),
);
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 6, selector: (one) => JSON.stringify(one) });
const returns = fc.option(fc.uniqueArray(fc.constantFrom('min', 'max', 'all', 'count'), { minLength: 1 }), { nil: undefined });
const uid = fc.boolean();

const command = fc.oneof(
  record({ tag, name: fc.constant('fetch'), uid, set, items, changedSince: modseq, vanished: fc.boolean() }).map((one) => ({
    ...one,
    vanished: one.vanished && one.uid && one.changedSince !== undefined,
  })),
  record({ tag, name: fc.constant('search'), uid, returns, key }),
  record({
    tag,
    name: fc.constant('store'),
    uid,
    set,
    how: fc.constantFrom('add', 'remove', 'replace'),
    silent: fc.boolean(),
    flags,
    unchangedSince: modseq,
  }),
  record({ tag, name: fc.constantFrom('copy', 'move'), uid, set, mailbox: name }),
  record({ tag, name: fc.constant('rename'), mailbox: name, to: name }),
  record({
    tag,
    name: fc.constant('append'),
    mailbox: name,
    flags,
    at: fc.option(
      fc.integer({ min: 0, max: 253_402_300_799 }).map((seconds) => new Date(seconds * 1_000)),
      { nil: undefined },
    ),
    message: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  }),
) as unknown as fc.Arbitrary<Command>;

/** Text that stands as UTF-8 in a command, and an APPEND's bytes as they are. */
function bytesOf(one: Command): Buffer {
  const line = commandText(one);
  if (one.name !== 'append') return Buffer.from(`${line}\r\n`, 'utf8');
  return Buffer.from(`${line}\r\n`, 'latin1');
}

test('RFC 3501 §9: a command that is printed is read as it was, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(command, fc.nat(), (one, cut) => {
      const bytes = bytesOf(one);
      for (const cuts of [[], [cut % bytes.length]]) {
        const [last, ...before] = readAll(bytes, cuts).reverse();
        assert.deepEqual(last?.event === 'command' ? last.command : last, one);
        assert.equal(
          before.every((read) => read.event === 'continue' || read.event === 'literal'),
          true,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('RFC 3501 §5.1.3: any name comes back from modified UTF-7, which is ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (any) => {
      const written = printName(any);
      assert.match(written, /^[\x20-\x7e]*$/);
      assert.equal(readName(written), any);
    }),
    { numRuns: 300 },
  );
});

const seeds = [
  'a1 LOGIN {5}\r\nsmith "se\\"same"\r\n',
  'a2 LIST (SUBSCRIBED) "" ("*" a%) RETURN (STATUS (MESSAGES))\r\n',
  'a3 APPEND {6+}\r\n&AOk-a (\\Seen) "17-Jul-1996 02:44:25 -0700" {12}\r\nX: 1\r\n\r\né\n\r\n',
  'a4 SEARCH RETURN (MIN) CHARSET UTF-8 SUBJECT {8+}\r\nrésumé OR SEEN (NOT 1:4 UID 5:*)\r\n',
  'a5 UID FETCH 1:* (BODY.PEEK[1.2.HEADER.FIELDS (From To)]<0.10>) (CHANGEDSINCE 5 VANISHED)\r\n',
  'a6 SELECT INBOX (QRESYNC (1 2 3:4 (1,2 3,4)))\r\na7 STORE 1 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Seen x)\r\n',
  'a8 AUTHENTICATE PLAIN AAAA\r\na9 ID ("name" NIL)\r\nb1 CREATE x (USE (\\Sent))\r\n',
];

test('RFC 3501 §9, hostile: mutated commands are answered with a plain reason, obeyed or waited for, and never thrown', () => {
  const edit = record({ at: fc.nat(), drop: fc.nat({ max: 6 }), put: fc.uint8Array({ maxLength: 6 }) });
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 5 }), (seed, edits) => {
      let bytes = Buffer.from(seed, 'utf8');
      for (const { at, drop, put } of edits) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
      }
      const reads = readAll(Buffer.concat([bytes, Buffer.from('\r\nz NOOP\r\n')]));
      for (const read of reads)
        if (read.event === 'bad') {
          assert.match(read.reason, /^[\x20-\x7e]+$/);
          assert.match(read.tag, /^[\x21-\x7e]+$/);
        }
      assert.equal(reads.length <= bytes.length + 2, true);
    }),
    { numRuns: 1_000 },
  );
});
