import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf } from '#packages';
import { type ElementModel, modelOf, type TypeModel } from './index.ts';

const model = modelOf(baseShelf());

function type(name: string): TypeModel {
  const found = model.type(name);
  assert.ok(found, name);
  return found;
}

function element(of: string, name: string): ElementModel {
  const found = type(of).elements.get(name);
  assert.ok(found, `${of}.${name}`);
  return found;
}

test('FHIR R4 §2.1.28: every resource type and everything inside it has its model', () => {
  assert.equal(model.resources.length, 146);
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const one of type(name).elements.values()) walk(one.type);
  };
  for (const name of [...model.resources, 'Resource', 'DomainResource']) {
    walk(name);
    assert.equal(type(name).kind, 'resource', name);
    assert.deepEqual([...type(name).elements.keys()].slice(0, 4), ['id', 'meta', 'implicitRules', 'language'], name);
  }
  assert.ok(seen.size > 650, `${seen.size} types`);
});

test('FHIR R4 §2.1.28.0.1, names of types: what is no type has no model', () => {
  for (const name of [
    '',
    'Observationx',
    'Observation.nothing',
    'vitalsigns',
    'SimpleQuantity',
    'MoneyQuantity',
    '__proto__',
    '..',
  ])
    assert.equal(model.type(name), undefined, name);
  assert.equal(modelOf(baseShelf()), model);
});

test('FHIR R4 §2.1.28, choice: one element for each type, in the order of the definition', () => {
  const names = [...type('Observation').elements.keys()];
  assert.deepEqual(
    names.filter((name) => name.startsWith('effective')),
    ['effectiveDateTime', 'effectivePeriod', 'effectiveTiming', 'effectiveInstant'],
  );
  assert.ok(
    names.indexOf('effectiveDateTime') > names.indexOf('encounter') &&
      names.indexOf('issued') > names.indexOf('effectiveInstant'),
  );
  const { base, choice, type: is, primitive } = element('Observation', 'valueQuantity');
  assert.deepEqual({ base, choice, is, primitive }, { base: 'value', choice: true, is: 'Quantity', primitive: false });
  assert.equal(type('Observation').elements.has('value[x]'), false);
});

test('FHIR R4 §5.3, ElementDefinition: cardinality, summary, binding, targets, contentReference', () => {
  assert.deepEqual([element('Observation', 'status').min, element('Observation', 'status').list], [1, false]);
  assert.equal(element('Observation', 'category').list, true);
  assert.equal(element('Observation', 'status').summary, true);
  assert.equal(element('Observation', 'note').summary, false);
  assert.match(element('Observation', 'status').binding ?? '', /^http:\/\/hl7\.org\/fhir\/ValueSet\/observation-status/);
  assert.equal(element('Observation', 'code').binding, undefined);
  assert.deepEqual(element('Observation', 'subject').targets, ['Patient', 'Group', 'Device', 'Location']);
  assert.deepEqual(element('Observation', 'focus').targets, ['Resource']);
  assert.equal(element('Observation.component', 'referenceRange').type, 'Observation.referenceRange');
  assert.equal(type('Observation.referenceRange').kind, 'backbone');
  assert.equal(element('Timing', 'repeat').type, 'Timing.repeat');
  assert.equal(element('Bundle.entry', 'resource').type, 'Resource');
});

test('FHIR R4 §2.6.1, XML: attributes are the id of an element and the url of an extension', () => {
  assert.equal(element('Extension', 'url').attribute, true);
  assert.equal(element('HumanName', 'id').attribute, true);
  assert.equal(element('Observation.component', 'id').attribute, true);
  assert.equal(element('Observation', 'id').attribute, false);
  assert.deepEqual([element('Observation', 'id').type, element('HumanName', 'id').type], ['id', 'string']);
  assert.equal(element('Extension', 'url').type, 'uri');
  assert.equal(element('Narrative', 'div').type, 'xhtml');
});

test('FHIR R4 §2.6.2.3, JSON: a primitive has id and extension beside its value', () => {
  assert.deepEqual([type('date').kind, [...type('date').elements.keys()]], ['primitive', ['id', 'extension']]);
  assert.equal(element('Patient', 'birthDate').primitive, true);
});
