import type { XmlElement, XmlNode } from '#xml';
import type { Axis, NodeTest } from './ast.ts';
import type { Environment } from './environment.ts';
import type { Node } from './values.ts';

/** Nodes of an axis in document order; `backwards` axes count their positions from the other end. */
export function isBackwards(axis: Axis): boolean {
  return axis === 'parent' || axis === 'ancestor' || axis === 'ancestor-or-self' || axis === 'preceding-sibling';
}

/** Whether a node passes a test; a bare name asks for an attribute on the attribute axis, else for an element. */
export function tester(test: NodeTest, axis: Axis): (node: Node) => boolean {
  if (test.kind === 'node') return () => true;
  if (test.kind !== 'name') return (node) => node.kind === test.kind;
  const kind = axis === 'attribute' ? 'attribute' : 'element';
  const { name, namespace } = test;
  if (name === undefined && namespace === undefined) return (node) => node.kind === kind;
  if (name === undefined) return (node) => node.kind === kind && 'namespace' in node && node.namespace === namespace;
  if (namespace === undefined) return (node) => node.kind === kind && 'name' in node && node.name === name;
  return (node) => node.kind === kind && 'namespace' in node && node.name === name && node.namespace === namespace;
}

/** Gives each node of an axis to `visit`, in document order, until it answers true. */
export function walk(axis: Axis, node: Node, env: Environment, visit: (node: Node) => boolean): boolean {
  switch (axis) {
    case 'self':
      return visit(node);
    case 'child':
      return some(childrenOfNode(node), visit);
    case 'attribute':
      return node.kind === 'element' && some(node.attributes, visit);
    case 'descendant':
      return below(node, visit);
    case 'descendant-or-self':
      return visit(node) || below(node, visit);
    case 'parent': {
      const parent = parentOf(node, env);
      return parent !== undefined && visit(parent);
    }
    case 'ancestor':
      return some(ancestors(node, env), visit);
    case 'ancestor-or-self':
      return some(ancestors(node, env), visit) || visit(node);
    case 'preceding-sibling':
    case 'following-sibling':
      return some(siblings(axis, node, env), visit);
  }
}

function some(nodes: readonly Node[], visit: (node: Node) => boolean): boolean {
  for (const node of nodes) if (visit(node)) return true;
  return false;
}

function childrenOfNode(node: Node): readonly XmlNode[] {
  if (node.kind === 'element') return node.children;
  return node.kind === 'document' ? node.document.children : [];
}

/** No deeper than the reader's limit of 256 levels. */
function below(node: Node, visit: (node: Node) => boolean): boolean {
  for (const child of childrenOfNode(node)) {
    if (visit(child)) return true;
    if (child.kind === 'element' && below(child, visit)) return true;
  }
  return false;
}

export function parentOf(node: Node, env: Environment): Node | undefined {
  if (node.kind === 'document') return undefined;
  return node.parent ?? env.documentOf(node);
}

function ancestors(node: Node, env: Environment): readonly Node[] {
  const found: Node[] = [];
  for (let at = parentOf(node, env); at !== undefined; at = parentOf(at, env)) found.push(at);
  return found.reverse();
}

function siblings(axis: Axis, node: Node, env: Environment): readonly Node[] {
  if (node.kind === 'document' || node.kind === 'attribute') return [];
  const parent = parentOf(node, env);
  const all: readonly Node[] = parent === undefined ? [] : childrenOfNode(parent);
  const at = all.indexOf(node);
  return axis === 'preceding-sibling' ? all.slice(0, at) : all.slice(at + 1);
}

/** All elements of a name below a document, without a walk. */
export function namedBelow(node: Node, name: string): readonly XmlElement[] | undefined {
  return node.kind === 'document' ? node.document.named(name) : undefined;
}
