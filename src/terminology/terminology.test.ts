import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isOid } from '#kernel';
import spec from '../../spec/terminology/lookups.json' with { type: 'json' };
import { formatOfTemplates } from './format.ts';
import { classOfType, conceptOf, conceptsOf, type ListName } from './lookup.ts';
import { fhirSystemOf, oidOfFhirSystem } from './systems.ts';

for (const c of spec.concepts)
  test(`NOS, ${c.list}: ${c.code} in ${c.system ?? 'any system'}`, () => {
    assert.equal(conceptOf(c.list as ListName, c.code, c.system)?.display, c.display);
  });

for (const c of spec.classes)
  test(`ASS_X04: the class of ${c.type} is ${c.class ?? 'unknown'}`, () => {
    assert.equal(classOfType(c.type)?.code, c.class);
  });

for (const c of spec.formats)
  test(`ASS_A11: ${c.name}`, () => {
    const format = formatOfTemplates(c.templates, c.n1 ?? false);
    assert.equal(format.code, c.out);
    assert.deepEqual(conceptOf('format', format.code, format.system), format);
  });

for (const c of spec.systems)
  test(`PDSm 3.1.1, code systems: ${c.oid}`, () => {
    assert.equal(fhirSystemOf(c.oid), c.url);
    assert.equal(oidOfFhirSystem(c.url), c.oid);
  });

for (const c of spec.otherUrls) test(`FHIR urls in use: ${c.url}`, () => assert.equal(oidOfFhirSystem(c.url), c.oid));

const names: readonly ListName[] = [
  'documentType',
  'documentClass',
  'format',
  'confidentiality',
  'facilityType',
  'practiceSetting',
  'authorSpecialty',
  'profession',
  'accessMode',
];

test('NOS: every concept has a code, a label and the OID of a system that goes to FHIR and back', () => {
  for (const list of names)
    for (const concept of conceptsOf(list)) {
      assert.ok(concept.code !== '' && concept.display !== '');
      // ASTM is written so in JDV_J07, where every other system is an OID.
      assert.ok(isOid(concept.system) || concept.system === 'ASTM', concept.system);
      assert.equal(oidOfFhirSystem(fhirSystemOf(concept.system)), concept.system);
    }
});

test('ASS_X04: every document type has a class, but for the two that the map leaves out', () => {
  const without = conceptsOf('documentType').filter((type) => classOfType(type.code) === undefined);
  assert.deepEqual(without.map((type) => type.code).sort(), ['101881-1', 'E1762']);
});

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const published = `${corpus}/codelists/xds-metadata.json`;
const absent = existsSync(published) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';

test('NOS: our lists say what the published ones say', { skip: absent }, () => {
  const source = JSON.parse(readFileSync(published, 'utf8'));
  const same = (list: ListName, key: string) =>
    assert.deepEqual(
      conceptsOf(list)
        .map(({ code, system, display }) => [code, system, display])
        .sort(),
      source[key].concepts.sort(),
    );
  same('documentType', 'typeCode');
  same('confidentiality', 'confidentialityCode');
  same('facilityType', 'healthcareFacilityTypeCode');
  same('practiceSetting', 'practiceSettingCode');
  same('authorSpecialty', 'authorSpecialty');
  for (const [type, code] of Object.entries(source.typeToClass)) assert.equal(classOfType(type)?.code, code);
  for (const [template, code] of Object.entries(source.templateToFormat.map))
    assert.equal(formatOfTemplates([template], false).code, code);
});
