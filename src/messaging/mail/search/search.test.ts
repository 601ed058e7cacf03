import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { type MailGround, openMailGround, written } from '../../../../test/mailGround.ts';
import type { MailboxPermit } from '../../mailboxes/mailbox.ts';
import { flagBits, type SearchKey } from '../mail.ts';
import { bitsIn, bitsOf } from '../sought/bits.ts';
import { folded, foldedCodes } from '../sought/folded.ts';

const inbox = 1;
let ground: MailGround;
let permit: MailboxPermit;

interface Known {
  readonly subject: string;
  readonly from: string;
  readonly body: string;
  readonly at: Date;
  readonly flags: number;
  readonly size: number;
}
const known: Known[] = [];
const bodies = [
  'Bonjour, la glycémie de M. Çelik est à 1,26 g/L.',
  'Résultat   de la radio\r\ndu thorax : rien à signaler.',
  'Hello, the LDL is 1.30 g/L; weiß und größer.',
  'Аллергия на пенициллин.',
  '',
];
const subjects = ['Résultat de biologie', 'RE: résultat', 'XDM/1.0/DDM+Lettre', 'Ordonnance', ''];
const people = ['Dr Élise Ambre <elise@exemple.mssante.fr>', 'Labo Fictif <labo@exemple.mssante.fr>'];

before(async () => {
  ground = await openMailGround();
  permit = await ground.mailbox('recherche');
  for (let n = 0; n < 60; n++) {
    const one = { subject: subjects[n % 5] ?? '', from: people[n % 2] ?? '', body: bodies[(n * 3) % 5] ?? '', flags: n % 32 };
    const at = new Date(Date.UTC(2026, 0, 1 + n, (n * 7) % 24));
    const bytes = written(
      {
        Subject: `=?utf-8?B?${Buffer.from(one.subject).toString('base64')}?=`,
        From: encoded(one.from),
        'X-MSS-MES': n % 7 === 0 ? 'FIN' : 'x',
      },
      one.body,
    );
    await ground.mail.append(permit, 'INBOX', bytes, { flags: one.flags, at, keywords: n % 3 === 0 ? ['Urgent'] : [] });
    known.push({ ...one, at, size: bytes.length });
  }
});
after(() => ground.close());

function encoded(person: string): string {
  const [name = '', address = ''] = person.split(' <');
  return `=?utf-8?B?${Buffer.from(name).toString('base64')}?= <${address}`;
}

const find = async (key: SearchKey): Promise<number[]> => (await ground.mail.search(permit, inbox, key)).map(({ uid }) => uid);
const day = (date: Date): string => date.toISOString().slice(0, 10);

function holds(one: Known, n: number, key: SearchKey): boolean {
  const has = (text: string, sought: string): boolean => folded(text).includes(folded(sought));
  switch (key.is) {
    case 'all':
      return true;
    case 'and':
      return key.keys.every((part) => holds(one, n, part));
    case 'or':
      return key.keys.some((part) => holds(one, n, part));
    case 'not':
      return !holds(one, n, key.key);
    case 'flag':
      return (one.flags & key.bit) !== 0;
    case 'keyword':
      return n % 3 === 0 && key.keyword.toLowerCase() === 'urgent';
    case 'uid':
      return key.ranges.some(([from, to]) => n + 1 >= from && n + 1 <= to);
    case 'subject':
      return has(one.subject, key.text);
    case 'from':
      return has(one.from, key.text);
    case 'body':
      return has(one.body, key.text);
    case 'before':
      return day(one.at) < key.day;
    case 'on':
      return day(one.at) === key.day;
    case 'since':
      return day(one.at) >= key.day;
    case 'larger':
      return one.size > key.bytes;
    case 'smaller':
      return one.size < key.bytes;
    default:
      throw new Error(key.is);
  }
}

const piece = fc
  .constantFrom(...bodies, ...subjects, ...people)
  .chain((text) =>
    fc
      .tuple(fc.nat({ max: Math.max(0, text.length - 1) }), fc.integer({ min: 1, max: 9 }))
      .map(([from, length]) => text.slice(from, from + length)),
  );
const days = fc.integer({ min: -2, max: 65 }).map((n) => day(new Date(Date.UTC(2026, 0, 1 + n))));
const leaf: fc.Arbitrary<SearchKey> = fc.oneof(
  fc.constant<SearchKey>({ is: 'all' }),
  fc.record({ is: fc.constant('flag'), bit: fc.constantFrom(...Object.values(flagBits)) }),
  fc.record({ is: fc.constant('keyword'), keyword: fc.constantFrom('urgent', 'URGENT', 'urg', '%') }),
  fc.record({ is: fc.constant('uid'), ranges: fc.array(fc.tuple(fc.nat({ max: 70 }), fc.nat({ max: 70 })), { maxLength: 3 }) }),
  fc.record({ is: fc.constantFrom('before', 'on', 'since'), day: days }),
  fc.record({ is: fc.constantFrom('larger', 'smaller'), bytes: fc.integer({ min: 300, max: 520 }) }),
  { weight: 4, arbitrary: fc.record({ is: fc.constantFrom('subject', 'from', 'body'), text: piece }) },
);
const { key: anyKey } = fc.letrec<{ key: SearchKey }>((tie) => ({
  key: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ is: fc.constantFrom('and', 'or'), keys: fc.array(tie('key'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ is: fc.constant('not'), key: tie('key') }),
  ),
}));

