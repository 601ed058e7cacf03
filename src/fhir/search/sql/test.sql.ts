import { identifierKey } from '../keys/column.ts';
import { instantKey } from '../keys/date.ts';
import { fold } from '../keys/fold.ts';
import { addressKey } from '../keys/reference.ts';
import { longestString } from '../keys/string.ts';
import type { ColumnUse, Component, Parameter } from '../parameters/parameter.ts';
import { stringPlaces, textPlaces } from '../parameters/wholeText.ts';
import type { Box, Test } from '../query.ts';
import type { Draft, Table } from './place.ts';
import { anyOf, column, compared, elements, type List, wholeValues } from './list.sql.ts';
import { quantitiesText } from './quantity.sql.ts';
import { bodyTexts, foldedText, likeText } from './text.sql.ts';
import { identifiersText, tokensText } from './token.sql.ts';
import { urisText } from './uri.sql.ts';

export type Searched = Parameter | Component;

/** The condition that one test on a parameter makes for the rows of a table; it may be null where it does not hold. */
export function testText(parameter: Searched, test: Test, alias: string, table: Table, draft: Draft): string {
  if (test.is === 'ids') return idsText(test.ids, alias, draft);
  if (test.is === 'missing') return test.missing ? `not ${presentText(parameter, alias, draft)}` : presentText(parameter, alias, draft);
  if (test.is === 'dates' && parameter.code === '_lastUpdated') return updatedText(test.boxes, alias, draft);
  if (test.is === 'tuples') return tuplesText(parameter as Parameter, test.tuples, alias, table, draft);
  if (test.is === 'unequal' && parameter.code === '_lastUpdated') return testText(parameter, test.to, alias, table, draft);
  return anyOf(parameter.columns.map((use) => listText(parameter, test, column(use, alias, table), draft)));
}

/** Ids of the record's own making are found by their number. */
function idsText(ids: readonly string[], alias: string, draft: Draft): string {
  const named = `${alias}.id = any(${draft.bind(ids)}::text[])`;
  const own = draft.inRecord ? ids.map((id) => numberOf(id, draft.digits)) : [undefined];
  return own.includes(undefined) ? named : `${alias}.n = any(${draft.bind(own)}::bigint[]) and ${named}`;
}

function numberOf(id: string, digits: string): number | undefined {
  if (id === digits) return 0;
  if (!id.startsWith(`${digits}-`) || !/^[0-9a-z]{1,10}$/.test(id.slice(33))) return undefined;
  return Number.parseInt(id.slice(33), 36);
}

/** Never null. */
function presentText(parameter: Searched, alias: string, draft: Draft): string {
  if (parameter.code === '_id' || parameter.code === '_lastUpdated') return 'true';
  const parts = 'components' in parameter ? parameter.components : [];
  const whole = parts.length > 0 && parts.every(({ columns }) => columns.length > 0);
  const tuple = whole ? [`(${parts.map((part) => presentText(part, alias, draft)).join(' and ')})`] : [];
  return anyOf([...parameter.columns.map((use) => thereText(use, alias, draft)), ...tuple]);
}

function thereText({ key, only }: ColumnUse, alias: string, draft: Draft): string {
  if (only === undefined) return `${alias}.keys ? '${key}'`;
  return `exists (select from jsonb_array_elements_text(${alias}.keys->'${key}') as x(v) where x.v ~ ${draft.bind(leadsTo(only))})`;
}

/** A reference in the keys that leads to a type, by whatever address. */
export const leadsTo = (type: string): string => `(^|/|#)${type}(/[^/]+)?$`;

function updatedText(boxes: readonly Box[], alias: string, draft: Draft): string {
  const ranges = boxes.map(({ low, high }) => rangeText(Math.max(low[0], high[0]), Math.min(low[1], high[1])));
  return `${alias}.updated_at <@ ${draft.bind(`{${ranges.join(',')}}`)}::tstzmultirange`;
}

const [firstYear, lastYear] = [Date.UTC(1000, 0, 1), Date.UTC(9999, 0, 1)];

/** An instant is of one millisecond. What was before computers or comes after them is without bound. */
function rangeText(first: number, last: number): string {
  if (first > last) return 'empty';
  const bound = (ms: number): string => (ms < firstYear || ms > lastYear ? '' : `"${new Date(ms).toISOString()}"`);
  return `[${bound(first)},${bound(last + 1)})`;
}

