/**
 * `npm run check` and `npm test`: the parts, in order, and one total at the end. `npm test -- walks browser` runs only those parts.
 *
 * Every part runs even when an earlier one failed; the exit status is 1 when any failed. The totals of the node:test parts are added
 * up and printed last, in node:test's own form.
 */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCluster } from '../src/store/embedded/cluster.ts';
import { addCounts, type Counts, noCounts, runPart, type Tally, together } from './run/part.ts';

const root = join(import.meta.dirname, '..');
const [command = 'test', ...only] = process.argv.slice(2);
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** Whether a test file opens a database, itself or by what it imports. */
function usesStore(path: string, seen = new Set<string>()): boolean {
  if (path === join(root, 'test/store.ts')) return true;
  if (seen.has(path) || !path.endsWith('.ts') || !existsSync(path)) return false;
  seen.add(path);
  const imported = readFileSync(path, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g);
  return [...imported].some(([, name = '']) => usesStore(resolve(path, '..', name), seen));
}
function opensStore(file: string): boolean {
  return usesStore(join(root, file));
}
const files = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).sort();

interface Part {
  readonly name: string;
  readonly in: 'check' | 'test';
  run(): Promise<Tally>;
}

const tool = (name: string, where: Part['in'], program: string, ...args: string[]): Part => ({
  name,
  in: where,
  run: () => runPart(root, [bin(program), ...args], {}, false),
});

/** One program for each group of files, two at a time; several groups print theirs when they end, so that their lines do not mix. */
function tests(name: string, where: Part['in'], groups: string[][], timeZone: string, ...options: string[]): Part {
  const sameCases = ['--import', join(root, 'test/run/seed.ts')];
  const flags = ['--disable-warning=ExperimentalWarning', ...sameCases, '--test', '--test-reporter=spec', ...options];
  return {
    name,
    in: where,
    async run() {
      if (groups.flat().length === 0) return { failed: 'found no test file', counts: noCounts(), failures: [] };
      const environment: Record<string, string> = { TZ: timeZone };
      if (name === 'browser' || name === 'gallery')
        environment.CHROMIUM_PATH = await (await import('./browser/chromium.ts')).chromiumPath();
      if (name === 'corpus') (await import('./witnesses.ts')).installWitnesses();
      const waiting = groups.filter((group) => group.length > 0);
      const tallies: Tally[] = [];
      const next = async (): Promise<void> => {
        if (waiting.length === 0) return;
        const { socket, end } = groups.flat().some(opensStore) ? await lentCluster() : nothingLent;
        const lent = { ...environment, ...(socket && { SOCLE_TEST_CLUSTER: socket }), NODE_COMPILE_CACHE: compiled };
        for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
          tallies.push(await runPart(root, [process.execPath, ...flags, ...group], lent, groups.length > 1));
        }
        await end?.();
      };
      await Promise.all([next(), next()]);
      return together(tallies);
    },
  };
}

/** Making and ending a PostgreSQL is half of what a short test file costs: each of the two rows of files has one for all. */
async function lentCluster(): Promise<{ socket: string; end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'socle-tests-'));
  const cluster = await startCluster(folder, console.log);
  const end = async (): Promise<void> => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { socket: cluster.socket, end };
}
const nothingLent = { socket: undefined, end: undefined };
/** Each module is read as JavaScript once, and not by each of the test processes. */
const compiled = mkdtempSync(join(tmpdir(), 'socle-compiled-'));

const all = files('src/**/*.test.ts', 'web/**/*.test.ts', 'test/*.test.ts', 'test/leak/*.test.ts');
const overCorpus = all.filter((file) => file.endsWith('/corpus.test.ts'));
/** Tests that take their time: in `npm test` only, and once. */
const long = all.filter((file) => file.endsWith('.long.test.ts'));
const unit = all.filter((file) => !overCorpus.includes(file) && !long.includes(file));
const withStore = unit.filter(opensStore);
const pure = unit.filter((file) => !withStore.includes(file));
// A process has one small PostgreSQL for all its stores, whose connections are counted: six files share one.
const sixes = Array.from({ length: Math.ceil(withStore.length / 6) }, (_, n) => withStore.slice(n * 6, n * 6 + 6));
const inOne = ['--test-isolation=none', '--test-timeout=120000'];
const everySecond = (list: string[]): string[][] => [0, 1].map((odd) => list.filter((_, n) => n % 2 === odd));
const oneAtATime = ['--test-concurrency=1', '--test-timeout=600000'];
const paris = 'Europe/Paris';
const overseas = 'America/Martinique';

const parts: readonly Part[] = [
  tool('types', 'check', 'tsgo', '-p', '.'),
  tool('types of the web spaces', 'check', 'tsgo', '-p', 'web'),
  tool('lint', 'check', 'biome', 'check'),
  tool('dead code', 'test', 'knip'),
  tests('architecture and unit', 'check', everySecond(pure), paris, ...inOne),
  tests('database', 'test', sixes, paris, ...inOne),
  tests('overseas time', 'test', [...everySecond(pure), ...sixes], overseas, ...inOne),
  tests('walks', 'test', everySecond(files('test/walks/**/*.test.ts', 'test/fhir/**/*.test.ts')), paris, ...oneAtATime),
  tests('long', 'test', everySecond(long), paris, ...oneAtATime),
  tests(
    'corpus',
    'test',
    [overCorpus, files('test/corpus/**/*.test.ts', 'test/conformance/**/*.test.ts', 'test/clients/**/*.test.ts')],
    paris,
    ...oneAtATime,
  ),
  tests('browser', 'test', [files('test/browser/*.test.ts')], paris, ...oneAtATime),
  // Every screen in every state, and whole journeys by every hand.
  tests('gallery', 'test', everySecond(files('test/browser/*/*.test.ts')), paris, ...oneAtATime),
];

const chosen = parts.filter(
  (part) => (command === 'test' || part.in === 'check') && (only.length === 0 || only.some((word) => part.name.includes(word))),
);
const total: Counts = noCounts();
const verdicts: string[] = [];
/** Told again at the end: what runs this in the background keeps the last lines only. */
const failures: string[] = [];
let failed = chosen.length === 0;
if (failed) console.log(`No part is named so; there are: ${parts.map((part) => part.name).join(', ')}`);

for (const part of chosen) {
  console.log(`\n— ${part.name}`);
  const from = performance.now();
  const tally = await part.run().catch((error: unknown) => ({ failed: String(error), counts: noCounts(), failures: [] }));
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  addCounts(total, tally.counts);
  failures.push(...tally.failures);
  if (tally.failed !== undefined) failed = true;
  verdicts.push(
    `${tally.failed === undefined ? '✔' : '✖'} ${part.name} (${seconds} s)${tally.failed ? `: ${tally.failed}` : ''}`,
  );
}

rmSync(compiled, { recursive: true, force: true });
if (failures.length > 0) console.log(`\n— what failed\n${failures.join('\n')}`);
console.log(`\n${verdicts.join('\n')}\n`);
for (const [key, value] of Object.entries(total)) console.log(`ℹ ${key} ${key === 'duration_ms' ? value.toFixed(3) : value}`);
process.exitCode = failed ? 1 : 0;
