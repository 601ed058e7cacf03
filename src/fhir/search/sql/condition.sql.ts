import { ownRecord } from '../keys/reference.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { ChainTarget, Condition } from '../query.ts';
import { anyOf, textRows } from './list.sql.ts';
import type { Draft, Table } from './place.ts';
import { isCanonical, testText } from './test.sql.ts';
import { bodyJson, foldedText, likeText } from './text.sql.ts';

/** The part of a WHERE that holds for the rows that match; it may be null for others. */
export function conditionText(condition: Condition, alias: string, table: Table, draft: Draft): string {
  switch (condition.is) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((one) => conditionText(one, alias, table, draft));
      if (parts.length === 0) return condition.is === 'all' ? 'true' : 'false';
      return `(${parts.join(condition.is === 'all' ? ' and ' : ' or ')})`;
    }
    case 'not':
      return `not coalesce(${conditionText(condition.of, alias, table, draft)}, false)`;
    case 'match':
      return testText(condition.parameter, condition.test, alias, table, draft);
    case 'chain':
      return chainText(condition.parameter, condition.targets, alias, table, draft);
    case 'has':
      return hasText(condition, alias, table, draft);
    case 'of':
      return `(${alias}.type = ${draft.bind(condition.type)} and ${conditionText(condition.where, alias, table, draft)})`;
    case 'listed':
      return listedText(condition.parameter, condition.ids, alias, table, draft);
    case 'words':
      return wordsText(condition.over, condition.values, alias, draft);
    case 'numbered':
      return table === 'resource' ? `${alias}.n = any(${draft.bind(condition.numbers)}::bigint[])` : 'false';
    case 'document-words':
      throw new Error('the words of documents are found before the statement is written');
  }
}

/** A row's own name as references in keys write it. */
export function nameText(alias: string, table: Table, draft: Draft): string {
  const id = table === 'resource' ? `replace(${alias}.id, ${draft.digits()}, '${ownRecord}')` : `${alias}.id`;
  return `${alias}.type || '/' || ${id}`;
}

/** The tables that a row may refer to: what is in a record refers to the record and to what is shared, what is shared to what is shared. */
const reachable = (table: Table): readonly Table[] => (table === 'resource' ? ['resource', 'shared'] : ['shared']);

function chainText(parameter: Parameter, targets: readonly ChainTarget[], alias: string, table: Table, draft: Draft): string {
  return anyOf(
    parameter.columns.flatMap(({ key, only }) =>
      targets
        .filter(({ type }) => only === undefined || only === type)
        .flatMap((target) => [
          ...reachable(table)
            .filter((to) => to === 'resource' || target.type !== 'Patient')
            .map((to) => targetText(key, target, alias, table, to, draft)),
          ...(isCanonical(parameter) ? [canonicalText(key, target, alias, table, draft)] : []),
        ]),
    ),
  );
}

/**
 * In a record: the targets of the record are found once and compared with each row's references; each row's references are looked up among
 * the shared by primary key. Among the shared resources: the targets are found first, and by them, through the index, what refers to them.
 */
function targetText(key: string, { type, where }: ChainTarget, alias: string, table: Table, to: Table, draft: Draft): string {
  const t = draft.alias();
  const typed = `${t}.type = ${draft.bind(type)}`;
  const inner = conditionText(where, t, to, draft);
  if (to === 'resource') {
    const found = `select ${nameText(t, to, draft)} from fhir.resource ${t} where ${draft.bound(to, t)} and ${typed} and ${inner}`;
    return `${alias}.keys->'${key}' ?| array(${found})`;
  }
  if (draft.inRecord) {
    const prefix = draft.bind(`${type}/`);
    return `exists (select from ${textRows(key, `${alias}.keys`, table, 'r')} join fhir.shared ${t}
      on ${typed} and ${t}.id = substr(r.v, length(${prefix}) + 1) where r.v ^@ ${prefix} and strpos(r.v, '${ownRecord}') = 0 and ${inner})`;
  }
  const referring = jsonbList(key, nameText(t, to, draft));
  return `${alias}.keys @> any(array(select ${referring} from fhir.shared ${t} where ${typed} and ${inner}))`;
}

