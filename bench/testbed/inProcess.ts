import type { Store } from '#store';
import type { Row } from '../scenario.ts';
import { postgresqlCpu } from './cpu.ts';

/** The CPU and time of what `work` does, for each of what it counts. */
export async function timed(store: Store, name: string, work: () => Promise<number>): Promise<Row> {
  const postmaster = store.postgresPid();
  const postgresql = (): number | undefined =>
    process.platform === 'linux' && postmaster !== undefined ? postgresqlCpu(postmaster) : undefined;
  const before = { own: process.cpuUsage(), postgresql: postgresql(), at: performance.now() };
  const answered = await work();
  const ms = performance.now() - before.at;
  const { user, system } = process.cpuUsage(before.own);
  const after = postgresql();
  const each = ms / answered;
  return {
    name,
    answered,
    failed: 0,
    perSecond: answered / (ms / 1000),
    p50: each,
    p95: each,
    p99: each,
    cpuMs: {
      server: (user + system) / 1000 / answered,
      postgresql: after === undefined || before.postgresql === undefined ? undefined : (after - before.postgresql) / answered,
      client: 0,
    },
  };
}
