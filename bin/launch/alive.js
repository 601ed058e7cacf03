import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * A name that no other process of this machine ever has: its number and when it started, since numbers are given again.
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function nameOf(pid) {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === undefined ? undefined : `${pid}-${started}`;
}

/**
 * Whether the process that had this name still runs.
 * @param {string} name as `nameOf` gave it
 */
export function isAlive(name) {
  return nameOf(Number.parseInt(name, 10)) === name;
}

function startedOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, may itself hold spaces and parentheses: counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined; // ended, only not yet collected by its parent
    return `${fields[19]}-${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`;
  } catch {
    return undefined;
  }
}

function startedElsewhere(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return undefined;
  }
  if (process.platform === 'win32') return 'unknown';
  // In one language and time zone, whoever asks.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env });
  return ps.status === 0 ? ps.stdout.trim().replaceAll(/[^0-9A-Za-z]+/g, '_') : 'unknown';
}
