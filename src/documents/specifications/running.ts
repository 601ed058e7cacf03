import type { Examination } from './orders.ts';
import { openPool, type Pool, type PoolLimits, poolLimits } from './pool.ts';
import { unavailable } from './refusals.ts';
import type { LoadedSpecification, Specifications } from './specifications.ts';

/** Specifications as a server or a command has them open. */
export interface RunningSpecifications extends Specifications {
  /** Compiles everything, which takes seconds, and tells what cannot be used. */
  examine(): Promise<Examination>;
}

/** A package as the workers are given it. */
export interface Pack extends LoadedSpecification {
  readonly digest: string;
  readonly packed: Uint8Array;
}

/** The packages in use, and the way to others: what is under way ends with those it began with. */
export interface Running extends RunningSpecifications {
  readonly packs: readonly Pack[];
  use(packs: readonly Pack[]): void;
}

export function runPacks(log: (line: string) => void, limits: PoolLimits = poolLimits): Running {
  let packs: readonly Pack[] = [];
  let pool: Pool | undefined;
  const leaving = new Set<Promise<void>>();
  let closed = false;

  const ready = (): Pool => {
    if (closed) throw unavailable('le serveur s’arrête', 'the server stops');
    pool ??= openPool({ packages: packs.map(({ packed }) => packed) }, log, limits);
    return pool;
  };
  return {
    get packs() {
      return packs;
    },
    get loaded() {
      return packs.map(({ name, version, schemas, schematrons, lists }) => ({ name, version, schemas, schematrons, lists }));
    },
    use(next) {
      packs = next;
      const retired = pool?.retire();
      pool = undefined;
      if (retired === undefined) return;
      leaving.add(retired);
      void retired.finally(() => leaving.delete(retired));
    },
    schema: async (bytes) => (packs.some(({ schemas }) => schemas > 0) ? ready().ask('schema', bytes) : undefined),
    rules: async (bytes) => (packs.some(({ schematrons }) => schematrons > 0) ? ready().ask('rules', bytes) : undefined),
    examine: async () => ready().ask('examine', new Uint8Array()),
    async close() {
      closed = true;
      await pool?.close();
      await Promise.all(leaving);
    },
  };
}