/** The same by the canonical address of the target, which is shared: whatever its version. */
function canonicalText(key: string, { type, where }: ChainTarget, alias: string, table: Table, draft: Draft): string {
  const url = urlKey(type, draft);
  if (url === undefined) return 'false';
  const t = draft.alias();
  const [typed, inner] = [`${t}.type = ${draft.bind(type)}`, conditionText(where, t, 'shared', draft)];
  if (draft.inRecord) {
    return `exists (select from ${textRows(key, `${alias}.keys`, table, 'r')} join fhir.shared ${t}
      on ${typed} and ${t}.keys @> ${jsonbList(url, `rtrim(r.v, '|')`)} where ${inner})`;
  }
  const urls = `${textRows(url, `${t}.keys`, 'shared', 'u')}, unnest(array[u.v, u.v || '|']) as w(v)`;
  return `${alias}.keys @> any(array(select ${jsonbList(key, 'w.v')} from fhir.shared ${t}, ${urls} where ${typed} and ${inner}))`;
}

const jsonbList = (key: string, value: string): string => `jsonb_build_object('${key}', jsonb_build_array(${value}))`;

/** Where the canonical address of a type's resources stands. */
export function urlKey(type: string, { parameters }: Draft): string | undefined {
  const parameter = parameters.of(type).get('url');
  return parameter?.type === 'uri' ? parameter.columns[0]?.key : undefined;
}

type Has = Extract<Condition, { readonly is: 'has' }>;

function hasText({ type, parameter, where }: Has, alias: string, table: Table, draft: Draft): string {
  return anyOf(
    parameter.columns.flatMap(({ key }) =>
      referring(table, draft).map((from) => referringText(key, type, where, alias, table, from, draft)),
    ),
  );
}

/** What may refer to a row: of a record only the record, of what is shared, in a record, the record too. */
function referring(table: Table, draft: Draft): readonly Table[] {
  if (table === 'resource') return ['resource'];
  return draft.inRecord ? ['resource', 'shared'] : ['shared'];
}

function referringText(
  key: string,
  type: string,
  where: Condition,
  alias: string,
  table: Table,
  from: Table,
  draft: Draft,
): string {
  const t = draft.alias();
  const name = nameText(alias, table, draft);
  const which = `${draft.bound(from, t)} and ${t}.type = ${draft.bind(type)} and ${conditionText(where, t, from, draft)}`;
  // A single shared row in a record's search: the index finds what refers to it.
  if (from === 'shared' && draft.inRecord)
    return `exists (select from fhir.shared ${t} where ${which} and ${t}.keys @> ${jsonbList(key, name)})`;
  return `(${name}) in (select x.v from fhir.${from} ${t}, ${textRows(key, `${t}.keys`, from, 'x')} where ${which})`;
}

/** Lists that name a row are kept where the row is. */
function listedText({ columns }: Parameter, ids: readonly string[], alias: string, table: Table, draft: Draft): string {
  const t = draft.alias();
  const named = `${draft.bound(table, t)} and ${t}.type = 'List' and ${t}.id = any(${draft.bind(ids)}::text[])`;
  return anyOf(
    columns.map(
      ({ key }) =>
        `(${nameText(alias, table, draft)}) in (select x.v from fhir.${table} ${t}, ${textRows(key, `${t}.keys`, table, 'x')} where ${named})`,
    ),
  );
}

/** Words by their beginning, in the narrative without its marks or in all strings of the resource. */
function wordsText(over: 'text' | 'content', values: readonly (readonly string[])[], alias: string, draft: Draft): string {
  const body = bodyJson(alias);
  const narrative = `regexp_replace((${body})->'text'->>'div', '<[^>]*>', ' ', 'g')`;
  const everything = `(select string_agg(s.v #>> '{}', ' ') from jsonb_path_query(${body}, 'strict $.** ? (@.type() == "string")') as s(v))`;
  const text = `' ' || ${foldedText(over === 'text' ? narrative : everything)}`;
  const patterns = values.map((words) => draft.bind(words.map((word) => `% ${likeText(word)}%`)));
  return anyOf(patterns.map((all) => `${text} like all(${all}::text[])`));
}
