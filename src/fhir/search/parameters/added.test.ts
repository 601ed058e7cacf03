import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel';
import { baseShelf, type Json } from '#packages';
import { parametersOf, refuseUnusable } from '../index.ts';

const parameters = parametersOf(baseShelf(), { codesOf: () => undefined, below: () => undefined, above: () => undefined });
const good: Json = {
  resourceType: 'SearchParameter',
  url: 'http://a.example/SearchParameter/note',
  code: 'note',
  base: ['Observation', 'Condition'],
  type: 'string',
  expression: 'Observation.note.text | Condition.note.text',
};
const part = 'http://hl7.org/fhir/SearchParameter/';

test('FHIR R4 §5.6: what can be searched may be added', () => {
  for (const change of [
    {},
    { base: ['DomainResource'], expression: "DomainResource.extension('http://a.example/x').value.ofType(string)", code: 'x' },
    { base: ['Observation'], expression: 'Observation.note.text.lower()' },
    { base: ['Observation'], type: 'token', expression: 'Observation.note.exists()' },
    {
      base: ['Observation'],
      type: 'composite',
      expression: 'Observation',
      component: [
        { definition: `${part}clinical-code`, expression: 'code' },
        { definition: `${part}clinical-date`, expression: 'effective' },
      ],
    },
    // The same again, as a new version of itself.
    { url: `${part}Observation-status`, code: 'status', base: ['Observation'], type: 'token', expression: 'Observation.status' },
  ])
    refuseUnusable({ ...good, ...change }, parameters);
});

test('FHIR R4 §5.6: what cannot be searched is refused with the reason', () => {
  const cases: readonly (readonly [change: Json, says: string])[] = [
    [{ code: undefined }, 'code, url, type, base'],
    [{ expression: undefined }, 'expression'],
    [{ type: 'text' }, 'type'],
    [{ type: 'special' }, 'special'],
    [{ code: '_note' }, 'letters'],
    [{ code: 'a:b' }, 'letters'],
    [{ code: 'a.b' }, 'letters'],
    [{ base: ['Thing'] }, 'Thing'],
    [{ base: [] }, 'resource type'],
    [{ base: ['Patient'] }, 'leads to nothing in Patient'],
    [{ type: 'date' }, 'markdown cannot be searched as date'],
    [{ expression: 'Observation.note..text' }, 'FHIRPath'],
    [{ expression: 'Observation.note.text.nothing(' }, 'FHIRPath'],
    [{ code: 'status', base: ['Observation'] }, 'exists already on Observation'],
    [{ code: '_tag' }, 'letters'],
    [{ type: 'composite', base: ['Observation'], expression: 'Observation' }, 'component'],
    [
      {
        type: 'composite',
        base: ['Observation'],
        expression: 'Observation',
        component: [{ definition: 'x', expression: 'code' }],
      },
      'component',
    ],
  ];
  for (const [change, says] of cases) {
    assert.throws(
      () => refuseUnusable({ ...good, ...change }, parameters),
      (error) => error instanceof Refusal && error.code === 'fhir.bad-search-parameter' && error.sentence.en.includes(says),
      JSON.stringify(change),
    );
  }
});