describe('RFC 3501 §6.4.4: search', () => {
  it('finds what a reading of every message finds', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, async (key) => {
        const expected = known.flatMap((one, n) => (holds(one, n, key) ? [n + 1] : []));
        assert.deepEqual(await find(key), expected);
      }),
      { numRuns: 150 },
    );
  });

  it('TEXT finds in header and body; HEADER in one field, or whether it is there; case and accents do not count', async () => {
    assert.equal((await find({ is: 'text', text: 'GLYCEMIE de m. celik' })).length, 12);
    assert.equal((await find({ is: 'text', text: 'résultat de la radio du thorax' })).length, 12, 'over the end of a line');
    assert.deepEqual(await find({ is: 'header', name: 'X-MSS-Mes', text: 'fin' }), [1, 8, 15, 22, 29, 36, 43, 50, 57]);
    assert.equal((await find({ is: 'header', name: 'x-mss-mes', text: '' })).length, 60);
    assert.equal((await find({ is: 'text', text: 'X-MSS-MES: FIN' })).length, 9);
    assert.equal((await find({ is: 'header', name: 'subject', text: 'résultat de biologie' })).length, 12);
    assert.equal((await find({ is: 'to', text: '<basile@exemple' })).length, 60);
    assert.equal((await find({ is: 'header', name: 'x-absent', text: '' })).length, 0);
    assert.equal((await find({ is: 'header', name: 'message-id', text: 'essai@exemple' })).length, 60);
    assert.equal((await find({ is: 'sentsince', day: '2026-11-20' })).length, 60);
    assert.equal((await find({ is: 'sentbefore', day: '2026-11-20' })).length, 0);
  });

  it('what was found has its modseq; a folder finds its own messages only', async () => {
    const { modseq } = await ground.mail.status(permit, 'INBOX');
    const newest = await ground.mail.search(permit, inbox, { is: 'modseq', modseq });
    assert.deepEqual(newest, [{ uid: 60, modseq }]);
    assert.deepEqual(await ground.mail.search(permit, 2, { is: 'text', text: 'glycémie' }), []);
  });

  it('hostile searches are answered or refused', async () => {
    const deep = Array.from({ length: 40 }).reduce<SearchKey>((key) => ({ is: 'not', key }), { is: 'all' });
    const refused = (error: unknown): boolean => error instanceof Refusal && error.code === 'messaging.search-too-long';
    await assert.rejects(find(deep), refused);
    await assert.rejects(find({ is: 'or', keys: Array.from({ length: 1001 }, () => ({ is: 'all' })) }), refused);
    await assert.rejects(find({ is: 'or', keys: Array.from({ length: 21 }, () => ({ is: 'text', text: 'abc' })) }), refused);
    for (const text of ["'; drop table messaging.message; --", '\0', '\ud800', 'x'.repeat(100_000), '%_\\', '$1'])
      assert.deepEqual(
        await find({
          is: 'and',
          keys: [
            { is: 'text', text },
            { is: 'subject', text },
          ],
        }),
        [],
      );
    for (const keyword of ["x' or true", 'a\0b', '']) assert.deepEqual(await find({ is: 'keyword', keyword }), []);
    for (const day of ['2026-02-30', '0000-01-01', 'x', '99999-01-01']) assert.deepEqual(await find({ is: 'on', day }), []);
  });
});

describe('filters of words', () => {
  it('whatever is in a text passes its filter, under any mailbox’s salt', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 3, maxLength: 3000, unit: 'binary' }),
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 40 }),
        (text, salt, from, length) => {
          const bits = bitsOf([text], salt);
          const start = from % text.length;
          for (const place of bitsIn(folded(text).slice(start, start + length), salt, 12)) {
            const at = place % (bits.length * 8);
            assert.ok(((bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0);
          }
        },
      ),
    );
  });

  it('the quick way of folding gives what the slow one does', () => {
    const units = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.integer({ min: 1, max: 0x2fff }).map((code) => String.fromCharCode(code)) }),
    );
    fc.assert(
      fc.property(units, (text) => assert.equal(String.fromCharCode(...foldedCodes(text)), folded(text))),
      { numRuns: 2000 },
    );
    for (const text of ['ΟΔΥΣΣΕΥΣ ΣΑΣ', 'a \u00a0\u2003\r\n b', 'ﬁn ½ Œuvre ß İ ı Ǆ', '\ud83d\ude00 x', 'e\u0301'])
      assert.equal(String.fromCharCode(...foldedCodes(text)), folded(text), text);
  });

  it('it stops most of what is not there', () => {
    const text = Array.from({ length: 400 }, (_, n) => `mot${(n * 7919).toString(36)}`).join(' ');
    const bits = bitsOf([text], 5);
    const passing = Array.from({ length: 1000 }, (_, n) => `zz${(n * 104_729 + 7).toString(36)}qq`).filter((sought) =>
      bitsIn(sought, 5, 12).every((place) => ((bits[(place % (bits.length * 8)) >>> 3] ?? 0) & (1 << (place & 7))) !== 0),
    );
    assert.ok(passing.length < 10 && bits.length <= 2048);
  });
});
