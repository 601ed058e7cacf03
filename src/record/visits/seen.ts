import { type Call, type RecordId, Refusal } from '#kernel';
import { type Permit, type Rights, throughLink } from '#rights';
import type { Trace } from '#trace';
import { type News, type NewsDesk, newsOf } from '../chronology/news.ts';
import type { Visited, Visits } from './visits.ts';

/** Somebody whom a professional saw, and what came since. */
export interface Seen {
  readonly record: RecordId;
  readonly at: Date;
  /** How many lines of the chronology are new since; absent when the professional may not look now. */
  readonly fresh?: number;
  /** There may be more than `fresh` (`news.ts`). */
  readonly more?: boolean;
}

export interface SeenDesk extends NewsDesk {
  readonly rights: Pick<Rights, 'accessOf' | 'decide' | 'linkedTo' | 'recall'>;
  readonly trace: Pick<Trace, 'journal'>;
  readonly visits: Visits;
}

/** A record that is looked into for news, because of one whom the professional saw. */
interface Looked {
  readonly visited: Visited;
  readonly permit: Permit;
  readonly since: Date;
}

/**
 * Whom a professional saw last, the last first, with how much is new in each record since, and in those that it goes on for: as far as they may
 * look there now. That something came is told in the person's log once for each arrival, not each time that the professional opens their day.
 * 20 at most.
 */
export async function seenLast(desk: SeenDesk, call: Call, most: number): Promise<readonly Seen[]> {
  const visited = await desk.visits.recent(call, Math.min(most, 20));
  const linked = async ({ record }: Visited) => desk.rights.linkedTo(record);
  await desk.rights.recall(visited.map(({ record }) => record));
  await desk.rights.recall((await Promise.all(visited.map(linked))).flat());
  const looked = (await Promise.all(visited.map((one) => looksAt(desk, call, one)))).flat();
  const found = await newsOf(desk, looked, 1);
  const news = looked.map((one, n) => ({ ...one, news: found[n] ?? nothing }));
  await desk.visits.tell(call, await told(desk, call, news));
  const totals = Map.groupBy(news, (one) => one.visited);
  return visited.map((one) => {
    const parts = totals.get(one);
    const seen = { record: one.record, at: one.at };
    if (parts === undefined) return seen;
    return {
      ...seen,
      fresh: parts.reduce((sum, { news: { total } }) => sum + total, 0),
      more: parts.some(({ news: { more } }) => more),
    };
  });
}

const nothing: News = { lines: [], total: 0, more: false };

async function looksAt(desk: SeenDesk, call: Call, visited: Visited): Promise<readonly Looked[]> {
  const { record, at: since } = visited;
  const own = await permitOf(desk, call, record);
  if (own === undefined) return [];
  const linked = await Promise.all((await desk.rights.linkedTo(record)).map((one) => unlessRefused(desk, call, one)));
  return [own, ...linked.filter((permit) => permit !== undefined)].map((permit) => ({ visited, permit, since }));
}

/** A line in each record in which something came that was not told yet; up to when each person's news are told. */
async function told(
  { trace }: SeenDesk,
  call: Call,
  news: readonly (Looked & { readonly news: News })[],
): Promise<readonly (readonly [RecordId, Date])[]> {
  const newer = news.flatMap(({ visited, permit, news: { lines } }) => {
    const kept = lines[0]?.kept ?? 0;
    return kept > (visited.told?.getTime() ?? 0) ? [{ visited, permit, kept }] : [];
  });
  const lines = newer.map(({ visited, permit: { record, ground } }) =>
    trace.journal(call, record, {
      action: 'list',
      outcome: 'done',
      ...(ground === undefined ? {} : { ground }),
      detail: { what: 'news', ...(record === visited.record ? {} : throughLink) },
    }),
  );
  await Promise.all(lines);
  const last = Map.groupBy(newer, ({ visited: { record } }) => record);
  return [...last].map(([record, all]) => [record, new Date(Math.max(...all.map(({ kept }) => kept)))] as const);
}

/** Nobody asked to look: what is refused is no attempt, and no news to the person. */
async function permitOf(desk: SeenDesk, call: Call, record: RecordId): Promise<Permit | undefined> {
  if ((await desk.rights.accessOf(call, record)) === undefined) return undefined;
  return unlessRefused(desk, call, record);
}

async function unlessRefused({ rights }: SeenDesk, call: Call, record: RecordId): Promise<Permit | undefined> {
  try {
    return await rights.decide(call, record, 'list');
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}
