import type { Json } from '../../json.ts';
import { typeOfReference } from '../keys/reference.ts';
import type { Expression } from './expression.ts';
import type { Judge, Path } from './path.ts';
import { type Walk, walkOf } from './walk.ts';

/**
 * The condition that an expression states, compiled; undefined when it takes more than paths. `paths` follows an expression from the node
 * that is judged. Empty counts as false, as in `where()`. Source: FHIRPath N1 §5.2.1.
 */
export function judgeOf(test: Expression, paths: (inner: Expression) => readonly Path[]): Judge | undefined {
  switch (test.is) {
    case 'and':
    case 'or': {
      const [left, right] = [judgeOf(test.left, paths), judgeOf(test.right, paths)];
      if (left === undefined || right === undefined) return undefined;
      if (test.is === 'and') return (node, resource) => left(node, resource) && right(node, resource);
      return (node, resource) => left(node, resource) || right(node, resource);
    }
    case '=':
    case '!=':
      return equality(test.left, test.right, test.is === '=', paths);
    case 'hasType':
      if (!test.resolved) return undefined;
      return anyOf(valuesOf(test.of, paths), (value, resource) => typeOfReference(value, resource) === test.type);
    case 'exists':
      return anyOf(valuesOf(test.of, paths), () => true);
    case 'empty': {
      const some = anyOf(valuesOf(test.of, paths), () => true);
      return (node, resource) => !some(node, resource);
    }
    case 'not': {
      const judge = judgeOf(test.of, paths);
      return judge === undefined ? undefined : (node, resource) => !judge(node, resource);
    }
    case 'literal':
      return () => test.value === true;
    default:
      return anyOf(valuesOf(test, paths), (value) => value === true);
  }
}

/** A path against a literal; of several values one suffices. An empty side is neither equal nor unequal. */
function equality(
  left: Expression,
  right: Expression,
  equal: boolean,
  paths: (inner: Expression) => readonly Path[],
): Judge | undefined {
  if (left.is === 'literal' && right.is !== 'literal') return equality(right, left, equal, paths);
  if (right.is !== 'literal' || left.is === 'literal') return undefined;
  return anyOf(valuesOf(left, paths), (value) => (value === right.value) === equal);
}

function valuesOf(expression: Expression, paths: (inner: Expression) => readonly Path[]): readonly Walk[] {
  return paths(expression).map(walkOf);
}

function anyOf(walks: readonly Walk[], holds: (value: unknown, resource: Json) => boolean): Judge {
  return (node, resource) => {
    const found: unknown[] = [];
    for (const walk of walks) walk(node, resource, found);
    return found.some((value) => holds(value, resource));
  };
}
