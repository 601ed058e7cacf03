import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import type { Json } from '../../json.ts';
import { ruleTable } from './table.ts';

const shelf = baseShelf();

/** Runs every rule of a resource; out: milliseconds of processor. */
function timeOf(resource: Json, resolve?: (reference: string) => Json | undefined): number {
  const ground = { shelf, terminology: terminologyOf(shelf), ...(resolve === undefined ? {} : { resolve }) };
  const type = String(resource.resourceType);
  const before = process.cpuUsage();
  for (const rule of [...(ruleTable['*'] ?? []), ...(ruleTable[type] ?? [])]) {
    for (const issue of rule({ resource, at: type, type, root: resource, ground })) assert.ok(issue.message.length > 0);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const many = 10_000;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const urn = (i: number): string => `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
const chain = (i: number, to: number): Json => ({
  fullUrl: urn(i),
  resource: { resourceType: 'Observation', id: `o${i}`, derivedFrom: [{ reference: urn(to) }] },
});

test('Issue, bad input: a document of 10,000 entries in a chain, backwards and forwards', () => {
  const composition = { fullUrl: urn(0), resource: { resourceType: 'Composition', id: 'c', subject: { reference: urn(many) } } };
  for (const step of [1, -1]) {
    const entry = [composition, ...range(many).map((i) => chain(i + 1, i + 1 + step))];
    assert.ok(timeOf({ resourceType: 'Bundle', type: 'document', entry }) < 2000, `${step}`);
  }
});

test('Issue, bad input: 10,000 entries of one fullUrl that refer to it, and links in their narratives', () => {
  const text = { status: 'generated', div: '<div><a href="#x">x</a></div>' };
  const entry = range(many).map(() => ({
    fullUrl: urn(1),
    resource: { resourceType: 'Observation', text, subject: { reference: urn(1) } },
  }));
  const first = { fullUrl: urn(0), resource: { resourceType: 'Composition', id: 'c', subject: { reference: urn(1) } } };
  for (const type of ['collection', 'document']) {
    assert.ok(timeOf({ resourceType: 'Bundle', type, entry: [first, ...entry] }) < 2000, type);
  }
});

test('Issue, bad input: a form of 10,000 items that each wait for another, and its response', () => {
  const items = range(many).map((i) => ({
    linkId: `i${i}`,
    type: 'string',
    required: true,
    enableWhen: [{ question: `i${many - 1 - i}`, operator: '=', answerString: 'x' }],
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/regex', valueString: '(a+)+b' }],
  }));
  const questionnaire = { resourceType: 'Questionnaire', url: 'urn:x:q', item: items };
  assert.ok(timeOf(questionnaire) < 2000);
  const item = items.map(({ linkId }) => ({ linkId, answer: [{ valueString: 'a'.repeat(50) }] }));
  const response = { resourceType: 'QuestionnaireResponse', questionnaire: 'urn:x:q', status: 'completed', item };
  assert.ok(timeOf(response, () => questionnaire) < 2000);
});

test('Issue, bad input: a string of 5 MB built to be searched for long', () => {
  for (const piece of ['<a ', '<', '<a on', ' on', 'onload', '<b></b', '\u202e', '<img']) {
    const text = piece.repeat(Math.floor(5_000_000 / piece.length));
    assert.ok(timeOf({ resourceType: 'Patient', name: [{ text }] }) < 2000, piece);
  }
});

test('Issue, bad input: 60 levels deep', () => {
  let extension: Json = { url: 'urn:x:y', valueString: 'x' };
  for (let i = 0; i < 28; i++) extension = { url: 'urn:x:y', extension: [extension] };
  assert.ok(timeOf({ resourceType: 'Patient', extension: [extension] }) < 500);
});
