import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const patience = 30_000;

/**
 * Stops what a killed Socle, or a killed PostgreSQL, left running on this folder; then removes its lock files, whose number may by now be
 * somebody else's (after a reboot, in a new container) or that of a dead process which nobody buries: PostgreSQL would take either for
 * a running server. The caller holds the home lock.
 */
export async function endOrphan(data: string, log: (line: string) => void): Promise<void> {
  const pid = postmasterOf(data);
  if (pid !== undefined && worksIn(data, pid)) {
    log('stopping the PostgreSQL left by a Socle that was killed');
    process.kill(pid, 'SIGINT');
    await ended(() => !worksIn(data, pid), patience);
    if (worksIn(data, pid)) process.kill(pid, 'SIGQUIT');
  }
  if (process.platform !== 'linux') {
    if (pid !== undefined) await ended(() => !alive(pid), patience);
    return; // PostgreSQL sees by itself that its lock files are stale
  }
  // Without their postmaster the others end by themselves, each when it next looks up from its work.
  await ended(() => workersIn(data).length === 0, patience);
  for (const left of workersIn(data)) process.kill(left, 'SIGKILL');
  await ended(() => workersIn(data).length === 0, patience);
  for (const file of ['postmaster.pid', '.s.PGSQL.5432.lock', '.s.PGSQL.5432']) rmSync(join(data, file), { force: true });
}

function postmasterOf(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

async function ended(holds: () => boolean, atMostMs: number): Promise<void> {
  for (const until = Date.now() + atMostMs; !holds() && Date.now() < until; ) await sleep(20);
}

/** Elsewhere than on Linux a living pid is taken at its word, as PostgreSQL itself does. */
function worksIn(data: string, pid: number): boolean {
  if (process.platform !== 'linux') return alive(pid);
  try {
    // Somebody's shell may stand in this folder too: only PostgreSQL's own processes count.
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return /(^|\/)postgres(:|$)/.test(program) && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false; // gone, or dead and not yet buried
  }
}

/** Every process of PostgreSQL works in its data folder. */
function workersIn(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && worksIn(data, pid));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
