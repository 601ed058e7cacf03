import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf, type Json, type Shelf, shelfWith } from '#packages';
import spec from '../../spec/terminology/composition.json' with { type: 'json' };
import { terminologyOf } from './terminology.ts';

const animals = 'http://example.org/animals';
const set = (name: string): string => `http://example.org/ValueSet/${name}`;
const valueSet = (name: string, compose: Json): Json => ({ resourceType: 'ValueSet', url: set(name), status: 'draft', compose });
const shelf = shelfWith([
  ...spec.resources,
  valueSet('all', { include: [{ system: animals }] }),
  valueSet('plants', { include: [{ system: 'http://example.org/plants' }] }),
  valueSet('big', {
    include: [{ system: 'http://example.org/big', concept: Array.from({ length: 10_001 }, (_, n) => ({ code: `c${n}` })) }],
  }),
  {
    resourceType: 'CodeSystem',
    url: 'http://example.org/parts',
    status: 'active',
    content: 'complete',
    hierarchyMeaning: 'part-of',
    concept: [{ code: 'body', concept: [{ code: 'arm' }] }],
  },
]);
const ask = terminologyOf(shelf);
const at = new Date('2026-03-01T10:00:00Z');

interface Expansion {
  readonly total: number;
  readonly contains?: readonly { readonly code: string; readonly display?: string; readonly abstract?: boolean }[];
}
const expanded = (name: string, options = {}): Expansion => ask.expand(set(name), { at, ...options }).expansion as Expansion;
const codes = (expansion: Expansion): string[] => (expansion.contains ?? []).map(({ code }) => code);

test('FHIR R4 §4.9.7 $expand: the whole set, in the order of the code system, with displays, abstract and inactive told', () => {
  assert.deepEqual(ask.expand(set('all'), { at }), {
    resourceType: 'ValueSet',
    url: set('all'),
    status: 'draft',
    expansion: {
      timestamp: '2026-03-01T10:00:00.000Z',
      total: 9,
      parameter: [{ name: 'version', valueUri: `${animals}|1` }],
      contains: [
        { system: animals, abstract: true, code: 'animal', display: 'Animal' },
        ...['Mammal', 'Cat', 'Whale', 'Bat', 'Bird', 'Duck'].map((display) => ({
          system: animals,
          code: display.toLowerCase(),
          display,
        })),
        { system: animals, inactive: true, code: 'dodo', display: 'Dodo' },
        { system: animals, code: 'flyer', display: 'Flyer' },
      ],
    },
  });
});

test('FHIR R4 §4.9.7 $expand: pages follow each other and tell the same total; count 0 tells the total alone', () => {
  const all = codes(expanded('all'));
  const pages = [0, 4, 8].map((offset) => expanded('all', { offset, count: 4 }));
  assert.deepEqual(pages.flatMap(codes), all);
  assert.deepEqual(new Set(pages.map(({ total }) => total)), new Set([9]));
  assert.deepEqual(
    [expanded('all', { count: 0 })].map(({ total, contains }) => [total, contains]),
    [[9, undefined]],
  );
  assert.deepEqual(codes(expanded('all', { offset: 100, count: 4 })), []);
});

test('FHIR R4 §4.9.7 $expand: the filter is every word, in display, designation or code, without case and accents', () => {
  assert.deepEqual(codes(expanded('all', { filter: 'BÄT' })), ['bat']);
  assert.deepEqual(codes(expanded('all', { filter: 'chat' })), ['cat']);
  assert.deepEqual(codes(expanded('all', { filter: 'mal mam' })), ['mammal']);
  assert.deepEqual(codes(expanded('all', { filter: 'no such' })), []);
});

test('FHIR R4 §4.9.7 $expand: activeOnly leaves out what is retired; displayLanguage shows the designation; a set’s own name wins', () => {
  assert.ok(!codes(expanded('all', { activeOnly: true })).includes('dodo'));
  assert.equal(expanded('all', { displayLanguage: 'fr-FR' }).contains?.find(({ code }) => code === 'cat')?.display, 'Chat');
  assert.equal(expanded('pets').contains?.[0]?.display, 'Kitty');
});

test('FHIR R4 §4.9.7 $expand: a ValueSet that stands on no shelf', () => {
  const { expansion } = ask.expand({ resourceType: 'ValueSet', compose: { include: [{ valueSet: [set('pets')] }] } }, { at });
  assert.deepEqual(codes(expansion as Expansion), ['cat', 'duck']);
});

