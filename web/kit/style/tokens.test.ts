import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
type Tokens = Readonly<Record<string, string>>;

function block(selector: string): Tokens {
  const start = css.indexOf(`\n${selector} {`) + 1 || css.indexOf(`\n  ${selector} {`) + 1;
  assert.ok(start > 0, `${selector} is there`);
  const inside = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries([...inside.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

const light = block(':root');
const dark = { ...light, ...block(':root[data-theme="dark"]') };
const more = block(':root[data-contrast="more"]');
const themes: Readonly<Record<string, { tokens: Tokens; text: number; edge: number }>> = {
  light: { tokens: light, text: 4.5, edge: 3 },
  dark: { tokens: dark, text: 4.5, edge: 3 },
  'light, more contrast': { tokens: { ...light, ...more }, text: 7, edge: 4.5 },
  'dark, more contrast': {
    tokens: { ...dark, ...more, ...block(':root[data-theme="dark"][data-contrast="more"]') },
    text: 7,
    edge: 4.5,
  },
};

function luminance(colour: string): number {
  const short = /^#(\w)(\w)(\w)$/.exec(colour);
  const six = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : colour;
  assert.match(six, /^#[0-9a-f]{6}$/, colour);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(six.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, sombre = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (sombre + 0.05);
}

/** Which colour is written on which: what the style sheets do. */
const written: Readonly<Record<string, readonly string[]>> = {
  '--ink': ['--ground', '--paper', '--brand-soft', '--done-soft', '--attention-soft', '--danger-soft'],
  '--ink-soft': ['--ground', '--paper', '--brand-soft'],
  '--brand': ['--ground', '--paper', '--brand-soft'],
  '--brand-dark': ['--ground', '--paper', '--brand-soft'],
  '--on-brand': ['--brand', '--brand-dark'],
  '--done': ['--paper', '--done-soft'],
  '--attention': ['--paper', '--attention-soft'],
  '--danger': ['--ground', '--paper', '--danger-soft'],
};
const drawn: Readonly<Record<string, readonly string[]>> = {
  '--edge': ['--ground', '--paper'],
  '--attention-edge': ['--paper', '--attention-soft'],
  '--ink': ['--ring'],
};

for (const [name, { tokens, text, edge }] of Object.entries(themes))
  test(`WCAG 2.2 §1.4.3, §1.4.11, ${name}: words have ${text}:1 on every ground they stand on, edges ${edge}:1`, () => {
    const colour = (token: string): string => tokens[token] ?? assert.fail(token);
    for (const [floor, pairs] of [
      [text, written],
      [edge, drawn],
    ] as const)
      for (const [over, grounds] of Object.entries(pairs))
        for (const ground of grounds) {
          // The focus is drawn in ink and in yellow: where one does not show, the other does.
          if (ground === '--ring') {
            const best = Math.max(contrast(colour(over), colour('--paper')), contrast(colour(ground), colour('--paper')));
            assert.ok(best >= 3, 'the focus shows');
            continue;
          }
          const found = contrast(colour(over), colour(ground));
          assert.ok(found >= floor, `${over} on ${ground}: ${found.toFixed(2)}`);
        }
  });

test('portals §4.2: no style sheet but the tokens names a colour', () => {
  const web = new URL('../../', import.meta.url).pathname;
  const sheets = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.css') && !file.endsWith('tokens.css'),
  );
  assert.ok(sheets.length > 5);
  const system = /\b(ButtonText|ButtonFace|Highlight|HighlightText|Canvas|CanvasText|GrayText|LinkText|Mark|MarkText)\b/g;
  for (const sheet of sheets) {
    const rules = readFileSync(join(web, sheet), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(system, '');
    const named =
      /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab)a?\(|(color|background|fill|stroke|border[\w-]*):[^;]*\b(white|black|red|gr[ae]y|blue|green)\b/i;
    assert.doesNotMatch(rules, named, sheet);
  }
});
