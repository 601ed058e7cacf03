import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../../spec/mime/html.json' with { type: 'json' };
import { plainOfHtml, safeHtml } from './index.ts';

for (const c of spec.cases) {
  test(`issue 7, HTML of a stranger: ${c.name}`, () => assert.equal(safeHtml(c.in), c.html));
  test(`issue 7, HTML as text: ${c.name}`, () => assert.equal(plainOfHtml(c.in), c.plain));
}

const names =
  'p|div|br|hr|ul|ol|li|dl|dt|dd|blockquote|pre|code|table|caption|thead|tbody|tfoot|tr|th|td|u|s|sub|sup|a|strong|em|h4|h5|h6';
const link = ' href="(?:https://|mailto:)[^"<>]+" target="_blank" rel="noopener noreferrer nofollow"';
const onlyThese = new RegExp(`^(?:[^<>"']|</?(?:${names})>|<a${link}>)*$`, 'i');

/** Pieces of markup that are glued together in any order: closer to what breaks a reader than letters. */
const shards = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...['<', '>', '"', "'", '=', '/', '<!--', '-->', '<script', '</script>', '<a href=', 'javascript:', '&#x6a;', '&lt;', '\0'],
    ),
    fc.constantFrom(
      ...[
        '<svg>',
        '<style>',
        '</style',
        '<img onerror=x alt=',
        '<p ',
        '</p>',
        '<math>',
        'https://x.fr/',
        'onclick=',
        '<table>',
        '`',
      ],
    ),
    fc.string({ maxLength: 8 }),
  ),
  { maxLength: 40 },
);

test('issue 7, HTML of a stranger: whatever it is, only listed elements, closed, and https or mailto links', () => {
  fc.assert(
    fc.property(shards, (parts) => {
      const safe = safeHtml(parts.join(''));
      assert.match(safe, onlyThese);
      const open: string[] = [];
      for (const [, closing, name = ''] of safe.matchAll(/<(\/?)([a-z0-9]+)/g)) {
        if (name === 'br' || name === 'hr') continue;
        if (closing === '') open.push(name);
        else assert.equal(open.pop(), name);
      }
      assert.deepEqual(open, []);
    }),
    { numRuns: 1_000 },
  );
});

test('issue 7, HTML of a stranger: levels without end are cut at 100', () => {
  const safe = safeHtml(`${'<div>'.repeat(5_000)}x`);
  assert.equal(safe.match(/<div>/g)?.length, 100);
  assert.equal(safe.match(/<\/div>/g)?.length, 100);
});