test('FHIR R4 §4.9.7 $expand, refusals', () => {
  assert.throws(() => ask.expand(set('missing')), { code: 'terminology.unknown-value-set' });
  assert.throws(() => ask.expand(set('plants')), { code: 'terminology.not-expandable', message: /example\.org\/plants/ });
  assert.throws(() => ask.expand(set('loop-a')), { code: 'terminology.cyclic' });
  assert.throws(() => ask.expand(set('loop-b')), { code: 'terminology.cyclic' });
  assert.throws(() => ask.expand(set('big')), { code: 'terminology.too-costly' });
  assert.equal(codes(expanded('big', { count: 5000 })).length, 5000);
  assert.equal(ask.codesOf(set('plants')), undefined);
  assert.deepEqual(
    [...(ask.codesOf(set('pets')) ?? [])],
    ['cat', 'duck'].map((code) => ({ system: animals, code })),
  );
});

const system = 'http://hl7.org/fhir/administrative-gender';
const validations: readonly (readonly [string, Parameters<typeof ask.validateCode>[0], boolean | undefined, string?])[] = [
  ['a code of a system', { system, code: 'male' }, true],
  ['no code of a system', { system, code: 'Male' }, false, 'code'],
  ['its display, spaces and case aside', { system, code: 'male', display: ' MALE ' }, true],
  ['another display', { system, code: 'male', display: 'Female' }, false, 'display'],
  ['a designation is a display', { system: animals, code: 'cat', display: 'chat' }, true],
  ['the name that the value set gives', { valueSet: set('pets'), system: animals, code: 'cat', display: 'Kitty' }, true],
  ['the name of the system beside it', { valueSet: set('pets'), system: animals, code: 'cat', display: 'Cat' }, true],
  ['a code of a value set', { valueSet: set('pets'), system: animals, code: 'cat' }, true],
  ['a code of a value set, without its system', { valueSet: set('pets'), code: 'duck' }, true],
  ['a code of the system that is not in the value set', { valueSet: set('pets'), system: animals, code: 'bat' }, false, 'code'],
  ['a code that is in no system of the set', { valueSet: set('pets'), code: 'unicorn' }, false, 'code'],
  ['a value set that is not here', { valueSet: set('missing'), system: animals, code: 'cat' }, undefined],
  [
    'a code that does not exist, whatever the value set',
    { valueSet: set('missing'), system: animals, code: 'unicorn' },
    false,
    'code',
  ],
  ['a system that is not here', { system: 'http://loinc.org', code: '1234-5' }, undefined],
  ['a code of a part of a system', { system: 'http://example.org/plants', code: 'oak' }, true],
  ['a code that the part of a system does not have', { system: 'http://example.org/plants', code: 'fir' }, undefined],
  ['a version that is here', { system: animals, version: '1', code: 'cat' }, true],
  ['a version that is not here', { system: animals, version: '2', code: 'cat' }, undefined],
  ['an abstract code', { system: animals, code: 'animal' }, false, 'abstract'],
  ['an abstract code where it may be', { system: animals, code: 'animal', abstract: true }, true],
  ['neither system nor value set', { code: 'cat' }, undefined],
];
for (const [name, asked, result, fault] of validations)
  test(`FHIR R4 §4.8.16 $validate-code: ${name}`, () => {
    const answer = ask.validateCode(asked);
    assert.deepEqual([answer.result, answer.fault], [result, fault], answer.message);
    assert.equal(answer.message !== undefined, result !== true);
  });

test('FHIR R4 §4.8.16 $validate-code: the message says whether the code or its place in the value set is wrong', () => {
  const message = (asked: Parameters<typeof ask.validateCode>[0]) => ask.validateCode(asked).message ?? '';
  assert.match(
    message({ system: animals, code: 'unicorn' }),
    /“unicorn” of http:\/\/example.org\/animals does not exist \(version 1\)/,
  );
  assert.match(
    message({ valueSet: set('pets'), system: animals, code: 'bat' }),
    /is not in the value set http:\/\/example.org\/ValueSet\/pets/,
  );
  assert.match(message({ valueSet: set('pets'), code: 'unicorn' }), /is not in the value set/);
  assert.match(
    message({ valueSet: set('missing'), code: 'unicorn' }),
    /the value set http:\/\/example.org\/ValueSet\/missing is not loaded/,
  );
  assert.match(message({ system: 'http://loinc.org', code: 'x' }), /the code system http:\/\/loinc.org is not loaded/);
});

