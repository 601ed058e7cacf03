import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { couloirs, isCouloirId, publicationOf } from './index.ts';

interface Case {
  readonly couloir: string;
  readonly type: string;
  readonly name: string;
  readonly prefers?: string;
  readonly absent?: boolean;
}
const root = join(import.meta.dirname, '../..');
const spec: { cases: Case[] } = JSON.parse(readFileSync(join(root, 'spec/couloirs/publications.json'), 'utf8'));

for (const one of spec.cases)
  test(`Ségur, couloir ${one.couloir}: ${one.name}`, () => {
    assert.ok(isCouloirId(one.couloir));
    const found = publicationOf(one.couloir, one.type);
    assert.equal(found === undefined, one.absent ?? false);
    if (one.prefers) assert.equal(found?.formats[0], one.prefers);
  });

test('Ségur, couloirs: six, each with its own id, and no type twice in one', () => {
  assert.equal(new Set(couloirs.map(({ id }) => id)).size, 6);
  for (const { publishes } of couloirs) {
    assert.ok(publishes.length > 0);
    assert.equal(new Set(publishes.map(({ type }) => type.code)).size, publishes.length);
    for (const { formats, when } of publishes) assert.ok(formats.length > 0 && when.fr.endsWith('.') && when.en.endsWith('.'));
  }
  assert.equal(isCouloirId('dentaire'), false);
});

test('CI-SIS JDV_J07: every type is in the list with its code system and label', (t) => {
  const file = join(process.env.SOCLE_CORPUS ?? join(root, '../shared/data'), 'codelists/xds-metadata.json');
  if (!existsSync(file)) return t.skip('outside corpus absent: codelists/xds-metadata.json');
  const known: [string, string, string][] = JSON.parse(readFileSync(file, 'utf8')).typeCode.concepts;
  const lines = new Set(known.map((concept) => concept.join('|')));
  for (const { publishes } of couloirs)
    for (const { type } of publishes) assert.ok(lines.has([type.code, type.system, type.display].join('|')), type.code);
});
