import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** The closing lines of node:test, as numbers. */
export interface Counts {
  tests: number;
  suites: number;
  pass: number;
  fail: number;
  cancelled: number;
  skipped: number;
  todo: number;
  duration_ms: number;
}

export interface Tally {
  /** Why the part failed; undefined when it passed. */
  readonly failed: string | undefined;
  readonly counts: Counts;
  /** What node:test, or the tool, said of it at its end: at most {@link mostTold} lines. */
  readonly failures: readonly string[];
}

const mostTold = 60;
/** A program that prints nothing for this long hangs: it is ended, and its last lines say where. */
const longestSilenceMs = 15 * 60_000;

export function noCounts(): Counts {
  return { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0, duration_ms: 0 };
}

export function addCounts(total: Counts, more: Counts): void {
  for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += more[key];
}

/** Several runs as one: failed when one failed. */
export function together(tallies: readonly Tally[]): Tally {
  const counts = noCounts();
  for (const tally of tallies) addCounts(counts, tally.counts);
  const failures = tallies.flatMap(({ failed }) => failed ?? []);
  const told = tallies.flatMap((tally) => tally.failures);
  return { failed: failures.length === 0 ? undefined : failures.join(', '), counts, failures: told };
}

/**
 * Runs one program at the root and shows what it prints (at its end when `atOnce`), except node:test's closing lines, which are given
 * back as counts. The operator's own settings (`SOCLE_…`, `DATABASE_URL`) do not reach the tests; the places of the
 * corpus and of the screenshots do.
 */
export async function runPart(
  root: string,
  [program = '', ...args]: readonly string[],
  environment: Record<string, string>,
  atOnce: boolean,
): Promise<Tally> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(SOCLE_(?!(CORPUS|ARTEFACTS)$)|DATABASE_URL$|NODE_TEST_CONTEXT$)/.test(name),
  );
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(program, args, {
    cwd: root,
    env: { ...Object.fromEntries(kept), ...colour, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counts = noCounts();
  const held: string[] = [];
  const last: string[] = [];
  let inFailures = false;
  let isSilent = false;
  const watch = setTimeout(() => {
    isSilent = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  }, longestSilenceMs);
  createInterface({ input: child.stdout }).on('line', (line) => {
    watch.refresh();
    if (addCount(counts, line)) return;
    // node:test repeats its failures below this line; another program's last lines are the best there is.
    if (stripVTControlCharacters(line) === '✖ failing tests:') inFailures = true;
    if (!inFailures || last.length < mostTold) last.push(line);
    if (!inFailures && last.length > 20) last.shift();
    if (atOnce) held.push(line);
    else console.log(line);
  });
  const ended = await new Promise<string>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('close', (code, signal) => done(code === 0 ? '' : `ended with ${signal ?? code}`));
  });
  clearTimeout(watch);
  if (held.length > 0) console.log(held.join('\n'));
  const failed = isSilent ? 'ended for its silence' : counts.fail > 0 ? `${counts.fail} failed` : ended;
  return { failed: failed === '' ? undefined : failed, counts, failures: failed === '' ? [] : last };
}

/** True when the line is one of node:test's closing lines; its number is then added. */
function addCount(counts: Counts, line: string): boolean {
  const [, name, value] = /^ℹ (\w+) ([\d.]+)$/.exec(stripVTControlCharacters(line)) ?? [];
  if (name === undefined || !(name in counts)) return false;
  counts[name as keyof Counts] += Number(value);
  return true;
}
