import type { Arithmetic, Axis, Comparison, Expression, NodeTest, SetOperator } from './ast.ts';
import { type Token, tokensOf, Unsupported } from './lexer.ts';

/** Finds the namespace of a prefix; undefined when it is not declared. */
export type Prefixes = (prefix: string) => string | undefined;

const axes: readonly string[] = [
  'child',
  'attribute',
  'self',
  'parent',
  'descendant',
  'descendant-or-self',
  'ancestor',
  'ancestor-or-self',
  'preceding-sibling',
  'following-sibling',
] satisfies readonly Axis[];
const kindTests: Readonly<Record<string, Exclude<NodeTest['kind'], 'name'>>> = {
  node: 'node',
  text: 'text',
  comment: 'comment',
  'processing-instruction': 'instruction',
  element: 'element',
  attribute: 'attribute',
  'document-node': 'document',
};
const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'is', '<<', '>>'];
const depthLimit = 200;

/** Reads an expression. Throws `Unsupported` for what is outside the subset. Source: XPath 2.0 §A.1. */
export function parse(text: string, prefixes: Prefixes): Expression {
  return new Parser(tokensOf(text), prefixes).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #prefixes: Prefixes;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], prefixes: Prefixes) {
    this.#tokens = tokens;
    this.#prefixes = prefixes;
  }

  whole(): Expression {
    const found = this.#expression();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return found;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '' };
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.text === text && token.kind !== 'string' && token.kind !== 'end';
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Unsupported(`"${text}" was expected before "${this.#peek().text}"`);
  }

  #unexpected(): Unsupported {
    const { kind, text } = this.#peek();
    return new Unsupported(kind === 'end' ? 'the expression ends too soon' : `"${text}" is not expected here`);
  }

  #expression(): Expression {
    if (++this.#depth > depthLimit) throw new Unsupported(`an expression nested more than ${depthLimit} levels deep`);
    const items = [this.#single()];
    while (this.#take(',')) items.push(this.#single());
    this.#depth--;
    const [only] = items;
    return only !== undefined && items.length === 1 ? only : { kind: 'sequence', items };
  }

  #single(): Expression {
    for (const kind of ['for', 'some', 'every'] as const) if (this.#is(kind) && this.#is('$', 1)) return this.#binding(kind);
    if (this.#is('if') && this.#is('(', 1)) return this.#conditional();
    return this.#or();
  }

  #binding(kind: 'for' | 'some' | 'every'): Expression {
    this.#at++;
    const bound: { name: string; input: Expression }[] = [];
    do {
      this.#expect('$');
      const name = this.#name();
      this.#expect('in');
      bound.push({ name, input: this.#single() });
    } while (this.#take(','));
    this.#expect(kind === 'for' ? 'return' : 'satisfies');
    return bound.reduceRight<Expression>((body, { name, input }) => ({ kind, name, input, body }), this.#single());
  }

  #conditional(): Expression {
    this.#at += 2;
    const test = this.#expression();
    this.#expect(')');
    this.#expect('then');
    const then = this.#single();
    this.#expect('else');
    return { kind: 'if', test, then, otherwise: this.#single() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#comparison();
    while (this.#take('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Expression {
    const left = this.#range();
    const { kind, text } = this.#peek();
    if ((kind !== 'sign' && kind !== 'name') || !comparisons.includes(text)) return left;
    this.#at++;
    return { kind: 'compare', operator: text as Comparison, left, right: this.#range() };
  }

  #range(): Expression {
    const left = this.#binary(['+', '-'], () => this.#multiplicative());
    if (!this.#take('to')) return left;
    return { kind: 'arithmetic', operator: 'to', left, right: this.#binary(['+', '-'], () => this.#multiplicative()) };
  }

  #multiplicative(): Expression {
    return this.#binary(['*', 'div', 'idiv', 'mod'], () => this.#union());
  }

  #binary(operators: readonly Arithmetic[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'arithmetic', operator, left, right: operand() };
    }
  }

  #union(): Expression {
    let left = this.#intersect();
    while (this.#take('|') || this.#take('union')) left = { kind: 'set', operator: 'union', left, right: this.#intersect() };
    return left;
  }

  #intersect(): Expression {
    let left = this.#castable();
    for (;;) {
      const operator = (['intersect', 'except'] satisfies SetOperator[]).find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'set', operator, left, right: this.#castable() };
    }
  }

  #castable(): Expression {
    let operand = this.#unary();
    for (const kind of ['castable', 'cast'] as const) {
      if (!this.#is(kind) || !this.#is('as', 1)) continue;
      this.#at += 2;
      operand = { kind, operand, type: this.#name(), optional: this.#take('?') };
    }
    if ((this.#is('instance') && this.#is('of', 1)) || (this.#is('treat') && this.#is('as', 1))) throw this.#unexpected();
    return operand;
  }

  #unary(): Expression {
    if (this.#take('-')) return { kind: 'negate', operand: this.#unary() };
    if (this.#take('+')) return this.#unary();
    return this.#path();
  }

  #path(): Expression {
    if (this.#take('//')) return this.#rest(below({ kind: 'root' }), true);
    if (this.#take('/')) return this.#beginsStep() ? this.#rest({ kind: 'root' }, true) : { kind: 'root' };
    return this.#rest(this.#step(), false);
  }

  #rest(first: Expression, pending: boolean): Expression {
    let left = first;
    if (pending) left = { kind: 'path', left, right: this.#step() };
    for (;;) {
      if (this.#take('//')) left = below(left);
      else if (!this.#take('/')) return left;
      left = { kind: 'path', left, right: this.#step() };
    }
  }

  #beginsStep(): boolean {
    const { kind, text } = this.#peek();
    return kind === 'name' || (kind === 'sign' && ['*', '@', '.', '..', '(', '$'].includes(text));
  }

  #step(): Expression {
    const found = this.#axisStep() ?? this.#primary();
    const predicates: Expression[] = [];
    while (this.#take('[')) {
      predicates.push(this.#expression());
      this.#expect(']');
    }
    if (predicates.length === 0) return found;
    return found.kind === 'step' ? { ...found, predicates } : { kind: 'filter', input: found, predicates };
  }

  #axisStep(): Expression | undefined {
    if (this.#take('..')) return { kind: 'step', axis: 'parent', test: { kind: 'node' }, predicates: [] };
    if (this.#take('@')) return { kind: 'step', axis: 'attribute', test: this.#nodeTest('attribute'), predicates: [] };
    const { kind, text } = this.#peek();
    if (kind === 'name' && this.#is('::', 1)) {
      if (!axes.includes(text)) throw new Unsupported(`the axis "${text}"`);
      this.#at += 2;
      return { kind: 'step', axis: text as Axis, test: this.#nodeTest(text as Axis), predicates: [] };
    }
    const isTest = kind === 'name' && (!this.#is('(', 1) || Object.hasOwn(kindTests, text));
    if (!isTest && !this.#is('*')) return undefined;
    const test = this.#nodeTest('child');
    return { kind: 'step', axis: test.kind === 'attribute' ? 'attribute' : 'child', test, predicates: [] };
  }

  #nodeTest(axis: Axis): NodeTest {
    const { kind, text } = this.#peek();
    this.#at++;
    if (text === '*' && kind === 'sign') return { kind: 'name', namespace: undefined, name: undefined };
    if (kind !== 'name') throw new Unsupported(`a node test was expected before "${text}"`);
    if (this.#take('(')) {
      const found = Object.hasOwn(kindTests, text) ? kindTests[text] : undefined;
      if (found === undefined || !this.#take(')')) throw new Unsupported(`the test ${text}(…)`);
      return { kind: found };
    }
    const colon = text.indexOf(':');
    const local = text.slice(colon + 1);
    const name = local === '*' ? undefined : local;
    // An unprefixed name is in no namespace, for elements and attributes alike: the schemas declare no default.
    if (colon < 0) return { kind: 'name', namespace: '', name };
    const prefix = text.slice(0, colon);
    if (prefix === '*') return { kind: 'name', namespace: undefined, name };
    const namespace = this.#prefixes(prefix);
    if (namespace === undefined) throw new Unsupported(`the prefix "${prefix}" (${axis} axis), which is not declared`);
    return { kind: 'name', namespace, name };
  }

  #primary(): Expression {
    const { kind, text } = this.#peek();
    this.#at++;
    if (kind === 'string') return { kind: 'literal', value: text };
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    if (kind === 'sign' && text === '.') return { kind: 'focus' };
    if (kind === 'sign' && text === '$') return { kind: 'variable', name: this.#name() };
    if (kind === 'sign' && text === '(') {
      if (this.#take(')')) return { kind: 'sequence', items: [] };
      const found = this.#expression();
      this.#expect(')');
      // A step in parentheses counts its predicates over the whole: (a/b)[1] is a filter, not a step.
      return found.kind === 'step' ? { kind: 'sequence', items: [found] } : found;
    }
    if (kind === 'name' && this.#take('(')) return { kind: 'call', name: text.replace(/^fn:/, ''), args: this.#arguments() };
    this.#at--;
    throw this.#unexpected();
  }

  #arguments(): Expression[] {
    const args: Expression[] = [];
    if (this.#take(')')) return args;
    do args.push(this.#single());
    while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #name(): string {
    const { kind, text } = this.#peek();
    if (kind !== 'name') throw new Unsupported(`a name was expected before "${text}"`);
    this.#at++;
    return text;
  }
}

const below = (left: Expression): Expression => ({
  kind: 'path',
  left,
  right: { kind: 'step', axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] },
});
