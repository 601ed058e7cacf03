/** RFC 5321 §4.1.1.4, §4.5.2: the end of a message and the dots before its lines, whatever pieces it comes in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DataRead, openData } from './data.ts';

/** The letters that matter, and one that does not. */
const bytes = fc.array(fc.constantFrom(13, 10, 46, 120, 0), { maxLength: 60 }).map((all) => Buffer.from(all));
const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 });

/** As the RFC says it, of the whole at once: slow and plain. Undefined when it never ends. */
function plainly(all: Buffer): { message: string; rest: string; bare: boolean } | undefined {
  const text = `\r\n${all.toString('latin1')}`;
  const end = text.indexOf('\r\n.\r\n');
  if (end < 0) return undefined;
  const message = text.slice(2, end + 2).replace(/(^|\r\n)\./g, '$1');
  return { message, rest: text.slice(end + 5), bare: /\r(?!\n)|(?<!\r)\n/.test(text.slice(0, end + 2)) };
}

function inPieces(all: Buffer, sizes: readonly number[]): { read: DataRead; rest: string } | undefined {
  const data = openData(1000, () => true);
  for (let at = 0, n = 0; at < all.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    const rest = data.feed(all.subarray(at, at + size));
    at += size;
    if (rest !== undefined) return { read: data.read(), rest: Buffer.concat([rest, all.subarray(at)]).toString('latin1') };
  }
  return undefined;
}

test('whatever the pieces, what ends is what the RFC says ends, with the same bytes; a lone CR or LF is seen', () => {
  fc.assert(
    fc.property(bytes, cuts, (start, sizes) => {
      const all = Buffer.concat([start, Buffer.from('\r\n.\r\nQUIT\r\n')]);
      const expected = plainly(all);
      const found = inPieces(all, sizes);
      assert.equal(found?.rest, expected?.rest);
      assert.equal(found?.read.bare, expected?.bare);
      if (expected?.bare === false) assert.equal(found?.read.bytes.toString('latin1'), expected.message);
    }),
    { numRuns: 20_000 },
  );
});

test('beyond the limit, or without room, nothing is kept, and the end is still found', () => {
  const all = Buffer.from(`${'x'.repeat(90)}\r\n.\r\nQUIT\r\n`);
  const small = openData(50, () => true);
  assert.equal(small.feed(all)?.toString(), 'QUIT\r\n');
  assert.deepEqual([small.read().tooLarge, small.read().bytes.length], [true, 0]);
  const none = openData(500, () => false);
  assert.equal(none.feed(all)?.toString(), 'QUIT\r\n');
  assert.deepEqual([none.read().noRoom, none.read().bytes.length], [true, 0]);
});
