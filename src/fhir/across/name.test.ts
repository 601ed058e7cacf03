import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { listName, placeIn, rangeOf } from './name.ts';

const name = fc.tuple(fc.string(), fc.string(), fc.option(fc.string(), { nil: undefined })).map((parts) => listName(...parts));
const instant = fc.date({ min: new Date('-004000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

test('across records: the places of a list follow their time, within what the list can have and a bigint can hold', () => {
  fc.assert(
    fc.property(name, instant, instant, (list, a, b) => {
      const { from, to } = rangeOf(list);
      const [first, second] = [placeIn(list, a), placeIn(list, b)];
      assert.ok(from <= first && first <= to);
      assert.ok(-(2n ** 63n) <= from && to < 2n ** 63n);
      if (a < b) assert.ok(first <= second);
    }),
  );
});

test('across records: a place tells the minute, from the year -2113 to 6053', () => {
  const at = (text: string): bigint => placeIn('x', new Date(text)) - rangeOf('x').from;
  assert.equal(at('1970-01-01T00:00:00Z'), 2n ** 31n);
  assert.equal(at('1970-01-01T00:01:00Z') - at('1970-01-01T00:00:59.999Z'), 1n);
  assert.equal(at('1969-12-31T23:59:59.999Z'), 2n ** 31n - 1n);
  assert.equal(at('-002120-01-01T00:00:00Z'), 0n);
  assert.equal(at('9999-01-01T00:00:00Z'), 2n ** 32n - 1n);
});

test('across records: lists of different makers, types and codes do not overlap, bar one in four thousand million', () => {
  const names = new Set<string>();
  for (const maker of ['a', 'b'])
    for (const type of ['Observation', 'Encounter'])
      for (const code of [undefined, '1', '2']) names.add(listName(maker, type, code));
  assert.equal(names.size, 12);
  assert.equal(new Set([...names].map((one) => rangeOf(one).from)).size, 12);
});
