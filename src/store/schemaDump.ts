import { constraintsOfTable, indexesOfTable, schemaText, tablesOfModules, tableText } from './schemaDump.sql.ts';
import type { Sql } from './sql.ts';

/**
 * The modules' tables as PostgreSQL has them after the migrations: what a reviewer reads to see what a migration changed.
 *
 * Out: SQL that is read and never run: no order of dependencies, no grants, none of the monthly partitions, nothing of graphile-worker.
 */
export async function dumpSchema(sql: Sql): Promise<string> {
  type Table = { oid: number; schema: string; name: string; partition: string | null; columns: readonly string[] };
  const parts: string[] = [];
  let schema = '';
  for (const table of await sql.query<Table>(tablesOfModules)) {
    if (table.schema !== schema) parts.push(schemaText(table.schema));
    schema = table.schema;
    const keys = await sql.query<{ text: string }>(constraintsOfTable, [table.oid]);
    const lines = [...table.columns, ...keys.map(({ text }) => lowered(text))].map((line) => `  ${line}`);
    const partition = table.partition === null ? '' : ` partition by ${lowered(table.partition)}`;
    parts.push(tableText(`${schema}.${table.name}`, lines, partition));
    const indexes = await sql.query<{ text: string }>(indexesOfTable, [table.oid]);
    parts.push(...indexes.map(({ text }) => `${lowered(text)};`));
  }
  return `${parts.join('\n\n')}\n`;
}

/** PostgreSQL writes its own words in capitals; names, here, have none. */
function lowered(text: string): string {
  return text.replace(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase());
}
