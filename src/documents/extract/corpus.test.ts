import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openValidator } from '#fhir';
import { baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { readXml, type XmlDocument } from '#xml';
import { extract } from './extract.ts';
import type { Extraction } from './extraction.ts';
import { modelOf } from './models.ts';

const data = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = `${data}/cda`;
const skip = existsSync(folder) ? false : 'the corpus of the CI-SIS is not here (SOCLE_CORPUS)';
const files = skip === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const context = { documentId: 'd1', patient: 'Patient/p1', at: '2024-05-01T10:00:00Z' };

const spec = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../spec/extract/${name}`, import.meta.url), 'utf8')) as T;
const documents = new Map<string, XmlDocument>();
function documentOf(name: string): XmlDocument {
  const found = files.find((file) => file.normalize('NFC') === name.normalize('NFC'));
  assert.ok(found !== undefined, `${name} is in the corpus`);
  const known = documents.get(found) ?? readXml(readFileSync(`${folder}/${found}`));
  documents.set(found, known);
  return known;
}

test('CI-SIS examples: what is drawn from each is what was counted', { skip }, () => {
  const counts = spec<Record<string, Extraction['counts']>>('counts.json');
  const drawn = Object.fromEntries(files.map((file) => [file.normalize('NFC'), extract(documentOf(file), context).counts]));
  assert.deepEqual(drawn, counts);
});

test('CI-SIS examples: every resource is valid FHIR R4', { skip }, () => {
  const shelf = baseShelf();
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  const faults: string[] = [];
  let checked = 0;
  for (const file of files)
    for (const { resource, at } of extract(documentOf(file), context).resources) {
      checked += 1;
      for (const issue of validator.validate(resource))
        if (issue.severity === 'error') faults.push(`${file} ${at}: ${issue.at} ${issue.rule}`);
    }
  assert.deepEqual(faults, []);
  assert.ok(checked > 1500, `${checked} resources were checked`);
});

test('CI-SIS examples: the same document gives the same resources, another one other ids, every reference leads somewhere', {
  skip,
}, () => {
  for (const file of files) {
    const [once, again] = [extract(documentOf(file), context), extract(readXml(readFileSync(`${folder}/${file}`)), context)];
    assert.deepEqual(again, once, file);
    const ids = new Set(once.resources.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
    assert.equal(ids.size, once.resources.length, `${file}: an id is given twice`);
    const other = extract(documentOf(file), { ...context, documentId: 'd2' });
    assert.ok(other.resources.every(({ resource }) => !ids.has(`${resource.resourceType}/${resource.id}`)));
    for (const reference of referencesIn(once)) assert.ok(ids.has(reference), `${file}: ${reference}`);
  }
});

const outside = /^(?:Patient|DocumentReference)\/|^#/;
function referencesIn(extraction: Extraction): string[] {
  const found = JSON.stringify(extraction.resources).matchAll(/"reference":"([^"]+)"/g);
  return [...found].flatMap(([, reference = '']) => (outside.test(reference) ? [] : [reference]));
}

test('CI-SIS models: each has what it is said to give, or a reason why it gives nothing', { skip }, () => {
  const given = new Map<string, Set<string>>();
  for (const file of files) {
    const model = modelOf(documentOf(file));
    assert.ok(model !== undefined, `${file} has no model`);
    const types = given.get(model.oid) ?? new Set();
    given.set(model.oid, types);
    for (const type of Object.keys(extract(documentOf(file), context).counts.resources))
      if (type !== 'Provenance') types.add(type);
    const said = 'draws' in model ? model.draws : [];
    assert.deepEqual(
      [...types].filter((type) => !said.includes(type)),
      [],
      `${file}: types that the model does not tell`,
    );
  }
  for (const file of files) {
    const model = modelOf(documentOf(file));
    if (model !== undefined)
      assert.deepEqual([...(given.get(model.oid) ?? [])].sort(), 'draws' in model ? [...model.draws].sort() : [], model.name);
  }
});

interface Case {
  readonly source: string;
  readonly document: string;
  /** Members of a resource by which it is found, then those that are compared. */
  readonly type: string;
  readonly at: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

for (const { source, document, type, at, expect } of spec<Case[]>('cases.json'))
  test(`${source} (${document}, ${type})`, { skip }, () => {
    const found = extract(documentOf(document), context).resources.find(
      (each) => each.at === at && each.resource.resourceType === type,
    );
    assert.ok(found !== undefined, `no ${type} comes from ${at}`);
    const compared = Object.fromEntries(Object.keys(expect).map((name) => [name, found.resource[name] ?? null]));
    assert.deepEqual(compared, expect);
  });
