import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { baseShelf, type Json } from '#packages';
import { terminologyOf } from '#terminology';
import { elementsOf } from '../../definitions/element.ts';
import { snapshotOf } from '../../definitions/snapshot.ts';
import type { Ground, Scope } from '../ground.ts';
import { asMeant, byHand } from './byHand.ts';
import { expressionOf } from './expression.ts';

interface Case {
  readonly key: string;
  /** The path of the element that has the invariant. */
  readonly base: string;
  /** The type of its value, where the path is not one. */
  readonly type?: string;
  readonly profile?: string;
  readonly fields: Readonly<Record<string, readonly unknown[]>>;
}

const spec = new URL('../../../../spec/fhir/validation/invariants.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(spec, 'utf8')) as { cases: readonly Case[] };
const shelf = baseShelf();

const scopeOf = (resource: Json): Scope => ({
  ground: { shelf, terminology: terminologyOf(shelf) } as Ground,
  run: { root: resource, conforms: new Map(), neighbours: new Map() },
  resource,
  at: 'X',
  outer: undefined,
  contained: false,
  issues: [],
  trial: false,
});

function expressionFor({ key, base, profile }: Case): string {
  const name = profile ?? base.split('.')[0];
  const definition = snapshotOf(shelf, `http://hl7.org/fhir/StructureDefinition/${name}`);
  assert.ok(definition, name);
  const found = elementsOf(definition)
    .filter(({ path }) => path === base)
    .flatMap(({ constraints }) => constraints)
    .find((constraint) => constraint.key === key);
  assert.ok(found, `${key} at ${base}`);
  return found.expression;
}

/** Every way of giving each element one of its values or leaving it out. */
function combinations(fields: Case['fields']): Json[] {
  let all: Json[] = [{}];
  for (const [name, values] of Object.entries(fields))
    all = all.flatMap((one) => [one, ...values.map((value) => ({ ...one, [name]: value }))]);
  return all;
}

for (const one of cases)
  test(`FHIR R4 ${one.base}, invariant ${one.key}: the closure and FHIRPath say the same`, () => {
    const expression = expressionFor(one);
    const hand = byHand.get(expression);
    assert.ok(hand, `no closure for ${expression}`);
    const engine = expressionOf(expression);
    const answers = new Set<boolean | undefined>();
    for (const fields of combinations(one.fields)) {
      const value = /^[A-Z]\w*$/.test(one.base) && one.base in resources ? { resourceType: one.base, ...fields } : fields;
      const scope = scopeOf(value);
      const said = hand(value, scope);
      const right = engine(value, one.type ?? one.base, scope);
      answers.add(right);
      if (said !== undefined) assert.equal(said, right, JSON.stringify(value));
    }
    assert.deepEqual(answers, new Set([true, false]), 'the values must meet and break the invariant');
  });

const resources = { Patient: 1, Observation: 1, Organization: 1, Consent: 1, Bundle: 1 };

test('FHIR R4 Reference, invariant ref-1: a local reference leads to a contained resource, or to the container', () => {
  const [expression, hand] = [...byHand].find(([words]) => words.startsWith("reference.startsWith('#')")) ?? [];
  assert.ok(expression !== undefined && hand !== undefined);
  const scope = scopeOf({ resourceType: 'Patient', contained: [{ resourceType: 'Organization', id: 'a' }] });
  const engine = expressionOf(expression);
  for (const reference of ['#a', '#b', 'Organization/1'])
    assert.equal(hand({ reference }, scope), engine({ reference }, 'Reference', scope), reference);
  assert.equal(hand({ reference: '#b' }, scope), false);
  assert.equal(hand({ reference: '#' }, scope), true);
  assert.equal(hand({ display: 'a' }, scope), true);
});

test('FHIR R4: every closure has its cases', () => {
  const covered = new Set(cases.map(expressionFor));
  const left = [...byHand.keys()].filter(
    (expression) => !covered.has(expression) && !expression.startsWith("reference.startsWith('#')"),
  );
  assert.deepEqual(left, []);
});

test('FHIR R4 vs-1 and que-12 are held as their text says', () => {
  const [vs1, que12] = [...asMeant.values()];
  assert.deepEqual(
    ['2026', '2026-01', '2026-01-01', { start: '2026' }].map((value) => vs1?.(value)),
    [false, false, true, true],
  );
  const when = { question: 'a', operator: 'exists', answerBoolean: true };
  assert.equal(que12?.({ enableWhen: [when] }), true);
  assert.equal(que12?.({ enableWhen: [when, when] }), false);
  assert.equal(que12?.({ enableWhen: [when, when], enableBehavior: 'all' }), true);
});
