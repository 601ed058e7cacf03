import type { Expression } from './ast.ts';
import type { Environment } from './environment.ts';
import { type Compiled, ofItems, type Scope } from './expressions.ts';
import { type Item, isNode } from './values.ts';

/** A path from the root of the document that asks for nothing else gives the same for every node: it is walked once a document. */
export function kept(path: Expression & { kind: 'path' }, compiled: Compiled, scope: Scope): Compiled {
  if (!fromRoot(path)) return compiled;
  const text = JSON.stringify(path);
  if (/"kind":"variable"|"name":"current"/.test(text)) return compiled;
  const slot = scope.keptSlot(text);
  const { kind, positional, constant, focal } = compiled;
  const items = (focus: Item, env: Environment) => {
    const known = env.known(slot);
    const own = focus === env.current || (isNode(focus) && env.documentOf(focus) === env.source);
    if (!own) return compiled.items(focus, env);
    if (known !== undefined) return known;
    const found = compiled.items(focus, env);
    env.set(slot, found);
    return found;
  };
  return ofItems(
    { kind, positional, constant, focal },
    items,
    kind === 'nodes' ? (focus, env) => items(focus, env).length > 0 : undefined,
  );
}

function fromRoot(expression: Expression): boolean {
  if (expression.kind === 'root') return true;
  return expression.kind === 'path' && fromRoot(expression.left);
}
