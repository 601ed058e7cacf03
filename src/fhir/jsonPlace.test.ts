import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineAndColumn, placeOfFault } from './jsonPlace.ts';

const cases: readonly (readonly [text: string, at: number])[] = [
  ['', 0],
  ['{', 1],
  ['{"a" 1}', 5],
  ['{"a":1,}', 7],
  ['[1,2', 4],
  ['[1 2]', 3],
  ['[1] 2', 4],
  ['{"a": SECRET}', 6],
  ['{"a":"b\u0001"}', 5],
  ['{"a":"\\x"}', 5],
  ['{"a":01}', 6],
  ['nul', 0],
];
for (const [text, at] of cases) {
  test(`RFC 8259: ${JSON.stringify(text)} stops being JSON at ${at}`, () => {
    assert.throws(() => JSON.parse(text));
    assert.equal(placeOfFault(text), at);
  });
}

test('RFC 8259: every JSON text is one to its end', () => {
  fc.assert(fc.property(fc.json(), (text) => assert.equal(placeOfFault(text), text.length)));
});

test('line and column are counted from 1', () => {
  assert.equal(lineAndColumn('{\n  x', 4), 'line 2, column 3');
  assert.equal(lineAndColumn('x', 0), 'line 1, column 1');
});
