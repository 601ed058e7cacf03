import assert from 'node:assert/strict';
import { test } from 'node:test';
import model from 'fhirpath/fhir-context/r4';
import { baseShelf } from './base.ts';
import { type Json, type Kind, kinds } from './shelf.ts';
import { shelfWith } from './shelfWith.ts';

const hl7 = 'http://hl7.org/fhir/StructureDefinition';

test('FHIR R4: the base shelf holds the definitions of the specification', () => {
  const counts = (kind: Kind) => baseShelf().list(kind).length;
  assert.deepEqual(
    kinds.map((kind) => [kind, counts(kind)]).filter(([, count]) => count !== 0),
    [
      ['StructureDefinition', 649],
      ['ValueSet', 1317],
      ['CodeSystem', 1063],
      ['ConceptMap', 19],
      ['SearchParameter', 1377],
      ['OperationDefinition', 46],
      ['CompartmentDefinition', 5],
    ],
  );
});

test('FHIR R4: every base definition has a snapshot, and its elements no prose', () => {
  const shelf = baseShelf();
  for (const { url } of shelf.list('StructureDefinition')) {
    const { snapshot } = shelf.find('StructureDefinition', url) as { snapshot?: { element: Json[] } };
    assert.ok(snapshot !== undefined && snapshot.element.length > 0, url);
    for (const prose of ['definition', 'comment', 'short', 'mapping', 'example', 'requirements'])
      assert.equal(snapshot.element[0]?.[prose], undefined);
  }
});

interface Element {
  readonly path: string;
  readonly max: string;
  readonly type?: { readonly code: string; readonly targetProfile?: string[] }[];
}

test('FHIR R4: base types have the elements, repetitions and references that FHIRPath’s own model of R4 says, no more, no less', () => {
  const { choiceTypePaths, path2Type, pathsDefinedElsewhere, path2Repeating, path2RefType } = model as unknown as Record<
    string,
    Record<string, unknown>
  >;
  const known = new Set([choiceTypePaths, path2Type, pathsDefinedElsewhere].flatMap((paths) => Object.keys(paths ?? {})));
  const shelf = baseShelf();
  let compared = 0;
  for (const { url } of shelf.list('StructureDefinition')) {
    const definition = shelf.find('StructureDefinition', url) as Json & { snapshot: { element: Element[] } };
    if (definition.derivation !== 'specialization' || definition.kind === 'primitive-type') continue;
    compared += 1;
    const here = new Set<string>();
    for (const { path, max, type = [] } of definition.snapshot.element) {
      const bare = path.replace('[x]', '');
      for (const name of [bare, ...type.map(({ code }) => bare + code.charAt(0).toUpperCase() + code.slice(1))]) here.add(name);
      if (!path.includes('.')) continue;
      assert.ok(known.has(bare), `${path} is not of R4`);
      if (path2Repeating?.[path] !== undefined) assert.equal(max === '*', path2Repeating[path], path);
      const targets = path2RefType?.[path] as string[] | undefined;
      if (targets === undefined) continue;
      const ours = type.flatMap(({ targetProfile = [] }) => targetProfile.map((profile) => profile.replace(/.*\//, '')));
      assert.deepEqual(ours.sort(), targets.toSorted(), path);
    }
    for (const path of Object.keys(path2Type ?? {}))
      if (path.startsWith(`${definition.type}.`) && !path.startsWith('ElementDefinition.extension.'))
        assert.ok(here.has(path), `${path} is missing`);
  }
  assert.equal(compared, 188);
});

test('FHIR R4 §2.24.0.4.1: found by url, by version, by the beginning of a version; the same object each time', () => {
  const shelf = baseShelf();
  const patient = shelf.find('StructureDefinition', `${hl7}/Patient`);
  assert.equal(patient?.type, 'Patient');
  for (const version of ['4.0.1', '4.0', '4'])
    assert.equal(shelf.find('StructureDefinition', `${hl7}/Patient|${version}`), patient);
  assert.equal(shelf.find('StructureDefinition', `${hl7}/Patient|3.0`), undefined);
  assert.equal(shelf.find('ValueSet', `${hl7}/Patient`), undefined);
  assert.deepEqual(
    shelf.list('StructureDefinition').find(({ url }) => url === `${hl7}/Patient`),
    { url: `${hl7}/Patient`, version: '4.0.1', name: 'Patient', type: 'Patient', package: 'hl7.fhir.r4.core#4.0.1' },
  );
});

test('FHIR R4, CompartmentDefinition Patient: HL7’s own, where an Encounter belongs by its patient and a Task does not', () => {
  const found = baseShelf().find('CompartmentDefinition', 'http://hl7.org/fhir/CompartmentDefinition/patient');
  const { resource } = found as { resource: { code: string; param?: string[] }[] };
  assert.deepEqual(resource.find(({ code }) => code === 'Encounter')?.param, ['patient']);
  assert.equal(resource.find(({ code }) => code === 'Task')?.param, undefined);
});

test('Socle, shelf: what is added stands over the base, the newest version first', () => {
  const url = 'http://hl7.org/fhir/ValueSet/administrative-gender';
  const set = (version: string): Json => ({ resourceType: 'ValueSet', url, version, name: `v${version}` });
  const shelf = shelfWith([set('4.0.1'), set('4.0.0'), { resourceType: 'Patient', url: 'x' }, { resourceType: 'ValueSet' }]);
  assert.equal(shelf.find('ValueSet', url)?.name, 'v4.0.1');
  assert.equal(shelf.find('ValueSet', `${url}|4.0.0`)?.name, 'v4.0.0');
  assert.equal(shelfWith([set('3.0.0')]).find('ValueSet', url)?.name, 'AdministrativeGender');
  const listed = shelf.list('ValueSet').filter((one) => one.url === url);
  assert.deepEqual(listed.map(({ version, package: from }) => `${version} ${from}`).sort(), ['4.0.0 here#0', '4.0.1 here#0']);
});
