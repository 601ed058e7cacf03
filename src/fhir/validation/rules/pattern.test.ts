import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from './pattern.ts';

test('FHIR R4 extension regex: the whole text fits', () => {
  assert.equal(matches('[0-9]{5}', '75011'), true);
  assert.equal(matches('[0-9]{5}', '75011 '), false);
  assert.equal(matches('a|b', 'ab'), false);
  assert.equal(matches('^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', 'ambre@exemple.invalid'), true);
  assert.equal(matches('(?:\\+33|0)[1-9][0-9]{8}', '0612345678'), true);
  assert.equal(matches('\\-[a-z]+', '-a'), true, 'an escape that needs none');
  assert.equal(matches('([(+*)\\]|]x)+', '(x]x'), true, 'signs in a class are signs');
});

test('FHIR R4 extension regex: what cannot be read is not judged', () => {
  for (const pattern of ['(', '[a', 'a{2,1}', '*']) assert.equal(matches(pattern, 'a'), undefined, pattern);
});

const hostile = [
  '(a+)+b',
  '(a|a)*b',
  '((a+)b?)*c',
  '(a*)*',
  '((a|b)c)+d',
  '(a?b?)+c',
  '(a{1,20}){1,20}b',
  '(a)\\1*',
  '(?<x>a)\\k<x>',
  'a*a*a*a*b',
];

test('Issue, bad input: an expression that could take long is not run', () => {
  const text = `${'a'.repeat(5000)}!`;
  for (const pattern of hostile) {
    const started = performance.now();
    assert.equal(matches(pattern, text), undefined, pattern);
    assert.ok(performance.now() - started < 100, pattern);
  }
});

test('Issue, bad input: what is run on a long text takes no time', () => {
  for (const pattern of ['a*b', '[a-z]+[0-9]', 'a{2,}b', '(?:ab)*c', '.*']) {
    const started = performance.now();
    matches(pattern, 'ab'.repeat(1500));
    assert.ok(performance.now() - started < 200, pattern);
  }
});
