import type { Database } from './database.ts';
import type { Migration } from './store.schema.ts';

/**
 * Brings the schema up to date: each migration once, in the given order, in one transaction with its mark. On a database that has
 * Citus it also distributes the tables. Two processes at once: the second waits. Gives the ids that it ran.
 */
export async function migrate(database: Database, migrations: readonly Migration[], at: Date): Promise<string[]> {
  const client = await database.pool.connect();
  const ran: string[] = [];
  try {
    await client.query('begin');
    await client.query('create schema if not exists store');
    await client.query('create table if not exists store.migration (id text primary key, at timestamptz not null)');
    await client.query('lock table store.migration in exclusive mode');
    const done = new Set((await client.query<{ id: string }>('select id from store.migration')).rows.map((row) => row.id));
    const citus = (await client.query("select 1 from pg_extension where extname = 'citus'")).rowCount === 1;
    for (const migration of migrations) {
      if (done.has(migration.id)) continue;
      await client.query(migration.sql);
      if (citus) for (const text of distribution(migration)) await client.query(text);
      await client.query('insert into store.migration (id, at) values ($1, $2)', [migration.id, at]);
      ran.push(migration.id);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
  return ran;
}

function distribution({ byRecord = [], byKey = [], everywhere = [] }: Migration): string[] {
  const beside = (table: string): string => (table === 'store.record' ? '' : ", colocate_with => 'store.record'");
  return [
    ...byRecord.map((table) => `select create_distributed_table('${table}', 'record_id'${beside(table)})`),
    ...byKey.map(([table, column]) => `select create_distributed_table('${table}', '${column}', colocate_with => 'none')`),
    ...everywhere.map((table) => `select create_reference_table('${table}')`),
  ];
}
