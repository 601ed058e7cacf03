import { uriKey } from '../keys/reference.ts';
import type { Parameters } from '../parameters/parameters.ts';
import type { Include, Query } from '../query.ts';
import { nameText, urlKey } from './condition.sql.ts';
import { textRows } from './list.sql.ts';
import { Draft, type Place, type Table } from './place.ts';
import { made, type SqlText, shownOf } from './search.sql.ts';
import { isCanonical } from './test.sql.ts';

/** A row that is already in the answer: a match, or included. */
export interface Found {
  readonly type: string;
  readonly id: string;
  readonly n: number;
  /** Among the shared resources. */
  readonly shared: boolean;
}

/** At most so many rows are included by one step; one more is answered, so that it is seen. */
export const mostIncluded = 1000;

/**
 * One step of `_include` and `_revinclude`: what the rows of the step before bring along, as rows like those of {@link searchSql} with
 * `shared`. Step 0 starts from the matches; later ones are for `:iterate` and start from what the step before brought. A row may come twice
 * and may be in the answer already. Undefined when there is nothing to ask. Source: FHIR R4 §3.1.1.5.4.
 */
export function includeSql(
  query: Query,
  step: number,
  from: readonly Found[],
  place: Place,
  parameters: Parameters,
): SqlText | undefined {
  const wanted = (include: Include): boolean => step === 0 || include.iterate;
  const draft = new Draft(place, parameters);
  const limit = draft.bind(mostIncluded + 1);
  const parts = [
    ...query.include.filter(wanted).flatMap((include) => forward(include, from, draft)),
    ...query.revinclude.filter(wanted).flatMap((include) => backward(include, from, draft)),
  ];
  if (parts.length === 0) return undefined;
  return made('include', `select * from (${parts.join(' union all ')}) i limit ${limit}`, draft);
}

const rowsOf = (alias: string, table: Table): string =>
  `select ${shownOf(alias)}, ${table === 'shared'} as shared from fhir.${table} ${alias}`;

/** What rows of the include's type refer to. */
function forward({ type, parameter, target }: Include, from: readonly Found[], draft: Draft): readonly string[] {
  const sources = from.filter((row) => row.type === type);
  if (sources.length === 0) return [];
  const references = parameter.columns.flatMap(({ key, only }) => {
    const kept = target ?? only;
    if (target !== undefined && only !== undefined && target !== only) return [];
    const leading = kept === undefined ? '' : ` and x.v ^@ ${draft.bind(`${kept}/`)}`;
    return sourceRows(sources, draft).map(
      ({ table, named }) =>
        (s: string) =>
          `select x.v from fhir.${table} ${s}, ${textRows(key, `${s}.keys`, table, 'x')} where ${named(s)}${leading}`,
    );
  });
  if (references.length === 0) return [];
  const all = (): string => references.map((text) => text(draft.alias())).join(' union all ');
  const found: string[] = [];
  if (draft.inRecord) {
    const t = draft.alias();
    const to = targetTypes(t, target === undefined ? parameter.targets : [target], draft);
    found.push(
      `${rowsOf(t, 'resource')} where ${draft.bound('resource', t)}${to} and ${nameText(t, 'resource', draft)} in (${all()})`,
    );
  }
  const t = draft.alias();
  found.push(`${rowsOf(t, 'shared')} join (select distinct q.v from (${all()}) q) r
    on ${t}.type = split_part(r.v, '/', 1) and ${t}.id = split_part(r.v, '/', 2) where r.v like '%/%'`);
  if (isCanonical(parameter)) found.push(...byAddress(target === undefined ? parameter.targets : [target], all, draft));
  return found;
}

/** More would be asked for each one: a parameter that leads to anything leads nowhere by address. */
const mostByAddress = 5;

/** What is shared and has one of the canonical addresses, in whatever version. */
function byAddress(types: readonly string[], all: () => string, draft: Draft): readonly string[] {
  if (types.length > mostByAddress) return [];
  return types.flatMap((type) => {
    const url = urlKey(type, draft);
    if (url === undefined) return [];
    const t = draft.alias();
    return [
      `${rowsOf(t, 'shared')} join (select distinct q.v from (${all()}) q) r
        on ${t}.type = ${draft.bind(type)} and ${t}.keys @> jsonb_build_object('${url}', jsonb_build_array(rtrim(r.v, '|')))`,
    ];
  });
}

/** The rows of a step, by primary key. */
function sourceRows(sources: readonly Found[], draft: Draft): { table: Table; named: (alias: string) => string }[] {
  const own = sources.filter(({ shared }) => !shared);
  const shared = sources.filter((row) => row.shared);
  const found: { table: Table; named: (alias: string) => string }[] = [];
  if (own.length > 0) {
    const numbers = draft.bind(own.map(({ n }) => n));
    found.push({ table: 'resource', named: (s) => `${draft.bound('resource', s)} and ${s}.n = any(${numbers}::bigint[])` });
  }
  if (shared.length > 0) {
    const [type, ids] = [draft.bind(shared[0]?.type), draft.bind(shared.map(({ id }) => id))];
    found.push({ table: 'shared', named: (s) => `${s}.type = ${type} and ${s}.id = any(${ids}::text[])` });
  }
  return found;
}

/** Many parameters may lead to anything: then a type is not asked for. */
const mostTypes = 40;

function targetTypes(alias: string, types: readonly string[], draft: Draft): string {
  return types.length === 0 || types.length > mostTypes ? '' : ` and ${alias}.type = any(${draft.bind(types)}::text[])`;
}

/** What of the include's type refers to the rows. */
function backward({ type, parameter, target }: Include, from: readonly Found[], draft: Draft): readonly string[] {
  const reached = from.filter((row) => target === undefined || row.type === target);
  return parameter.columns.flatMap(({ key, only }) => {
    const rows = reached.filter((row) => only === undefined || row.type === only);
    if (rows.length === 0) return [];
    const found: string[] = [];
    if (draft.inRecord) {
      const t = draft.alias();
      const names = draft.bind(rows.map((row) => uriKey(`${row.type}/${row.id}`, draft)));
      found.push(
        `${rowsOf(t, 'resource')} where ${draft.bound('resource', t)} and ${t}.type = ${draft.bind(type)} and ${t}.keys->'${key}' ?| ${names}::text[]`,
      );
    }
    const shared = rows.filter((row) => row.shared);
    if (shared.length > 0) {
      const t = draft.alias();
      const names = draft.bind(shared.map((row) => JSON.stringify({ [key]: [`${row.type}/${row.id}`] })));
      found.push(`${rowsOf(t, 'shared')} where ${t}.type = ${draft.bind(type)} and ${t}.keys @> any(${names}::jsonb[])`);
    }
    return found;
  });
}
