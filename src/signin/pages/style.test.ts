import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const ours = readFileSync(new URL('style.css', import.meta.url), 'utf8');
const spaces = readFileSync(new URL('../../../web/kit/style/tokens.css', import.meta.url), 'utf8');

/** The custom properties of the first block after `opening`. */
function tokens(sheet: string, opening: string): Map<string, string> {
  const at = sheet.indexOf(opening);
  assert.ok(at >= 0, `${opening} is there`);
  const inside = sheet.slice(at + opening.length, sheet.indexOf('}', at));
  return new Map([...inside.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

const looks = [
  ['light', ':root {', ':root {'],
  ['dark', '@media screen and (prefers-color-scheme: dark) {\n  :root {', '\n  :root[data-theme="dark"] {'],
  ['more contrast', '@media screen and (prefers-contrast: more) {\n  :root {', '\n  :root[data-contrast="more"] {'],
  [
    'dark, more contrast',
    '@media screen and (prefers-color-scheme: dark) and (prefers-contrast: more) {\n  :root {',
    ':root[data-theme="dark"][data-contrast="more"] {',
  ],
] as const;

for (const [name, here, there] of looks)
  test(`Issue 8, one kit: the sign-in pages have the colours of the spaces, ${name}`, () => {
    const used = tokens(ours, ':root {');
    const wanted = [...tokens(spaces, there)].filter(([token]) => used.has(token));
    assert.ok(wanted.length > 5);
    assert.deepEqual(Object.fromEntries(tokens(ours, here)), Object.fromEntries(wanted));
  });

test('Issue 8, one kit: the rules of the sign-in pages name no colour, and every colour they use is there', () => {
  const used = tokens(ours, ':root {');
  const rules = ours.slice(ours.indexOf('* {\n'));
  assert.doesNotMatch(rules, /#[0-9a-f]{3,8}\b|\b(rgb|hsl)a?\(/i);
  const missing = [...rules.matchAll(/var\((--[\w-]+)\)/g)].map(([, token = '']) => token).filter((token) => !used.has(token));
  assert.deepEqual(missing, []);
});
