import type { Model } from '../../model/index.ts';
import { type Expression, isLogical } from './expression.ts';
import { judgeOf } from './judge.ts';
import { type Judge, type Path, type Step, start } from './path.ts';

/** Thrown inside this folder when an expression needs a whole FHIRPath engine. */
class BeyondPaths extends Error {}

/**
 * The paths of an expression, from nodes of these types: none for the parts that speak of other resources, undefined when plain paths do not
 * suffice. A name that the type does not have gives no path.
 */
export function pathsOf(expression: Expression, from: readonly Path[], model: Model, root: string): readonly Path[] | undefined {
  try {
    return follow(expression, from, { model, root });
  } catch (error) {
    if (error instanceof BeyondPaths) return undefined;
    throw error;
  }
}

interface Ground {
  readonly model: Model;
  /** Type of the resource that the expression is evaluated on. */
  readonly root: string;
}

function follow(expression: Expression, from: readonly Path[], ground: Ground): readonly Path[] {
  if (isLogical(expression)) return judged(expression, from, ground);
  switch (expression.is) {
    case 'self':
      return from;
    case 'resource':
      return [{ steps: [{ is: 'resource' }], type: ground.root, element: undefined }];
    case 'type':
      return from.filter(({ type }) => type === expression.name || (type === ground.root && abstract.has(expression.name)));
    case 'union':
      return expression.of.flatMap((one) => follow(one, from, ground));
    case 'ofType':
      return follow(expression.of, from, ground).filter(({ type }) => isA(type, expression.type));
    case 'member':
      return follow(expression.of, from, ground).flatMap((path) => membersOf(path, expression.name, ground.model));
    case 'extension':
      return follow(expression.of, from, ground).flatMap((path) => extensionsOf(path, expression.url, ground.model));
    case 'where':
      return follow(expression.of, from, ground).map((path) => {
        const { test } = expression;
        return { ...path, steps: [...path.steps, { is: 'test', holds: judgeAt(test, path.type, ground), test }] };
      });
    case 'at': {
      const paths = follow(expression.of, from, ground);
      if (paths.length > 1) throw new BeyondPaths();
      return paths.map((path) => ({ ...path, steps: [...path.steps, { is: 'at', index: expression.index }] }));
    }
  }
}

const abstract = new Set(['Resource', 'DomainResource']);

function membersOf(path: Path, name: string, model: Model): Path[] {
  const type = model.type(path.type);
  // What stands inside a resource within another is not known before it is seen.
  const inside = path.type === 'Resource' && path.steps.length > 0;
  if (type === undefined || inside || name === '()') throw new BeyondPaths();
  const elements = [...type.elements.values()].filter((element) => (element.choice ? element.base : element.name) === name);
  return elements.map((element) => ({
    steps: [...path.steps, { is: 'member', name: element.name, list: element.list }],
    type: element.type,
    element,
  }));
}

/** The extensions of a primitive stand in its sibling `_name`. */
function extensionsOf(path: Path, url: string, model: Model): Path[] {
  const last = path.steps.at(-1);
  const primitive = model.type(path.type)?.kind === 'primitive';
  if (primitive && last?.is !== 'member') throw new BeyondPaths();
  const steps: Step[] =
    primitive && last?.is === 'member' ? [...path.steps.slice(0, -1), { ...last, name: `_${last.name}` }] : [...path.steps];
  const test: Expression = {
    is: '=',
    left: { is: 'member', of: { is: 'self' }, name: 'url' },
    right: { is: 'literal', value: url },
  };
  const holds: Judge = (node) => (node as { url?: unknown }).url === url;
  return [
    {
      steps: [...steps, { is: 'member', name: 'extension', list: true }, { is: 'test', holds, test }],
      type: 'Extension',
      element: undefined,
    },
  ];
}

/** Published expressions write `DateTime` for `dateTime`, and a type stands for those derived from it. */
function isA(type: string, wanted: string): boolean {
  return type.toLowerCase() === wanted.toLowerCase() || (derived[wanted]?.includes(type) ?? false);
}

const derived: Readonly<Record<string, readonly string[]>> = {
  Quantity: ['Age', 'Count', 'Distance', 'Duration', 'MoneyQuantity', 'SimpleQuantity'],
  uri: ['url', 'canonical', 'oid', 'uuid'],
  string: ['code', 'id', 'markdown'],
  integer: ['positiveInt', 'unsignedInt'],
};

function judged(test: Expression, from: readonly Path[], ground: Ground): readonly Path[] {
  return from.map((path) => ({
    steps: [...path.steps, { is: 'judged', as: judgeAt(test, path.type, ground), test }],
    type: 'boolean',
    element: undefined,
  }));
}

function judgeAt(test: Expression, type: string, ground: Ground): Judge {
  const judge = judgeOf(test, (inner) => follow(inner, [start(type)], ground));
  if (judge === undefined) throw new BeyondPaths();
  return judge;
}
