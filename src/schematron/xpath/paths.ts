import type { XmlElement } from '#xml';
import type { Expression, SetOperator, Step } from './ast.ts';
import type { Environment } from './environment.ts';
import { type Compiled, ofItems, once, traitsOf } from './expressions.ts';
import { namedAttribute, namedChild } from './named.ts';
import { childrenOfNode, isBackwards, namedBelow, tester, walk } from './steps.ts';
import { asNode, type Item, inOrder, isNode, type Node, type Sequence, stringOf, truth, Unevaluated } from './values.ts';

type Compile = (expression: Expression) => Compiled;

/** Whether a predicate may be a position: then it is tried with position and size known. */
function counts(predicate: Compiled): boolean {
  return (
    predicate.positional || predicate.kind === 'number' || (predicate.kind === 'any' && typeof predicate.literal !== 'string')
  );
}

/** One step of a path, from one node. */
export function compileStep(step: Step, compile: Compile): Compiled {
  const { axis } = step;
  if (axis === 'attribute' && step.predicates.length === 0 && step.test.kind === 'name') {
    const { name, namespace } = step.test;
    if (name !== undefined && namespace !== undefined) return namedAttribute(name, namespace);
  }
  if (axis === 'child' && step.predicates.length === 0 && step.test.kind === 'name') {
    const { name, namespace } = step.test;
    if (name !== undefined && namespace !== undefined) return namedChild(name, namespace);
  }
  const passes = tester(step.test, axis);
  const predicates = step.predicates.map(compile);
  const counted = predicates.some(counts);
  const [first] = step.predicates;
  const name = step.test.kind === 'name' ? step.test.name : undefined;
  const fast = axis === 'descendant' && name !== undefined ? name : undefined;
  const key = fast !== undefined && first !== undefined ? keyOf(first, compile) : undefined;
  const keep = allOf(predicates);

  const candidates = (node: Node, env: Environment): readonly XmlElement[] | undefined => {
    if (fast === undefined) return undefined;
    if (key === undefined || node.kind !== 'document' || node === env.source) return namedBelow(node, fast, env);
    const values = key.value.items(node, env);
    const index = env.files.indexed(node.document.root, fast, key.attribute);
    const [only] = values;
    const text = values.length === 1 && only !== undefined && typeof only !== 'number' && typeof only !== 'boolean';
    return text ? (index.get(stringOf(only)) ?? []) : namedBelow(node, fast, env);
  };

  const nodesOf = (focus: Item, env: Environment): readonly Node[] => {
    const node = asNode(focus);
    const found: Node[] = [];
    const quick = candidates(node, env);
    if (quick !== undefined) {
      env.spend(quick.length);
      for (const each of quick) if (passes(each) && (counted || keep(each, env))) found.push(each);
    } else if (axis === 'child') {
      const children = childrenOfNode(node);
      env.spend(children.length);
      for (const each of children) if (passes(each) && (counted || keep(each, env))) found.push(each);
    } else
      walk(axis, node, env, (each) => {
        if (passes(each) && (counted || keep(each, env))) found.push(each);
        return false;
      });
    if (!counted) return found;
    const kept = predicates.reduce<readonly Item[]>(
      (rest, each) => positions(rest, each, env),
      isBackwards(axis) ? found.reverse() : found,
    );
    const nodes = kept.filter(isNode);
    return isBackwards(axis) ? nodes.reverse() : nodes;
  };

  const test = counted
    ? (focus: Item, env: Environment) => nodesOf(focus, env).length > 0
    : (focus: Item, env: Environment) => {
        const node = asNode(focus);
        const quick = candidates(node, env);
        if (quick !== undefined) {
          const at = quick.findIndex((each) => passes(each) && keep(each, env));
          env.spend(at < 0 ? quick.length : at + 1);
          return at >= 0;
        }
        if (axis !== 'child') return walk(axis, node, env, (each) => passes(each) && keep(each, env));
        let visited = 0;
        for (const each of childrenOfNode(node)) {
          visited++;
          if (!passes(each) || !keep(each, env)) continue;
          env.spend(visited);
          return true;
        }
        env.spend(visited);
        return false;
      };
  return ofItems({ kind: 'nodes', constant: false }, nodesOf, test);
}

/** Whether all predicates hold; most steps have one. */
function allOf(predicates: readonly Compiled[]): (item: Item, env: Environment) => boolean {
  const [first, second] = predicates;
  if (first === undefined) return () => true;
  if (second === undefined) return (item, env) => first.test(item, env);
  return (item, env) => {
    for (const predicate of predicates) if (!predicate.test(item, env)) return false;
    return true;
  };
}

/** `@a = value`, first in a predicate, where the value does not depend on the node: what an index answers. */
function keyOf(predicate: Expression, compile: Compile): { attribute: string; value: Compiled } | undefined {
  if (predicate.kind === 'and') return keyOf(predicate.left, compile);
  if (predicate.kind !== 'compare' || predicate.operator !== '=') return undefined;
  const { left, right } = predicate;
  if (left.kind !== 'step' || left.axis !== 'attribute' || left.predicates.length > 0) return undefined;
  if (left.test.kind !== 'name' || left.test.name === undefined || left.test.namespace !== '') return undefined;
  const value = compile(right);
  return value.focal ? undefined : { attribute: left.test.name, value };
}