test('FHIR R4 §4.8.16 $validate-code: the right display is told', () => {
  assert.equal(ask.validateCode({ system, code: 'male', display: 'x' }).display, 'Male');
  assert.equal(ask.validateCode({ valueSet: set('pets'), code: 'cat' }).display, 'Kitty');
});

test('FHIR R4 §4.8.14 $lookup: display, designations, properties, parents and children', () => {
  assert.deepEqual(ask.lookup(animals, 'bat'), {
    name: 'Animals',
    version: '1',
    display: 'Bat',
    designation: [],
    property: [
      { code: 'legs', valueInteger: 2 },
      { code: 'inactive', valueBoolean: false },
      { code: 'parent', valueCode: 'mammal' },
      { code: 'parent', valueCode: 'flyer' },
    ],
  });
  assert.ok(ask.lookup(animals, 'dodo')?.property.some((one) => one.code === 'inactive' && one.valueBoolean === true));
  assert.equal(ask.lookup(animals, 'unicorn'), undefined);
  assert.equal(ask.lookup('http://loinc.org', '1234-5'), undefined);
});

test('FHIR R4 §4.8.15 $subsumes', () => {
  assert.equal(ask.subsumes(animals, 'animal', 'cat'), 'subsumes');
  assert.equal(ask.subsumes(animals, 'cat', 'animal'), 'subsumed-by');
  assert.equal(ask.subsumes(animals, 'cat', 'cat'), 'equivalent');
  assert.equal(ask.subsumes(animals, 'cat', 'bird'), 'not-subsumed');
  assert.equal(ask.subsumes(animals, 'flyer', 'duck'), 'subsumes');
  assert.equal(ask.subsumes(animals, 'cat', 'unicorn'), undefined);
  assert.equal(ask.subsumes('http://example.org/plants', 'oak', 'elm'), undefined);
  assert.equal(ask.subsumes('http://example.org/parts', 'body', 'arm'), undefined);
});

test('FHIR R4 §3.1.1.4.8, :below and :above: the code with all under it, or over it', () => {
  assert.deepEqual(ask.below(animals, 'flyer')?.toSorted(), ['bat', 'bird', 'duck', 'flyer']);
  assert.deepEqual(ask.above(animals, 'bat')?.toSorted(), ['animal', 'bat', 'flyer', 'mammal']);
  assert.equal(ask.below('http://example.org/plants', 'oak'), undefined);
  assert.equal(ask.above(animals, 'unicorn'), undefined);
});

test('Socle, terminology: a hierarchy that goes round is walked once', () => {
  const round = { code: 'a', concept: [{ code: 'b', property: [{ code: 'child', valueCode: 'a' }] }] };
  const url = 'http://example.org/round';
  const rounded = terminologyOf(shelfWith([{ resourceType: 'CodeSystem', url, content: 'complete', concept: [round] }]));
  assert.deepEqual(rounded.below(url, 'a'), ['a', 'b']);
});

test('Socle, terminology: what was compiled is let go when the shelf changes', () => {
  let generation = 1;
  let now = shelfWith([valueSet('x', { include: [{ system: animals, concept: [{ code: 'cat' }] }] })]);
  const changing: Shelf = {
    find: (kind, canonical) => now.find(kind, canonical),
    list: (kind) => now.list(kind),
    get generation() {
      return generation;
    },
  };
  const terminology = terminologyOf(changing);
  assert.equal(terminologyOf(changing), terminology);
  assert.equal(terminology.membership(set('x'), { code: 'dog' }), 'out');
  now = shelfWith([valueSet('x', { include: [{ system: animals, concept: [{ code: 'dog' }] }] })]);
  generation += 1;
  assert.equal(terminology.membership(set('x'), { code: 'dog' }), 'in');
});

test('FHIR R4 §4.8.1: a whole code system wins over parts of it, whichever came last; parts are read together', () => {
  const part = (url: string, version: string, code: string): Json => ({
    resourceType: 'CodeSystem',
    url,
    version,
    content: 'fragment',
    concept: [{ code }],
  });
  const other = 'http://loinc.org';
  const parts = terminologyOf(
    shelfWith([part(system, '9.9', 'part'), part(other, '1', 'a'), part(other, '2', 'b')], baseShelf()),
  );
  assert.equal(parts.validateCode({ system, code: 'male' }).result, true);
  assert.equal(parts.validateCode({ system, code: 'part' }).result, false);
  for (const code of ['a', 'b']) assert.equal(parts.validateCode({ system: other, code }).result, true);
});
