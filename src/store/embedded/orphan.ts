import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Stops the PostgreSQL that a killed Socle left behind on this folder, and removes a pid file whose number now belongs to somebody
 * else (after a reboot or in a new container), which PostgreSQL would take for a running server. The caller holds the home lock.
 */
export async function endOrphan(data: string, log: (line: string) => void): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!Number.isSafeInteger(pid) || pid < 2 || !alive(pid)) return; // PostgreSQL sees by itself that it is stale
  if (!runsHere(pid, data)) {
    rmSync(file);
    return;
  }
  log('stopping the PostgreSQL left by a Socle that was killed');
  process.kill(pid, 'SIGINT');
  for (const until = Date.now() + 30_000; alive(pid) && Date.now() < until; ) await sleep(20);
  if (alive(pid)) process.kill(pid, 'SIGQUIT');
  while (alive(pid)) await sleep(20);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Elsewhere than on Linux a living pid is taken at its word, as PostgreSQL itself does. */
function runsHere(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}
