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
  /** Whether the index on keys finds its values: a column, among the shared resources. */
  readonly indexed: boolean;
}

export function column(use: ColumnUse, alias: string, table: Table): List {
  return { list: `${alias}.keys->'${use.key}'`, alias, use, indexed: table === 'shared' };
}

/** Rows `x(v)` of a list of texts. */
export const elements = (list: string): string => `jsonb_array_elements_text(${list}) as x(v)`;

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

/** A text against values, of which one suffices. */
export function compared(text: string, how: TextComparison, values: readonly string[], draft: Draft): string {
  const pattern = patterns[how];
  if (pattern !== undefined) return `${text} like any(${draft.bind(values.map(pattern))}::text[])`;
  return `${text} collate "C" ${signs[how] ?? '='} any(${draft.bind(values)}::text[])`;
}
