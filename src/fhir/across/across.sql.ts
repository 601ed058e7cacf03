import type { AcrossPermit } from '#rights';
import { type Statement, statement } from '#store';
import {
  conditionText,
  Draft,
  nameFor,
  type Parameters,
  type Query,
  type SqlText,
  shownOf,
  type Table,
  textRows,
} from '../search/index.ts';
import type { Candidates } from './lists.ts';
import { placeIn, type Range, rangeOf } from './name.ts';
import type { Order, Place } from './order.ts';

/** Of whom a search looks through the things: depositor or author. */
export type Made = 'deposited' | 'written';

const reason = 'a maker’s things are looked for in many records, at rows that the projection names';

/** A statement's text while it is written. Of a record nothing is reached but the row itself; of what is shared, what the row refers to. */
class AcrossDraft extends Draft {
  constructor(parameters: Parameters) {
    super({ record: undefined }, parameters);
  }

  override get inRecord(): boolean {
    return true;
  }

  override bound(table: Table): string {
    return table === 'shared' ? 'true' : 'false';
  }

  made(text: string): SqlText {
    return { name: nameFor('across', text), text, values: this.values, acrossRecords: reason };
  }
}

/** What a search across records is made of. */
export interface AcrossSearch {
  readonly type: string;
  readonly query: Query;
  readonly permit: AcrossPermit;
  readonly made: Made;
  readonly candidates: Candidates;
  readonly order: Order;
  readonly after: Place | undefined;
}

/** How many things lists have, each counted up to `$4`: `$1` the number of a choice, `$2` and `$3` from where to where one of its lists goes. */
export function countLists(made: Made, under: boolean): Statement {
  const column = columnOf(made, under);
  return statement(
    `fhir.countLists.${column}`,
    `select o.choice, sum(c.things)::bigint as things from unnest($1::int[], $2::bigint[], $3::bigint[]) as o(choice, first, last),
       lateral (select count(*) as things from (select from fhir.across a where a.${column} between o.first and o.last limit $4) x) c
     group by o.choice order by things, o.choice`,
    { acrossRecords: reason },
  );
}

/** One page of what all candidates come to, with the total. */
export function wholeSql(search: AcrossSearch, parameters: Parameters): SqlText {
  const { query, order, after } = search;
  const draft = new AcrossDraft(parameters);
  const found = `with c as materialized (select distinct x.record_id, x.n from (${everyCandidate(search, draft)}) x),
    m as materialized (select e.record_id, e.n, e.${order.by} as key from c join fhir.resource e on e.record_id = c.record_id and e.n = c.n
      where ${matching(search, draft)})`;
  if (query.count === 0) return draft.made(`${found} select count(*) as total from m`);
  const { direction } = wordsOf(order);
  const page = `select m.* from m where ${afterText('m', 'key', order, after, draft)}
      order by ${orderText('m', 'key', direction)} limit ${draft.bind(query.count + 1)}`;
  const total = query.total ? '(select count(*) from m)' : 'null::bigint';
  return draft.made(`${found}, p as (${page})
    select ${shown('e')}, p.key, t.total from (select ${total} as total) t left join p on true
    left join fhir.resource e on e.record_id = p.record_id and e.n = p.n order by ${orderText('p', 'key', direction)}`);
}

/** One page of what the next `window` candidates come to, by their principal date; it reads no further than the page needs. */
export function windowSql(search: AcrossSearch, window: number, parameters: Parameters): SqlText {
  const draft = new AcrossDraft(parameters);
  const { text, order } = nextCandidates(search, draft.bind(window), draft);
  // A row whose date has changed since it was listed is listed anew in a moment, in its place.
  return draft.made(`select ${shown('e')}, c.at as key, null::bigint as total from (${text}) c
    join fhir.resource e on e.record_id = c.record_id and e.n = c.n
    where e.at = c.at and ${matching(search, draft)} order by ${order('c')} limit ${draft.bind(search.query.count + 1)}`);
}

/** The last of the next `window` candidates; no row when there are fewer. */
export function windowEnd(search: AcrossSearch, window: number, parameters: Parameters): SqlText {
  const draft = new AcrossDraft(parameters);
  const { text, order } = nextCandidates(search, draft.bind(window), draft);
  return draft.made(
    `select c.at as key, c.record_id, c.n from (${text}) c order by ${order('c')} offset ${draft.bind(window - 1)} limit 1`,
  );
}

const shown = (alias: string): string => `${alias}.record_id, ${shownOf(alias)}`;

const wordsOf = ({ descending }: Order) => (descending ? { direction: 'desc', beyond: '<' } : { direction: 'asc', beyond: '>' });

const orderText = (alias: string, key: string, direction: string): string =>
  [key, 'record_id', 'n'].map((name) => `${alias}.${name} ${direction}`).join(', ');

