import type { Parameter } from './parameters/parameter.ts';

/** A search, parsed and checked against the parameters of its type; no SQL in it and nothing left to refuse. */
export interface Query {
  /** The types searched; undefined: all of them (a search of the whole system or compartment without `_type`). */
  readonly types: readonly string[] | undefined;
  /** All of these hold for a match. */
  readonly where: readonly Condition[];
  /** Empty: newest first by the types' principal date, then by order of writing. */
  readonly sort: readonly SortKey[];
  /** Matches on a page; 0 when only the total is asked. */
  readonly count: number;
  /** False for `_total=none`. */
  readonly total: boolean;
  readonly include: readonly Include[];
  readonly revinclude: readonly Include[];
  readonly summary: Summary | undefined;
  readonly elements: readonly string[] | undefined;
  /** Where the page starts; undefined: at the beginning. */
  readonly after: Cursor | undefined;
  /** Parameters left out because lenient handling was asked for. */
  readonly ignored: readonly string[];
}

export type Summary = 'true' | 'text' | 'data' | 'count' | 'false';

/**
 * Names the last matches of a page, not their values: `[n, version]` in a record, `['Type/id', version]` among the shared resources, `[record,
 * version]` among people, the last one first. The page after it begins behind the first of them that has not changed since.
 */
export type Cursor = readonly (readonly [key: number | string, version: number])[];

export interface SortKey {
  readonly parameter: Parameter;
  readonly descending: boolean;
}

/** `_include` or `_revinclude` of one parameter of one source type. */
export interface Include {
  readonly type: string;
  readonly parameter: Parameter;
  /** Only targets of this type. */
  readonly target: string | undefined;
  readonly iterate: boolean;
}

export type Condition =
  | { readonly is: 'all'; readonly of: readonly Condition[] }
  | { readonly is: 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'match'; readonly parameter: Parameter; readonly test: Test }
  /** A resource of one of these types, to which the parameter refers, satisfies the condition of its type. */
  | { readonly is: 'chain'; readonly parameter: Parameter; readonly targets: readonly ChainTarget[] }
  /** A resource of `type` that refers here by `parameter` satisfies `where`. */
  | { readonly is: 'has'; readonly type: string; readonly parameter: Parameter; readonly where: Condition }
  /** A resource of this type that satisfies `where`: one of several types searched at once. */
  | { readonly is: 'of'; readonly type: string; readonly where: Condition }
  /** Named by the List of this id. */
  | { readonly is: 'listed'; readonly parameter: Parameter; readonly ids: readonly string[] }
  /** Any of the values; of each value all the words. */
  | { readonly is: 'words'; readonly over: 'text' | 'content'; readonly values: readonly (readonly string[])[] }
  /** A document that holds the words of any of the texts. It becomes `numbered` before it is looked for: see `documentWords.ts` of the engine. */
  | { readonly is: 'document-words'; readonly over: 'text' | 'content'; readonly texts: readonly string[] }
  /** Things of a record by their numbers. */
  | { readonly is: 'numbered'; readonly numbers: readonly number[] };

export interface ChainTarget {
  readonly type: string;
  readonly where: Condition;
}

/** What one parameter's values are held against; of several values one suffices. */
export type Test =
  | { readonly is: 'missing'; readonly missing: boolean }
  | { readonly is: 'tokens'; readonly tokens: readonly TokenTest[] }
  /** The identifier of a reference. */
  | { readonly is: 'identifiers'; readonly tokens: readonly TokenTest[] }
  /** Displays and texts beside a token, folded; each value at the beginning. */
  | { readonly is: 'texts'; readonly values: readonly string[] }
  /** Folded, but for `exact`. */
  | { readonly is: 'strings'; readonly how: TextComparison | 'exact'; readonly values: readonly string[] }
  /** The code of a token as text. */
  | { readonly is: 'codes'; readonly how: TextComparison; readonly values: readonly string[] }
  /** One item at least that is not what the test wants. */
  | { readonly is: 'unequal'; readonly to: Test }
  | { readonly is: 'dates'; readonly boxes: readonly Box[] }
  | { readonly is: 'numbers'; readonly boxes: readonly Box[] }
  | { readonly is: 'quantities'; readonly boxes: readonly UnitBox[] }
  | { readonly is: 'references'; readonly values: readonly string[] }
  | { readonly is: 'uris'; readonly how: TextComparison | 'below' | 'above'; readonly values: readonly string[] }
  | { readonly is: 'ids'; readonly ids: readonly string[] }
  | { readonly is: 'tuples'; readonly tuples: readonly (readonly Test[])[] };

export type TextComparison = 'equals' | 'starts' | 'contains' | 'ends' | 'more' | 'less' | 'atLeast' | 'atMost';

/** A token as asked: undefined system is any system, '' is no system; undefined code is any code. */
export interface TokenTest {
  readonly system: string | undefined;
  readonly code: string | undefined;
  /** Also an element whose system is implied (`code`, `boolean`). */
  readonly implied: boolean;
  /** `:of-type`: the identifier's own type. */
  readonly ofType?: { readonly system: string; readonly code: string };
}

/** Bounds, inclusive, of a value's lowest and highest point: milliseconds for dates. Infinite bounds are open. */
export interface Box {
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
}

export interface UnitBox extends Box {
  /** Undefined: any unit. System undefined: the code or the unit as it is written. */
  readonly unit: { readonly system: string | undefined; readonly code: string } | undefined;
  /** The same in the UCUM base units of this dimension. */
  readonly canonical: (Box & { readonly dimension: string }) | undefined;
}
