import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFolder } from '../../../test/conformance/corpus.ts';
import { storedRoundTrips, xmlExamples, xmlRoundTrips } from '../../../test/conformance/roundTrips.ts';

const corpus = corpusFolder();
const skip = corpus === undefined ? 'the outside corpus is absent: name it with SOCLE_CORPUS' : false;

test('FHIR R4 §2.6.1: every example goes JSON → XML → JSON and is equal, digits included', { skip }, () => {
  const { cases, misses } = xmlRoundTrips(corpus ?? '');
  assert.ok(cases > 380, `${cases} examples`);
  assert.deepEqual(misses, []);
});

test('FHIR R4 §2.6.1: every example of HL7 in XML goes XML → JSON → XML and is canonically equal', { skip }, () => {
  const { cases, misses } = xmlExamples(corpus ?? '');
  assert.ok(cases >= 10, `${cases} examples`);
  // In HL7's own files the XML of this one has an extension that its JSON does not have.
  assert.deepEqual(
    misses.filter(({ name, why }) => name !== 'observation-example.xml' || !why.includes('beside')),
    [],
  );
});

test('FHIR R4 §3.1.0.1: every example is stored with its id and meta, and all else byte for byte', { skip }, () => {
  const { cases, misses } = storedRoundTrips(corpus ?? '');
  assert.ok(cases > 380, `${cases} examples`);
  assert.deepEqual(misses, []);
});
