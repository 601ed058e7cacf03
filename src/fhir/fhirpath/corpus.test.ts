import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFolder } from '../../../test/conformance/corpus.ts';
import { fhirPathSuite } from '../../../test/conformance/fhirpath.ts';

const corpus = corpusFolder();
const skip = corpus === undefined ? 'the outside corpus is absent: name it with SOCLE_CORPUS' : false;

test('FHIRPath 2.0: HL7’s suite for R4, 95 % of the cases whose input is there', { skip }, () => {
  const { cases, passed, misses } = fhirPathSuite(corpus ?? '');
  assert.ok(cases > 900, `${cases} cases`);
  assert.ok(passed / cases >= 0.95, misses.map(({ name }) => name).join(' '));
});
