import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { baseShelf } from '#packages';
import { modelOf } from '../model/index.ts';
import { fhirPathPatch, jsonPatch } from './index.ts';

interface Case {
  readonly name: string;
  readonly in: string;
  readonly patch: string;
  readonly out?: string;
  readonly refuses?: string;
}
const cases: { jsonPatch: Case[]; fhirPathPatch: Case[] } = JSON.parse(
  readFileSync(new URL('../../../spec/fhir/patch.json', import.meta.url), 'utf8'),
);
const model = modelOf(baseShelf());

for (const one of cases.jsonPatch) {
  test(`FHIR R4 §3.1.0.6, JSON Patch: ${one.name}`, () => {
    if (one.refuses !== undefined) assert.throws(() => jsonPatch(one.in, one.patch), { code: one.refuses });
    else assert.equal(jsonPatch(one.in, one.patch), one.out);
  });
}
for (const one of cases.fhirPathPatch) {
  test(`FHIR R4, FHIRPath Patch: ${one.name}`, () => {
    if (one.refuses !== undefined) assert.throws(() => fhirPathPatch(model, one.in, one.patch), { code: one.refuses });
    else assert.equal(fhirPathPatch(model, one.in, one.patch), one.out);
  });
}

const basic = '{"resourceType":"Basic","id":"x","a":[1]}';
const operations = (count: number, one: object) => JSON.stringify(Array.from({ length: count }, () => one));

test('FHIR R4 §3.1.0.6, JSON Patch: copies of copies, many operations and depth are bounded', () => {
  const doubling = operations(60, { op: 'copy', from: '/a', path: '/a/-' });
  assert.throws(() => jsonPatch(basic, doubling), { code: 'fhir.patch-too-large' });
  assert.throws(() => jsonPatch(basic, operations(501, { op: 'test', path: '/id', value: 'x' })), {
    code: 'fhir.patch-too-large',
  });
  const deep = `[{"op":"add","path":"/b","value":${'['.repeat(80_000)}${']'.repeat(80_000)}}]`;
  assert.throws(() => jsonPatch(basic, deep), { code: 'fhir.too-deep' });
  const deepening = operations(70, { op: 'move', from: '/a', path: '/a' });
  assert.equal(jsonPatch(basic, deepening), basic);
  const nest = JSON.stringify(
    Array.from({ length: 70 }, () => [
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'replace', path: '/a', value: [] },
      { op: 'move', from: '/b', path: '/a/0' },
    ]).flat(),
  );
  assert.throws(() => jsonPatch(basic, nest), { code: 'fhir.too-deep' });
});

test('FHIR R4, FHIRPath Patch: many operations and long paths are bounded', () => {
  const operation = (path: string) => ({
    name: 'operation',
    part: [
      { name: 'type', valueCode: 'delete' },
      { name: 'path', valueString: path },
    ],
  });
  const patch = (parameter: object[]) => JSON.stringify({ resourceType: 'Parameters', parameter });
  const many = patch(Array.from({ length: 201 }, () => operation('Basic.code')));
  assert.throws(() => fhirPathPatch(model, basic, many), { code: 'fhir.patch-too-large' });
  assert.throws(() => fhirPathPatch(model, basic, patch([operation('Basic.code'.padEnd(1001))])), {
    code: 'fhir.patch-malformed',
  });
});
