import { type Functions, keyOfAtom, onSequences } from './definitions.ts';
import { type Compiled, ofItems, ofTest, traitsOf } from './expressions.ts';
import { atMostOne, atomOf, type Item, numberOf, numberOfText, type Sequence, Unevaluated, Untyped } from './values.ts';

/** Sequences and numbers. Source: XPath and XQuery Functions 2.0 §6.4, §15. */
export const sequenceFunctions: Functions = {
  count: {
    arity: [1, 1],
    make: (args) => {
      const [a] = args;
      const number: Compiled['number'] = a?.count ?? ((focus, env) => a?.items(focus, env).length ?? 0);
      return ofItems({ ...traitsOf(...args), kind: 'number', constant: false, number }, (focus, env) => [number(focus, env)]);
    },
  },
  empty: {
    arity: [1, 1],
    make: (args) => {
      const [a] = args;
      if (a?.kind === 'nodes') return ofTest(traitsOf(a), (focus, env) => !a.test(focus, env));
      return ofTest({ ...traitsOf(...args), constant: false }, (focus, env) => (a?.items(focus, env).length ?? 0) === 0);
    },
  },
  exists: {
    arity: [1, 1],
    make: (args) => {
      const [a] = args;
      if (a?.kind === 'nodes') return ofTest(traitsOf(a), (focus, env) => a.test(focus, env));
      return ofTest({ ...traitsOf(...args), constant: false }, (focus, env) => (a?.items(focus, env).length ?? 0) > 0);
    },
  },
  data: onSequences([1, 1], 'any', ([a = []]) => a.map(atomOf)),
  'distinct-values': onSequences([1, 1], 'any', ([a = []]) => distinct(a)),
  'index-of': onSequences([2, 2], 'any', ([a = [], b = []]) => {
    const sought = atMostOne(b, 'index-of()');
    if (sought === undefined) return [];
    const key = keyOfAtom(sought);
    return a.flatMap((item, i) => (keyOfAtom(item) === key ? [i + 1] : []));
  }),
  reverse: onSequences([1, 1], 'any', ([a = []]) => a.toReversed(), { reads: false }),
  subsequence: onSequences(
    [2, 3],
    'any',
    ([a = [], start = [], length]) => {
      const from = Math.round(numberOf(start[0]));
      const to = length === undefined ? Number.POSITIVE_INFINITY : from + Math.round(numberOf(length[0]));
      return a.filter((_, i) => i + 1 >= from && i + 1 < to);
    },
    { reads: false },
  ),
  number: {
    arity: [0, 1],
    focusByDefault: true,
    make: (args) =>
      ofItems({ ...traitsOf(...args), kind: 'number' }, (focus, env) => [
        numberOf(atMostOne(args[0]?.items(focus, env) ?? [], 'number()')),
      ]),
  },
  sum: onSequences([1, 1], 'number', ([a = []]) => [numbers(a).reduce((x, y) => x + y, 0)]),
  avg: onSequences([1, 1], 'any', ([a = []]) => (a.length === 0 ? [] : [numbers(a).reduce((x, y) => x + y, 0) / a.length])),
  min: onSequences([1, 1], 'any', ([a = []]) => (a.length === 0 ? [] : [Math.min(...numbers(a))])),
  max: onSequences([1, 1], 'any', ([a = []]) => (a.length === 0 ? [] : [Math.max(...numbers(a))])),
  abs: onSequences([1, 1], 'any', ([a = []]) => numbers(a).map(Math.abs)),
  floor: onSequences([1, 1], 'any', ([a = []]) => numbers(a).map(Math.floor)),
  ceiling: onSequences([1, 1], 'any', ([a = []]) => numbers(a).map(Math.ceil)),
  round: onSequences([1, 1], 'any', ([a = []]) => numbers(a).map(Math.round)),
};

function distinct(items: Sequence): Sequence {
  const known = new Set<string>();
  return items.map(atomOf).filter((atom) => {
    const key = keyOfAtom(atom);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** Untyped values are read as numbers; texts are a fault of type: min() and max() of texts are not in the subset. */
function numbers(items: readonly Item[]): number[] {
  return items.map((item) => {
    const atom = atomOf(item);
    if (typeof atom === 'number') return atom;
    if (!(atom instanceof Untyped)) throw new Unevaluated('XPTY0004', 'a function of numbers was given another type');
    const number = numberOfText(atom.value);
    if (Number.isNaN(number)) throw new Unevaluated('FORG0001', 'a text that is no number');
    return number;
  });
}