/** Keeps the items whose position is the predicate's number, or for which it is true. */
function positions(items: readonly Item[], predicate: Compiled, env: Environment): readonly Item[] {
  env.spend(items.length);
  if (!counts(predicate)) return items.filter((item) => predicate.test(item, env));
  if (typeof predicate.literal === 'number') {
    const item = items[predicate.literal - 1];
    return item === undefined ? [] : [item];
  }
  const { position, size } = env;
  const kept = items.filter((item, i) => {
    env.position = i + 1;
    env.size = items.length;
    const value = predicate.items(item, env);
    const [only] = value;
    return value.length === 1 && typeof only === 'number' ? only === i + 1 : truth(value);
  });
  env.position = position;
  env.size = size;
  return kept;
}

/** Predicates on any expression: positions count over the whole. */
export function filtered(input: Compiled, predicates: readonly Compiled[]): Compiled {
  const { kind, positional, focal } = input;
  const traits = { kind, positional, focal: focal || predicates.length > 0 };
  if (predicates.some(counts))
    return ofItems(traits, (focus, env) =>
      predicates.reduce<Sequence>((items, predicate) => positions(items, predicate, env), input.items(focus, env)),
    );
  const keep = allOf(predicates);
  const items = (focus: Item, env: Environment): Sequence => {
    const all = input.items(focus, env);
    env.spend(all.length);
    return all.filter((item) => keep(item, env));
  };
  return ofItems(traits, items, (focus, env) => {
    const all = input.items(focus, env);
    env.spend(all.length);
    const first = all.find((item) => keep(item, env));
    return first !== undefined && (isNode(first) || truth(items(focus, env)));
  });
}

/** `left/right`: for each node of the left. Source: XPath 2.0 §3.2. */
export function compilePath(path: Expression & { kind: 'path' }, compile: Compile): Compiled {
  const { left, right } = shortened(path);
  const from = compile(left);
  const to = compile(right);
  const step = right.kind === 'step';
  const traits = {
    positional: from.positional,
    constant: from.constant && step && right.predicates.every(isLiteral),
    focal: from.focal,
  };
  const items = (focus: Item, env: Environment): Sequence => {
    const starts = from.items(focus, env);
    const [only] = starts;
    if (only === undefined) return starts;
    if (starts.length === 1 && step) return to.items(only, env);
    const found = starts.flatMap((start) => to.items(asNode(start), env));
    const nodes = found.filter(isNode);
    if (nodes.length === 0) return found;
    env.spend(nodes.length * 2);
    if (nodes.length < found.length) throw new Unevaluated('XPTY0018', 'a path gives nodes and values');
    return inOrder(nodes);
  };
  if (!step) return ofItems(traits, items);
  // Of a file of the package: worked out once, for as long as the rules live.
  if (traits.constant) return ofItems({ ...traits, kind: 'nodes' }, once(items));
  const test = (focus: Item, env: Environment) => from.items(focus, env).some((start) => to.test(start, env));
  return ofItems({ ...traits, kind: 'nodes' }, items, test);
}

const isLiteral = (expression: Expression): boolean => expression.kind === 'literal';

/** `//name` as one descendant step, where no predicate counts positions among siblings. */
function shortened(path: Expression & { kind: 'path' }): { left: Expression; right: Expression } {
  const { left, right } = path;
  if (left.kind !== 'path' || left.right.kind !== 'step' || right.kind !== 'step') return path;
  const middle = left.right;
  const all = middle.axis === 'descendant-or-self' && middle.test.kind === 'node' && middle.predicates.length === 0;
  if (!all || right.axis !== 'child' || right.predicates.some(mayCount)) return path;
  return { left: left.left, right: { ...right, axis: 'descendant' } };
}

function mayCount(predicate: Expression): boolean {
  switch (predicate.kind) {
    case 'step':
    case 'path':
      return false;
    case 'and':
    case 'or':
      return usesPosition(predicate.left) || usesPosition(predicate.right);
    case 'compare':
      return usesPosition(predicate);
    case 'call':
      return (
        !['not', 'exists', 'empty', 'contains', 'starts-with', 'matches', 'boolean'].includes(predicate.name) ||
        usesPosition(predicate)
      );
    default:
      return true;
  }
}

function usesPosition(expression: Expression): boolean {
  return JSON.stringify(expression).match(/"kind":"call","name":"(position|last)"/) !== null;
}

/** union, intersect, except: nodes in document order. Source: XPath 2.0 §3.3.2. */
export function combined(operator: SetOperator, left: Compiled, right: Compiled): Compiled {
  const traits = { ...traitsOf(left, right), kind: 'nodes' as const };
  const items = (focus: Item, env: Environment): Sequence => {
    const a = left.items(focus, env).map(asNode);
    const b = right.items(focus, env).map(asNode);
    env.spend((a.length + b.length) * 2);
    if (operator === 'union') return inOrder([...a, ...b]);
    const others = new Set(b);
    return inOrder(a.filter((node) => others.has(node) === (operator === 'intersect')));
  };
  if (operator !== 'union') return ofItems(traits, items);
  return ofItems(traits, items, (focus, env) => left.test(focus, env) || right.test(focus, env));
}
