import type { Expression } from './ast.ts';
import { castOf, castTo, isCastTarget } from './cast.ts';
import { general, holds, isGeneral, single } from './compare.ts';
import { costOf } from './cost.ts';
import { asSequence, type Compiled, ofItems, ofTest, type Scope, traitsOf } from './expressions.ts';
import { compileCall } from './functions.ts';
import { kept } from './kept.ts';
import { Unsupported } from './lexer.ts';
import { combined, compilePath, compileStep, filtered } from './paths.ts';
import { atMostOne, atomOf, empty, isNode, numberOfText, type Sequence, stringOf, Unevaluated, Untyped } from './values.ts';

/** Makes an expression ready to run. Throws `Unsupported` for what is outside the subset. */
export function compile(expression: Expression, scope: Scope): Compiled {
  // Chains of thousands are shared as a whole or by their links, not by each of their lengths.
  if (chained.has(expression.kind)) return made(expression, scope);
  return scope.shared(JSON.stringify(expression), () => made(expression, scope));
}

const chained: ReadonlySet<Expression['kind']> = new Set(['and', 'or', 'set', 'arithmetic']);

function made(expression: Expression, scope: Scope): Compiled {
  const sub = (each: Expression) => compile(each, scope);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      const found: Sequence = [value];
      const kind = typeof value === 'number' ? 'number' : 'string';
      return ofItems({ kind, constant: true, focal: false, literal: value }, () => found);
    }
    case 'variable': {
      const known = scope.literalOf(expression.name);
      if (known !== undefined) return compile({ kind: 'literal', value: known }, scope);
      const slot = scope.slotOf(expression.name);
      if (slot === undefined) throw new Unsupported(`the variable $${expression.name}, which is not declared`);
      return ofItems({ focal: false }, (_, env) => env.get(slot));
    }
    case 'focus':
      return ofItems({}, (focus) => [focus]);
    case 'root':
      return ofItems({ kind: 'nodes' }, (focus, env) => {
        if (!isNode(focus)) throw new Unevaluated('XPTY0020', 'a path starts from a value');
        return [env.documentOf(focus)];
      });
    case 'sequence': {
      const parts = expression.items.map(sub);
      return ofItems(traitsOf(...parts), (focus, env) => parts.flatMap((part) => part.items(focus, env)));
    }
    case 'step':
      return compileStep(expression, sub);
    case 'path':
      return kept(expression, compilePath(expression, sub), scope);
    case 'filter':
      return filtered(sub(expression.input), expression.predicates.map(sub));
    case 'set':
      return combined(expression.operator, sub(expression.left), sub(expression.right));
    case 'call':
      return isCastTarget(expression.name)
        ? cast({ kind: 'cast', type: expression.name, optional: true, operand: only(expression.args) }, scope)
        : compileCall(expression.name, expression.args.map(sub));
    case 'and': {
      const [left, right] = [sub(expression.left), sub(expression.right)];
      return ofTest(traitsOf(left, right), (focus, env) => left.test(focus, env) && right.test(focus, env));
    }
    case 'or': {
      const [left, right] = [sub(expression.left), sub(expression.right)];
      return ofTest(traitsOf(left, right), (focus, env) => left.test(focus, env) || right.test(focus, env));
    }
    case 'compare':
      return comparison(expression, sub(expression.left), sub(expression.right));
    case 'arithmetic':
      return arithmetic(expression.operator, sub(expression.left), sub(expression.right));
    case 'negate': {
      const operand = sub(expression.operand);
      return ofItems({ ...traitsOf(operand), kind: 'number' }, (focus, env) => {
        const value = operandOf(operand.items(focus, env));
        return value === undefined ? empty : [-value];
      });
    }
    case 'if': {
      const [test, then, otherwise] = [sub(expression.test), sub(expression.then), sub(expression.otherwise)];
      return ofItems(traitsOf(test, then, otherwise), (focus, env) =>
        test.test(focus, env) ? then.items(focus, env) : otherwise.items(focus, env),
      );
    }
    case 'for':
    case 'some':
    case 'every':
      return binding(expression, scope);
    case 'cast':
    case 'castable':
      return cast(expression, scope);
  }
}

function only(args: readonly Expression[]): Expression {
  const [arg] = args;
  if (arg === undefined || args.length > 1) throw new Unsupported('a constructor of a type takes one argument');
  return arg;
}

function comparison(expression: Expression & { kind: 'compare' }, left: Compiled, right: Compiled): Compiled {
  const { operator } = expression;
  const traits = traitsOf(left, right);
  if (!isGeneral(operator))
    return ofItems({ ...traits, kind: 'boolean' }, (focus, env) => {
      const found = single(operator, left.items(focus, env), right.items(focus, env));
      return found === undefined ? empty : asSequence(found);
    });
  const ofNumbers = numbersCompared(operator, left, right, traits);
  if (ofNumbers !== undefined) return ofNumbers;
  if (operator === '=' && typeof right.literal === 'string') return equalsText(left, right.literal, traits);
  // A list of a file of the package: made a set once.
  if (operator === '=' && right.constant && right.kind === 'nodes') return isListed(left, right, traits);
  return ofTest(traits, (focus, env) => {
    const [a, b] = [left.items(focus, env), right.items(focus, env)];
    env.spend(a.length * b.length);
    for (const item of a) env.spend(costOf(item));
    for (const item of b) env.spend(costOf(item));
    return general(operator, a, b);
  });
}

