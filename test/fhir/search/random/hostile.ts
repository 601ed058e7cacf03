import fc, { type Arbitrary } from 'fast-check';
import type { World } from '../oracle/world.ts';
import type { Criterion } from './forms.ts';
import type { Search } from './searches.ts';
import { types } from './words.ts';

const pieces = [
  "'",
  "''; drop table fhir.resource; --",
  '$1',
  '$$',
  '%',
  '_',
  '\\',
  '\\\\',
  '\\,',
  ',',
  ',,',
  '|',
  '||',
  '|||',
  '$',
  '(',
  ')',
  '[',
  ']',
  '{}',
  '"',
  '(a+)+$',
  '.*',
  '^',
  ':',
  '/',
  '//',
  '?',
  '@',
  '~',
  '#',
  '=',
  '-',
  '+',
  ' ',
  '\t',
  '\n',
  '\u00a0',
  '\u0301',
  'é',
  'ﬁ',
  'İ',
  '𝒳',
  '\ud800',
  '\uffff',
  '\0',
  'null',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '1e-999',
  '9'.repeat(30),
  '0000',
  '0001-01-01',
  '9999-12-31',
  '2020-02-30',
  '2020-13',
  '2020-01-01T25:00',
  '2020-01-01T00:00:60Z',
  '2020-01-01T00:00:00+14:00',
  'true',
  'Patient/',
  'Patient/a/_history/',
  'urn:oid:1',
  'http://',
  'lt',
  'ap',
  'and',
  'not (',
  'eq',
] as const;

const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
  fc.array(fc.oneof(fc.nat(0x7f), fc.nat(0x10ffff)), { maxLength: 12 }).map((all) => String.fromCodePoint(...all)),
);

const modifiers = [
  'missing',
  'exact',
  'contains',
  'not',
  'text',
  'in',
  'not-in',
  'above',
  'below',
  'identifier',
  'of-type',
  'Patient',
  'iterate',
  '',
];

/** Searches that nobody in their senses would send: words, signs and numbers of every kind where a value, a modifier or a name is expected. */
export function hostileSearches(world: World): Arbitrary<Search> {
  const criterion = (type: string): Arbitrary<Criterion> => {
    const codes = [...world.definitions(type).keys()];
    const plain = fc.constantFrom(...codes, '_filter', '_list', '_sort', '_count', '_include', '_revinclude', '_total');
    const key = fc.oneof(
      { weight: 4, arbitrary: plain },
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...codes), fc.constantFrom(...modifiers)).map((both) => both.join(':')) },
      { weight: 1, arbitrary: fc.tuple(plain, fc.constantFrom('.', ':'), text).map((all) => all.join('')) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...types), plain, plain).map((all) => `_has:${all.join(':')}`) },
    );
    return fc.tuple(key, text);
  };
  return fc
    .constantFrom(...types)
    .chain((type) => fc.array(criterion(type), { minLength: 1, maxLength: 2 }).map((asked) => ({ type, asked })));
}
