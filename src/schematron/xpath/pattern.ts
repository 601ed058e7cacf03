import type { Expression, Step } from './ast.ts';
import type { Environment } from './environment.ts';
import type { Compiled } from './expressions.ts';
import { keysOf } from './keys.ts';
import { Unsupported } from './lexer.ts';
import { compileStep } from './paths.ts';
import { parentOf, tester } from './steps.ts';
import type { Node } from './values.ts';

/** One alternative of a rule's context. */
export interface Pattern {
  /** The local name an element must have to match; undefined: any. */
  readonly name: string | undefined;
  /** The local names that parent, grandparent… must have, as far as the pattern says; undefined: any. */
  readonly above: readonly (string | undefined)[];
  readonly attribute: boolean;
  /** `/` alone: the document itself. */
  readonly document: boolean;
  /** What the element must carry one of, as `keysOf` writes it; undefined: anything. */
  readonly keys: readonly string[] | undefined;
  matches(node: Node, env: Environment): boolean;
}

type Matcher = (node: Node, env: Environment) => boolean;
type Compile = (expression: Expression) => Compiled;
type Link = 'child' | 'below';
interface Part {
  readonly step: Step;
  /** How it hangs from the part before it. */
  readonly link: Link;
}

/** Numbers the questions that contexts ask of the nodes above: the same text is the same question. */
export class Questions {
  readonly #known = new Map<string, number>();

  of(text: string): number {
    const known = this.#known.get(text) ?? this.#known.size;
    this.#known.set(text, known);
    return known;
  }
}

/**
 * Reads a context as an XSLT pattern: alternatives of child, attribute and `//` steps, tried from the last step upwards.
 *
 * Throws `Unsupported` for any other expression. Source: XSLT 2.0 §5.5.
 */
export function patternsOf(expression: Expression, compile: Compile, questions: Questions): readonly Pattern[] {
  if (expression.kind === 'set' && expression.operator === 'union')
    return [...patternsOf(expression.left, compile, questions), ...patternsOf(expression.right, compile, questions)];
  return [patternOf(expression, compile, questions)];
}

function patternOf(expression: Expression, compile: Compile, questions: Questions): Pattern {
  const { parts, rooted } = partsOf(expression);
  let upper: Matcher | undefined;
  if (rooted !== undefined) upper = (node) => node.kind === 'document';
  let source = `${rooted ?? ''}`;
  parts.forEach(({ step, link }, i) => {
    source += `/${link}${JSON.stringify(step)}`;
    const here = stepMatcher(step, compile);
    const above = upper;
    const linked = i > 0 || rooted !== undefined ? link : undefined;
    const matches: Matcher = (node, env) => {
      if (!here(node, env)) return false;
      if (linked === undefined || above === undefined) return true;
      let parent = parentOf(node, env);
      if (linked === 'child') return parent !== undefined && above(parent, env);
      for (; parent !== undefined; parent = parentOf(parent, env)) {
        env.spend(1);
        if (above(parent, env)) return true;
      }
      return false;
    };
    upper = i < parts.length - 1 && !dependsOnRule(source) ? remembered(questions.of(source), matches) : matches;
  });
  if (upper === undefined) throw new Unsupported('this context');
  const last = parts.at(-1);
  if (last !== undefined && !['name', 'element', 'attribute'].includes(last.step.test.kind))
    throw new Unsupported('a context of texts, comments or instructions');
  const above: (string | undefined)[] = [];
  for (let i = parts.length - 1; i > 0 && parts[i]?.link === 'child'; i--) above.push(stepName(parts[i - 1]));
  return {
    name: last === undefined ? undefined : nameOf(last.step),
    above,
    document: last === undefined,
    attribute: last?.step.axis === 'attribute',
    keys: last?.step.axis === 'child' ? firstOf(last.step.predicates, keysOf) : undefined,
    matches: upper,
  };
}

/** A context's upper steps that use a variable or current() are not the same question in another rule. */
const dependsOnRule = (source: string): boolean => /"kind":"variable"|"name":"current"/.test(source);

/** The upper steps of a context are often those of a hundred others: each node is asked once. */
function remembered(question: number, matches: Matcher): Matcher {
  return (node, env) => {
    const answers = env.answersTo(question);
    const known = answers.get(node);
    if (known !== undefined) return known;
    const found = matches(node, env);
    // Each answer takes memory besides.
    env.spend(16);
    answers.set(node, found);
    return found;
  };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOf(expression: Expression): { parts: Part[]; rooted: Link | undefined } {
  if (expression.kind === 'root') return { parts: [], rooted: 'child' };
  if (expression.kind === 'step') return { parts: [{ step: allowed(expression), link: 'child' }], rooted: undefined };
  if (expression.kind !== 'path' || expression.right.kind !== 'step') throw new Unsupported('a context that is no pattern');
  const { left, right } = expression;
  // a//b is a/descendant-or-self::node()/b.
  const double =
    left.kind === 'path' &&
    left.right.kind === 'step' &&
    left.right.axis === 'descendant-or-self' &&
    left.right.test.kind === 'node';
  const outer = partsOf(double ? left.left : left);
  return { parts: [...outer.parts, { step: allowed(right), link: double ? 'below' : 'child' }], rooted: outer.rooted };
}

function allowed(step: Step): Step {
  if (step.axis !== 'child' && step.axis !== 'attribute') throw new Unsupported(`the axis "${step.axis}" in a context`);
  return step;
}

const stepName = (part: Part | undefined): string | undefined => (part === undefined ? undefined : nameOf(part.step));

function nameOf(step: Step): string | undefined {
  return step.axis === 'child' && step.test.kind === 'name' ? step.test.name : undefined;
}

/** Predicates that count positions are tried among the siblings, the others on the node alone. */
function stepMatcher(step: Step, compile: (expression: Expression) => Compiled): (node: Node, env: Environment) => boolean {
  const passes = tester(step.test, step.axis);
  const alone = step.predicates.map(compile);
  const counts = alone.some((each) => each.positional || each.kind === 'number' || each.kind === 'any');
  const [first, second] = alone;
  if (!counts && first === undefined) return (node) => passes(node);
  if (!counts && first !== undefined && second === undefined) return (node, env) => passes(node) && first.test(node, env);
  if (!counts) return (node, env) => passes(node) && alone.every((predicate) => predicate.test(node, env));
  const among = compileStep(step, compile);
  return (node, env) => {
    if (!passes(node)) return false;
    const parent = parentOf(node, env);
    return parent !== undefined && among.items(parent, env).includes(node);
  };
}
