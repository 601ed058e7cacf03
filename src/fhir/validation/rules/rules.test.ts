import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import type { Json } from '../../json.ts';
import type { RuleGround } from './rule.ts';
import { ruleTable } from './table.ts';

/** A resource or, with `type`, a value of a datatype, and all that the rules say of it: `severity place rule`, in any order. */
interface Case {
  readonly name: string;
  readonly type?: string;
  readonly given: Json;
  /** On the shelf, or behind the resolver when the shelf has no place for it. */
  readonly supporting?: readonly Json[];
  readonly tells: readonly string[];
}

interface Section {
  readonly source: string;
  /** Other rules say something of the same resources; they have their own sections. */
  readonly rules: readonly string[];
  readonly cases: readonly Case[];
}

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'spec', 'fhir', 'rules');

for (const file of readdirSync(folder)) {
  const sections = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Section[];
  for (const { source, rules, cases } of sections) {
    for (const one of cases) {
      test(`${source}: ${one.name}`, () => {
        const told = tellings(one).filter((telling) => rules.includes(telling.slice(telling.lastIndexOf(' ') + 1)));
        assert.deepEqual(told.sort(), [...one.tells].sort());
      });
    }
  }
}

function tellings({ type, given, supporting = [] }: Case): string[] {
  const name = type ?? String(given.resourceType);
  const focus = { resource: given, at: name, type: name, root: given, ground: groundOf(supporting) };
  return (type === undefined ? ['*', name] : [name])
    .flatMap((key) => (Object.hasOwn(ruleTable, key) ? (ruleTable[key] ?? []) : []))
    .flatMap((rule) => [...rule(focus)])
    .map(({ severity, at, rule }) => `${severity} ${at} ${rule}`);
}

const grounds = new WeakMap<readonly Json[], RuleGround>();
const nothing: readonly Json[] = [];

function groundOf(supporting: readonly Json[]): RuleGround {
  const key = supporting.length === 0 ? nothing : supporting;
  let ground = grounds.get(key);
  if (ground === undefined) {
    const shelf = shelfWith(key);
    const resolve = (reference: string): Json | undefined => key.find(({ url }) => url === reference);
    ground = { shelf, terminology: terminologyOf(shelf), resolve };
    grounds.set(key, ground);
  }
  return ground;
}

/** What JSON can hold in the place of anything. */
const oddities: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, '', ' ', '#', '<', 'urn:uuid:', 'constructor', '__proto__'],
  ...[[], [null], [[]], {}, { a: 1 }, ['x', {}, 7]],
];

test('Issue, bad input: no rule throws, whatever stands in any place of the cases', () => {
  for (const { given, supporting = [], ...one } of allCases()) {
    for (const path of placesIn(given)) {
      for (const odd of oddities) tellings({ ...one, supporting, given: replaced(given, path, odd) as Json });
    }
  }
});

test('Issue, bad input: nor does one when what was loaded is built oddly', () => {
  for (const { given, supporting = [], ...one } of allCases()) {
    for (const [i, resource] of supporting.entries()) {
      for (const path of placesIn(resource)) {
        for (const odd of ['constructor', null, {}, [null]]) {
          const odder = supporting.with(i, replaced(resource, path, odd) as Json);
          if (odder[i] !== null) tellings({ ...one, given, supporting: odder });
        }
      }
    }
  }
});

function allCases(): readonly Case[] {
  return readdirSync(folder)
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Section[])
    .flatMap(({ cases }) => cases);
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return by;
  const inner = replaced((value as Json)[key], rest, by);
  return Array.isArray(value) ? value.map((one, i) => (String(i) === key ? inner : one)) : { ...value, [key]: inner };
}
