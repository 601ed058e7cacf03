import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAsked, formatSent } from './media.ts';

const asked: readonly (readonly [format: string | undefined, accept: string | undefined, out: 'json' | 'xml' | 'refused'])[] = [
  [undefined, undefined, 'json'],
  [undefined, '', 'json'],
  [undefined, '*/*', 'json'],
  [undefined, 'application/fhir+json', 'json'],
  [undefined, 'application/fhir+json; fhirVersion=4.0', 'json'],
  [undefined, 'application/fhir+json; fhirVersion=4.0.1; charset=utf-8', 'json'],
  [undefined, 'application/fhir+json; fhirVersion=5.0', 'refused'],
  [undefined, 'application/fhir+xml', 'xml'],
  [undefined, 'text/xml', 'xml'],
  [undefined, 'application/fhir+json;q=0.5, application/fhir+xml', 'xml'],
  [undefined, 'text/html, application/fhir+xml;q=0.9, */*;q=0.1', 'xml'],
  [undefined, 'application/fhir+xml;q=0, application/json', 'json'],
  [undefined, 'text/turtle', 'refused'],
  [undefined, 'application/fhir+turtle;q=1.0, application/pdf', 'refused'],
  ['json', 'application/fhir+xml', 'json'],
  ['xml', 'application/fhir+json', 'xml'],
  ['application/fhir xml', undefined, 'xml'],
  ['application/fhir+json', 'text/turtle', 'json'],
  ['text/xml', undefined, 'xml'],
  ['ttl', undefined, 'refused'],
];
for (const [format, accept, out] of asked) {
  test(`FHIR R4 §3.1.0.1.10, _format ${format ?? '(none)'}, Accept ${accept ?? '(none)'}: ${out}`, () => {
    if (out === 'refused') assert.throws(() => formatAsked(format, accept), { code: 'fhir.not-acceptable' });
    else assert.equal(formatAsked(format, accept), out);
  });
}

test('FHIR R4 §3.1.0.1.10, Content-Type: JSON and XML in UTF-8, and nothing else', () => {
  for (const type of ['application/fhir+json', 'application/json; charset=UTF-8', 'text/json', 'APPLICATION/FHIR+JSON'])
    assert.equal(formatSent(type), 'json', type);
  for (const type of ['application/fhir+xml', 'application/xml;charset=utf-8']) assert.equal(formatSent(type), 'xml', type);
  for (const type of [
    undefined,
    '',
    '*/*',
    'text/plain',
    'application/fhir+json; charset=latin1',
    'application/fhir+json; fhirVersion=3.0',
  ])
    assert.equal(formatSent(type), undefined, type);
});
