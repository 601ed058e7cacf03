import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../../spec/ins/sound.json' with { type: 'json' };
import { normalisedName } from '../name.ts';
import { soundOf } from './sound.ts';

for (const names of spec.alike)
  test(`Socle, sound of names: ${names.join(', ')} are heard alike`, () => {
    assert.deepEqual([...new Set(names.map(soundOf))].length, 1, names.map((name) => `${name} → ${soundOf(name)}`).join('; '));
    assert.notEqual(soundOf(names[0] ?? ''), '');
  });

for (const [a = '', b = ''] of spec.apart)
  test(`Socle, sound of names: ${a} is not heard as ${b}`, () => assert.notEqual(soundOf(a), soundOf(b)));

const name = fc.string({ unit: fc.constantFrom(..."ABCDEÉHILMNOŒPRSTUXYZÇç -'’"), maxLength: 100 });

test('Guide INS, règle 17: the sound follows from the comparable form alone, is never long, and empty only without a letter', () => {
  fc.assert(
    fc.property(name, (text) => {
      assert.equal(soundOf(text), soundOf(normalisedName(text)));
      assert.ok(soundOf(text).length <= 16);
      assert.equal(soundOf(text) === '', normalisedName(text) === '');
    }),
  );
});

test('Socle, sound of names: one of 100 characters, in another script, of one letter, or none', () => {
  assert.equal(soundOf('A'.repeat(100)), 'A');
  assert.equal(soundOf('ABC'.repeat(33)).length, 16);
  assert.equal(soundOf('李'), '李');
  assert.equal(soundOf('O'), 'O');
  assert.equal(soundOf("-' "), '');
  assert.equal(soundOf('H'), 'H');
});
