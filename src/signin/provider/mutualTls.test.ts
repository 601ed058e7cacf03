import assert from 'node:assert/strict';
import { test } from 'node:test';
import cases from '../../../spec/signin/subject-names.json' with { type: 'json' };
import { sameSubject } from './mutualTls.ts';

for (const { name, told, expected, same } of cases) {
  test(`RFC 4514 §2, RFC 8705 §2.1.2: ${name}`, () => assert.equal(sameSubject(told, expected), same));
}
