import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from './server.ts';

/** CPU milliseconds used so far; `server` with the processes beside it that read documents. `postgresql` and `machine` are undefined where there is no /proc. */
export interface CpuTimes {
  readonly server: number;
  readonly postgresql: number | undefined;
  /** Every core, everything that was not idle or waiting for the disk. */
  readonly machine: number | undefined;
}

export async function cpuTimes({ address, postmaster, pid }: Pick<Server, 'address' | 'postmaster' | 'pid'>): Promise<CpuTimes> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  const seconds = /^process_cpu_seconds_total ([\d.]+)$/m.exec(metrics)?.[1];
  const linux = process.platform === 'linux';
  return {
    server: Number(seconds) * 1000 + childrenCpu(pid, postmaster),
    postgresql: linux ? postgresqlCpu(postmaster) : undefined,
    machine: linux ? machineCpu() : undefined,
  };
}

const tick = process.platform === 'linux' ? 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 10;

/** The postmaster, its living children, and those that have ended (which the postmaster has waited for). */
export function postgresqlCpu(postmaster: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    if (Number(name) !== postmaster && Number(fields[1]) !== postmaster) continue;
    for (const field of fields.slice(11, 15)) ticks += Number(field); // utime stime cutime cstime
  }
  return ticks * tick;
}

/** The living children of a process, but those left aside, and those that have ended: what it reads hostile documents with. 0 off Linux. */
export function childrenCpu(parent: number, ...aside: readonly number[]): number {
  if (process.platform !== 'linux') return 0;
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    const own = Number(name) === parent;
    if (!own && (Number(fields[1]) !== parent || aside.includes(Number(name)))) continue;
    for (const field of own ? fields.slice(13, 15) : fields.slice(11, 15)) ticks += Number(field);
  }
  return ticks * tick;
}

/** The fields after the program's name, which may hold anything. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it ended meanwhile
  }
}

function machineCpu(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * tick;
}
