import type { Parameters } from '../parameters/parameters.ts';
import type { Query } from '../query.ts';
import { conditionText } from './condition.sql.ts';
import { nameFor } from './names.ts';
import { afterText, orderKeys, orderText } from './order.sql.ts';
import { Draft, type Place, type Table } from './place.ts';

/** A statement with its values; a `Statement` of #store. */
export interface SqlText {
  /** Under which PostgreSQL keeps its plan; '' for a shape that is too seldom asked. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly acrossRecords: string | undefined;
}

const acrossShared = 'the shared resources are nobody’s record';

export function made(kind: string, text: string, draft: Draft): SqlText {
  return {
    name: nameFor(kind, text),
    text,
    values: draft.values,
    acrossRecords: draft.inRecord ? undefined : acrossShared,
  };
}

/** What a row of the answer is made of. */
const shown = ['n', 'type', 'id', 'version', 'updated_at'] as const;
/** The body as bytes, which leave as they are. */
export const shownOf = (alias: string): string =>
  `${shown.map((name) => `${alias}.${name}`).join(', ')}, convert_to(${alias}.body, 'UTF8') as body`;

/**
 * One page of a search and its exact total: at most `count` + 1 rows of {@link SearchRow}, to be read by {@link pageOf}. In a record nothing
 * beyond the record is scanned; what is shared is met by primary key or by the index on keys. `keyed`: with the values that rows of several
 * records are put in order by, see `inOrder`.
 */
export function searchSql(query: Query, place: Place, parameters: Parameters, keyed = false): SqlText {
  const draft = new Draft(place, parameters);
  const table: Table = draft.inRecord ? 'resource' : 'shared';
  const where = matching(query, table, draft);
  if (query.count === 0)
    return made('search', `select count(*) as total, false as lost from fhir.${table} e where ${where}`, draft);
  const keys = orderKeys(query.sort, 'e', table, draft);
  const columns = keys.map(({ text }, i) => `, ${text} as k${i + 1}`).join('');
  const { anchor, after, lost } = anchored(query, table, draft);
  const order = orderText(keys, 'm');
  const limit = draft.bind(query.count + 1);
  const page = `select m.* from m${anchor === '' ? '' : ', a'}${after(afterText(keys, 'm', 'a'))} order by ${order} limit ${limit}`;
  const own = table === 'resource' ? 'r.record_id = $1 and r.n = p.n' : 'r.type = p.type and r.id = p.id';
  const key = table === 'resource' ? 'e.n' : 'e.n, e.type, e.id';
  const total = query.total ? '(select count(*) from m)' : 'null::bigint';
  // Counted, every match is looked at: once. Not counted, the index may stop at the end of the page.
  const kept = query.total ? 'materialized' : 'not materialized';
  const text = `with m as ${kept} (select ${key}${columns} from fhir.${table} e where ${where})${anchor},
    p as (${page})
    select ${shownOf('r')}, t.total, t.lost${keyed ? keys.map((_, i) => `, p.k${i + 1}`).join('') : ''} from (select ${total} as total, ${lost} as lost) t
    left join p on true left join fhir.${table} r on ${own} order by ${orderText(keys, 'p')}`;
  return made('search', text, draft);
}

/** Where the page before ended: the first of its last rows that is still as it was. */
function anchored(query: Query, table: Table, draft: Draft) {
  const cursor = query.after;
  if (cursor === undefined) return { anchor: '', after: () => '', lost: 'false' };
  const keys = orderKeys(query.sort, 'e', table, draft);
  const columns = keys.map(({ text }, i) => `, ${text} as k${i + 1}`).join('');
  const names = `${draft.bind(cursor.map(([key]) => key))}::${table === 'resource' ? 'bigint' : 'text'}[]`;
  const rows = `unnest(${names}, ${draft.bind(cursor.map(([, version]) => version))}::bigint[]) with ordinality as c(key, version, place)`;
  const own =
    table === 'resource'
      ? 'e.record_id = $1 and e.n = c.key'
      : `e.type = split_part(c.key, '/', 1) and e.id = split_part(c.key, '/', 2)`;
  const anchor = `, a as materialized (select e.n${columns} from ${rows} join fhir.${table} e
    on ${own} and e.version = c.version order by c.place limit 1)`;
  return { anchor, after: (beyond: string) => ` where ${beyond}`, lost: 'not exists (select from a)' };
}

/** The whole condition of a search on the table called `e`. */
export function matching(query: Query, table: Table, draft: Draft): string {
  const typed = typesText(query.types, draft);
  return [draft.bound(table, 'e'), ...typed, ...query.where.map((one) => conditionText(one, 'e', table, draft))].join(' and ');
}

function typesText(types: readonly string[] | undefined, draft: Draft): readonly string[] {
  if (types === undefined) return [];
  if (types.length === 1) return [`e.type = ${draft.bind(types[0])}`];
  return [`e.type = any(${draft.bind(types)}::text[])`];
}

/** The first two matches, as n, type, id and version: what a conditional interaction needs to know. */
export function matchSql(query: Query, place: Place, parameters: Parameters): SqlText {
  const draft = new Draft(place, parameters);
  const table: Table = draft.inRecord ? 'resource' : 'shared';
  const text = `select e.n, e.type, e.id, e.version from fhir.${table} e where ${matching(query, table, draft)} order by e.n limit 2`;
  return made('match', text, draft);
}

/** `explain` of a statement: PostgreSQL answers one row with the plan as JSON under `QUERY PLAN`. */
export function explainSql(sql: SqlText): SqlText {
  return { ...sql, name: '', text: `explain (format json) ${sql.text}` };
}
