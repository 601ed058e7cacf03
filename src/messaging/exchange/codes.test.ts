import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ansCodeOf, ansCodes, ansLabels, rowOf } from './codes.ts';

const source = new URL('../../', import.meta.url).pathname;

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

/** Codes of refusals as the code that may meet an archive spells them: `family` with what `spelt` finds. */
function codesIn(folder: string, family: string, spelt: RegExp): string[] {
  const text = files(join(source, folder))
    .filter((name) => name.endsWith('.ts') && !/\.(test|check)\.ts$/.test(name))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
  return [...text.matchAll(spelt)].map(([, code = '']) => `${family}${code}`);
}

const met = [
  ...codesIn('documents/xdm', 'xdm.', /\bxdm\(\s*'([a-z-]+)'/g),
  ...codesIn('documents', '', /new Refusal\(\s*'((?:ebrim|cda|xml)\.[a-z-]+)'/g),
  ...codesIn('xml', '', /'(xml\.[a-z-]+)'/g),
  ...codesIn('documents/received.ts', 'documents.', /refused\(\s*'([a-z-]+)'/g),
  ...codesIn('documents/check.ts', 'documents.', /refused\(\s*'([a-z-]+)'/g),
  ...codesIn('documents/deposit.ts', 'documents.', /refused\(\s*'([a-z-]+)'/g),
  ...codesIn('documents/register.ts', 'documents.', /refused\(\s*'([a-z-]+)'/g),
  ...codesIn(
    'messaging/exchange/refusals.ts',
    'messaging.',
    /refused\(\s*'(no-ins|ins-[a-z]+|not-a-cda|several-[a-z]+|cannot-file)'/g,
  ),
  ...['unknown', 'not-yours', 'withdrawn', 'superseded'].map((why) => `documents.replaces-${why}`),
  ...['ins.malformed', 'ins.bad-key', 'ins.unknown-oid', 'ins.not-found', 'ins.not-qualified'],
  ...['rights.closed', 'rights.opposed-deposit', 'rights.deposit-not-allowed', 'documents.traits-differ'],
];

test('ANS, courriel MSSanté, codes: every refusal that an archive can meet has a row', () => {
  assert.ok(met.length > 45, `${met.length} codes found`);
  assert.deepEqual(
    [...new Set(met)].filter((code) => rowOf(code) === undefined),
    [],
  );
});

test('ANS, courriel MSSanté, codes: every row names a code of the list, and every code for errors but 201 and 207’s detail has a row', () => {
  const used = new Set(Object.values(ansCodes));
  for (const code of used) assert.ok(code in ansLabels, code);
  const unused = Object.keys(ansLabels).filter((code) => !used.has(code as keyof typeof ansLabels));
  assert.deepEqual(unused, ['0'], 'success is no refusal');
});

for (const [refusal, code] of [
  ['documents.replaces-superseded', '900'],
  ['documents.replaces-not-yours', '901'],
  ['ins.not-found', '902'],
  ['messaging.no-ins', '903'],
  ['documents.traits-differ', '904'],
  ['ins.bad-key', '904'],
  ['messaging.ins-incomplete', '905'],
  ['documents.something-new', '906'],
  ['somewhere.else', '906'],
  ['cda.missing', '101'],
  ['xdm.corrupt', '102'],
  ['documents.unknown-code', '103'],
  ['xdm.bomb', '199'],
] as const) {
  test(`ANS, courriel MSSanté, codes: ${refusal} is told as ${code}`, () => assert.equal(ansCodeOf(refusal), code));
}

test('ANS, courriel MSSanté, codes: what the person decided is told as an error of the application, and never as what it is', () => {
  for (const code of ['rights.opposed-deposit', 'rights.closed']) assert.equal(ansCodeOf(code), '207');
  assert.doesNotMatch(Object.values(ansLabels).join(), /oppos|ferm/i);
});
