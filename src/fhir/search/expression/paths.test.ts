import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf, type Json } from '#packages';
import { modelOf } from '../../model/index.ts';
import { engineOf } from '../keys/engine.ts';
import { definitionsByType } from '../parameters/definition.ts';
import { jsonPathOf } from './jsonPath.ts';
import { parseExpression } from './parse.ts';
import { nameOfPath, type Path, start } from './path.ts';
import { pathsOf } from './paths.ts';
import { walkOf } from './walk.ts';

const model = modelOf(baseShelf());

function paths(expression: string, type: string): readonly Path[] | undefined {
  const parsed = parseExpression(expression);
  return parsed === undefined ? undefined : pathsOf(parsed, [start(type)], model, type);
}

function names(expression: string, type: string): readonly string[] | undefined {
  return paths(expression, type)?.map(nameOfPath);
}

function values(expression: string, resource: Json): unknown[] {
  const found: unknown[] = [];
  for (const path of paths(expression, String(resource.resourceType)) ?? []) walkOf(path)(resource, resource, found);
  return found;
}

test('FHIR R4 §5.6.5: every expression of R4’s own search parameters is plain paths on every type of its base', () => {
  let seen = 0;
  for (const [type, definitions] of definitionsByType(baseShelf())) {
    for (const { code, expression } of definitions) {
      const on = type === 'Resource' || type === 'DomainResource' ? 'Patient' : type;
      const found = paths(expression, on);
      assert.ok(found !== undefined && found.length > 0, `${type}.${code}: ${expression}`);
      seen += 1;
    }
  }
  assert.ok(seen > 1500, `${seen} parameters`);
});

test('FHIRPath N1 §6: unions, choices, types', () => {
  assert.deepEqual(names('Observation.value.ofType(Quantity) | Observation.value as string', 'Observation'), [
    'valueQuantity:Quantity',
    'valueString:string',
  ]);
  assert.deepEqual(names('(Observation.component.value as SampledData)', 'Observation'), [
    'component.valueSampledData:SampledData',
  ]);
  assert.deepEqual(names('AllergyIntolerance.code | Condition.code', 'Condition'), ['code:CodeableConcept']);
  assert.deepEqual(names('Condition.onset.ofType(Quantity)', 'Condition'), ['onsetAge:Age']);
  assert.deepEqual(names('Patient.colour', 'Patient'), []);
  assert.deepEqual(names('Resource.meta.tag', 'Patient'), ['meta.tag:Coding']);
  assert.deepEqual(names('Patient', 'Observation'), []);
});

const patient: Json = {
  resourceType: 'Patient',
  contained: [{ resourceType: 'Organization', id: 'o' }],
  birthDate: '1980-01-02',
  _birthDate: { extension: [{ url: 'http://a.example/time', valueDateTime: '1980-01-02T03:04:05Z' }] },
  name: [{ given: ['Zoé', null, 'Ana'] }, { given: ['Lou'] }],
  telecom: [{ system: 'phone', value: '1' }, { system: 'email', value: '2', use: 'work' }, null],
  extension: [{ url: 'http://a.example/b', valueCode: 'x' }, { url: 'http://a.example/c' }],
  generalPractitioner: [{ reference: '#o' }, { reference: 'Practitioner/1' }, { type: 'Organization', display: 'd' }],
  deceasedDateTime: '2026',
};

test('FHIRPath N1 §5 and §6: what the walkers find is what the expression says', () => {
  const cases: readonly (readonly [expression: string, found: readonly unknown[]])[] = [
    ['Patient.name.given', ['Zoé', 'Ana', 'Lou']],
    ['Patient.name.given.first()', ['Zoé']],
    ['Patient.name[1].given', ['Lou']],
    ["Patient.telecom.where(system='phone').value", ['1']],
    ["Patient.telecom.where(system != 'phone' and use.exists()).value", ['2']],
    ["Patient.telecom.where(use.empty() or (system = 'email').not()).value", ['1']],
    ["Patient.extension('http://a.example/b').value", ['x']],
    ["Patient.birthDate.extension('http://a.example/time').value.ofType(dateTime)", ['1980-01-02T03:04:05Z']],
    ['Patient.generalPractitioner.where(resolve() is Practitioner).reference', ['Practitioner/1']],
    [
      'Patient.generalPractitioner.where(resolve() is Organization)',
      [{ reference: '#o' }, { type: 'Organization', display: 'd' }],
    ],
    ['Patient.deceased.exists() and Patient.deceased != false', [true]],
    ["Patient.name.where(given = 'Lou').given | %resource.birthDate", ['Lou', '1980-01-02']],
    ['Patient.photo.data', []],
  ];
  for (const [expression, found] of cases) assert.deepEqual(values(expression, patient), found, expression);
});

test('FHIR R4 §5.6.5: what is more than paths is left to the FHIRPath engine', () => {
  for (const expression of [
    'Patient.name.select(given & family)',
    'Patient.contact.first().name.given.first() + Patient.id',
    'Bundle.entry.resource.name',
    'Patient.generalPractitioner.resolve().name',
    "Patient.name.given.startsWith('A')",
    'Patient..name',
    '',
  ])
    assert.equal(paths(expression, expression.startsWith('Bundle') ? 'Bundle' : 'Patient'), undefined, expression);
  const computed = engineOf('Patient.name.given.first() + Patient.birthDate.toString()')(patient);
  assert.deepEqual(computed, [{ value: 'Zoé1980-01-02', type: 'string' }]);
  assert.deepEqual(engineOf('Patient.name.last()')(patient), [{ value: { given: ['Lou'] }, type: 'HumanName' }]);
});

test('SQL/JSON: a path says the same over the text of a resource, or nothing', () => {
  const [phone] = paths("Patient.telecom.where(system='phone')", 'Patient') ?? [];
  assert.equal(phone && jsonPathOf(phone, 'value'), '$."telecom"?(@."system"=="phone")."value"[*]');
  const [practitioner] = paths('Patient.generalPractitioner.where(resolve() is Practitioner)', 'Patient') ?? [];
  assert.equal(practitioner && jsonPathOf(practitioner), undefined);
});
