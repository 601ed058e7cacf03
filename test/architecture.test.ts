/** The map of the house, held: each rule is kept by the tree, and each is shown to see a violation seeded in memory. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Migration, statements } from '#store';
import { cycles, rows, wrongArrows, wrongWebImports } from './architecture/arrows.ts';
import { drawerNames, environmentReaders, longTables, tooLong, untranslatedRefusals } from './architecture/shape.ts';
import { read, readTree, root, type Source } from './architecture/source.ts';
import { foreignTables, sqlSpeakers, strayedSql, unboundStatements } from './architecture/sql.ts';

const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const face: Record<string, string> = json('package.json').imports;
const tree = readTree();
const seed = (path: string, text: string): Source => read(path, text);
const long = `export const a = 1;\n${'// one more\n'.repeat(400)}`;

interface Rule {
  readonly name: string;
  readonly check: (files: readonly Source[]) => string[];
  /** Each, alone, must be seen. */
  readonly seeds: readonly (readonly Source[])[];
}

const rules: readonly Rule[] = [
  {
    name: 'design §2: arrows go down, siblings one way, only faces cross a module’s wall',
    check: (files) => wrongArrows(files, face),
    seeds: [
      [seed('src/store/x.ts', "import type { Trace } from '#trace';")],
      [seed('src/documents/x.ts', "export { route } from '#http';")],
      [seed('src/trace/x.ts', "const { x } = await import('../store/sql.ts');")],
      [seed('src/trace/x.ts', "type S = import('../store/sql.ts').Statement;")],
      [seed('src/trace/x.ts', "import { x } from '#store/sql.ts';")],
      [seed('src/store/x.ts', "import { openStore } from '#store';")],
      [seed('src/store/embedded/x.ts', "import { openStore } from '../index.ts';")],
      [seed('src/ins/a.ts', "import '#directory';"), seed('src/directory/b.ts', "import '#ins';")],
      [seed('src/store/x.ts', "import { settings } from '../settings.ts';")],
      [seed('src/cli.ts', "import { statement } from './store/sql.ts';")],
      [seed('src/helpdesk/x.ts', "import '#kernel';")],
    ],
  },
  {
    name: 'style §G.4: no import cycle between files',
    check: (files) => cycles(files, face),
    seeds: [
      [
        seed('src/ins/a.ts', "import './b.ts';"),
        seed('src/ins/b.ts', "import './c.ts';"),
        seed('src/ins/c.ts', "import type { A } from './a.ts';"),
      ],
      [seed('src/ins/index.ts', "export * from './a.ts';"), seed('src/ins/a.ts', "import '#ins';")],
    ],
  },
  {
    name: 'design §2: the web spaces import their own files, the kernel’s words and npm packages',
    check: wrongWebImports,
    seeds: [
      [seed('web/carnet/x.ts', "import '#store';")],
      [seed('web/carnet/x.ts', "import '../../src/kernel/index.ts';")],
      [seed('web/kit/x.tsx', "import { readFileSync } from 'node:fs';")],
    ],
  },
  {
    name: 'style §D: a file has at most 400 lines',
    check: tooLong,
    seeds: [[seed('src/ins/x.ts', long)], [seed('test/walks/x.test.ts', long)]],
  },
  {
    name: 'style §H: no drawer names',
    check: drawerNames,
    seeds: [
      'src/ins/utils.ts',
      'src/ins/helpers/x.ts',
      'web/kit/types.ts',
      'src/ins/insManager.ts',
      'src/ins/ins.service.ts',
    ].map((path) => [seed(path, '')]),
  },
  {
    name: 'style §H: process.env is read in one place',
    check: environmentReaders,
    seeds: [
      [seed('src/store/x.ts', 'const home = process.env.HOME;')],
      [seed('src/main.ts', "const home = process.env['HOME'];")],
    ],
  },
  {
    name: 'design §4.7: SQL stands in .sql.ts and .schema.ts files',
    check: strayedSql,
    seeds: [
      "const q = 'select a from ins.b';",
      'const q = `update ins.b set a = $' + '{x}`;',
      "const q = 'with x as (select 1) select * from x';",
      "const q = 'create table ins.b (a int)';",
    ].map((text) => [seed('src/ins/x.ts', text)]),
  },
  {
    name: 'design §4.7: a module names only its own PostgreSQL schema',
    check: foreignTables,
    seeds: [
      [seed('src/ins/ins.sql.ts', "const q = 'select 1 from ins.a join store.record r on true';")],
      [seed('src/ins/ins.sql.ts', "const q = 'select 1 from ins.a, store.record';")],
      [seed('src/ins/ins.schema.ts', 'const q = `create table ins.a (r uuid references store.record)`;')],
    ],
  },
];

