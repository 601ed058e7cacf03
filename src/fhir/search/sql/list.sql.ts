import type { ColumnUse } from '../parameters/parameter.ts';
import type { TextComparison } from '../query.ts';
import type { Draft, Table } from './place.ts';
import { likeText } from './text.sql.ts';

/** A list of values in the keys of a row: a column of it, or one part of a pair. */
export interface List {
  /** The SQL expression of the list; null when the row has none. */
  readonly list: string;
  readonly alias: string;
  readonly use: ColumnUse;
  /** In a record a text stands without a list when it is alone. */
  readonly bare: boolean;
  /** Whether the index on keys finds its values: a column, among the shared resources. */
  readonly indexed: boolean;
}

export function column(use: ColumnUse, alias: string, table: Table): List {
  return { list: `${alias}.keys->'${use.key}'`, alias, use, bare: table === 'resource', indexed: table === 'shared' };
}

/** The column beside another one: of identifiers, of typed identifiers. */
export function beside(list: List, key: string): List {
  return { ...list, list: `${list.alias}.keys->'${key}'`, indexed: false };
}

/** One text of a list satisfies a condition on `v`. */
export function someText({ list, bare }: List, condition: (v: string) => string): string {
  const one = `exists (select from jsonb_array_elements_text(${list}) as x(v) where ${condition('x.v')})`;
  return bare ? `case jsonb_typeof(${list}) when 'string' then ${condition(`(${list} #>> '{}')`)} else ${one} end` : one;
}

/** Rows `alias(v)` of the texts of a column; `condition` keeps some of them. */
export function textRows(key: string, keys: string, table: Table, alias: string): string {
  const list = `${keys}->'${key}'`;
  const whole =
    table === 'resource' ? `case jsonb_typeof(${list}) when 'string' then jsonb_build_array(${list}) else ${list} end` : list;
  return `jsonb_array_elements_text(${whole}) as ${alias}(v)`;
}

export const anyOf = (texts: readonly string[]): string =>
  texts.length === 0 ? 'false' : texts.length === 1 ? (texts[0] ?? '') : `(${texts.join(' or ')})`;

/** Above it the index would be asked too often. */
const mostIndexed = 64;

/** One of these whole values is in the list. */
export function wholeValues(values: readonly string[], { list, alias, use, indexed }: List, draft: Draft): string {
  if (!indexed || values.length > mostIndexed) return `${list} ?| ${draft.bind(values)}::text[]`;
  const contained = values.map((value) => JSON.stringify({ [use.key]: [value] }));
  return `${alias}.keys @> any(${draft.bind(contained)}::jsonb[])`;
}

const patterns: Readonly<Partial<Record<TextComparison, (text: string) => string>>> = {
  starts: (text) => `${likeText(text)}%`,
  contains: (text) => `%${likeText(text)}%`,
  ends: (text) => `%${likeText(text)}`,
};
const signs: Readonly<Partial<Record<TextComparison, string>>> = { more: '>', less: '<', atLeast: '>=', atMost: '<=' };

/** A condition on a text: it compares with one of the values at least. */
export function compared(how: TextComparison, values: readonly string[], draft: Draft): (v: string) => string {
  const pattern = patterns[how];
  const all = `${draft.bind(pattern === undefined ? values : values.map(pattern))}::text[]`;
  if (pattern !== undefined) return (v) => `${v} like any(${all})`;
  return (v) => `${v} collate "C" ${signs[how] ?? '='} any(${all})`;
}
