import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFolder } from '../../../test/conformance/corpus.ts';
import { fhirPathPatchSuite, jsonPatchSuite } from '../../../test/conformance/patch.ts';

const corpus = corpusFolder();
const skip = corpus === undefined ? 'the outside corpus is absent: name it with SOCLE_CORPUS' : false;

test('FHIR R4 §3.1.0.6: HL7’s cases of JSON Patch', { skip }, () => {
  const { cases, misses } = jsonPatchSuite(corpus ?? '');
  assert.ok(cases >= 16, `${cases} cases`);
  assert.deepEqual(misses, []);
});

test('FHIR R4, FHIRPath Patch: HL7’s cases', { skip }, () => {
  const { cases, misses } = fhirPathPatchSuite(corpus ?? '');
  assert.ok(cases >= 33, `${cases} cases`);
  assert.deepEqual(misses, []);
});
