import type { Environment } from './environment.ts';
import { type Item, type Sequence, truth } from './values.ts';

/** What an expression is known to give before it is run. */
export type Kind = 'nodes' | 'boolean' | 'number' | 'string' | 'any';

/** An expression made ready to run; `focus` is the context item. */
export interface Compiled {
  readonly kind: Kind;
  /** Whether it asks for position() or last() of the focus it is given. */
  readonly positional: boolean;
  /** Whether it depends on neither focus, variables nor the document: the same for as long as the rules live. */
  readonly constant: boolean;
  /** Whether it depends on the focus. */
  readonly focal: boolean;
  items(focus: Item, env: Environment): Sequence;
  /** The effective boolean value, often sooner known than the items. */
  test(focus: Item, env: Environment): boolean;
  /** How many items, where that is known without making them. */
  readonly count?: ((focus: Item, env: Environment) => number) | undefined;
  /** The one number it gives, where it always gives one. */
  readonly number?: ((focus: Item, env: Environment) => number) | undefined;
  /** Present for a literal. */
  readonly literal?: string | number | undefined;
}

/** What is in force where an expression stands. */
export interface Scope {
  slotOf(name: string): number | undefined;
  /** A place for a variable that the expression binds itself. */
  newSlot(): number;
  /** A place for what a path gives for the whole document: the same for the same text. */
  keptSlot(text: string): number;
  /** The same for the same text and meaning of its variables: what a hundred rules ask is made once, and stays close to the processor. */
  shared(text: string, make: () => Compiled): Compiled;
  /** The text a variable always has, where that is known. */
  literalOf(name: string): string | undefined;
  within(name: string, slot: number): Scope;
}

type Traits = Partial<Pick<Compiled, 'kind' | 'positional' | 'constant' | 'focal' | 'literal' | 'count' | 'number'>>;

/** From the items; the truth follows. */
export function ofItems(traits: Traits, items: Compiled['items'], test?: Compiled['test']): Compiled {
  // One shape for all, written out: they are called a hundred thousand times a document.
  return {
    kind: traits.kind ?? 'any',
    positional: traits.positional ?? false,
    constant: traits.constant ?? false,
    focal: traits.focal ?? true,
    literal: traits.literal,
    count: traits.count,
    number: traits.number,
    items,
    test: test ?? ((focus, env) => truth(items(focus, env))),
  };
}

const yes: Sequence = [true];
const no: Sequence = [false];
export const asSequence = (value: boolean): Sequence => (value ? yes : no);

/** From the truth; the items are it. */
export function ofTest(traits: Traits, test: Compiled['test']): Compiled {
  return ofItems({ ...traits, kind: 'boolean' }, (focus, env) => asSequence(test(focus, env)), test);
}

/** The traits of what is made of these parts, all given the same focus. */
export function traitsOf(...parts: readonly Compiled[]): { positional: boolean; constant: boolean; focal: boolean } {
  return {
    positional: parts.some((part) => part.positional),
    constant: parts.every((part) => part.constant),
    focal: parts.some((part) => part.focal),
  };
}

/** The items of what is constant, worked out when first asked for. */
export function once(items: Compiled['items']): Compiled['items'] {
  let known: Sequence | undefined;
  return (focus, env) => {
    known ??= items(focus, env);
    return known;
  };
}
