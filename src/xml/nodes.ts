import type { Lines } from './lines.ts';
import type { Scope } from './scope.ts';

/** Where a node begins in the text, both counted from 1. */
interface Placed {
  readonly line: number;
  readonly column: number;
}

/** An element. `order` is its rank in document order, unique over all nodes; namespace declarations are no attributes. */
export interface XmlElement extends Placed {
  readonly kind: 'element';
  /** The local name. */
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | undefined;
  readonly order: number;
}

export interface XmlAttribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
  readonly parent: XmlElement;
  readonly order: number;
}

/** Text with references replaced; a CDATA section is one with the text around it. */
export interface XmlText extends Placed {
  readonly kind: 'text';
  readonly value: string;
  readonly parent: XmlElement;
  readonly order: number;
}

export interface XmlComment extends Placed {
  readonly kind: 'comment';
  readonly value: string;
  /** Undefined outside the root. */
  readonly parent: XmlElement | undefined;
  readonly order: number;
}

export interface XmlInstruction extends Placed {
  readonly kind: 'instruction';
  /** The target. */
  readonly name: string;
  readonly value: string;
  /** Undefined outside the root. */
  readonly parent: XmlElement | undefined;
  readonly order: number;
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction;

export interface XmlDocument {
  readonly root: XmlElement;
  /** What stands at the top: the root, and the comments and instructions around it. */
  readonly children: readonly XmlNode[];
  /** All elements of a local name, whatever their namespace, in document order. */
  named(name: string): readonly XmlElement[];
}

/** A place is kept as an offset: few are ever asked for. */
abstract class Place {
  readonly #lines: Lines;
  readonly #offset: number;

  constructor(lines: Lines, offset: number) {
    this.#lines = lines;
    this.#offset = offset;
  }

  get line(): number {
    return this.#lines.lineOf(this.#offset);
  }

  get column(): number {
    return this.#lines.columnOf(this.#offset);
  }
}

export class ElementNode extends Place implements XmlElement {
  readonly kind = 'element';
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly parent: ElementNode | undefined;
  readonly order: number;
  /** The namespaces in force here, for names inside values such as xsi:type. */
  readonly scope: Scope;
  attributes: readonly XmlAttribute[] = noAttributes;
  /** Given when its end is read. */
  children: readonly XmlNode[] = noChildren;

  constructor(
    lines: Lines,
    offset: number,
    name: { prefix: string; local: string },
    namespace: string,
    scope: Scope,
    parent: ElementNode | undefined,
    order: number,
  ) {
    super(lines, offset);
    this.name = name.local;
    this.prefix = name.prefix;
    this.namespace = namespace;
    this.scope = scope;
    this.parent = parent;
    this.order = order;
  }
}

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlNode[] = [];

export class AttributeNode implements XmlAttribute {
  readonly kind = 'attribute';
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
  readonly parent: XmlElement;
  readonly order: number;

  constructor(name: { prefix: string; local: string }, namespace: string, value: string, parent: XmlElement, order: number) {
    this.name = name.local;
    this.prefix = name.prefix;
    this.namespace = namespace;
    this.value = value;
    this.parent = parent;
    this.order = order;
  }
}

export class TextNode extends Place implements XmlText {
  readonly kind = 'text';
  /** Grows while the document is read: text, CDATA, text. */
  value: string;
  readonly parent: XmlElement;
  readonly order: number;

  constructor(lines: Lines, offset: number, value: string, parent: XmlElement, order: number) {
    super(lines, offset);
    this.value = value;
    this.parent = parent;
    this.order = order;
  }
}

export class CommentNode extends Place implements XmlComment {
  readonly kind = 'comment';
  readonly value: string;
  readonly parent: XmlElement | undefined;
  readonly order: number;

  constructor(lines: Lines, offset: number, value: string, parent: XmlElement | undefined, order: number) {
    super(lines, offset);
    this.value = value;
    this.parent = parent;
    this.order = order;
  }
}

export class InstructionNode extends Place implements XmlInstruction {
  readonly kind = 'instruction';
  readonly name: string;
  readonly value: string;
  readonly parent: XmlElement | undefined;
  readonly order: number;

  constructor(lines: Lines, offset: number, name: string, value: string, parent: XmlElement | undefined, order: number) {
    super(lines, offset);
    this.name = name;
    this.value = value;
    this.parent = parent;
    this.order = order;
  }
}
