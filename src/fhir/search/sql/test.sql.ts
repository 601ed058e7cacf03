import { instantKey } from '../keys/date.ts';
import { fold } from '../keys/fold.ts';
import { anyVersion } from '../keys/kind.ts';
import { uriKey } from '../keys/reference.ts';
import { longestString } from '../keys/string.ts';
import type { ColumnUse, Component, Parameter } from '../parameters/parameter.ts';
import { stringPlaces, textPlaces } from '../parameters/wholeText.ts';
import type { Box, Test } from '../query.ts';
import { anyOf, column, compared, type List, someText, textRows, wholeValues } from './list.sql.ts';
import type { Draft, Table } from './place.ts';
import { quantitiesText } from './quantity.sql.ts';
import { bodyTexts, foldedText, likeText } from './text.sql.ts';
import { identifiersText, tokensText } from './token.sql.ts';
import { urisText } from './uri.sql.ts';

export type Searched = Parameter | Component;

/** The condition that one test on a parameter makes for the rows of a table; it may be null where it does not hold. */
export function testText(parameter: Searched, test: Test, alias: string, table: Table, draft: Draft): string {
  if (test.is === 'ids') return idsText(test.ids, alias, draft);
  if (test.is === 'missing') {
    const present = presentText(parameter, alias, table, draft);
    return test.missing ? `not coalesce(${present}, false)` : present;
  }
  if (test.is === 'dates' && parameter.code === '_lastUpdated') return updatedText(test.boxes, alias, draft);
  if (test.is === 'tuples') return tuplesText(parameter as Parameter, test.tuples, alias, table, draft);
  return anyOf(parameter.columns.map((use) => listText(parameter, test, column(use, alias, table), draft)));
}

/** Ids of the record's own making are found by their number. */
function idsText(ids: readonly string[], alias: string, draft: Draft): string {
  const named = `${alias}.id = any(${draft.bind(ids)}::text[])`;
  const own = ids.map((id) => numberOf(id, draft.hex ?? ''));
  return own.includes(undefined) ? named : `${alias}.n = any(${draft.bind(own)}::bigint[]) and ${named}`;
}

function numberOf(id: string, digits: string): number | undefined {
  if (digits === '') return undefined;
  if (id === digits) return 0;
  if (!id.startsWith(`${digits}-`) || !/^[0-9a-z]{1,10}$/.test(id.slice(33))) return undefined;
  return Number.parseInt(id.slice(33), 36);
}

/** A composite around the whole resource is never missing; around an element it is there when the element is. */
function presentText(parameter: Searched, alias: string, table: Table, draft: Draft): string {
  const own = parameter.code === '_id' || parameter.code === '_lastUpdated';
  if (own || ('components' in parameter && isWhole(parameter))) return 'true';
  return anyOf(parameter.columns.map((use) => thereText(use, alias, table, draft)));
}

const isWhole = ({ components }: Parameter): boolean =>
  components.length > 0 && components.every(({ columns }) => columns.length > 0);

function thereText(use: ColumnUse, alias: string, table: Table, draft: Draft): string {
  if (use.only === undefined) return `${alias}.keys ? '${use.key}'`;
  const shape = draft.bind(leadsTo(use.only));
  return someText(column(use, alias, table), (v) => `${v} ~ ${shape}`);
}

/** A reference in the keys that leads to a type, by whatever address. */
export const leadsTo = (type: string): string => `(^|/|#)${type}(/[^/]+)?$`;

function updatedText(boxes: readonly Box[], alias: string, draft: Draft): string {
  const ranges = boxes.map(({ low, high }) => rangeText(Math.max(low[0], high[0]), Math.min(low[1], high[1])));
  return `${alias}.updated_at <@ ${draft.bind(`{${ranges.join(',')}}`)}::tstzmultirange`;
}

/** Nothing was written before or will be after these. */
const [firstYear, lastYear] = [Date.UTC(1000, 0, 1), Date.UTC(9999, 0, 1)];

function rangeText(first: number, last: number): string {
  if (first > last || first > lastYear || last < firstYear) return 'empty';
  const from = first < firstYear ? '' : `"${new Date(first).toISOString()}"`;
  return `[${from},${last > lastYear ? '' : `"${new Date(last + 1).toISOString()}"`})`;
}

