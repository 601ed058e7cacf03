import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Json, shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import type { Issue } from './issue.ts';
import { openValidator, type ValidatorGround } from './validator.ts';

interface Case {
  readonly section: string;
  readonly name: string;
  readonly resource: Json;
  readonly profiles?: readonly string[];
  /** `severity place rule` of each issue. */
  readonly expect: readonly string[];
}

interface Cases {
  readonly definitions?: readonly Json[];
  readonly cases: readonly Case[];
}

function casesOf(name: string): Cases {
  return JSON.parse(readFileSync(new URL(`../../../spec/fhir/validation/${name}.json`, import.meta.url), 'utf8')) as Cases;
}

function validatorWith(definitions: readonly Json[], ground: Partial<ValidatorGround> = {}) {
  const shelf = shelfWith(definitions);
  return openValidator({ shelf, terminology: terminologyOf(shelf), ...ground });
}

/** Best practices and what is only told are no part of the cases. */
const told = (issues: readonly Issue[]): string[] =>
  [
    ...new Set(
      issues
        .filter(({ severity, rule }) => severity !== 'information' && rule !== 'dom-6')
        .map(({ severity, at, rule }) => `${severity} ${at} ${rule}`),
    ),
  ].sort();

for (const name of ['structure', 'profiles', 'slicing', 'extensions', 'references']) {
  const { definitions = [], cases } = casesOf(name);
  const validator = validatorWith(definitions);
  for (const { section, name, resource, profiles = [], expect } of cases)
    test(`FHIR R4 ${section}: ${name}`, () => {
      assert.deepEqual(told(validator.validate(resource, { profiles })), [...expect].sort());
    });
}

test('FHIR R4 §2.6.2: a property given twice is found in the text', () => {
  const validator = validatorWith([]);
  const text = '{"resourceType":"Patient","name":[{"family":"A","fam\\u0069ly":"B"}],"active":true,"active":true}';
  assert.deepEqual(told(validator.validate(JSON.parse(text), { text })), [
    'error Patient duplicate-property',
    'error Patient.name[0] duplicate-property',
  ]);
  assert.deepEqual(told(validator.validate(JSON.parse(text))), []);
});

test('FHIR R4 §2.5: strict as HL7, what is not known is refused', () => {
  const resource = { resourceType: 'Patient', extension: [{ url: 'http://socle.example/unknown', valueString: 'a' }] };
  assert.deepEqual(told(validatorWith([]).validate(resource)), ['warning Patient.extension[0] extension']);
  const strict = validatorWith([], { strict: { unknown: 'error' } });
  assert.deepEqual(told(strict.validate(resource)), ['error Patient.extension[0] extension']);
});

test('FHIR R4 §5.8: a profile that a guide makes global is asked for when told so', () => {
  const url = 'http://socle.example/StructureDefinition/named';
  const definitions = [
    { resourceType: 'ImplementationGuide', url: 'http://socle.example/guide', global: [{ type: 'Patient', profile: url }] },
    {
      resourceType: 'StructureDefinition',
      url,
      type: 'Patient',
      kind: 'resource',
      derivation: 'constraint',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
      differential: { element: [{ path: 'Patient.name', min: 1 }] },
    },
  ];
  const resource = { resourceType: 'Patient' };
  assert.deepEqual(told(validatorWith(definitions).validate(resource)), []);
  assert.deepEqual(told(validatorWith(definitions, { globals: true }).validate(resource)), ['error Patient cardinality']);
});

test('FHIR R4 §2.1.0.1: nothing that is not a resource is valid, and nothing throws', () => {
  const validator = validatorWith([]);
  for (const resource of [{}, { resourceType: 'Nothing' }, { resourceType: 'DomainResource' }, { resourceType: 'constructor' }])
    assert.equal(validator.validate(resource as Json)[0]?.rule, 'resource-type', JSON.stringify(resource));
  const odd = [null, [], {}, '', 0, [null], [[]], { a: 1 }, '#', true];
  for (const name of [
    'id',
    'meta',
    'contained',
    'text',
    'extension',
    'name',
    'birthDate',
    '_birthDate',
    'managingOrganization',
    '__proto__',
  ])
    for (const value of odd) {
      const resource = JSON.parse(`{"resourceType":"Patient",${JSON.stringify(name)}:${JSON.stringify(value)}}`);
      assert.ok(validator.validate(resource).length > 0 || value === '#' || value === true || value === 0, `${name}: ${value}`);
    }
});
