import type { Store } from '#store';
import { longestSeconds } from '../tokens/issue.ts';
import { cutsNow, putCut, sweepCuts } from './apps.sql.ts';

/** What was cut before it expired: tokens by their `jti`, all that an application was allowed by the id of its grant. */
export interface Cuts {
  /** Whether a token, or what it was given under, was cut. At once on this server, within a second on the others. */
  holds(jti: string, grant: string | undefined): Promise<boolean>;
  /** Nothing given under this id is taken any more. */
  cut(id: string): Promise<void>;
  sweep(at: Date): Promise<void>;
}

/** Past which no token of a grant that was cut is alive. */
export const keptSeconds = longestSeconds + 60;
const staleMs = 1000;

/** The list is short (an hour of cuts), and read again at most once a second: a request in between costs a look into a set. */
export function openCuts(store: Store, clock: () => Date): Cuts {
  let known: Set<string> = new Set();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const own = new Map<string, number>();

  const read = async (): Promise<void> => {
    const at = clock();
    const rows = await store.query<{ id: string }>(cutsNow, [at]);
    for (const [id, until] of own) if (until < at.getTime()) own.delete(id);
    known = new Set([...rows.map(({ id }) => id), ...own.keys()]);
    readAt = at.getTime();
  };
  const fresh = async (): Promise<void> => {
    if (Math.abs(clock().getTime() - readAt) < staleMs) return;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
  };
  return {
    async holds(jti, grant) {
      await fresh();
      return known.has(jti) || (grant !== undefined && known.has(grant));
    },
    async cut(id) {
      const at = clock();
      const until = new Date(at.getTime() + keptSeconds * 1000);
      own.set(id, until.getTime());
      known.add(id);
      await store.query(putCut, [id, at, until]);
    },
    async sweep(at) {
      await store.query(sweepCuts, [at]);
    },
  };
}
