import type { Permit } from './decide.ts';
import { shownText, sightColumns } from './rights.sql.ts';
import { valuesOf } from './sight.ts';

/** Several Permits as a table of a statement, a row a Permit: `unnest(<arrays>) as p(<columns>)`. */
export interface EachPermit {
  readonly arrays: string;
  /** `record_id` first. */
  readonly columns: string;
  readonly values: readonly unknown[];
  /** As {@link Permit.predicate}, for the row of `p`; the statement binds `record_id` to that of `p`. */
  predicate(alias: string): string;
}

/** For one statement over many records, each seen as its own Permit shows it; the values take the parameters from `first` on. */
export function eachPermit(permits: readonly Permit[], first: number): EachPermit {
  const shown = permits.map(({ sight }) => valuesOf(sight));
  const names = sightColumns.map(([name]) => name);
  return {
    arrays: ['uuid', ...sightColumns.map(([, type]) => type)].map((type, n) => `$${first + n}::${type}[]`).join(', '),
    columns: ['record_id', ...names].join(', '),
    values: [permits.map(({ record }) => record), ...names.map((_, n) => shown.map((values) => flat(values[n])))],
    predicate: (alias) =>
      shownText(
        'p.record_id',
        names.map((name) => `p.${name}`),
        alias,
      ),
  };
}

/** A list within a list as PostgreSQL's own text of it: unnest would flatten it, and its lists have one length. */
function flat(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return `{${value.map((one) => `"${String(one).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
