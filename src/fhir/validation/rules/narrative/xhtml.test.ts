import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../../../../spec/fhir/xhtml.json' with { type: 'json' };
import { readXhtml } from './xhtml.ts';

for (const one of spec.cases) {
  test(`FHIR R4 §2.24.0.2 xhtml: ${one.name}`, () => {
    const read = readXhtml(one.text);
    if (one.malformed === true) return assert.equal(typeof read, 'string');
    assert.ok(typeof read !== 'string', String(read));
    assert.deepEqual(
      read.elements.map(({ name }) => name),
      one.elements,
    );
    assert.deepEqual([...read.entities], one.entities);
  });
}

test('FHIR R4 §2.24.0.2 xhtml: character references in attributes are replaced, names that nobody knows are kept', () => {
  const read = readXhtml('<div title="&#106;&#x61;&lt;&constructor;"/>');
  assert.ok(typeof read !== 'string');
  assert.equal(read.elements[0]?.attributes.get('title'), 'ja<&constructor;');
});

test('Issue, bad input: texts made to be read for long take no time', () => {
  for (const piece of ['<', '<a ', '<a b="', "<a b='' ", '<!--', '&', '&#', '</', '<a b = ', '<a\t\t', '-- ']) {
    const started = performance.now();
    readXhtml(`<div>${piece.repeat(100_000)}`);
    readXhtml(`<div><p ${piece.repeat(100_000)}>`);
    assert.ok(performance.now() - started < 500, piece);
  }
});
