import type { Migration, Statement } from '#store';
import { moduleOf, rows } from './arrows.ts';
import type { Source } from './source.ts';

const sqlShape =
  /^\s*(select\s[\s\S]+\bfrom\s|insert\s+into\s|update\s+[\w.]+\s+(\w+\s+)?set\s|delete\s+from\s|with\s+(recursive\s+)?\w+(\s*\([\w\s,]*\))?\s+as\s+(materialized\s+|not materialized\s+)?\(|(create|alter|drop|truncate)\s+(unique\s+)?(table|schema|index|view|sequence|database|type|function)\s|merge\s+into\s)/i;

/** Files that must speak SQL themselves, each with its reason. */
export const sqlSpeakers: Readonly<Record<string, string>> = {
  'src/store/migrate.ts': 'runs the other modules’ migrations and keeps their marks, before any statement can be prepared',
  'src/store/embedded/cluster.ts': 'makes the database itself, on a connection of its own',
};

const holdsSql = (path: string): boolean => /\.(sql|schema)\.ts$/.test(path);

/** SQL stands in `<name>.sql.ts` and `<name>.schema.ts` only. */
export function strayedSql(files: readonly Source[]): string[] {
  return files
    .filter(
      ({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts') && !holdsSql(path) && sqlSpeakers[path] === undefined,
    )
    .flatMap(({ path, strings }) =>
      strings.filter((text) => sqlShape.test(text)).map((text) => `${path}: SQL outside its file: ${text.trim().slice(0, 60)}`),
    );
}

const tableAfter =
  /\b(?:from|join|into|update|only|references|table(?:\s+if\s+not\s+exists)?|index\s+(?:if\s+not\s+exists\s+)?\w+\s+on)\s+([a-z_]\w*)\.[a-z_]/gi;
const moduleSchema = new RegExp(`\\b(${rows.flat().join('|')})\\.[a-z_]`, 'gi');
const postgresqlOwn = new Set(['pg_catalog', 'information_schema']);

/** A module names the tables of its own PostgreSQL schema and no other's; a predicate of `rights` comes in as `${…}`. */
export function foreignTables(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => holdsSql(path) && path.startsWith('src/'))
    .flatMap(({ path, strings }) => {
      const own = (moduleOf(path) ?? '').split('/').at(-1);
      const named = strings.flatMap((text) =>
        [...text.matchAll(tableAfter), ...text.matchAll(moduleSchema)].map((match) => match[1]?.toLowerCase() ?? ''),
      );
      const foreign = new Set(named.filter((schema) => schema !== own && !postgresqlOwn.has(schema)));
      return [...foreign].map((schema) => `${path}: names a table of ${schema}`);
    });
}

const bound = /\brecord_id\s*=\s*(\$\d|any\s*\(\s*\$\d)/i;
const insertsBound = /\binsert\s+into\s+[\w.]+(\s+as\s+\w+)?\s*\(\s*record_id\b[^)]*\)\s*values\s*\(\s*\$\d/i;

/** Statements that touch a table keyed by record without binding `record_id` and without saying why (`acrossRecords`). */
export function unboundStatements(statements: readonly Statement[], migrations: readonly Migration[]): string[] {
  const tables = migrations.flatMap((migration) => migration.byRecord ?? []);
  return statements
    .filter(({ text, acrossRecords }) => acrossRecords === undefined && !bound.test(text) && !insertsBound.test(text))
    .flatMap(({ name, text }) => {
      const touched = tables.find((table) => new RegExp(`\\b${table.replace('.', '\\.')}\\b`, 'i').test(text));
      return touched === undefined ? [] : [`${name}: touches ${touched} and binds no record_id`];
    });
}
