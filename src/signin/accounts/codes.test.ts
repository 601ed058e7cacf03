import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawCode, drawDigits, readBirthDate, readCode, readDigits } from './codes.ts';
import { ageAt } from './people.ts';

test('Socle, codes: what is drawn is read back, however it is typed', () => {
  fc.assert(
    fc.property(fc.constantFrom(12, 16), fc.boolean(), fc.constantFrom('-', ' ', '', ' – '), (length, lower, between) => {
      const code = drawCode(length);
      assert.match(code, /^[A-HJ-KMNP-Z2-9]{4}(-[A-HJ-KMNP-Z2-9]{4})+$/);
      const typed = code.replaceAll('-', between);
      assert.equal(readCode(lower ? ` ${typed.toLowerCase()} ` : typed, length), code.replaceAll('-', ''));
    }),
  );
  const many = new Set(Array.from({ length: 2000 }, () => drawCode(12)));
  assert.equal(many.size, 2000);
});

test('Socle, codes: letters that are mistaken for others, other lengths and long texts are none', () => {
  for (const typed of [
    '',
    'AB2C-DEF3-GHJ',
    'AB2C-DEF3-GHJ44',
    'AB2C-DEF3-GHJ0',
    'AB2C-DEF3-GHIL',
    'é'.repeat(12),
    'A'.repeat(10_000),
  ])
    assert.equal(readCode(typed, 12), undefined, typed.slice(0, 20));
});

test('Socle, codes: six digits are drawn with their zeros, and read with spaces', () => {
  for (let n = 0; n < 200; n++) assert.match(drawDigits(), /^\d{6}$/);
  assert.equal(readDigits(' 012 345 '), '012345');
  for (const typed of ['', '12345', '1234567', '12345a', '１２３４５６']) assert.equal(readDigits(typed), undefined);
});

for (const [typed, date] of [
  ['07/03/1984', '1984-03-07'],
  ['7/3/1984', '1984-03-07'],
  ['07031984', '1984-03-07'],
  [' 07.03.1984 ', '1984-03-07'],
  ['07-03-1984', '1984-03-07'],
  ['1984-03-07', '1984-03-07'],
  ['29/02/2000', '2000-02-29'],
  ['29/02/1900', undefined],
  ['31/04/1984', undefined],
  ['03/13/1984', undefined],
  ['7/3/84', undefined],
  ['', undefined],
  ['hier', undefined],
] as const)
  test(`Socle, birth date as people write it: « ${typed} »`, () => assert.equal(readBirthDate(typed), date));

test('Socle, age: whole years, the day of the birthday included', () => {
  assert.equal(ageAt('2010-11-22', new Date('2026-11-21T23:59:59Z')), 15);
  assert.equal(ageAt('2010-11-22', new Date('2026-11-22T00:00:00Z')), 16);
  assert.equal(ageAt('2008-02-29', new Date('2024-02-28T12:00:00Z')), 15);
  assert.equal(ageAt('2008-02-29', new Date('2024-02-29T12:00:00Z')), 16);
});
