/** The client's own process: prepares a load, waits for `go`, tells what came back, ends. Started by `drive.ts`. */
import { openClosedLoop } from './closed.ts';
import type { Load, LoadResult } from './load.ts';
import { openOpenLoop } from './open.ts';

process.once('message', (load: Load) => void prepare(load));

async function prepare(load: Load): Promise<void> {
  const open = load.streams.some((stream) => stream.perSecond !== undefined);
  const loop = await (open ? openOpenLoop(load) : openClosedLoop(load));
  process.once('message', () => void go(loop));
  process.send?.('prepared');
}

async function go(loop: Awaited<ReturnType<typeof openClosedLoop>>): Promise<void> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const streams = await loop();
  const { user, system } = process.cpuUsage(cpu);
  const result: LoadResult = { streams, seconds: (performance.now() - from) / 1000, cpuMs: (user + system) / 1000 };
  process.send?.(result, () => process.disconnect());
}
