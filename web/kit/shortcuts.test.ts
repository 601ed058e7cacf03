import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf } from './shortcuts.ts';

const cases = [
  ['a letter', { key: 'j', code: 'KeyJ', shiftKey: false }, 'j'],
  ['a letter with Caps Lock', { key: 'J', code: 'KeyJ', shiftKey: false }, 'j'],
  ['the 1 of a French keyboard, without its shift', { key: '&', code: 'Digit1', shiftKey: false }, '1'],
  ['the 1 of a French keyboard, with it', { key: '1', code: 'Digit1', shiftKey: true }, '1'],
  ['the / of a German keyboard, above the 7', { key: '/', code: 'Digit7', shiftKey: true }, '/'],
  ['the question mark', { key: '?', code: 'Comma', shiftKey: true }, '?'],
  ['a key that is no sign', { key: 'ArrowDown', code: 'ArrowDown', shiftKey: false }, undefined],
] as const;

for (const [name, event, expected] of cases) test(`WCAG 2.1.4, shortcuts: ${name}`, () => assert.equal(keyOf(event), expected));
