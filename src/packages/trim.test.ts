import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Json, type Kind, kinds } from './shelf.ts';
import { trim } from './trim.ts';

const prose = { text: { div: '<div/>' }, contact: [{ name: 'x' }] };
const maxValueSet = {
  url: 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet',
  valueCanonical: 'http://example.org/vs',
};
const bindingName = { url: 'http://hl7.org/fhir/StructureDefinition/elementdefinition-bindingName', valueString: 'X' };

test('FHIR R4, StructureDefinition: what decides of validity is kept, prose is not', () => {
  const kept = {
    id: 'X.a:s',
    path: 'X.a',
    sliceName: 's',
    slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'url' }] },
    min: 1,
    max: '*',
    base: { path: 'X.a', min: 0, max: '*' },
    type: [{ code: 'string', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/regex', valueString: '.*' }] }],
    fixedString: 'x',
    _patternString: { id: 'p' },
    minValueInteger: 0,
    maxLength: 3,
    condition: ['k'],
    isModifier: false,
    isSummary: true,
    representation: ['xmlAttr'],
    contentReference: '#X.b',
  };
  const element = {
    ...kept,
    short: 's',
    definition: 'd',
    comment: 'c',
    mapping: [{}],
    example: [{}],
    extension: [bindingName],
    constraint: [{ key: 'k', severity: 'error', human: 'h', expression: 'true', source: 's', xpath: 'x' }],
    binding: { strength: 'required', valueSet: 'http://example.org/v', description: 'd', extension: [bindingName, maxValueSet] },
  };
  const profile = {
    resourceType: 'StructureDefinition',
    url: 'u',
    type: 'X',
    kind: 'resource',
    abstract: false,
    context: [{}],
    mapping: [{}],
  };
  const trimmed = {
    ...kept,
    constraint: [{ key: 'k', severity: 'error', human: 'h', expression: 'true', source: 's' }],
    binding: { strength: 'required', valueSet: 'http://example.org/v', extension: [maxValueSet] },
  };
  const { mapping: _, ...said } = profile;
  assert.deepEqual(trim('StructureDefinition', { ...profile, ...prose, differential: { element: [element] } }), {
    ...said,
    differential: { element: [trimmed] },
  });
});

test('FHIR R4, CodeSystem and ValueSet: codes, names and properties are kept, definitions and long texts are not', () => {
  const designation = [
    { language: 'fr', value: 'court' },
    { language: 'fr', value: 'x'.repeat(300) },
  ];
  const concept = { code: 'a', display: 'A', definition: 'd', designation, property: [{ code: 'p', valueCode: 'q' }] };
  const short = { code: 'a', display: 'A', property: [{ code: 'p', valueCode: 'q' }], designation: [designation[0]] };
  const nested = (one: Json): Json => ({ ...one, concept: [one] });
  const system = trim('CodeSystem', { url: 'u', content: 'complete', purpose: 'p', concept: [nested(concept)], ...prose });
  assert.deepEqual(system, { url: 'u', content: 'complete', concept: [nested(short)] });
  const compose = (one: Json): Json => ({
    include: [{ system: 's', concept: [one], filter: [{ property: 'p' }], valueSet: ['v'] }],
  });
  assert.deepEqual(trim('ValueSet', { url: 'u', compose: { ...compose(concept), extension: [{}] }, ...prose }), {
    url: 'u',
    compose: compose(short),
  });
});

test('FHIR R4: no kind keeps its narrative', () => {
  for (const kind of kinds satisfies readonly Kind[]) {
    const trimmed = trim(kind, { resourceType: kind, url: 'u', ...prose });
    assert.deepEqual(trimmed, { resourceType: kind, url: 'u' });
  }
});
