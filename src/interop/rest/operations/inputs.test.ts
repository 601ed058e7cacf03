import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type In, readInputs } from './inputs.ts';

const definition: readonly In[] = [
  { name: 'url', type: 'uri' },
  { name: 'count', type: 'integer' },
  { name: 'activeOnly', type: 'boolean' },
  { name: 'date', type: 'dateTime' },
  { name: 'property', type: 'code', many: true },
  { name: 'coding', type: 'Coding' },
  { name: 'valueSet', type: 'resource' },
  { name: 'dependency', type: 'part', many: true },
  { name: 'context', type: 'uri', unsupported: true },
];
const read = (query: string, parameter: readonly object[] = []) =>
  readInputs(definition, new URLSearchParams(query), { resourceType: 'Parameters', parameter });

test('FHIR R4 §3.2.0.3, parameters of an operation: from the address and from a Parameters resource, as their definition says', () => {
  const inputs = read('url=http://a&count=3&activeOnly=false&property=a&property=b', [
    { name: 'coding', valueCoding: { code: 'x' } },
    { name: 'valueSet', resource: { resourceType: 'ValueSet' } },
    { name: 'date', valueDateTime: '2026-01-01' },
  ]);
  assert.deepEqual(
    [inputs.text('url'), inputs.number('count'), inputs.flag('activeOnly'), inputs.texts('property'), inputs.text('date')],
    ['http://a', 3, false, ['a', 'b'], '2026-01-01'],
  );
  assert.deepEqual([inputs.object('coding'), inputs.object('valueSet')], [{ code: 'x' }, { resourceType: 'ValueSet' }]);
  assert.deepEqual([inputs.text('context'), inputs.has('context')], [undefined, false]);
  assert.equal(read('', [{ name: 'url', valueString: 'http://a' }]).need('url'), 'http://a', 'one text type for another');
  assert.throws(() => read('').need('url'), { code: 'fhir.missing-parameter' });
});

const wrong: readonly (readonly [query: string, parameter: readonly object[], code: string])[] = [
  ['other=1', [], 'unknown-parameter'],
  ['', [{ name: 'other', valueString: '1' }], 'unknown-parameter'],
  ['', [{ valueString: '1' }], 'unknown-parameter'],
  ['context=http://a', [], 'parameter-not-done'],
  ['url=a&url=b', [], 'repeated-parameter'],
  ['url=a', [{ name: 'url', valueUri: 'b' }], 'repeated-parameter'],
  ['count=many', [], 'bad-parameter'],
  ['count=1.5', [], 'bad-parameter'],
  ['activeOnly=yes', [], 'bad-parameter'],
  ['date=tomorrow', [], 'bad-parameter'],
  ['coding=x', [], 'bad-parameter'],
  ['url=', [], 'bad-parameter'],
  [`url=${'x'.repeat(4001)}`, [], 'bad-parameter'],
  ['', [{ name: 'count', valueInteger: '3' }], 'bad-parameter'],
  ['', [{ name: 'coding', valueString: 'x' }], 'bad-parameter'],
  ['', [{ name: 'valueSet', valueString: 'x' }], 'bad-parameter'],
  ['', [{ name: 'url' }], 'bad-parameter'],
  ['', [{ name: 'url', valueBoolean: true }], 'bad-parameter'],
];
for (const [query, parameter, code] of wrong) {
  test(`FHIR R4 §3.2.0.3, refused: ${query.slice(0, 40)} ${JSON.stringify(parameter)}`, () =>
    assert.throws(() => read(query, parameter), { code: `fhir.${code}` }));
}
