import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../spec/ins/differences.json' with { type: 'json' };
import { type SeenTraits, traitDifferences } from './differences.ts';
import { beginsNames, normalisedName } from './name.ts';

/** `null` in a case takes the trait away. */
function seen(changes: object): SeenTraits {
  const entries = Object.entries({ ...spec.base, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as unknown as SeenTraits;
}

for (const c of spec.cases)
  test(`RNIV 1, strict traits compared: ${c.name}`, () => {
    assert.deepEqual(traitDifferences(seen(c.a), seen(c.b)), c.differs);
    assert.deepEqual(traitDifferences(seen(c.b), seen(c.a)), c.differs);
  });

const words = fc.array(fc.string({ unit: fc.constantFrom(...'ABCÉŒç'), minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

test('Guide INS, règle 17: the comparable form does not depend on what stands between the words, nor on case', () => {
  fc.assert(
    fc.property(words, fc.constantFrom(' ', '-', '--', "'", '’', ''), (list, between) => {
      const name = list.join(between);
      assert.equal(normalisedName(name), normalisedName(list.join(' ')));
      assert.equal(normalisedName(name.toLowerCase()), normalisedName(name));
      assert.match(normalisedName(name), /^[A-Z]+$/);
      assert.equal(normalisedName(normalisedName(name)), normalisedName(name));
    }),
    { numRuns: 300 },
  );
});

test('RNIV 1, given names: every beginning of a list, whole words, begins it; the list begins no shorter one', () => {
  fc.assert(
    fc.property(words, fc.nat(), (list, cut) => {
      const count = 1 + (cut % list.length);
      assert.ok(beginsNames(list.slice(0, count).join('-'), list.join(' ')));
      if (count < list.length) assert.equal(beginsNames(list.join(' '), list.slice(0, count).join(' ')), false);
    }),
    { numRuns: 300 },
  );
  assert.equal(beginsNames('', 'DOMINIQUE'), false);
});
