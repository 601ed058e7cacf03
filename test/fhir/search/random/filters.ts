import fc, { type Arbitrary } from 'fast-check';
import type { Definition } from '../oracle/definitions.ts';
import { prefixes } from '../oracle/interval.ts';
import { codes, systems, valueSets } from './words.ts';

const ofTexts = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

const operators: Readonly<Record<string, readonly string[]>> = {
  composite: ['eq'],
  date: [...prefixes, 'po'],
  number: prefixes,
  quantity: prefixes,
  reference: ['eq', 'ne', 're'],
  string: ofTexts,
  token: ['eq', 'ne', 'co', 'sw', 'ew'],
  uri: ofTexts,
};

/** One comparison of a `_filter` on a parameter, `date ge 2020`; `value` gives what may be asked of it without one. */
export function comparisonOf({ code, type }: Definition, value: Arbitrary<string>, concepts: boolean): Arbitrary<string> {
  const plain = fc
    .tuple(fc.constantFrom(...(operators[type] ?? [])), value)
    .map(([operator, text]) => `${code} ${operator} ${quoted(text)}`);
  if (type === 'composite') return plain;
  const present = fc.constantFrom('true', 'false').map((text) => `${code} pr ${text}`);
  if (!concepts) return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: present });
  const sets = fc.tuple(fc.constantFrom('in', 'ni'), fc.constantFrom(...valueSets));
  const known = fc.constantFrom(...codes.slice(0, 5)).map((one) => `${systems[0]}|${one}`);
  const around = fc.tuple(fc.constantFrom('ss', 'sb'), known);
  const coded = fc.oneof(sets, around).map((both) => [code, ...both].join(' '));
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: present }, { weight: 1, arbitrary: coded });
}

/** Two or three comparisons joined, some turned round, some between brackets. */
export function joined(one: Arbitrary<string>): Arbitrary<string> {
  const term = fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: one.map((text) => `not (${text})`) });
  const both = fc.constantFrom(' and ', ' or ');
  return fc.oneof(
    term,
    fc.tuple(term, both, term).map((all) => all.join('')),
    fc.tuple(term, both, term, both, term).map((all) => all.join('')),
    fc.tuple(term, both, term, both, term).map(([a, first, b, then, c]) => `${a}${first}(${b}${then}${c})`),
  );
}

const quoted = (text: string): string => (/^[^\s()[\]"]+$/.test(text) ? text : JSON.stringify(text));
