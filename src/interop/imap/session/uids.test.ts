import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyMatches } from './commands/pattern.ts';
import { Uids } from './uids.ts';

const star = Number.POSITIVE_INFINITY;

test('RFC 3501 §2.3.1.2, §7.4.1: sequence numbers told greatest first are right one after the other', () => {
  const arrivals = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 80 });
  fc.assert(
    fc.property(arrivals, arrivals, (first, gone) => {
      const uids = new Uids(Float64Array.from(first).sort());
      const client = [...first].sort((a, b) => a - b);
      for (const sequence of uids.remove(gone)) client.splice(sequence - 1, 1);
      const added = uids.add(gone.map((uid) => uid + 500));
      client.push(...added);
      assert.deepEqual(
        client,
        Array.from({ length: uids.count }, (_, n) => uids.at(n + 1)),
      );
      for (const [index, uid] of client.entries()) assert.equal(uids.sequenceOf(uid), index + 1);
    }),
  );
});

test('RFC 3501 §9 seq-range: ends in any order, * is the last, numbers that are not there are an error, uids are not', () => {
  const uids = new Uids(Float64Array.of(3, 5, 9));
  assert.deepEqual(uids.ofSequences([[3, 1]]), [[3, 9]]);
  assert.deepEqual(uids.ofSequences([[star, star]]), [[9, 9]]);
  assert.equal(uids.ofSequences([[2, 4]]), undefined);
  assert.deepEqual(uids.ofUids([[4, star]]), [[4, 9]]);
  assert.deepEqual(uids.ofUids([[20, 30]]), []);
  assert.deepEqual(uids.ofUids([[20, star]]), [[9, 9]]);
  assert.equal(uids.countIn([[4, 9]]), 2);
  assert.deepEqual(new Uids(new Float64Array(0)).ofSequences([[1, star]]), []);
});

test('RFC 3501 §6.3.8: * goes through levels, % stops at one, INBOX is any case', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['*', 'a/b', true],
    ['%', 'a/b', false],
    ['%/%', 'a/b', true],
    ['a*c', 'abbc', true],
    ['a%c', 'a/c', false],
    ['*%*x', 'a/bx', true],
    ['inbox', 'INBOX', true],
    ['a', 'A', false],
    ['', 'a', false],
  ];
  for (const [pattern, name, fits] of cases) assert.equal(anyMatches([pattern], name), fits, `${pattern} ${name}`);
});
