import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { territory } from '#demo';
import { openPopulation, type Population } from './population.ts';
import { type Server, startServer } from './server.ts';

/** What the scenarios run on: one Socle on a home of its own, and the people of a territory known to it as they are needed. */
export interface Testbed {
  readonly home: string;
  readonly server: Server;
  readonly population: Population;
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string };
  readonly say: (line: string) => void;
  /** Straight to the database, for the floors. */
  database(size: number): pg.Pool;
  close(): Promise<void>;
}

export async function openTestbed({ say, profile }: { say: (line: string) => void; profile?: string }): Promise<Testbed> {
  const home = mkdtempSync(join(tmpdir(), 'socle-bench-'));
  const remove = (): void => rmSync(home, { recursive: true, force: true });
  const nodeOptions = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  try {
    const server = await startServer({ home, by: 'cli', nodeOptions });
    say(`a Socle of its own is ready on ${server.address} after ${(server.readyMs / 1000).toFixed(1)} s (first start)`);
    const pools: pg.Pool[] = [];
    const population = await openPopulation(home, server, territory(20_261_102, { people: 120 }));
    return {
      home,
      server,
      population,
      say,
      machine: { cores: availableParallelism(), model: cpus()[0]?.model ?? '', node: process.version },
      database: (size) => {
        const socket = join(home, 'postgresql', 'data');
        const pool = new pg.Pool({ host: socket, port: 5432, user: 'socle', database: 'socle', max: size });
        pool.on('error', () => undefined);
        pools.push(pool);
        return pool;
      },
      close: async () => {
        for (const pool of pools) if (!pool.ended) await pool.end();
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
