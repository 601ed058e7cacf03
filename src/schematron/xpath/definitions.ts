import { costOf } from './cost.ts';
import type { Environment } from './environment.ts';
import { type Compiled, type Kind, ofItems, ofTest, traitsOf } from './expressions.ts';
import { atMostOne, atomOf, type Item, type Sequence, stringOf, Unevaluated, Untyped } from './values.ts';

/** How a function of the library is made: how many arguments, and what of its compiled arguments. */
export interface Definition {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  /** With no argument, the focus stands for the first one. */
  readonly focusByDefault?: true;
  readonly make: (args: readonly Compiled[]) => Compiled;
}

export type Functions = Readonly<Record<string, Definition>>;

/** From the values of the arguments, each a sequence; `reads` is false for a function that asks for no text of theirs. */
export function onSequences(
  arity: readonly [number, number],
  kind: Kind,
  run: (args: readonly Sequence[], env: Environment) => Sequence,
  more: { readonly focusByDefault?: true; readonly reads?: false } = {},
): Definition {
  const { reads = true, ...rest } = more;
  return {
    arity,
    ...rest,
    make: (args) =>
      ofItems({ ...traitsOf(...args), kind, constant: false }, (focus, env) =>
        run(
          args.map((arg) => charged(arg, focus, env, reads)),
          env,
        ),
      ),
  };
}

/** The items of an argument, counted for what it takes to read them. */
function charged(arg: Compiled, focus: Item, env: Environment, reads: boolean): Sequence {
  const items = arg.items(focus, env);
  env.spend(items.length);
  if (reads) for (const item of items) env.spend(costOf(item));
  return items;
}

/** From the arguments as texts: an absent one is '', a number is a fault of type. */
export function onTexts(
  arity: readonly [number, number],
  kind: Kind,
  run: (...texts: string[]) => string | number,
  more: { readonly focusByDefault?: true } = {},
): Definition {
  return {
    arity,
    ...more,
    make: (args) => {
      const found = fromTexts(args, run);
      const number = kind === 'number' ? (focus: Item, env: Environment) => Number(found(focus, env)) : undefined;
      return ofItems({ ...traitsOf(...args), kind, constant: false, number }, (focus, env) => [found(focus, env)]);
    },
  };
}

/** Most have one argument or two: without a list of them. */
function fromTexts<T>(args: readonly Compiled[], run: (...texts: string[]) => T): (focus: Item, env: Environment) => T {
  const textOf = (arg: Compiled, focus: Item, env: Environment) => textOfArgument(charged(arg, focus, env, true));
  const [first, second] = args;
  if (first !== undefined && args.length === 1) return (focus, env) => run(textOf(first, focus, env));
  if (first !== undefined && second !== undefined && args.length === 2)
    return (focus, env) => run(textOf(first, focus, env), textOf(second, focus, env));
  return (focus, env) => run(...args.map((arg) => textOf(arg, focus, env)));
}

/** A question about texts. */
export function onTextsTest(arity: readonly [number, number], run: (...texts: string[]) => boolean): Definition {
  return {
    arity,
    make: (args) => ofTest({ ...traitsOf(...args), constant: false }, fromTexts(args, run)),
  };
}

/** An argument declared xs:string?: untyped values pass, other types do not. */
export function textOfArgument(sequence: Sequence): string {
  const item = atMostOne(sequence, 'a function that takes one text');
  if (item === undefined) return '';
  const atom = atomOf(item);
  if (typeof atom === 'string') return atom;
  if (atom instanceof Untyped) return atom.value;
  throw new Unevaluated('XPTY0004', 'a function that takes a text was given another type');
}

/** The text of any item, '' of none. */
export function textOfAny(sequence: Sequence, where: string): string {
  const item = atMostOne(sequence, where);
  return item === undefined ? '' : stringOf(item);
}

/** Two atomic values that count as one in distinct-values and index-of. */
export function keyOfAtom(item: Item): string {
  const atom = atomOf(item);
  return typeof atom === 'number' ? `n${atom}` : typeof atom === 'boolean' ? `b${atom}` : `s${stringOf(atom)}`;
}
