/** The part of FHIRPath in which search parameters are written, as a tree. Source: FHIRPath N1 §6, FHIR R4 §5.6.5. */
export type Expression =
  /** The node that the expression starts from. */
  | { readonly is: 'self' }
  | { readonly is: 'resource' }
  | { readonly is: 'type'; readonly name: string }
  | { readonly is: 'member'; readonly of: Expression; readonly name: string }
  | { readonly is: 'where'; readonly of: Expression; readonly test: Expression }
  | { readonly is: 'ofType'; readonly of: Expression; readonly type: string }
  | { readonly is: 'extension'; readonly of: Expression; readonly url: string }
  | { readonly is: 'at'; readonly of: Expression; readonly index: number }
  | { readonly is: 'union'; readonly of: readonly Expression[] }
  | Logical;

/** Gives one boolean. */
export type Logical =
  | { readonly is: 'exists' | 'empty' | 'not'; readonly of: Expression }
  /** `x is T`, `resolve() is T`. */
  | { readonly is: 'hasType'; readonly of: Expression; readonly type: string; readonly resolved: boolean }
  | { readonly is: 'and' | 'or' | '=' | '!='; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'literal'; readonly value: string | number | boolean };

const logical = new Set(['exists', 'empty', 'not', 'hasType', 'and', 'or', '=', '!=', 'literal']);

export function isLogical(expression: Expression): expression is Logical {
  return logical.has(expression.is);
}
