import { textOf, type XmlAttribute, type XmlDocument, type XmlNode } from '#xml';

/** The document itself, above its root. */
export interface DocumentNode {
  readonly kind: 'document';
  readonly document: XmlDocument;
}

export type Node = XmlNode | XmlAttribute | DocumentNode;

/** An atomic value whose type nobody said: what a node without a schema holds. */
export class Untyped {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class QName {
  readonly namespace: string;
  readonly name: string;
  constructor(namespace: string, name: string) {
    this.namespace = namespace;
    this.name = name;
  }
}

/** An xs:dateTime, as an instant: one without a zone is taken as UTC. */
export class Instant {
  readonly milliseconds: number;
  readonly written: string;
  constructor(milliseconds: number, written: string) {
    this.milliseconds = milliseconds;
    this.written = written;
  }
}

export type Atom = string | number | boolean | Untyped | QName | Instant;
export type Item = Node | Atom;
export type Sequence = readonly Item[];
export const empty: Sequence = [];

/** A rule whose test cannot be worked out for this document: never taken as passed. `code` is XPath's. */
export class Unevaluated extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function isNode(item: Item): item is Node {
  return typeof item === 'object' && 'kind' in item;
}

export function asNode(focus: Item): Node {
  if (!isNode(focus)) throw new Unevaluated('XPTY0020', 'a step starts from a value');
  return focus;
}

export function stringOfNode(node: Node): string {
  if (node.kind === 'document') return textOf(node.document.root);
  return node.kind === 'element' ? textOf(node) : node.value;
}

export function atomOf(item: Item): Atom {
  return isNode(item) ? new Untyped(stringOfNode(item)) : item;
}

export function stringOf(item: Item): string {
  if (typeof item === 'string') return item;
  if (typeof item === 'number') return numberAsString(item);
  if (typeof item === 'boolean') return item ? 'true' : 'false';
  if (isNode(item)) return stringOfNode(item);
  if (item instanceof Untyped) return item.value;
  if (item instanceof Instant) return item.written;
  return item.name;
}

function numberAsString(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  if (Object.is(value, -0)) return '0';
  return String(value);
}

/** xs:double of a text: NaN when it is none. */
export function numberOfText(text: string): number {
  const t = text.trim();
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(t)) return Number(t);
  if (t === 'INF') return Number.POSITIVE_INFINITY;
  return t === '-INF' ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** fn:number. */
export function numberOf(item: Item | undefined): number {
  if (item === undefined) return Number.NaN;
  if (typeof item === 'number') return item;
  if (typeof item === 'boolean') return item ? 1 : 0;
  if (item instanceof Instant || item instanceof QName) return Number.NaN;
  return numberOfText(stringOf(item));
}

/** The effective boolean value. Source: XPath 2.0 §2.4.3. */
export function truth(sequence: Sequence): boolean {
  const [first] = sequence;
  if (first === undefined) return false;
  if (isNode(first)) return true;
  if (sequence.length > 1) throw new Unevaluated('FORG0006', 'a sequence of several values has no truth');
  if (typeof first === 'boolean') return first;
  if (typeof first === 'number') return first !== 0 && !Number.isNaN(first);
  if (typeof first === 'string') return first !== '';
  if (first instanceof Untyped) return first.value !== '';
  throw new Unevaluated('FORG0006', 'a name or a date has no truth');
}

/** At most one item; more is a fault of type. */
export function atMostOne(sequence: Sequence, where: string): Item | undefined {
  if (sequence.length > 1) throw new Unevaluated('XPTY0004', `${where} was given ${sequence.length} items`);
  return sequence[0];
}

/** The namespace-wide order of nodes; a document stands before what it holds. */
export function orderOf(node: Node): number {
  return node.kind === 'document' ? -1 : node.order;
}

/** In document order, each node once. Nodes of several documents keep the order of their documents' first node. */
export function inOrder(nodes: readonly Node[]): readonly Node[] {
  let sorted = true;
  for (let i = 1; i < nodes.length && sorted; i++) {
    const before = nodes[i - 1];
    const here = nodes[i];
    sorted = before !== undefined && here !== undefined && orderOf(before) < orderOf(here);
  }
  if (sorted) return nodes;
  const documents = new Map<object, number>();
  const rank = (node: Node): number => {
    const top = topOf(node);
    const known = documents.get(top);
    if (known !== undefined) return known;
    documents.set(top, documents.size);
    return documents.size - 1;
  };
  for (const node of nodes) rank(node);
  return [...new Set(nodes)].sort((a, b) => rank(a) - rank(b) || orderOf(a) - orderOf(b));
}

/** The root element that a node hangs from, or what stands outside it. */
export function topOf(node: Node): object {
  if (node.kind === 'document') return node.document.root;
  let top: XmlNode | XmlAttribute = node;
  while (top.parent !== undefined) top = top.parent;
  return top;
}
