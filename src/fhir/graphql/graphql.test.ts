import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Refusal } from '#kernel';
import { baseShelf } from '#packages';
import { modelOf } from '../model/index.ts';
import { graphql, type Reach } from './index.ts';

interface Case {
  readonly name: string;
  readonly query: string;
  readonly focus?: 'patient' | 'observation';
  readonly variables?: Record<string, unknown>;
  readonly data?: unknown;
  readonly body?: string;
  readonly path?: readonly string[];
  readonly code?: string;
}
interface Cases {
  readonly resources: { readonly patient: object; readonly observation: string };
  readonly answers: readonly Case[];
  readonly errors: readonly Case[];
  readonly faults: readonly Case[];
}
const cases: Cases = JSON.parse(readFileSync(new URL('../../../spec/fhir/graphql.json', import.meta.url), 'utf8'));
const model = modelOf(baseShelf());
const texts = { patient: JSON.stringify(cases.resources.patient), observation: cases.resources.observation };

/** One patient; every search but one finds one resource, whose id tells what was asked. */
const reach: Reach = {
  async resolve(reference) {
    if (reference === 'Device/closed') throw new Refusal('rights.closed', { fr: 'Dossier fermé.', en: 'Record closed.' });
    return reference === 'Patient/p' ? texts.patient : undefined;
  },
  async search(type, parameters) {
    if (parameters.has('nom')) throw new Refusal('fhir.unknown-parameter', { fr: 'Inconnu.', en: 'Unknown.' });
    const id = `${type}?${decodeURIComponent(String(parameters))}`;
    return { total: 41, bodies: [JSON.stringify({ resourceType: type, id, status: 'final' })], next: 'c2' };
  },
};

const ask = ({ query, variables, focus }: Case) =>
  graphql(
    model,
    { query, ...(variables === undefined ? {} : { variables }) },
    reach,
    focus === undefined ? undefined : texts[focus],
  );

for (const one of cases.answers) {
  test(`FHIR R4, GraphQL: ${one.name}`, async () => {
    const { status, body } = await ask(one);
    assert.equal(status, 200, body);
    assert.equal(body, one.body ?? JSON.stringify({ data: one.data }));
  });
}
for (const one of cases.errors) {
  test(`FHIR R4, GraphQL, error beside the data: ${one.name}`, async () => {
    const { status, body } = await ask(one);
    const { data, errors } = JSON.parse(body);
    assert.equal(status, 200);
    assert.deepEqual(data, one.data);
    assert.equal(errors.length, 1);
    assert.deepEqual([errors[0].path, errors[0].extensions?.code], [one.path, one.code]);
  });
}
for (const one of cases.faults) {
  test(`FHIR R4, GraphQL, not answered: ${one.name}`, async () => {
    const { status, body } = await ask(one);
    const { data, errors } = JSON.parse(body);
    assert.equal(status, 400);
    assert.equal(data, undefined);
    assert.match(errors[0].message, /\w{3}/);
  });
}

test('GraphQL: tokens, levels, values and reads are bounded', async () => {
  const extension = (levels: number): string => (levels === 0 ? 'url' : `extension { ${extension(levels - 1)} }`);
  assert.equal((await ask({ name: '', focus: 'patient', query: `{ ${extension(19)} }` })).status, 200);
  const deep = `{"resourceType":"Patient",${'"extension":[{'.repeat(30)}"url":"u"${'}]'.repeat(30)}}`;
  assert.match((await graphql(model, { query: `{ ${extension(25)} }` }, reach, deep)).body, /levels/);
  assert.match((await graphql(model, { query: `{ ${'id '.repeat(5000)} }` }, reach, deep)).body, /tokens/);
  assert.match((await graphql(model, { query: '{'.repeat(3000) }, reach, deep)).body, /Syntax Error/);
  const names = `{"resourceType":"Patient","name":[${Array.from({ length: 20_000 }, () => '{}').join()}]}`;
  assert.match((await graphql(model, { query: '{ name { text use family } }' }, reach, names)).body, /values/);
  const given = `{"resourceType":"Patient","contact":[${Array.from({ length: 501 }, () => '{"telecom":[{"rank":1}]}').join()}]}`;
  const filter = '{ contact { telecom(fhirpath: "rank = 1") { rank } } }';
  assert.match((await graphql(model, { query: filter }, reach, given)).body, /FHIRPath on more/);
  const performers = Array.from({ length: 501 }, (_, i) => ({ reference: `Practitioner/${i}` }));
  const observation = JSON.stringify({ resourceType: 'Observation', performer: performers });
  const follow = '{ performer { resource(optional: true) { id } } }';
  assert.match((await graphql(model, { query: follow }, reach, observation)).body, /reads/);
  const doubling = Array.from({ length: 30 }, (_, i) => `fragment f${i} on Patient { ...f${i + 1} ...f${i + 1} }`).join(' ');
  assert.equal(
    (await ask({ name: '', focus: 'patient', query: `{ ...f0 } ${doubling} fragment f30 on Patient { id }` })).body,
    '{"data":{"id":"p"}}',
  );
});

test('GraphQL: a reference is followed once, and a defect is no GraphQL error', async () => {
  let reads = 0;
  const counting: Reach = {
    ...reach,
    resolve(reference) {
      reads += 1;
      return reach.resolve(reference);
    },
  };
  const query = '{ a: subject { resource { id } } b: subject { resource { id } } }';
  assert.equal((await graphql(model, { query }, counting, texts.observation)).status, 200);
  assert.equal(reads, 1);
  const broken: Reach = { ...reach, resolve: () => Promise.reject(new TypeError('defect')) };
  await assert.rejects(graphql(model, { query }, broken, texts.observation), TypeError);
});
