import type { Expression } from './ast.ts';

/**
 * What an element must carry for a predicate to hold, as keys of which it has at least one: `@classCode=OBS` for an attribute,
 * `templateId@root=1.2.3` for a child's. Undefined when the predicate asks for nothing of the kind.
 *
 * Names are local: a key may be there and the predicate still be false, never the other way.
 */
export function keysOf(predicate: Expression): readonly string[] | undefined {
  switch (predicate.kind) {
    case 'and':
      return keysOf(predicate.left) ?? keysOf(predicate.right);
    case 'or': {
      const left = keysOf(predicate.left);
      const right = keysOf(predicate.right);
      return left === undefined || right === undefined ? undefined : [...left, ...right];
    }
    case 'compare': {
      const { operator, left, right } = predicate;
      if ((operator !== '=' && operator !== 'eq') || right.kind !== 'literal' || typeof right.value !== 'string')
        return undefined;
      const holder = holderOf(left);
      return holder === undefined ? undefined : [`${holder}=${right.value}`];
    }
    case 'step': {
      const child = nameOf(predicate, 'child');
      if (child === undefined) return undefined;
      for (const inner of predicate.predicates) {
        const keys = keysOf(inner);
        if (keys?.every((key) => key.startsWith('@'))) return keys.map((key) => `${child}${key}`);
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

/** `@a` or `child@a`. */
function holderOf(expression: Expression): string | undefined {
  if (expression.kind === 'step') {
    const attribute = nameOf(expression, 'attribute');
    return attribute === undefined ? undefined : `@${attribute}`;
  }
  if (expression.kind !== 'path' || expression.left.kind !== 'step' || expression.right.kind !== 'step') return undefined;
  const child = nameOf(expression.left, 'child');
  const attribute = nameOf(expression.right, 'attribute');
  return child === undefined || attribute === undefined ? undefined : `${child}@${attribute}`;
}

function nameOf(step: Expression & { kind: 'step' }, axis: 'child' | 'attribute'): string | undefined {
  return step.axis === axis && step.test.kind === 'name' ? step.test.name : undefined;
}
