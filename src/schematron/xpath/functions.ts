import type { Functions } from './definitions.ts';
import { type Compiled, ofItems, ofTest, traitsOf } from './expressions.ts';
import { Unsupported } from './lexer.ts';
import { nodeFunctions } from './nodeFunctions.ts';
import { sequenceFunctions } from './sequenceFunctions.ts';
import { textFunctions } from './textFunctions.ts';

const focus = ofItems({}, (item) => [item]);

const logic: Functions = {
  true: { arity: [0, 0], make: () => ofTest({ constant: true, focal: false }, () => true) },
  false: { arity: [0, 0], make: () => ofTest({ constant: true, focal: false }, () => false) },
  not: { arity: [1, 1], make: ([a = focus]) => ofTest(traitsOf(a), (item, env) => !a.test(item, env)) },
  boolean: { arity: [1, 1], make: ([a = focus]) => ofTest(traitsOf(a), (item, env) => a.test(item, env)) },
  position: { arity: [0, 0], make: () => ofItems({ kind: 'number', positional: true }, (_, env) => [env.position]) },
  last: { arity: [0, 0], make: () => ofItems({ kind: 'number', positional: true }, (_, env) => [env.size]) },
  current: { arity: [0, 0], make: () => ofItems({ kind: 'nodes', focal: false }, (_, env) => [env.current]) },
};

const groups: readonly Functions[] = [logic, textFunctions, sequenceFunctions, nodeFunctions];

/** A call of a function of the subset. Throws `Unsupported` for another name or a wrong number of arguments. */
export function compileCall(name: string, args: readonly Compiled[]): Compiled {
  const group = groups.find((each) => Object.hasOwn(each, name));
  const definition = group?.[name];
  if (definition === undefined) throw new Unsupported(`the function ${name}()`);
  const [fewest, most] = definition.arity;
  if (args.length < fewest || args.length > most) throw new Unsupported(`${name}() with ${args.length} arguments`);
  return definition.make(args.length === 0 && definition.focusByDefault ? [focus] : args);
}
