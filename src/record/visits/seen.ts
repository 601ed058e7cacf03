import type { Documents } from '#documents';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { Permit, Rights } from '#rights';
import type { Trace } from '#trace';
import type { Visited, Visits } from './visits.ts';

/** Somebody whom a professional saw, and what came since. */
export interface Seen {
  readonly record: RecordId;
  readonly at: Date;
  /** How many documents others deposited since; absent when the professional may not look now. */
  readonly fresh?: number;
}

export interface SeenDesk {
  readonly rights: Pick<Rights, 'accessOf' | 'decide'>;
  readonly trace: Pick<Trace, 'journal'>;
  readonly documents: Pick<Documents, 'fresh'>;
  readonly visits: Visits;
}

/**
 * Whom a professional saw last, the last first, with how much is new in each record since: as far as they may look there now. That something
 * came is told in the person's log once for each arrival, not each time that the professional opens their day. 20 at most.
 */
export async function seenLast(desk: SeenDesk, call: Call, most: number): Promise<readonly Seen[]> {
  const visited = await desk.visits.recent(call, Math.min(most, 20));
  const looked = await Promise.all(visited.map((one) => newsOf(desk, call, one)));
  const told = looked.flatMap(({ seen, newest }) => (newest === undefined ? [] : [[seen.record, newest] as const]));
  await desk.visits.tell(call, told);
  return looked.map(({ seen }) => seen);
}

async function newsOf(desk: SeenDesk, call: Call, { record, at, told }: Visited): Promise<{ seen: Seen; newest?: Date }> {
  const permit = await permitOf(desk, call, record);
  if (permit === undefined) return { seen: { record, at } };
  const { items, total } = await desk.documents.fresh(permit, at, 1);
  const newest = items[0]?.depositedAt;
  const seen = { record, at, fresh: total };
  if (newest === undefined || (told !== undefined && newest <= told)) return { seen };
  const { ground } = permit;
  const detail = { what: 'news' };
  await desk.trace.journal(call, record, {
    action: 'list',
    outcome: 'done',
    ...(ground === undefined ? {} : { ground }),
    detail,
  });
  return { seen, newest };
}

/** Nobody asked to look: what is refused is no attempt, and no news to the person. */
async function permitOf({ rights }: SeenDesk, call: Call, record: RecordId): Promise<Permit | undefined> {
  if ((await rights.accessOf(call, record)) === undefined) return undefined;
  try {
    return await rights.decide(call, record, 'list');
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}
