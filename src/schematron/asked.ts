import type { Expression } from './xpath/ast.ts';
import type { Scope } from './xpath/expressions.ts';

/** Names of files that an expression opens or asks after, as far as they are written there: `*` stands for what only a document tells. */
export function filesAsked(expression: Expression, scope: Scope): readonly string[] {
  const found: string[] = [];
  // What an expression binds itself hides the variables of the rules.
  const bound = new Set<string>();
  const known = (name: string) => (bound.has(name) ? undefined : scope.literalOf(name));
  const look = (each: Expression): void => {
    if (each.kind === 'for' || each.kind === 'some' || each.kind === 'every') bound.add(each.name);
    if (each.kind === 'call' && /^(doc|document|doc-available)$/.test(each.name) && each.args[0] !== undefined)
      found.push(textOf(each.args[0], known));
    for (const part of partsOf(each)) look(part);
  };
  look(expression);
  return found;
}

function textOf(expression: Expression, known: (name: string) => string | undefined): string {
  if (expression.kind === 'literal') return String(expression.value);
  if (expression.kind === 'variable') return known(expression.name) ?? '*';
  if (expression.kind === 'call' && expression.name === 'concat')
    return expression.args.map((arg) => textOf(arg, known)).join('');
  return '*';
}

/** The expressions that one is made of. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'step':
      return expression.predicates;
    case 'sequence':
      return expression.items;
    case 'filter':
      return [expression.input, ...expression.predicates];
    case 'call':
      return expression.args;
    case 'path':
    case 'and':
    case 'or':
    case 'compare':
    case 'arithmetic':
    case 'set':
      return [expression.left, expression.right];
    case 'if':
      return [expression.test, expression.then, expression.otherwise];
    case 'for':
    case 'some':
    case 'every':
      return [expression.input, expression.body];
    case 'negate':
    case 'cast':
    case 'castable':
      return [expression.operand];
    default:
      return [];
  }
}
