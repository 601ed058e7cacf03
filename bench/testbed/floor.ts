import type { Floor } from '../scenario.ts';
import { cpuTimes } from './cpu.ts';
import type { Testbed } from './testbed.ts';

/**
 * Measures the least that any program could do for the same result: `once`, `lanes` at a time, in this process, against the same
 * PostgreSQL while the server rests.
 */
export async function measureFloor(
  { server }: Testbed,
  what: string,
  options: { seconds: number; lanes: number; once: (n: number) => Promise<unknown> },
): Promise<Floor> {
  let n = 0;
  const runFor = async (seconds: number): Promise<number> => {
    const end = performance.now() + seconds * 1000;
    const first = n;
    const lane = async (): Promise<void> => {
      while (performance.now() < end) await options.once(n++);
    };
    await Promise.all(Array.from({ length: options.lanes }, lane));
    return n - first;
  };
  await runFor(0.5);
  const before = await cpuTimes(server);
  const cpu = process.cpuUsage();
  const from = performance.now();
  const done = await runFor(options.seconds);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { postgresql } = await cpuTimes(server);
  const database = postgresql === undefined || before.postgresql === undefined ? undefined : postgresql - before.postgresql;
  return {
    what,
    perSecond: done / seconds,
    cpuMs: database === undefined ? undefined : ((user + system) / 1000 + database) / done,
  };
}
