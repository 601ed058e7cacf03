import { ElementNode, type XmlAttribute, type XmlElement } from './nodes.ts';

/** The value of an attribute in no namespace. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  for (const attribute of element.attributes) if (attribute.name === name && attribute.namespace === '') return attribute.value;
  return undefined;
}

/** The child elements in the element's own namespace, of these local names; of any name when none is given. */
export function childrenOf(element: XmlElement, ...names: string[]): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element.children)
    if (child.kind === 'element' && child.namespace === element.namespace && (names.length === 0 || names.includes(child.name)))
      found.push(child);
  return found;
}

/** The first element at the end of a path of local names, each in the namespace of the element it starts from. */
export function childOf(element: XmlElement, ...path: string[]): XmlElement | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return element;
  for (const child of element.children) {
    if (child.kind !== 'element' || child.name !== name || child.namespace !== element.namespace) continue;
    const found = childOf(child, ...rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All text below an element, white space as it is written; comments and instructions left out. */
export function textOf(element: XmlElement): string {
  const [only] = element.children;
  if (only === undefined) return '';
  if (only.kind === 'text' && element.children.length === 1) return only.value;
  const parts: string[] = [];
  collect(element, parts);
  return parts.join('');
}

/** No deeper than the reader's limit of 256 levels. */
function collect(element: XmlElement, parts: string[]): void {
  for (const child of element.children) {
    if (child.kind === 'text') parts.push(child.value);
    else if (child.kind === 'element') collect(child, parts);
  }
}

/**
 * The path of a node by local names: `/ClinicalDocument/component[1]/structuredBody[1]`, `…/@code` for an attribute.
 * Each position counts the siblings of the same local name and namespace; the root has none.
 */
export function xpathOf(node: XmlElement | XmlAttribute): string {
  const steps: string[] = [];
  if (node.kind === 'attribute') steps.push(`@${node.name}`);
  let element: XmlElement | undefined = node.kind === 'attribute' ? node.parent : node;
  while (element !== undefined) {
    steps.push(element.parent === undefined ? element.name : `${element.name}[${positionOf(element, element.parent)}]`);
    element = element.parent;
  }
  return `/${steps.reverse().join('/')}`;
}

/**
 * {@link xpathOf} for one who asks for the paths of many elements: what was found is remembered, so that the siblings of an element are counted
 * once and not once for each of them.
 */
export function xpaths(): (element: XmlElement) => string {
  const known = new Map<XmlElement, string>();
  const find = (element: XmlElement): string => {
    const found = known.get(element);
    if (found !== undefined) return found;
    const { parent } = element;
    if (parent === undefined) return `/${element.name}`;
    const above = find(parent);
    const positions = new Map<string, number>();
    for (const child of parent.children) {
      if (child.kind !== 'element') continue;
      const name = `${child.name} ${child.namespace}`;
      const position = (positions.get(name) ?? 0) + 1;
      positions.set(name, position);
      known.set(child, `${above}/${child.name}[${position}]`);
    }
    return known.get(element) ?? above;
  };
  return find;
}

function positionOf(element: XmlElement, parent: XmlElement): number {
  let position = 0;
  for (const child of parent.children) {
    if (child.kind === 'element' && child.name === element.name && child.namespace === element.namespace) position++;
    if (child === element) break;
  }
  return position;
}

/** What a prefix stands for at an element, for a name inside a value such as xsi:type; `''` with no default namespace. */
export function namespaceAt(element: XmlElement, prefix: string): string | undefined {
  if (!(element instanceof ElementNode)) return undefined;
  return prefix === '' ? element.scope.unprefixed : element.scope.namespaceOf(prefix);
}
