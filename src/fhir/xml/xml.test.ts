import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { baseShelf } from '#packages';
import { modelOf } from '../model/index.ts';
import { fromXml, toXml } from './index.ts';

interface Case {
  readonly name: string;
  readonly json: string;
  readonly xml: string;
}
interface Refused extends Case {
  readonly refuses: string;
  readonly at?: string;
}
const cases: { bothWays: Case[]; reads: Case[]; refusesXml: Refused[]; refusesJson: Refused[] } = JSON.parse(
  readFileSync(new URL('../../../spec/fhir/xml.json', import.meta.url), 'utf8'),
);
const model = modelOf(baseShelf());

for (const { name, json, xml } of cases.bothWays) {
  test(`FHIR R4 §2.6.1, XML both ways: ${name}`, () => {
    assert.equal(toXml(model, json), xml);
    assert.equal(fromXml(model, xml), json);
    assert.equal(fromXml(model, Buffer.from(toXml(model, json, true))), json);
  });
}
for (const { name, json, xml } of cases.reads)
  test(`FHIR R4 §2.6.1, XML read: ${name}`, () => assert.equal(fromXml(model, Buffer.from(xml)), json));

const refusal = ({ refuses, at }: Refused) => ({ code: refuses, ...(at === undefined ? {} : { at }) });
for (const one of cases.refusesXml)
  test(`FHIR R4 §2.6.1, XML refused: ${one.name}`, () => assert.throws(() => fromXml(model, one.xml), refusal(one)));
for (const one of cases.refusesJson)
  test(`FHIR R4 §2.6.1, not to be written in XML: ${one.name}`, () => assert.throws(() => toXml(model, one.json), refusal(one)));

test('FHIR R4 §2.6.1, XML refused: the line is told, the content is not', () => {
  const xml = '<Patient xmlns="http://hl7.org/fhir">\n<gender\nvalue="SECRET"><SECRET/></gender></Patient>';
  assert.throws(() => fromXml(model, xml), /line [23]/);
  const broken = '<Patient xmlns="http://hl7.org/fhir">\n<gender value="SECRET">';
  assert.throws(
    () => fromXml(model, broken),
    ({ message }: Error) => /line 2/.test(message) && !message.includes('SECRET'),
  );
});

test('FHIR R4 §2.6.1, XML refused: bytes that are not UTF-8, and more than 64 levels', () => {
  assert.throws(() => fromXml(model, Uint8Array.from([0x3c, 0xff])), { code: 'fhir.xml-encoding' });
  const nested = (levels: number): string =>
    `<Basic xmlns="http://hl7.org/fhir">${'<extension url="u">'.repeat(levels)}<valueCode value="x"/>${'</extension>'.repeat(levels)}</Basic>`;
  assert.match(fromXml(model, nested(60)), /"valueCode":"x"/);
  assert.throws(() => fromXml(model, nested(70)), { code: 'fhir.xml-too-deep' });
  assert.throws(() => fromXml(model, '<Basic>'.repeat(100_000)), { code: 'fhir.xml-malformed' });
});

test('FHIR R4 §2.6.2, pretty XML: one element a line, two spaces a level', () => {
  const xml = toXml(model, '{"resourceType":"Patient","name":[{"text":"t"}]}', true);
  assert.equal(
    xml.split('\n').slice(1).join('\n'),
    '<Patient xmlns="http://hl7.org/fhir">\n  <name>\n    <text value="t"/>\n  </name>\n</Patient>',
  );
});

test('FHIR R4 §3.1.0.1.11, pretty XML: values and narratives stay as they are, also inside a Bundle', () => {
  const div = '<div xmlns="http://www.w3.org/1999/xhtml"><pre>a\n   b</pre><p>c <b>d</b>\te</p>\n</div>';
  const basic = { resourceType: 'Basic', text: { status: 'generated', div }, code: { text: ' two  spaces\nand\ta line ' } };
  const json = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: basic }] });
  const xml = toXml(model, json, true);
  assert.ok(xml.includes(`\n        <text>\n          <status value="generated"/>\n          ${div}\n        </text>`), xml);
  assert.equal(xml.replaceAll(/\n *(?=<\/?(?:Bundle|type|entry|resource|Basic|text|status|code)|<div)/g, ''), toXml(model, json));
  assert.equal(fromXml(model, xml), json);
});

test('FHIR R4 §2.6.1: any text of a value comes back', () => {
  const character = fc.constantFrom(...'<>&"\'\t\n\r \u0085\u2028é😀]]>-');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(character, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), minLength: 1 }),
      (text) => {
        const json = JSON.stringify({ resourceType: 'Basic', code: { text } });
        assert.equal(fromXml(model, toXml(model, json)), json);
        assert.equal(fromXml(model, toXml(model, json, true)), json);
      },
    ),
  );
});
