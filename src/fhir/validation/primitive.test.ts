import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { primitiveChecks } from './primitive.ts';

const spec = new URL('../../../spec/fhir/validation/primitives.json', import.meta.url);
const { types } = JSON.parse(readFileSync(spec, 'utf8')) as {
  types: Readonly<Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>>;
};

for (const [type, { good, bad }] of Object.entries(types))
  test(`FHIR R4 §2.24.0.1, ${type}: good and bad values are told apart`, () => {
    const check = primitiveChecks[type];
    assert.ok(check);
    for (const value of good) assert.equal(check(value), undefined, JSON.stringify(value));
    for (const value of bad) assert.equal(typeof check(value), 'string', JSON.stringify(value));
  });

test('FHIR R4 §2.24.0.1: every primitive type has its cases', () => {
  assert.deepEqual(
    Object.keys(primitiveChecks).filter((type) => types[type] === undefined),
    ['xhtml'],
  );
});

test('FHIR R4 §2.24.0.1: a long hostile value is read once', () => {
  const hostile = `${'a '.repeat(200_000)} `;
  const before = performance.now();
  for (const check of Object.values(primitiveChecks)) check(hostile);
  assert.ok(performance.now() - before < 1000);
});
