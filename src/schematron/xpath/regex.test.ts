import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Unsupported } from './lexer.ts';
import { isDecided, partsOf, programOf } from './linear.ts';
import { Machine, type Match } from './machine.ts';
import { regexOf, replaced, tokensBetween } from './regex.ts';

function allOf(source: string, flags: string, text: string): Match[] {
  const { whole, groups } = partsOf(source);
  const machine = new Machine(programOf(whole, flags), groups, text, flags);
  const found: Match[] = [];
  for (let match = machine.find(0); match !== undefined; ) {
    found.push(match);
    const [start = 0, end = 0] = match;
    match = machine.find(end > start ? end : end + 1);
  }
  return found;
}

// JavaScript alone has a rule for repetitions of what may be empty: they are not compared.
const mayBeEmpty = (source: string): boolean => new RegExp(`^(?:${source})$`, 'u').test('');

/** Expressions of all that the subset has, of few letters, so that they often match. */
function expression(depth: number): fc.Arbitrary<string> {
  const letter = fc.constantFrom('a', 'b', 'c', 'é', '.', '[ab]', '[^a]', '\\p{L}', '\\.', '\u{1f600}');
  const inner = depth > 0 ? [expression(depth - 1).map((of) => `(${of})`), expression(depth - 1).map((of) => `(?:${of})`)] : [];
  const times = fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,3}?', '{1,}');
  const many = fc.tuple(fc.oneof(letter, ...inner), times).map(([of, sign]) => (mayBeEmpty(of) ? of : of + sign));
  const all = fc.array(fc.oneof(many, many, many, fc.constantFrom('^', '$')), { maxLength: 3 }).map((parts) => parts.join(''));
  return fc.array(all, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('|'));
}

test('XPath and XQuery Functions 2.0 §7.6: the machine finds what JavaScript finds', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'é', '.', '\u{1f600}', '\n'), { maxLength: 9 }).map((all) => all.join(''));
  fc.assert(
    fc.property(expression(2), text, fc.constantFrom('', 'i', 's'), (source, input, flags) => {
      const theirs = [...input.matchAll(new RegExp(source, `g${flags}u`))].map((match) => [
        match.index,
        match.index + match[0].length,
      ]);
      assert.deepEqual(
        allOf(source, flags, input).map(([start, end]) => [start, end]),
        theirs,
      );
    }),
    { numRuns: 3_000 },
  );
});

test('XPath and XQuery Functions 2.0 §7.6.3: groups are those of the path that matched', () => {
  const groups = (source: string, text: string) => allOf(source, '', text).map((match) => match.slice(2));
  assert.deepEqual(groups('^-?([^+-]+)([+-].*)?', '2024+0100'), [[0, 4, 4, 9]]);
  assert.deepEqual(groups('^-?([^+-]+)([+-].*)?', '2024'), [[0, 4, -1, -1]]);
  assert.deepEqual(groups('(a)|(b)', 'ba'), [
    [-1, -1, 0, 1],
    [1, 2, -1, -1],
  ]);
  assert.equal(replaced('2024+0100', regexOf('^-?([^+-]+)([+-].*)?', ''), '[$1|$2|\\$]'), '[2024|+0100|$]');
  assert.deepEqual(tokensBetween('a, b,c', regexOf(', ?', '')), ['a', 'b', 'c']);
  assert.deepEqual(tokensBetween('a , b  c', regexOf(' *[ ,]+', '')), ['a', 'b', 'c']);
});

test('An expression whose every choice the next character decides is known as such, others are not', () => {
  const decided = (source: string, flags = '') => isDecided(programOf(partsOf(source).whole, flags));
  for (const source of ['^[0-2](\\.(0|[1-9]\\p{Nd}*))*$', '^-?([^+-]+)([+-].*)?', 'a*b', '(ab|cd)+$', '^(a|é)*$', 'a??b'])
    assert.equal(decided(source), true, source);
  for (const source of [
    '(a|aa)*',
    '(a*)*',
    '(a?)*b',
    '(a?){3}a',
    'a*?a',
    '(\\p{L}|\\p{Nd})*',
    '(k|\\p{L})*',
    '(é|.)*',
    '(a|$|ab)*',
  ])
    assert.equal(decided(source), false, source);
  // With the flag i the Kelvin sign is a k, though it is not in ASCII.
  assert.deepEqual([decided('(k|[^a-z])*'), decided('(k|[^a-z])*', 'i')], [true, false]);
});

test('XPath and XQuery Functions 2.0 §7.6: a short text is read as a long one is', () => {
  const [short, long] = [`x${'ab'.repeat(40)}c`, `x${'ab'.repeat(400)}c`];
  const regex = regexOf('(a|b)+(c)$', '');
  for (const text of [short, long]) {
    assert.equal(regex.test(text), true);
    assert.equal(regex.test(`${text}x`), false);
    assert.equal(replaced(text, regex, '[$1$2]'), 'x[bc]');
    assert.deepEqual(tokensBetween(`${text}`, regexOf('[ab]+', '')), ['x', 'c']);
  }
});

// No time is asserted: each of these takes years where a matcher goes back at will.
for (const [pattern, text] of [
  ['^(a+)+$', `${'a'.repeat(5_000)}b`],
  ['^(a|aa)*$', `${'a'.repeat(5_000)}b`],
  ['(a*)*b', 'a'.repeat(5_000)],
  ['^(\\d+\\.?)*$', `${'1'.repeat(5_000)}x`],
  ['a*a*a*a*a*a*a*b', 'a'.repeat(5_000)],
  ['^([a-z]?){40}[a-z]{40}$', 'a'.repeat(39)],
  ['^[0-2](\\.(0|[1-9]\\d*))*$', `1${'.12'.repeat(5_000)}x`],
] as const)
  test(`A document cannot make ${pattern} take long`, { timeout: 20_000 }, () => {
    assert.equal(regexOf(pattern, '').test(text), false);
  });

test('What the machine does not do is refused', () => {
  for (const pattern of ['(a)\\1', '[a-z-[aeiou]]', '(?=a)', '\\i', '((a{60}){60}){60}(a*)*'])
    assert.throws(() => regexOf(pattern, ''), Unsupported);
  assert.throws(() => regexOf('a', 'x'), Unsupported);
  assert.throws(() => regexOf('(a+)+', '').test('a'.repeat(20_001)), { code: 'SOCLE001' });
  assert.throws(() => regexOf('a', '').test('a'.repeat(20_001)), { code: 'SOCLE001' });
});

test('XPath and XQuery Functions 2.0 §7.6.1.1: with the flag m, lines begin and end at line feeds', () => {
  assert.equal(regexOf('^b$', 'm').test('a\nb\nc'), true);
  assert.equal(regexOf('^b$', 'm').test('a\r\u2028b\rc'), false);
  assert.equal(regexOf('^b$', '').test('a\nb\nc'), false);
});
