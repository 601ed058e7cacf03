/** The schema as the migrations make it: ready for a distributed engine, and dumped in docs/schema.sql for review. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Migration, Store } from '#store';
import { migrations } from '../src/main.ts';
import { dumpSchema } from '../src/store/schemaDump.ts';
import { storeMigrations } from '../src/store/store.schema.ts';
import { testStore } from './store.ts';

const all: readonly Migration[] = [...storeMigrations, ...migrations];
const byRecord = all.flatMap((migration) => migration.byRecord ?? []);
const otherwise = all.flatMap(({ byKey = [], everywhere = [] }) => [...byKey.map(([table]) => table), ...everywhere]);
/** Tables of the installation itself: plain local tables on the node where Socle connects. */
const local: Readonly<Record<string, string>> = {
  'store.migration': 'which steps of the schema were run',
  'store.mark': 'a word about the installation',
  'store.secret': 'the secrets that Socle makes for itself',
};

let store: Store;
before(async () => {
  store = await testStore(migrations);
});
after(() => store.close());

/** Every table that has a `record_id`, in any module's schema, but for those keyed by another unique thing on purpose. */
const recordTables = `rt as (
  select c.oid, n.nspname || '.' || c.relname as relname, a.attnum
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'record_id'
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker')
    and not (n.nspname || '.' || c.relname) = any($1))`;

/** The guard: no row on a schema that can be distributed by `record_id`. */
const guard = `with ${recordTables}
  select relname, 'unique index without record_id' as problem from rt join pg_index i on i.indrelid = rt.oid where i.indisunique and not (rt.attnum = any(i.indkey::int2[]))
  union all select relname, 'no primary key' from rt where not exists (select 1 from pg_index i where i.indrelid = rt.oid and i.indisprimary)
  union all select relname, 'primary key does not start with record_id' from rt join pg_index i on i.indrelid = rt.oid where i.indisprimary and i.indkey[0] <> rt.attnum
  union all select relname, 'trigger' from rt join pg_trigger t on t.tgrelid = rt.oid where not t.tgisinternal
  union all select relname, 'exclusion constraint without record_id' from rt join pg_constraint k on k.conrelid = rt.oid where k.contype = 'x' and not (rt.attnum = any(k.conkey))
  union all select rt.relname, 'foreign key to a record table without record_id = record_id' from rt join pg_constraint k on k.conrelid = rt.oid and k.contype = 'f' join rt tr on tr.oid = k.confrelid
    where not exists (select 1 from unnest(k.conkey, k.confkey) u(a, b) where u.a = rt.attnum and u.b = tr.attnum)
  union all select rt.relname, 'set null or default touches record_id' from rt join pg_constraint k on k.conrelid = rt.oid and k.contype = 'f' where (k.confdeltype in ('n', 'd') or k.confupdtype in ('n', 'd')) and rt.attnum = any(k.conkey)
  union all select relname, 'int or smallint sequence' from rt join pg_attribute a on a.attrelid = rt.oid and a.attnum > 0 left join pg_attrdef d on d.adrelid = rt.oid and d.adnum = a.attnum
    where a.atttypid in (21, 23) and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%')
  union all select relname, 'record_id is not uuid' from rt join pg_attribute a on a.attrelid = rt.oid and a.attnum = rt.attnum where a.atttypid <> 'uuid'::regtype
  union all select relname, 'inherits' from rt join pg_inherits h on h.inhrelid = rt.oid
  union all select local.relname || ' → ' || rt.relname, 'foreign key of a local table to a record table' from rt join pg_constraint k on k.confrelid = rt.oid and k.contype = 'f' join pg_class local on local.oid = k.conrelid
    where local.oid not in (select oid from rt)
  order by 1, 2`;

interface Finding {
  readonly relname: string;
  readonly problem: string;
}

test('scale-out, catalogue guard: nothing in the migrated schema stands in the way of distributing it by record_id', async () => {
  const { rows } = await store.pool.query<Finding>(guard, [otherwise]);
  assert.deepEqual(rows, []);
});

test('scale-out: every table says how it is distributed; only the tables of the installation are local', async () => {
  const { rows } = await store.pool.query<{ name: string; by_record: boolean }>(
    `select n.nspname || '.' || c.relname as name, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'record_id') as by_record
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker')`,
  );
  const names = rows.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), [...byRecord, ...otherwise, ...Object.keys(local)].toSorted());
  for (const table of byRecord) assert.ok(rows.find(({ name }) => name === table)?.by_record, `${table} has no record_id`);
});

test('scale-out, catalogue guard: it sees what it is there for', async () => {
  await store.pool.query(`
    create schema bad;
    create table bad.parent (record_id uuid primary key, email text unique);
    create table bad.nokey (record_id uuid not null, n int generated always as identity);
    create table bad.backward (record_id text not null, n bigint not null, primary key (n, record_id));
    create table bad.child (record_id uuid not null, n bigint not null, other uuid references bad.parent, primary key (record_id, n),
      foreign key (record_id) references bad.parent on delete set null);
    create table bad.heir (primary key (record_id)) inherits (bad.parent);
    create table bad.queue (id bigint primary key, record uuid references bad.parent);
    create function bad.touch() returns trigger language plpgsql as 'begin return new; end';
    create trigger touched before update on bad.child for each row execute function bad.touch();
    create table bad.room (record_id uuid primary key, during tstzrange, exclude using gist (during with &&));`);
  const { rows } = await store.pool.query<Finding>(guard, [otherwise]);
  await store.pool.query('drop schema bad cascade');
  assert.deepEqual(
    rows.map(({ relname, problem }) => `${relname}: ${problem}`),
    [
      'bad.backward: primary key does not start with record_id',
      'bad.backward: record_id is not uuid',
      'bad.child: foreign key to a record table without record_id = record_id',
      'bad.child: set null or default touches record_id',
      'bad.child: trigger',
      'bad.heir: inherits',
      'bad.nokey: int or smallint sequence',
      'bad.nokey: no primary key',
      'bad.parent: unique index without record_id',
      'bad.room: exclusion constraint without record_id',
      'queue → bad.parent: foreign key of a local table to a record table',
    ],
  );
});

test('design §4.7: docs/schema.sql is the schema (UPDATE_SCHEMA=1 writes it anew)', async () => {
  const file = join(import.meta.dirname, '..', 'docs', 'schema.sql');
  const head = '-- The whole schema after all migrations, for review. Written by: UPDATE_SCHEMA=1 npm run check\n\n';
  const dump = `${head}${await dumpSchema(store)}`;
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(file, dump);
  assert.equal(readFileSync(file, 'utf8'), dump);
});