/** `count(x) > 1`: a test of a third of all rules, hence without sequences. */
function numbersCompared(
  operator: Parameters<typeof general>[0],
  left: Compiled,
  right: Compiled,
  traits: ReturnType<typeof traitsOf>,
): Compiled | undefined {
  const { number } = left;
  const { literal } = right;
  if (number === undefined || typeof literal !== 'number') return undefined;
  return ofTest(traits, (focus, env) => holds(operator, number(focus, env), literal));
}

function equalsText(left: Compiled, text: string, traits: ReturnType<typeof traitsOf>): Compiled {
  return ofTest(traits, (focus, env) => {
    for (const item of left.items(focus, env)) {
      if (typeof item === 'string' || isNode(item) || item instanceof Untyped) {
        env.spend(costOf(item));
        if (stringOf(item) === text) return true;
      } else if (general('=', [item], [text])) return true;
    }
    return false;
  });
}

function isListed(left: Compiled, list: Compiled, traits: ReturnType<typeof traitsOf>): Compiled {
  let known: Set<string> | undefined;
  return ofTest(traits, (focus, env) => {
    const items = left.items(focus, env);
    if (items.length === 0) return false;
    known ??= new Set(list.items(focus, env).map(stringOf));
    for (const item of items) {
      if (typeof item === 'string' || isNode(item) || item instanceof Untyped) {
        env.spend(costOf(item));
        if (known.has(stringOf(item))) return true;
      } else if (general('=', [item], list.items(focus, env))) return true;
    }
    return false;
  });
}

/** One operand of arithmetic: untyped values are read as numbers. Source: XPath 2.0 §3.4. */
function operandOf(sequence: Sequence): number | undefined {
  const item = atMostOne(sequence, 'arithmetic');
  if (item === undefined) return undefined;
  const atom = atomOf(item);
  if (typeof atom === 'number') return atom;
  if (!(atom instanceof Untyped)) throw new Unevaluated('XPTY0004', 'arithmetic on what is no number');
  const number = numberOfText(atom.value);
  if (Number.isNaN(number)) throw new Unevaluated('FORG0001', 'arithmetic on a text that is no number');
  return number;
}

function arithmetic(operator: (Expression & { kind: 'arithmetic' })['operator'], left: Compiled, right: Compiled): Compiled {
  const kind = operator === 'to' ? 'any' : 'number';
  return ofItems({ ...traitsOf(left, right), kind }, (focus, env) => {
    const a = operandOf(left.items(focus, env));
    const b = operandOf(right.items(focus, env));
    if (a === undefined || b === undefined) return empty;
    switch (operator) {
      case '+':
        return [a + b];
      case '-':
        return [a - b];
      case '*':
        return [a * b];
      case 'div':
        return [a / b];
      case 'mod':
        return [a % b];
      case 'idiv':
        if (b === 0) throw new Unevaluated('FOAR0001', 'a division by zero');
        return [Math.trunc(a / b)];
      case 'to':
        if (b - a > 100_000) throw new Unevaluated('FOAR0002', 'a range of more than 100,000 numbers');
        env.spend(Math.max(0, b - a));
        return Array.from({ length: Math.max(0, b - a + 1) }, (_, i) => a + i);
    }
  });
}

function binding(expression: Expression & { kind: 'for' | 'some' | 'every' }, scope: Scope): Compiled {
  const input = compile(expression.input, scope);
  const slot = scope.newSlot();
  const body = compile(expression.body, scope.within(expression.name, slot));
  const traits = { ...traitsOf(input, body), constant: false };
  if (expression.kind === 'for')
    return ofItems(traits, (focus, env) =>
      input.items(focus, env).flatMap((item) => {
        env.spend(1);
        env.set(slot, [item]);
        return body.items(focus, env);
      }),
    );
  const every = expression.kind === 'every';
  return ofTest(traits, (focus, env) => {
    for (const item of input.items(focus, env)) {
      env.spend(1);
      env.set(slot, [item]);
      if (body.test(focus, env) !== every) return !every;
    }
    return every;
  });
}

function cast(expression: Expression & { kind: 'cast' | 'castable' }, scope: Scope): Compiled {
  const { type, optional } = expression;
  if (!isCastTarget(type)) throw new Unsupported(`the type ${type}`);
  const operand = compile(expression.operand, scope);
  if (expression.kind === 'castable')
    return ofTest(traitsOf(operand), (focus, env) => {
      const items = operand.items(focus, env);
      const [item] = items;
      return item === undefined ? optional : items.length === 1 && castOf(type, atomOf(item)) !== undefined;
    });
  return ofItems(traitsOf(operand), (focus, env) => {
    const item = atMostOne(operand.items(focus, env), type);
    if (item !== undefined) return [castTo(type, atomOf(item))];
    if (optional) return empty;
    throw new Unevaluated('XPTY0004', `nothing to read as ${type}`);
  });
}
