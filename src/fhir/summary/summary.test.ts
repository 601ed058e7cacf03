import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseShelf } from '#packages';
import { modelOf } from '../model/index.ts';
import { type Summary, summaryOf } from './index.ts';

const model = modelOf(baseShelf());
const tag = '{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}';
const text = '"text":{"status":"empty","div":"<div/>"}';
const rest =
  '"extension":[{"url":"u","valueCode":"x"}],"modifierExtension":[{"url":"m","valueCode":"y"}],"status":"final","code":{"text":"c","extension":[{"url":"u","valueCode":"z"}]},"valueQuantity":{"value":1.00,"unit":"g"},"note":[{"text":"n"}]';
const observation = `{ "resourceType":"Observation","id":"o","meta":{"versionId":"1"},${text},${rest}}`;
const head = `"resourceType":"Observation","id":"o","meta":{"versionId":"1","tag":[${tag}]}`;

interface Case {
  readonly name: string;
  readonly asked: Summary;
  readonly in?: string;
  readonly out: string;
}
const cases: readonly Case[] = [
  { name: 'false is all of it, byte for byte', asked: 'false', out: observation },
  { name: 'data is all but the narrative', asked: 'data', out: `{${head},${rest}}` },
  {
    name: 'text is the narrative and what is mandatory',
    asked: 'text',
    out: `{${head},${text},"modifierExtension":[{"url":"m","valueCode":"y"}],"status":"final","code":{"text":"c","extension":[{"url":"u","valueCode":"z"}]}}`,
  },
  {
    name: 'true is what the definition calls summary, inside datatypes too; decimals keep their digits',
    asked: 'true',
    out: `{${head},"modifierExtension":[{"url":"m","valueCode":"y"}],"status":"final","code":{"text":"c"},"valueQuantity":{"value":1.00,"unit":"g"}}`,
  },
  {
    name: 'true leaves out the bytes of an attachment',
    asked: 'true',
    in: '{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"text/plain","data":"YQ==","title":"t"}},{"attachment":{"url":"Binary/1"}}]}',
    out: `{"resourceType":"DocumentReference","meta":{"tag":[${tag}]},"status":"current","content":[{"attachment":{"contentType":"text/plain","title":"t"}},{"attachment":{"url":"Binary/1"}}]}`,
  },
  {
    name: 'true inside a Bundle',
    asked: 'true',
    in: '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","active":true,"contact":[{"gender":"male"}]}}]}',
    out: `{"resourceType":"Bundle","meta":{"tag":[${tag}]},"type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","active":true}}]}`,
  },
  {
    name: 'what has nothing of the summary in it stays whole rather than empty',
    asked: 'true',
    in: '{"resourceType":"Observation","status":"final","code":{"extension":[{"url":"u","valueCode":"z"}]}}',
    out: `{"resourceType":"Observation","meta":{"tag":[${tag}]},"status":"final","code":{"extension":[{"url":"u","valueCode":"z"}]}}`,
  },
  {
    name: '_elements by their base name, with what is mandatory',
    asked: ['value', 'note'],
    out: `{${head},"modifierExtension":[{"url":"m","valueCode":"y"}],"status":"final","code":{"text":"c","extension":[{"url":"u","valueCode":"z"}]},"valueQuantity":{"value":1.00,"unit":"g"},"note":[{"text":"n"}]}`,
  },
  {
    name: '_elements with what stands beside a primitive',
    asked: ['birthDate'],
    in: '{"resourceType":"Patient","id":"p","birthDate":"1958","_birthDate":{"id":"b"},"gender":"male","_gender":{"id":"a"}}',
    out: `{"resourceType":"Patient","id":"p","meta":{"tag":[${tag}]},"birthDate":"1958","_birthDate":{"id":"b"}}`,
  },
  {
    name: 'the mark joins the tags that are there',
    asked: ['id'],
    in: '{"meta":{"tag":[{"code":"a"} ],"versionId":"2"},"resourceType":"Basic","code":{}}',
    out: `{"resourceType":"Basic","meta":{"tag":[{"code":"a"},${tag} ],"versionId":"2"},"code":{}}`,
  },
  {
    name: 'the mark is there once',
    asked: ['id'],
    in: `{"resourceType":"Basic","meta":{"tag":[${tag}]},"code":{}}`,
    out: `{"resourceType":"Basic","meta":{"tag":[${tag}]},"code":{}}`,
  },
];
for (const one of cases)
  test(`FHIR R4 §3.1.1.5.8, parts of a resource: ${one.name}`, () =>
    assert.equal(summaryOf(model, one.in ?? observation, one.asked), one.out));

test('FHIR R4 §3.1.1.5.9, _elements: a name that the type does not have is refused', () => {
  for (const name of ['valeur', 'valueQuantity', 'toString', ''])
    assert.throws(() => summaryOf(model, observation, [name]), { code: 'fhir.unknown-element' });
});
