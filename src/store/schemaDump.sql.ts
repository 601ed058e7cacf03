import { statement } from './sql.ts';

const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'graphile_worker')`;

/** Tables of the modules with their columns, in the order of their declaration; the partitions of a table are left out. */
export const tablesOfModules = statement(
  'store.tablesOfModules',
  `select c.oid::bigint as oid, n.nspname as schema, c.relname as name, pg_get_partkeydef(c.oid) as partition,
     (select array_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> t.typcollation then 'collate ' || quote_ident(l.collname) end,
        case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
      from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
        left join pg_catalog.pg_collation l on l.oid = a.attcollation
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where ${ours} and c.relkind in ('r', 'p') and not c.relispartition order by n.nspname, c.relname`,
);

/** Keys and checks of one table, as declarations; NOT NULL stands with its column. */
export const constraintsOfTable = statement(
  'store.constraintsOfTable',
  `select pg_get_constraintdef(k.oid) as text from pg_catalog.pg_constraint k
   where k.conrelid = $1::bigint::oid and k.contype <> 'n' order by k.contype <> 'p', pg_get_constraintdef(k.oid)`,
);

/** Indexes of one table that no constraint makes. */
export const indexesOfTable = statement(
  'store.indexesOfTable',
  `select pg_get_indexdef(i.indexrelid) as text from pg_catalog.pg_index i
   where i.indrelid = $1::bigint::oid and not exists (select 1 from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
   order by pg_get_indexdef(i.indexrelid)`,
);

export const schemaText = (name: string): string => `create schema ${name};`;

export const tableText = (name: string, lines: readonly string[], partition: string): string =>
  `create table ${name} (\n${lines.join(',\n')}\n)${partition};`;