function afterText(alias: string, key: string, order: Order, after: Place | undefined, draft: Draft): string {
  if (after === undefined) return 'true';
  const place = [`${draft.bind(after.key)}::timestamptz`, `${draft.bind(after.record)}::uuid`, `${draft.bind(after.n)}::bigint`];
  return `(${alias}.${key}, ${alias}.record_id, ${alias}.n) ${wordsOf(order).beyond} (${place.join(', ')})`;
}

/** Permit and conditions, for the row `e`. */
function matching({ type, query, permit }: AcrossSearch, draft: AcrossDraft): string {
  const right = permit.predicate(draft.values.length + 1, 'e');
  for (const value of right.values) draft.bind(value);
  const conditions = query.where.map((one) => conditionText(one, 'e', 'resource', draft));
  return [`e.type = ${draft.bind(type)}`, right.text, ...conditions].join(' and ');
}

function everyCandidate({ candidates, made }: AcrossSearch, draft: Draft): string {
  if (candidates.by === 'spots') {
    const { records, numbers } = candidates;
    return `select i.record_id, i.n from unnest(${draft.bind(records)}::uuid[], ${draft.bind(numbers)}::bigint[]) as i(record_id, n)`;
  }
  return `select a.record_id, a.n from ${ranges(candidates.names.map(rangeOf), draft)}
      join fhir.across a on a.${columnOf(made, candidates.under)} between i.first and i.last`;
}

interface Ordered {
  readonly text: string;
  /** As the rows come, for a relation of that name: PostgreSQL then sees that they need no sorting. */
  order(alias: string): string;
}

/** The next ones in order, each once. A place in a list has the minute, the rest of the order is in the row. */
function nextCandidates({ candidates, made, order, after }: AcrossSearch, limit: string, draft: Draft): Ordered {
  if (candidates.by === 'spots') throw new Error('things named by their ids are looked at all at once');
  const { direction } = wordsOf(order);
  const column = `a.${columnOf(made, candidates.under)}`;
  const byTime = (alias: string): string => orderText(alias, 'at', direction);
  const byPlace = (alias: string): string => `${alias}.place ${direction}, ${byTime(alias)}`;
  const next = (first: string, last: string): string => `select ${column} as place, a.at, a.record_id, a.n from fhir.across a
      where ${column} between ${first} and ${last} and ${afterText('a', 'at', order, after, draft)}
      order by ${column} ${direction}, ${byTime('a')} limit ${limit}`;
  const all = candidates.names.map((name) => rangeAfter(name, order, after));
  const [one] = all;
  if (one !== undefined && all.length === 1) {
    return { text: next(`${draft.bind(one.from)}::bigint`, `${draft.bind(one.to)}::bigint`), order: byPlace };
  }
  const text = `select distinct x.at, x.record_id, x.n from ${ranges(all, draft)}, lateral (${next('i.first', 'i.last')}) x
      order by ${byTime('x')} limit ${limit}`;
  return { text, order: byTime };
}

/** What of a list is left from the minute on in which a page begins. */
function rangeAfter(name: string, { descending }: Order, after: Place | undefined): Range {
  const whole = rangeOf(name);
  if (after === undefined) return whole;
  return descending ? { ...whole, to: placeIn(name, after.key) } : { ...whole, from: placeIn(name, after.key) };
}

/** Rows `i(first, last)`. */
function ranges(all: readonly Range[], draft: Draft): string {
  const bound = (of: (range: Range) => bigint): string => `${draft.bind(all.map(of))}::bigint[]`;
  return `unnest(${bound(({ from }) => from)}, ${bound(({ to }) => to)}) as i(first, last)`;
}

const columnOf = (made: Made, under: boolean): string => (under ? `${made}_under` : made);

/** What is shared and rows of this type refer to by some columns of their keys: of each column which types it leads to. */
export function sharedReferences(
  type: string,
  rows: readonly { readonly record_id: string; readonly n: number }[],
  references: readonly { readonly column: string; readonly types: readonly string[] }[],
  most: number,
  parameters: Parameters,
): SqlText {
  const draft = new AcrossDraft(parameters);
  const given = `unnest(${draft.bind(rows.map((row) => row.record_id))}::uuid[], ${draft.bind(rows.map(({ n }) => n))}::bigint[]) as i(record_id, n)
      join fhir.resource e on e.record_id = i.record_id and e.n = i.n and e.type = ${draft.bind(type)}`;
  const each = references.map(
    ({ column, types }) =>
      `select x.v from e, ${textRows(column, 'e.keys', 'resource', 'x')} where split_part(x.v, '/', 1) = any(${draft.bind(types)}::text[])`,
  );
  return draft.made(`with e as materialized (select e.keys from ${given})
    select ${shownOf('s')} from (${each.join(' union ')}) r
    join fhir.shared s on s.type = split_part(r.v, '/', 1) and s.id = split_part(r.v, '/', 2) limit ${draft.bind(most)}`);
}
