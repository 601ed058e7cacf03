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
      return some(childrenOfNode(node), visit, env);
    case 'attribute':
      return node.kind === 'element' && some(node.attributes, visit, env);
    case 'descendant':
      return below(node, visit, env);
    case 'descendant-or-self':
      return visit(node) || below(node, visit, env);
    case 'parent': {
      const parent = parentOf(node, env);
      return parent !== undefined && visit(parent);
    }
    case 'ancestor':
      return some(ancestors(node, env), visit, env);
    case 'ancestor-or-self':
      return some(ancestors(node, env), visit, env) || visit(node);
    case 'preceding-sibling':
    case 'following-sibling':
      return some(siblings(axis, node, env), visit, env);
  }
}

function some(nodes: readonly Node[], visit: (node: Node) => boolean, env: Environment): boolean {
  let visited = 0;
  for (const node of nodes) {
    visited++;
    if (visit(node)) {
      env.spend(visited);
      return true;
    }
  }
  env.spend(visited);
  return false;
}

export function childrenOfNode(node: Node): readonly XmlNode[] {
  if (node.kind === 'element') return node.children;
  return node.kind === 'document' ? node.document.children : [];
}

/** No deeper than the reader's limit of 256 levels. */
function below(node: Node, visit: (node: Node) => boolean, env: Environment): boolean {
  for (const child of childrenOfNode(node)) {
    env.spend(1);
    if (visit(child)) return true;
    if (child.kind === 'element' && below(child, visit, env)) return true;
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
  env.spend(all.length >> 2);
  return axis === 'preceding-sibling' ? all.slice(0, at) : all.slice(at + 1);
}

/** All elements of a name below a node, without a walk: those of the document, between its place and that of its last descendant. */
export function namedBelow(node: Node, name: string, env: Environment): readonly XmlElement[] | undefined {
  if (node.kind === 'document') return node.document.named(name);
  if (node.kind !== 'element') return [];
  const last = lastBelow(node);
  // A walk over few is as good.
  if (last.order - node.order < 64) return undefined;
  const all = env.documentOf(node).document.named(name);
  return all.slice(firstAfter(all, node.order), firstAfter(all, last.order));
}

/** The node that stands last in an element, or the element itself. */
export function lastBelow(element: XmlElement): XmlNode {
  let last: XmlNode = element;
  while (last.kind === 'element') {
    const child: XmlNode | undefined = last.children.at(-1);
    if (child === undefined) break;
    last = child;
  }
  return last;
}

function firstAfter(elements: readonly XmlElement[], order: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.order ?? 0) <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}
