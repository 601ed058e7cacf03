import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachOf, isFoundNode, nodesAt } from './asked.ts';

const patient = {
  resourceType: 'Patient',
  name: [{ use: 'official', given: ['A', 'B'] }, { given: ['C'] }],
  deceasedBoolean: true,
};

test('FHIRPath 2.0, expressions of callers: elements know where they stand', () => {
  const place = (expression: string) =>
    nodesAt(patient, expression).map((node) => {
      assert.ok(isFoundNode(node));
      return `${node.parentResNode?.propName}[${node.parentResNode?.index}].${node.propName}[${node.index}]`;
    });
  assert.deepEqual(place("Patient.name.where(use = 'official').given"), ['name[0].given[0]', 'name[0].given[1]']);
  assert.deepEqual(
    nodesAt(patient, 'Patient.deceased').map((node) => isFoundNode(node) && node.propName),
    ['deceased'],
  );
  assert.equal(isFoundNode(nodesAt(patient, "'x'")[0]), false);
});

test('FHIRPath 2.0, expressions of callers: one value for each item', () => {
  const { name } = patient;
  assert.deepEqual(forEachOf(name, 'HumanName', "use = 'official'", 'truth'), [true, false]);
  assert.deepEqual(forEachOf(name, 'HumanName', '$index = 1', 'truth'), [false, true]);
  assert.deepEqual(forEachOf(name, 'HumanName', 'use', 'string'), ['official', '']);
  assert.deepEqual(forEachOf(['a', 'b'], 'string', "startsWith('b')", 'truth'), [false, true]);
});

const refused = [
  'name.',
  "name.given.matches('(A+)+$')",
  'name.select($this.combine($this))',
  'repeat($this)',
  'descendants()',
  '%resource.name',
  'name.resolve()',
  'name.trace(1)',
  `name${'.given'.repeat(200)}`,
  'true, true, true)) or ((true',
];
for (const expression of refused) {
  test(`FHIRPath 2.0, expressions of callers: ${expression.slice(0, 40)} is not evaluated`, () => {
    assert.throws(() => nodesAt(patient, expression));
    assert.throws(() => forEachOf(patient.name, 'HumanName', expression, 'truth'));
  });
}