/** A test of the values of one list. */
export function listText(parameter: Searched, test: Test, list: List, draft: Draft): string {
  switch (test.is) {
    case 'tokens':
      return tokensText(test.tokens, list, draft);
    case 'identifiers':
      return identifiersText(test.tokens, `${list.alias}.keys->'${identifierKey(list.use.key)}'`, list.use.only, draft);
    case 'codes':
      return `exists (select from ${elements(list.list)} where ${compared(`substr(x.v, strpos(x.v, '=') + 1)`, test.how, test.values, draft)})`;
    case 'texts': {
      const places = draft.bind(textPlaces(parameter.paths) ?? []);
      const patterns = draft.bind(test.values.map((value) => `${likeText(value)}%`));
      return `exists (select from ${bodyTexts(list.alias, places)} where ${foldedText('x.v')} like any(${patterns}::text[]))`;
    }
    case 'strings':
      return stringsText(parameter, test, list, draft);
    case 'uris':
      return urisText(test, parameter.paths, list, draft);
    case 'references':
      return referencesText(test.values, list, draft);
    case 'dates':
      return datesText(test.boxes, list, draft);
    case 'numbers':
      return quantitiesText(test.boxes.map((box) => ({ ...box, unit: undefined, canonical: undefined })), list, draft);
    case 'quantities':
      return quantitiesText(test.boxes, list, draft);
    case 'unequal':
      return unequalText(parameter, test.to, list, draft);
    default:
      throw new Error(`a test of ${test.is} is not one of a list`);
  }
}

type Strings = Extract<Test, { readonly is: 'strings' }>;

function stringsText(parameter: Searched, { how, values }: Strings, list: List, draft: Draft): string {
  if (how !== 'exact') return `exists (select from ${elements(list.list)} where ${compared('x.v', how, values, draft)})`;
  // The keys find those that are the same but for case and accents; the resource's own text says which are the same.
  const folded = draft.bind(values.map((value) => fold(value.slice(0, longestString))));
  const written = bodyTexts(list.alias, draft.bind(stringPlaces(parameter.paths) ?? []));
  return `${list.list} ?| ${folded}::text[] and exists (select from ${written} where x.v = any(${draft.bind(values)}::text[]))`;
}

/** Values as the keys of the place hold them; those that lead elsewhere than the column may are none. */
function referencesText(values: readonly string[], list: List, draft: Draft): string {
  const { only } = list.use;
  const home = { base: '\n', hex: draft.inRecord ? draft.digits : undefined };
  const kept = values.map((value) => addressKey(value, home)).filter((value) => only === undefined || new RegExp(leadsTo(only)).test(value));
  return wholeValues(kept, list, draft);
}

function datesText(boxes: readonly Box[], list: List, draft: Draft): string {
  const bounds = [0, 1, 2, 3].map((i) => draft.bind(boxes.map(({ low, high }) => instantKey([...low, ...high][i] ?? 0))));
  const box = `unnest(${bounds.map((bound) => `${bound}::text[]`).join(', ')}) as w(a, b, c, d)`;
  const inside = `left(x.v, 10) collate "C" between w.a and w.b and right(x.v, 10) collate "C" between w.c and w.d`;
  return `exists (select from ${elements(list.list)}, ${box} where ${inside})`;
}

/** One value at least is not what the test wants. Codes that stand alone for the index are no values of their own. */
function unequalText(parameter: Searched, to: Test, list: List, draft: Draft): string {
  const single: List = { ...list, list: 'jsonb_build_array(u.v)', indexed: false };
  const rows = `jsonb_array_elements_text(${list.list}) as u(v)`;
  const other = listText(parameter, to, single, draft);
  return `exists (select from ${rows} where u.v not like '=%' and u.v not like '#%' and not coalesce(${other}, false))`;
}

function tuplesText(
  { components, columns }: Parameter,
  tuples: readonly (readonly Test[])[],
  alias: string,
  table: Table,
  draft: Draft,
): string {
  const whole = components.every((component) => component.columns.length > 0);
  const each = tuples.flatMap((tuple) => {
    const all = whole ? [components.map((component, i) => part(component, tuple[i], (test) => testText(component, test, alias, table, draft)))] : [];
    const pairs = columns.map(({ key }) => {
      const parts = components.map((component, i) => part(component, tuple[i], (test) => listText(component, test, tupleList(i, alias), draft)));
      return `exists (select from jsonb_array_elements(${alias}.keys->'${key}') as c(v) where ${parts.join(' and ')})`;
    });
    return [...all.map((parts) => `(${parts.join(' and ')})`), ...pairs];
  });
  return anyOf(each);
}

function tupleList(i: number, alias: string): List {
  return { list: `(c.v->${i})`, indexed: false, use: { key: '', hashed: false, only: undefined }, alias };
}

function part(component: Component, test: Test | undefined, text: (test: Test) => string): string {
  if (test === undefined) throw new Error(`a tuple has no part ${component.code}`);
  return text(test);
}

