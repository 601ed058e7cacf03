import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choice, mostSuggested, suggested } from './choices.ts';

const choices: readonly Choice[] = [
  { label: 'Pénicilline', words: ['pénicillines', 'antibiotique'] },
  { label: 'Amoxicilline', words: ['clamoxyl', 'pénicilline'] },
  { label: 'Arachide', words: ['cacahuète'] },
  { label: 'Œuf', words: [] },
  { label: 'Venin de guêpe', words: ['guêpe'] },
  ...Array.from({ length: 12 }, (_, n) => ({ label: `Pollen ${n}`, words: [] })),
];
const labels = (typed: string) => suggested(choices, typed).map(({ label }) => label);

test('Issue 8, choices: what is typed finds its choices, first those that begin with it, without accents or capitals', () => {
  assert.deepEqual(labels('PENI'), ['Pénicilline', 'Amoxicilline']);
  assert.deepEqual(suggested(choices, 'cacahu'), [{ label: 'Arachide', by: 'cacahuète' }]);
  assert.deepEqual(labels('oeu'), ['Œuf']);
  assert.deepEqual(labels('guêpe venin'), ['Venin de guêpe']);
  assert.deepEqual(labels('icilline'), [], 'the middle of a word is no word');
});

test('Issue 8, choices: no more than eight, the first ones before the first letter, and none for what is whole or no word of theirs', () => {
  assert.equal(labels('pollen').length, mostSuggested);
  for (const typed of ['', '   '])
    assert.deepEqual(
      labels(typed),
      choices.slice(0, mostSuggested).map(({ label }) => label),
    );
  for (const typed of ['()*', 'arachide', 'Arachide ', 'topinambour', '\u0000', 'x'.repeat(10_000), '[', '\\'])
    assert.deepEqual(labels(typed), [], typed.slice(0, 20));
});
