import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../spec/ins/traits.json' with { type: 'json' };
import { parseTraits, type Traits } from './traits.ts';

for (const c of spec.cases)
  test(`Guide INS, règles 1 and 5, traits: ${c.name}`, () => {
    const input: { [name in keyof Traits]?: unknown } = { ...spec.base, ...c.set };
    if (c.refuses === undefined) assert.deepEqual(parseTraits(input), { ...spec.base, ...c.gives });
    else assert.throws(() => parseTraits(input), { code: c.refuses, at: c.at });
  });

test('REM INS/va1.01, traits: a name of 100 characters is kept whole, one of 101 is refused', () => {
  const name = 'A'.repeat(100);
  assert.equal(parseTraits({ ...spec.base, birthFamily: name }).birthFamily, name);
  assert.throws(() => parseTraits({ ...spec.base, birthFamily: `${name}A` }), { code: 'ins.malformed-trait', at: 'birthFamily' });
});

test('Guide INS, règle 1, traits: what was read is read again the same', () => {
  const name = fc.string({ unit: fc.constantFrom(..."AbCéÇœ -'’"), maxLength: 30 }).map((text) => `A${text}`);
  const day = fc.date({ min: new Date('1850-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(name, name, day, (family, given, date) => {
      const traits = parseTraits({
        ...spec.base,
        birthFamily: family,
        firstBirthGiven: given,
        birthGivens: undefined,
        birthDate: date.toISOString().slice(0, 10),
      });
      assert.deepEqual(parseTraits({ ...traits }), traits);
    }),
    { numRuns: 200 },
  );
});
