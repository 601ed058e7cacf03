import type { XmlElement } from '#xml';
import type { Files } from '../files.ts';
import { tooLong } from '../refusals.ts';
import { type DocumentNode, type Item, type Node, type Sequence, Unevaluated } from './values.ts';

/** What may be spent on one document. */
export interface Budget {
  /** About a node visited, a pair compared or a rule tried each. */
  readonly steps: number;
  /** Asked now and then; true ends the work as too long. */
  readonly stop: (() => boolean) | undefined;
}

/** Steps between two times that `stop` is asked. */
const breath = 50_000;

/** What an expression sees while it is worked out for one document. */
export class Environment {
  readonly source: DocumentNode;
  readonly files: Files;
  /** The node that the rule is about: `current()`. */
  current: Node;
  /** Of the predicate being tried; kept up to date only where it is asked for. */
  position = 1;
  size = 1;
  readonly #values: (Sequence | undefined)[];
  /** The node that a let was worked out for; undefined where it is for the whole document. */
  readonly #nodes: (Node | undefined)[];
  readonly #answers: Map<Node, boolean>[] = [];
  readonly #initial: readonly (Initial | undefined)[];
  readonly #stop: (() => boolean) | undefined;
  #left: number;
  #untilBreath: number;

  constructor(source: DocumentNode, files: Files, initial: readonly (Initial | undefined)[], budget: Budget) {
    this.source = source;
    this.current = source;
    this.files = files;
    this.#initial = initial;
    this.#values = new Array(initial.length).fill(undefined);
    this.#nodes = new Array(initial.length).fill(undefined);
    this.#stop = budget.stop;
    this.#left = budget.steps;
    this.#untilBreath = Math.min(breath, budget.steps);
  }

  /** Counts work. Refuses `schematron.too-long` when the document has had its share, or is to be stopped. */
  spend(steps: number): void {
    this.#untilBreath -= steps;
    if (this.#untilBreath < 0) this.#breathe();
  }

  #breathe(): void {
    this.#left += this.#untilBreath - Math.min(breath, this.#left);
    if (this.#left < 0 || this.#stop?.()) throw tooLong();
    this.#untilBreath = Math.min(breath, this.#left);
  }

  /** What is already known of a question about the nodes above, by node. */
  answersTo(question: number): Map<Node, boolean> {
    const known = this.#answers[question];
    if (known !== undefined) return known;
    const answers = new Map<Node, boolean>();
    this.#answers[question] = answers;
    return answers;
  }

  get(slot: number): Sequence {
    const known = this.#values[slot];
    if (known !== undefined) {
      const node = this.#nodes[slot];
      if (node === undefined || node === this.current) return known;
    }
    const initial = this.#initial[slot];
    if (initial === undefined) throw new Unevaluated('XPST0008', 'a variable has no value yet');
    const { position, size } = this;
    const { ofDocument } = initial;
    const found = initial.compute(ofDocument ? this.source : this.current, this);
    this.position = position;
    this.size = size;
    this.#values[slot] = found;
    if (!ofDocument) this.#nodes[slot] = this.current;
    return found;
  }

  /** What a slot holds; nothing is worked out. */
  known(slot: number): Sequence | undefined {
    return this.#values[slot];
  }

  set(slot: number, value: Sequence | undefined): void {
    this.#values[slot] = value;
  }

  /** The document that a node belongs to. */
  documentOf(node: Node): DocumentNode {
    if (node.kind === 'document') return node;
    let top = node;
    while (top.parent !== undefined) top = top.parent;
    if (top.kind !== 'element' || top === this.source.document.root) return this.source;
    return this.files.documentOf(top as XmlElement) ?? this.source;
  }
}

/** How a `let` gets its value, once, when first asked for: from the document, or from the node of the rule. */
export interface Initial {
  readonly ofDocument: boolean;
  readonly compute: (focus: Item, env: Environment) => Sequence;
}
