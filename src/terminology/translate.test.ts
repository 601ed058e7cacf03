import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf, type Json, shelfWith } from '#packages';
import { terminologyOf } from './terminology.ts';
import type { TranslateAsk } from './translate.ts';

const [here, there] = ['http://example.org/here', 'http://example.org/there'];
const map = (name: string, group: Json, more: Json = {}): Json => ({
  resourceType: 'ConceptMap',
  url: `http://example.org/ConceptMap/${name}`,
  status: 'active',
  sourceCanonical: 'http://example.org/ValueSet/from|1',
  targetUri: `http://example.org/ValueSet/to-${name}`,
  group: [{ source: here, target: there, ...group }],
  ...more,
});
const element = [
  {
    code: 'a',
    target: [
      { code: 'A', display: 'Big a', equivalence: 'equivalent' },
      { code: 'AA', equivalence: 'wider' },
    ],
  },
  { code: 'n', target: [{ equivalence: 'unmatched' }] },
  { code: 'p', target: [{ code: 'P', equivalence: 'narrower', product: [{ property: 'x', value: 'y' }] }] },
];
const ask = terminologyOf(
  shelfWith([
    map('plain', { element }),
    map('provided', { element, unmapped: { mode: 'provided' } }),
    map('fixed', { element, unmapped: { mode: 'fixed', code: 'other', display: 'Other' } }),
    map('chained', { element: [], unmapped: { mode: 'other-map', url: 'http://example.org/ConceptMap/plain' } }),
    map('round', { element: [], unmapped: { mode: 'other-map', url: 'http://example.org/ConceptMap/round' } }),
  ]),
);
const by = (name: string, asked: Omit<TranslateAsk, 'conceptMap'>) =>
  ask.translate({ conceptMap: `http://example.org/ConceptMap/${name}`, ...asked });
const short = (answer: ReturnType<typeof by>) =>
  answer?.matches.map(({ equivalence, concept }) => `${equivalence} ${concept.code}`);

test('FHIR R4 §4.10.17 $translate: every target of the code, with its equivalence, what it brings and the map it is from', () => {
  assert.deepEqual(by('plain', { system: here, code: 'a' }), {
    result: true,
    matches: [
      {
        equivalence: 'equivalent',
        concept: { system: there, code: 'A', display: 'Big a' },
        source: 'http://example.org/ConceptMap/plain',
      },
      { equivalence: 'wider', concept: { system: there, code: 'AA' }, source: 'http://example.org/ConceptMap/plain' },
    ],
  });
  assert.deepEqual(by('plain', { code: 'p' })?.matches[0]?.product, [{ property: 'x', value: 'y' }]);
});

test('FHIR R4 §4.10.17 $translate: unmatched is told and is no result; a code of another system has no match', () => {
  assert.deepEqual(
    [by('plain', { system: here, code: 'n' })].map((one) => [one?.result, short(one)]),
    [[false, ['unmatched undefined']]],
  );
  assert.deepEqual(by('plain', { system: there, code: 'a' }), { result: false, matches: [] });
  assert.deepEqual(by('plain', { system: here, code: 'x' }), { result: false, matches: [] });
  assert.equal(by('missing', { code: 'a' }), undefined);
});

test('FHIR R4 §4.10.17 $translate, group.unmapped: the same code, a fixed one, the word of another map; a map that sends to itself ends', () => {
  assert.deepEqual(short(by('provided', { system: here, code: 'x' })), ['equal x']);
  assert.deepEqual(short(by('fixed', { system: here, code: 'x' })), ['inexact other']);
  assert.deepEqual(short(by('chained', { system: here, code: 'a' })), ['equivalent A', 'wider AA']);
  assert.deepEqual(short(by('round', { system: here, code: 'a' })), []);
});

test('FHIR R4 §4.10.17 $translate, reverse: from target to source, the equivalence turned round', () => {
  assert.deepEqual(short(by('plain', { system: there, code: 'AA', reverse: true })), ['narrower a']);
  assert.deepEqual(short(by('plain', { system: there, code: 'P', reverse: true })), ['wider p']);
  assert.deepEqual(short(by('plain', { system: here, code: 'A', reverse: true })), []);
});

test('FHIR R4 §4.10.17 $translate without a map: every map that speaks of it, by source, target and target system', () => {
  const asked = { system: here, code: 'a' };
  const sources = (more: Partial<TranslateAsk>) =>
    new Set(ask.translate({ ...asked, ...more })?.matches.map(({ source }) => source.replace(/.*\//, '')));
  assert.deepEqual(sources({}), new Set(['plain', 'provided', 'fixed']));
  assert.deepEqual(sources({ target: 'http://example.org/ValueSet/to-plain' }), new Set(['plain']));
  assert.equal(sources({ source: 'http://example.org/ValueSet/from' }).size, 3);
  assert.equal(sources({ source: 'http://example.org/ValueSet/else' }).size, 0);
  assert.equal(sources({ targetSystem: here }).size, 0);
});

test('FHIR R4, ConceptMap cm-administrative-gender-v3: HL7’s own map, both ways', () => {
  const base = terminologyOf(baseShelf());
  const v3 = 'http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender';
  const gender = 'http://hl7.org/fhir/administrative-gender';
  const concept = (asked: TranslateAsk) => base.translate(asked)?.matches.map((match) => match.concept.code);
  assert.deepEqual(concept({ system: gender, code: 'female', targetSystem: v3 }), ['F']);
  assert.deepEqual(concept({ system: v3, code: 'F', targetSystem: gender, reverse: true }), ['female']);
});
