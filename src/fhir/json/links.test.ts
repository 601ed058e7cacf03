import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { baseShelf } from '#packages';
import { modelOf } from '../model/index.ts';
import { linkNames, replaceReferences } from './links.ts';

const urn = 'urn:uuid:0b9d8f0e-6a3c-4a7c-9c1b-4b4d1e1e0001';
const map = new Map([
  [urn, 'Patient/1'],
  ['http://elsewhere.example/fhir/Device/2?a=1&b=2', 'Device/2'],
  ['Patient?identifier=x|1', 'Patient/9'],
]);

const cases: readonly (readonly [name: string, text: string, out: string])[] = [
  [
    'a reference',
    `{"subject": {"reference" : "${urn}", "display":"d"}, "v":1.0}`,
    '{"subject": {"reference" : "Patient/1", "display":"d"}, "v":1.0}',
  ],
  [
    'in a list',
    `{"performer":[{"reference":"${urn}"},{"reference":"Practitioner/3"}]}`,
    '{"performer":[{"reference":"Patient/1"},{"reference":"Practitioner/3"}]}',
  ],
  ['with its version', `{"reference":"${urn}/_history/2"}`, '{"reference":"Patient/1/_history/2"}'],
  ['a conditional reference', '{"reference":"Patient?identifier=x|1"}', '{"reference":"Patient/9"}'],
  [
    'escaped as JSON allows',
    '{"\\u0072eference":"\\u0075rn:uuid:0b9d8f0e-6a3c-4a7c-9c1b-4b4d1e1e0001"}',
    '{"\\u0072eference":"Patient/1"}',
  ],
  [
    'uri and url',
    `{"valueUri":"${urn}","content":[{"attachment":{"url":"${urn}"}}]}`,
    '{"valueUri":"Patient/1","content":[{"attachment":{"url":"Patient/1"}}]}',
  ],
  ['a list of uri', `{"instantiatesUri":["x","${urn}"]}`, '{"instantiatesUri":["x","Patient/1"]}'],
  [
    'href and src of the narrative',
    `{"text":{"div":"<div><a href=\\"${urn}\\">${urn}</a><img src='http://elsewhere.example/fhir/Device/2?a=1&amp;b=2'/></div>"}}`,
    `{"text":{"div":"<div><a href=\\"Patient/1\\">${urn}</a><img src='Device/2'/></div>"}}`,
  ],
];
for (const [name, text, out] of cases)
  test(`FHIR R4 §3.1.0.11.2, links replaced: ${name}`, () => assert.equal(replaceReferences(text, map), out));

const untouched: readonly (readonly [name: string, text: string])[] = [
  ['a canonical', `{"profile":["${urn}"],"questionnaire":"${urn}"}`],
  ['the value of an identifier', `{"identifier":[{"system":"urn:ietf:rfc:3986","value":"${urn}"}]}`],
  ['a text', `{"description":"${urn}","display":"${urn}"}`],
  ['part of a link', `{"reference":"${urn}0","url":"x${urn}"}`],
  ['a member of that name', `{"${urn}":"x"}`],
];
for (const [name, text] of untouched)
  test(`FHIR R4 §3.1.0.11.2, links kept: ${name}`, () => assert.equal(replaceReferences(text, map), text));

test('FHIR R4 §3.1.0.11.2: the names are those of the elements of type uri, url, oid and uuid, and reference', () => {
  const model = modelOf(baseShelf());
  const found = new Set(['reference']);
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const one of model.type(name)?.elements.values() ?? []) {
      if (['uri', 'url', 'oid', 'uuid'].includes(one.type)) found.add(one.name);
      walk(one.type);
    }
  };
  for (const name of model.resources) walk(name);
  assert.deepEqual([...linkNames].sort(), [...found].sort());
});

test('FHIR R4 §3.1.0.11.2: with nothing to replace, every text stays byte for byte', () => {
  fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), (text) => replaceReferences(text, map) === text));
});