for (const { name, check, seeds } of rules) {
  test(`${name}`, () => assert.deepEqual(check(tree), []));
  test(`${name}: a violation is seen`, () => {
    for (const files of seeds) assert.ok(check(files).length > 0, files.map((file) => file.path).join());
  });
}

test('design §2: every module has its face in the imports map, and every face is there', () => {
  const faces = new Set(Object.values(face));
  const modules = rows
    .flat()
    .flatMap((name) => (name === 'interop' ? globSync('src/interop/*/index.ts', { cwd: root }) : [`src/${name}/index.ts`]));
  for (const index of modules) if (existsSync(join(root, index))) assert.ok(faces.has(`./${index}`), `${index} is in no face`);
  for (const [name, path] of Object.entries(face)) assert.ok(existsSync(join(root, path)), `${name} leads nowhere: ${path}`);
});

test('design §4.1: every statement on a record’s table binds record_id or says why not', async () => {
  const modules = await Promise.all(
    globSync('src/**/*.{sql,schema}.ts', { cwd: root }).map((path) => import(pathToFileURL(join(root, path)).href)),
  );
  const migrations: Migration[] = modules.flatMap((all) => Object.values(all).filter(Array.isArray).flat());
  assert.ok(migrations.some((migration) => (migration.byRecord ?? []).length > 0));
  const ours = statements().filter((statement) => !statement.name.startsWith('test.'));
  assert.deepEqual(unboundStatements(ours, migrations), []);
  const ofDocuments = { name: 'x', text: 'select body from store.outbox o where o.seq = $1', acrossRecords: undefined };
  assert.equal(unboundStatements([ofDocuments], migrations).length, 1);
  assert.equal(unboundStatements([{ ...ofDocuments, acrossRecords: 'a reason' }], migrations).length, 0);
});

test('design §5: every refusal code is in the table of outcomes', async () => {
  const { outcomeTable } = await import(pathToFileURL(join(root, 'src/fhir/outcome.ts')).href);
  assert.deepEqual(untranslatedRefusals(tree, outcomeTable), []);
  const stray = [seed('src/ins/x.ts', "throw new Refusal('ins.new-code', { fr: '', en: '' });")];
  assert.equal(untranslatedRefusals(stray, { 'ins.new': 1, 'in.': 1 }).length, 1);
  assert.equal(untranslatedRefusals(stray, { 'ins.': 1 }).length, 0);
});

test('style §D: what is allowed by name still exists and needs it', () => {
  for (const path of Object.keys(longTables)) assert.ok((tree.find((file) => file.path === path)?.lines ?? 0) > 400, path);
  for (const path of Object.keys(sqlSpeakers)) assert.ok(existsSync(join(root, path)), path);
});

test('design §6: the lockfile agrees with package.json and names no registry', () => {
  const { dependencies, devDependencies, optionalDependencies } = json('package.json');
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const locked = JSON.parse(lock).packages[''];
  assert.deepEqual(
    [locked.dependencies, locked.devDependencies, locked.optionalDependencies],
    [dependencies, devDependencies, optionalDependencies],
  );
  assert.doesNotMatch(lock, /"resolved": *"http/);
});
