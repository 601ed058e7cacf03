import { prepareLoad } from '../client/drive.ts';
import type { Load, LoadResult, StreamResult } from '../client/load.ts';
import type { CpuPerOperation, Floor, Row } from '../scenario.ts';
import { cpuTimes } from './cpu.ts';
import type { Testbed } from './testbed.ts';

/** A load's result with the CPU that it took, in milliseconds. */
export interface Timed extends LoadResult {
  readonly server: number;
  readonly postgresql: number | undefined;
  readonly othersCores: number | undefined;
}

/** Runs one load against the test bed's server. */
export async function measure({ server }: Testbed, load: Omit<Load, 'host' | 'port'>): Promise<Timed> {
  const prepared = await prepareLoad({ ...load, host: server.host, port: server.port });
  const before = await cpuTimes(server);
  const ours = process.cpuUsage();
  const from = performance.now();
  const result = await prepared.go();
  const seconds = (performance.now() - from) / 1000;
  const after = await cpuTimes(server);
  const { user, system } = process.cpuUsage(ours);
  const cpu = after.server - before.server;
  const postgresql = less(after.postgresql, before.postgresql);
  const machine = less(after.machine, before.machine);
  const others = machine === undefined ? undefined : machine - cpu - (postgresql ?? 0) - result.cpuMs - (user + system) / 1000;
  const othersCores = others === undefined ? undefined : Math.max(0, others / 1000 / seconds);
  return { ...result, server: cpu, postgresql, othersCores };
}

/** The row of a load with one stream: its CPU belongs to that stream's operations alone. */
export function rowOf(timed: Timed, floor?: Floor): Row {
  const [stream] = timed.streams;
  if (stream === undefined) throw new Error('a load without a stream');
  const per = (ms: number): number => ms / Math.max(1, stream.answered);
  const cpuMs: CpuPerOperation = {
    server: per(timed.server),
    postgresql: timed.postgresql === undefined ? undefined : per(timed.postgresql),
    client: per(timed.cpuMs),
  };
  return { ...rowOfStream(stream, timed.seconds), cpuMs, ...(floor === undefined ? {} : { floor }) };
}

export function rowOfStream({ name, answered, failed, missed, latencies }: StreamResult, seconds: number): Row {
  return {
    name,
    answered,
    failed,
    ...(missed > 0 ? { missed } : {}),
    perSecond: answered / seconds,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}

/** Nearest rank of sorted values. */
export function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

function less(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}
