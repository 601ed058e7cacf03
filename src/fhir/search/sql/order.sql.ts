import { principalDate } from '../keys/principal.ts';
import { ownRecord } from '../keys/reference.ts';
import type { ColumnUse, Parameter } from '../parameters/parameter.ts';
import type { SortKey } from '../query.ts';
import { textRows } from './list.sql.ts';
import type { Draft, Table } from './place.ts';
import { leadsTo } from './test.sql.ts';

/** One column by which rows are put in order; rows without a value come last in both directions. */
export interface OrderKey {
  /** Its expression on a table. */
  readonly text: string;
  readonly descending: boolean;
  /** Never null: the index can give the order. */
  readonly always: boolean;
}

/** Newest first when no order is asked; `at` is never null. */
export function orderKeys(sort: readonly SortKey[], alias: string, table: Table, draft: Draft): readonly OrderKey[] {
  if (sort.length === 0) return [{ text: `${alias}.at`, descending: true, always: true }];
  return sort.map(({ parameter, descending }) => {
    if (parameter.code === '_id') return { text: `${alias}.id collate "C"`, descending, always: true };
    if (parameter.code === '_lastUpdated') return { text: `${alias}.updated_at`, descending, always: true };
    const [first] = parameter.columns;
    if (descending && first !== undefined && isPrincipal(parameter, draft)) {
      // What comes first going down is what `at` holds, but for resources without a date: those have there when they were written.
      return { text: `case when ${alias}.keys->'${first.key}' <> '[]' then ${alias}.at end`, descending, always: false };
    }
    const texts = parameter.columns.map((use) => valueText(parameter, use, descending, alias, table, draft));
    const one = texts.length === 1 ? (texts[0] ?? 'null') : `${descending ? 'greatest' : 'least'}(${texts.join(', ')})`;
    return { text: texts.length === 0 ? 'null::text' : one, descending, always: false };
  });
}

function isPrincipal(parameter: Parameter, { parameters }: Draft): boolean {
  return parameter.columns.length === 1 && principalDate(parameters.of(parameter.on)) === parameter;
}

/** Lists in keys are in order: the first value counts, or, going down, the last. Source: FHIR R4 §3.1.1.5.3. */
function valueText(
  { type }: Parameter,
  { key, only }: ColumnUse,
  down: boolean,
  alias: string,
  table: Table,
  draft: Draft,
): string {
  const list = `${alias}.keys->'${key}'`;
  const end = down ? -1 : 0;
  const first =
    table === 'resource'
      ? `case jsonb_typeof(${list}) when 'string' then ${list} #>> '{}' else ${list}->>${end} end`
      : `${list}->>${end}`;
  switch (type) {
    case 'token':
      return `nullif(substring(${first} from '=(.*)$'), '') collate "C"`;
    case 'date':
      // Where a span begins, else where it ends: an open beginning is nothing but zeros.
      return `left(ltrim(${first}, '0'), 10) collate "C"`;
    case 'number':
    case 'quantity': {
      const one = `${list}->${end}`;
      return `coalesce((${one}->>0)::float8, (${one}->>1)::float8) * coalesce((${one}->>5)::float8, 1)`;
    }
    case 'reference':
    case 'uri': {
      const kept = only === undefined ? `x.v not like '#%'` : `x.v not like '#%' and x.v ~ ${draft.bind(leadsTo(only))}`;
      const whole =
        table === 'resource'
          ? `case when strpos(x.v, ':') > 0 then x.v else replace(x.v, '${ownRecord}', ${draft.digits()}) end`
          : 'x.v';
      const best = down ? 'max' : 'min';
      return `(select ${best}(rtrim(${whole}, '|') collate "C") from ${textRows(key, `${alias}.keys`, table, 'x')} where ${kept})`;
    }
    default:
      return `(${first}) collate "C"`;
  }
}

/** `order by` of keys that a relation called `from` has as k1, k2 …, then of `n`, newest first. */
export function orderText(keys: readonly OrderKey[], from: string): string {
  const each = keys.map(
    ({ descending, always }, i) => `${from}.k${i + 1}${descending ? ' desc' : ''}${always ? '' : ' nulls last'}`,
  );
  return [...each, `${from}.n desc`].join(', ');
}

/** What comes after the row `a` in that order. */
export function afterText(keys: readonly OrderKey[], from: string, a: string): string {
  return keys.reduceRight((then, { descending, always }, i) => {
    const [mine, its] = [`${from}.k${i + 1}`, `${a}.k${i + 1}`];
    const beyond = `${mine} ${descending ? '<' : '>'} ${its}`;
    if (always) return `(${beyond} or (${mine} = ${its} and ${then}))`;
    return `(${beyond} or (${mine} is null and ${its} is not null) or (${mine} is not distinct from ${its} and ${then}))`;
  }, `${from}.n < ${a}.n`);
}
