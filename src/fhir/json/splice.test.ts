import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memberText, resourceTexts, withMeta, withoutMembers } from './splice.ts';

const stamp = { id: 'a-1', versionId: '3', lastUpdated: '2026-03-29T01:00:00.000Z' };
const version = '"versionId":"3","lastUpdated":"2026-03-29T01:00:00.000Z"';

interface Case {
  readonly name: string;
  readonly in: string;
  readonly out?: string;
  readonly refuses?: string;
}
const cases: readonly Case[] = [
  {
    name: 'both are added behind the type',
    in: '{"resourceType":"Basic","code":{}}',
    out: `{"resourceType":"Basic","id":"a-1","meta":{${version}},"code":{}}`,
  },
  {
    name: 'what was sent is replaced where it stands, decimals and space stay',
    in: '{ "meta" : {"versionId": "1",\n "profile":["p"], "lastUpdated":"x"}, "v": 1.00e2 ,"resourceType":"Basic", "id":\t"b"}',
    out: '{ "meta" : {"versionId": "3",\n "profile":["p"], "lastUpdated":"2026-03-29T01:00:00.000Z"}, "v": 1.00e2 ,"resourceType":"Basic", "id":\t"a-1"}',
  },
  {
    name: 'a meta without version keeps its tags',
    in: '{"resourceType":"Basic","id":"b","meta":{"tag":[{"code":"}"}]}}',
    out: `{"resourceType":"Basic","id":"a-1","meta":{${version},"tag":[{"code":"}"}]}}`,
  },
  {
    name: 'an id inside is not the id',
    in: '{"contained":[{"id":"c","meta":{}}],"resourceType":"Basic"}',
    out: `{"contained":[{"id":"c","meta":{}}],"resourceType":"Basic","id":"a-1","meta":{${version}}}`,
  },
  {
    name: 'a name written with escapes is the same name',
    in: String.raw`{"resourceType":"Basic","\u0069d":"b"}`,
    out: String.raw`{"resourceType":"Basic","meta":{${version}},"\u0069d":"a-1"}`,
  },
  { name: 'id twice', in: '{"resourceType":"Basic","id":"b","id":"c"}', refuses: 'fhir.duplicate-member' },
  { name: 'id twice, once in disguise', in: String.raw`{"id":"b","\u0069d":"c"}`, refuses: 'fhir.duplicate-member' },
  { name: 'version twice', in: '{"meta":{"versionId":"1","versionId":"2"}}', refuses: 'fhir.duplicate-member' },
];
for (const one of cases) {
  test(`FHIR R4 §3.1.0.1, id and meta: ${one.name}`, () => {
    if (one.refuses !== undefined) assert.throws(() => withMeta(one.in, stamp), { code: one.refuses });
    else assert.equal(withMeta(one.in, stamp), one.out);
  });
}

/** Objects whose strings and names are as awkward as JSON allows, some with the members concerned. */
const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const resource = fc.record(
  {
    resourceType: fc.constant('Basic'),
    id: fc.string(),
    meta: fc.oneof(fc.dictionary(fc.string(), value), fc.record({ versionId: fc.string(), tag: value }), value),
    rest: fc.dictionary(fc.string({ unit: 'binary' }), value),
  },
  { requiredKeys: [] },
);
const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const spaces = fc.constantFrom(undefined, 2, '\t');

test('FHIR R4 §3.1.0.1, id and meta: only they change, whatever the resource', () => {
  fc.assert(
    fc.property(resource, spaces, (sent, space) => {
      const { rest = {}, ...own } = sent;
      const whole = { ...rest, ...own };
      const text = JSON.stringify(whole, null, space);
      const meta = isObject(whole.meta) ? whole.meta : {};
      const { id, versionId, lastUpdated } = stamp;
      const out = withMeta(text, stamp);
      assert.deepEqual(JSON.parse(out), {
        ...JSON.parse(text),
        id,
        meta: { ...JSON.parse(JSON.stringify(meta)), versionId, lastUpdated },
      });
      const without = new Set(['id', 'meta']);
      if (space === undefined) assert.equal(withoutMembers(out, without), withoutMembers(text, without));
    }),
  );
});

test('FHIR R4 §3.1.0.11, entries: each resource is the text that was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.option(value)), spaces, (resources, space) => {
      const entry = resources.map((one) => (one === null ? { request: {} } : { fullUrl: 'urn:x', resource: one }));
      const texts = resourceTexts(JSON.stringify({ resourceType: 'Bundle', entry }, null, space));
      assert.equal(texts.length, resources.length);
      texts.forEach((text, i) => {
        if (text === undefined) assert.equal(resources[i], null);
        else assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(resources[i])));
      });
    }),
  );
  assert.deepEqual(resourceTexts('{"entry":[ {"resource" : {"v": 1.00} } , {"fullUrl":"x"}]}'), ['{"v": 1.00}', undefined]);
  assert.deepEqual(resourceTexts('{"resourceType":"Bundle"}'), []);
});

test('JSON members: text of one, and removal with its comma', () => {
  const text = '{ "a" : 1.50, "b":[ {"a":2} ] , "c":"}" }';
  assert.equal(memberText(text, 'a'), '1.50');
  assert.equal(memberText(text, 'b'), '[ {"a":2} ]');
  assert.equal(memberText(text, 'd'), undefined);
  fc.assert(
    fc.property(fc.subarray(['a', 'b', 'c']), (names) => {
      const left = Object.fromEntries(Object.entries(JSON.parse(text)).filter(([name]) => !names.includes(name)));
      assert.deepEqual(JSON.parse(withoutMembers(text, new Set(names))), left);
    }),
  );
});
