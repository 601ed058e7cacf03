/** What the parser makes of an XPath 2.0 expression. */
export type Axis =
  | 'child'
  | 'attribute'
  | 'self'
  | 'parent'
  | 'descendant'
  | 'descendant-or-self'
  | 'ancestor'
  | 'ancestor-or-self'
  | 'preceding-sibling'
  | 'following-sibling';

/** `namespace` and `name` undefined stand for `*`. */
export type NodeTest =
  | { readonly kind: 'name'; readonly namespace: string | undefined; readonly name: string | undefined }
  | { readonly kind: 'node' | 'text' | 'comment' | 'instruction' | 'element' | 'attribute' | 'document' };

export interface Step {
  readonly kind: 'step';
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly Expression[];
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'is' | '<<' | '>>';
export type Arithmetic = '+' | '-' | '*' | 'div' | 'idiv' | 'mod' | 'to';
export type SetOperator = 'union' | 'intersect' | 'except';

export type Expression =
  | Step
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'focus' }
  | { readonly kind: 'root' }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  | { readonly kind: 'path'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'filter'; readonly input: Expression; readonly predicates: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'arithmetic'; readonly operator: Arithmetic; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'set'; readonly operator: SetOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'if'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: 'for' | 'some' | 'every'; readonly name: string; readonly input: Expression; readonly body: Expression }
  | { readonly kind: 'castable' | 'cast'; readonly operand: Expression; readonly type: string; readonly optional: boolean };
