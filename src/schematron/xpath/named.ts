import type { Environment } from './environment.ts';
import { type Compiled, ofItems } from './expressions.ts';
import { childrenOfNode } from './steps.ts';
import { asNode, empty, type Item, type Node, type Sequence } from './values.ts';

/** `@name`: most steps of most rules, hence without the general way. */
export function namedAttribute(name: string, namespace: string): Compiled {
  const find = (focus: Item): Node | undefined => {
    const node = asNode(focus);
    if (node.kind !== 'element') return undefined;
    for (const attribute of node.attributes) if (attribute.name === name && attribute.namespace === namespace) return attribute;
    return undefined;
  };
  return ofItems(
    { kind: 'nodes' },
    (focus) => {
      const found = find(focus);
      return found === undefined ? empty : [found];
    },
    (focus) => find(focus) !== undefined,
  );
}

/** `name` without a predicate: the next most. */
export function namedChild(name: string, namespace: string): Compiled {
  const passes = (child: Node): boolean => child.kind === 'element' && child.name === name && child.namespace === namespace;
  const count = (focus: Item, env: Environment): number => {
    const children = childrenOfNode(asNode(focus));
    env.spend(children.length);
    let found = 0;
    for (const child of children) if (passes(child)) found++;
    return found;
  };
  const items = (focus: Item, env: Environment): Sequence => {
    const children = childrenOfNode(asNode(focus));
    env.spend(children.length);
    let found: Node[] | undefined;
    for (const child of children)
      if (passes(child)) {
        if (found === undefined) found = [child];
        else found.push(child);
      }
    return found ?? empty;
  };
  const test = (focus: Item, env: Environment): boolean => {
    let visited = 0;
    for (const child of childrenOfNode(asNode(focus))) {
      visited++;
      if (!passes(child)) continue;
      env.spend(visited);
      return true;
    }
    env.spend(visited);
    return false;
  };
  return ofItems({ kind: 'nodes', count }, items, test);
}