/** A test of the values of one list. */
export function listText(parameter: Searched, test: Test, list: List, draft: Draft): string {
  switch (test.is) {
    case 'tokens':
      return tokensText(test.tokens, list, draft);
    case 'identifiers':
      return identifiersText(test.tokens, list, draft);
    case 'codes': {
      const condition = compared(test.how, test.values, draft);
      return someText(list, (v) => condition(`substr(${v}, strpos(${v}, '=') + 1)`));
    }
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
      return referencesText(isCanonical(parameter) ? test.values.flatMap(anyVersion) : test.values, list, draft);
    case 'dates':
      return datesText(test.boxes, list, draft);
    case 'numbers':
      return quantitiesText(
        test.boxes.map((box) => ({ ...box, unit: undefined, canonical: undefined })),
        list,
        draft,
      );
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
  if (how !== 'exact') return someText(list, compared(how, values, draft));
  // The keys find those that are the same but for case and accents; the resource's own text says which are the same.
  const folded = draft.bind(values.map((value) => fold(value.slice(0, longestString))));
  const written = bodyTexts(list.alias, draft.bind(stringPlaces(parameter.paths) ?? []));
  return `${list.list} ?| ${folded}::text[] and exists (select from ${written} where x.v = any(${draft.bind(values)}::text[]))`;
}

/** Whether a parameter leads to its targets by their canonical address. */
export const isCanonical = ({ paths }: Pick<Parameter, 'paths'>): boolean =>
  paths.some(({ type }) => type === 'canonical' || type === 'uri');

/** Values as the keys of the place hold them; those that lead elsewhere than the column may are none. */
function referencesText(values: readonly string[], list: List, draft: Draft): string {
  const { only } = list.use;
  const kept = values
    .map((value) => uriKey(value, draft))
    .filter((value) => only === undefined || new RegExp(leadsTo(only)).test(value));
  return wholeValues(kept, list, draft);
}

function datesText(boxes: readonly Box[], list: List, draft: Draft): string {
  const bounds = [0, 1, 2, 3].map((i) => boxes.map(({ low, high }) => instantKey([...low, ...high][i] ?? 0)));
  const inside = (v: string, [a, b, c, d]: readonly string[]): string =>
    `left(${v}, 10) collate "C" between ${a} and ${b} and right(${v}, 10) collate "C" between ${c} and ${d}`;
  if (boxes.length === 1) {
    const one = bounds.map(([bound]) => `${draft.bind(bound)}::text`);
    return someText(list, (v) => inside(v, one));
  }
  const all = bounds.map((bound) => `${draft.bind(bound)}::text[]`).join(', ');
  return someText(
    list,
    (v) => `exists (select from unnest(${all}) as w(a, b, c, d) where ${inside(v, ['w.a', 'w.b', 'w.c', 'w.d'])})`,
  );
}

/**
 * One value at least is not what the test wants. Codes that stand alone for the index are no values of their own, nor is a canonical without the
 * version that it has.
 */
function unequalText(parameter: Searched, to: Test, list: List, draft: Draft): string {
  const { key, only } = list.use;
  const rows = textRows(key, `${list.alias}.keys`, list.bare ? 'resource' : 'shared', 'u');
  const versioned = parameter.type === 'uri' || parameter.type === 'reference';
  const one: List = {
    ...list,
    list: versioned ? `jsonb_build_array(u.v, split_part(u.v, '|', 1) || '|')` : 'jsonb_build_array(u.v)',
    bare: false,
    indexed: false,
  };
  const own = [
    `u.v not like '=%'`,
    `u.v not like '#%'`,
    ...(versioned ? [`u.v not like '%|'`] : []),
    ...(only === undefined ? [] : [`u.v ~ ${draft.bind(leadsTo(only))}`]),
  ];
  return `exists (select from ${rows} where ${own.join(' and ')} and not coalesce(${listText(parameter, to, one, draft)}, false))`;
}

function tuplesText(
  parameter: Parameter,
  tuples: readonly (readonly Test[])[],
  alias: string,
  table: Table,
  draft: Draft,
): string {
  const { components, columns } = parameter;
  const whole = isWhole(parameter);
  const each = tuples.flatMap((tuple) => {
    const all = whole
      ? [components.map((component, i) => part(component, tuple[i], (test) => testText(component, test, alias, table, draft)))]
      : [];
    const pairs = columns.map(({ key }) => {
      const parts = components.map((component, i) =>
        part(component, tuple[i], (test) => listText(component, test, tupleList(i, alias), draft)),
      );
      return `exists (select from jsonb_array_elements(${alias}.keys->'${key}') as c(v) where ${parts.join(' and ')})`;
    });
    return [...all.map((parts) => `(${parts.join(' and ')})`), ...pairs];
  });
  return anyOf(each);
}

function tupleList(i: number, alias: string): List {
  return { list: `(c.v->${i})`, indexed: false, use: { key: '', hashed: false, only: undefined }, alias, bare: false };
}

function part(component: Component, test: Test | undefined, text: (test: Test) => string): string {
  if (test === undefined) throw new Error(`a tuple has no part ${component.code}`);
  return text(test);
}
