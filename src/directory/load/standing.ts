import type { Store } from '#store';
import type { Fault } from './fault.ts';
import type { Kind } from './layout.ts';
import { allLoads, faultsOfLoad } from './load.sql.ts';
import type { Counts } from './progress.ts';

/** A load that was begun, as the operator sees it. */
export interface LoadStanding {
  readonly id: string;
  readonly kind: Kind;
  readonly file: string;
  /** `given-up`: a newer file of its kind came before it was done. */
  readonly state: 'running' | 'done' | 'given-up';
  readonly atLine: number;
  /** From 0 to 1, by bytes. */
  readonly part: number;
  readonly counts: Counts;
  readonly startedAt: Date;
  readonly endedAt?: Date;
}

interface LoadRow {
  readonly id: string;
  readonly kind: Kind;
  readonly file: string;
  readonly state: LoadStanding['state'];
  readonly at_byte: number;
  readonly at_line: number;
  readonly bytes: number;
  readonly counts: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

/** The newest loads, at most `limit`. */
export async function loads(store: Store, limit: number): Promise<readonly LoadStanding[]> {
  const rows = await store.query<LoadRow>(allLoads, [limit]);
  return rows.map(({ at_byte, at_line, bytes, counts, started_at, ended_at, ...row }) => ({
    ...row,
    atLine: at_line,
    part: bytes === 0 ? 1 : at_byte / bytes,
    counts: JSON.parse(counts) as Counts,
    startedAt: started_at,
    ...(ended_at === null ? {} : { endedAt: ended_at }),
  }));
}

/** The faults that were kept of a load, by line, at most `limit`. */
export async function faultsOf(store: Store, load: string, limit: number): Promise<readonly Fault[]> {
  return store.query<Fault>(faultsOfLoad, [load, limit]);
}
