import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseExact, plain } from './exact.ts';
import { pretty } from './pretty.ts';

test('FHIR R4 §2.24.0.1, decimal: digits come back as they were written', () => {
  const text = '{"a":[1.00,1e2,-0.0,12345678901234567890,3,0.1,1E-3],"b":{"__proto__":{"c":2.50}}}';
  assert.equal(JSON.stringify(parseExact(text)), text);
  assert.deepEqual(plain(parseExact(text)), JSON.parse(text));
});

test('FHIR R4 §2.24.0.1, decimal: any JSON comes back', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(JSON.stringify(parseExact(text)), JSON.stringify(JSON.parse(text)));
      assert.deepEqual(plain(parseExact(text)), JSON.parse(text));
    }),
  );
});

test('FHIR R4 §3.1.0.1.11, _pretty: JSON.stringify’s own layout, with the numbers as written', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(pretty(JSON.stringify(value)), JSON.stringify(value, null, 2))));
  assert.equal(
    pretty('{"a" :[ ],"b":[1.00, {"c":"x,\\"{"}]}'),
    '{\n  "a": [],\n  "b": [\n    1.00,\n    {\n      "c": "x,\\"{"\n    }\n  ]\n}',
  );
});
