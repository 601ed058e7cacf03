import type { Call, Professional, RecordId } from '#kernel';
import type { Store } from '#store';
import { lastVisited, tellNews, understand, understoodAt, visit, visitOf } from './visits.sql.ts';

/** One record that a professional looked at, and when last. */
export interface Visited {
  readonly record: RecordId;
  readonly at: Date;
  /** Up to when what came since was told from the professional’s day; absent when nothing was. */
  readonly told?: Date;
}

/**
 * When professionals looked at records. It serves them (what is new, whom they saw) and gives no right: who shows anything of a record decides
 * first. What the person is told of is the log, not this. Nothing is noted of anybody else; a call of theirs gives nothing.
 */
export interface Visits {
  /** Notes this look; gives when the visit before this one ended. A visit ends after half an hour without a look. One statement. */
  begin(call: Call, record: RecordId): Promise<Date | undefined>;
  /** When the visit before this one ended, noting nothing. */
  previous(call: Call, record: RecordId): Promise<Date | undefined>;
  /** Whom the professional saw, the last first; `most` at most. */
  recent(call: Call, most: number): Promise<readonly Visited[]>;
  /** What came up to these instants has been told. */
  tell(call: Call, told: readonly (readonly [record: RecordId, at: Date])[]): Promise<void>;
}

/** A professional says every so often that they understood that each look is told. Theirs, whatever the record. */
export interface Notices {
  /** True when it was never said, or 180 days ago or more. */
  due(call: Call): Promise<boolean>;
  /** Said now. */
  understand(call: Call): Promise<void>;
}

/** How long « j’ai compris » holds. Source: DMP, SC.DMP/CONF.11 and .21, which give it as an example. */
const noticeDays = 180;
const day = 86_400_000;

export function openVisits(store: Pick<Store, 'query'>): Visits {
  return {
    async begin({ actor, at }, record) {
      if (actor.kind !== 'professional') return undefined;
      const [row] = await store.query<{ previous: Date | null }>(visit, [actor.id, record, at]);
      return row?.previous ?? undefined;
    },
    async previous({ actor, at }, record) {
      if (actor.kind !== 'professional') return undefined;
      const [row] = await store.query<{ last: Date; previous: Date | null }>(visitOf, [actor.id, record]);
      if (row === undefined) return undefined;
      return at.getTime() - row.last.getTime() > pause ? row.last : (row.previous ?? undefined);
    },
    async recent({ actor }, most) {
      if (actor.kind !== 'professional') return [];
      const rows = await store.query<{ record_id: RecordId; last: Date; told: Date | null }>(lastVisited, [actor.id, most]);
      return rows.map(({ record_id: record, last, told }) => ({ record, at: last, ...(told === null ? {} : { told }) }));
    },
    async tell({ actor }, told) {
      if (actor.kind !== 'professional' || told.length === 0) return;
      await store.query(tellNews, [actor.id, told.map(([record]) => record), told.map(([, at]) => at)]);
    },
  };
}

const pause = 30 * 60_000;

export function openNotices(store: Pick<Store, 'query'>): Notices {
  const said = async ({ id }: Professional): Promise<Date | undefined> => {
    const [row] = await store.query<{ understood_at: Date }>(understoodAt, [id]);
    return row?.understood_at;
  };
  return {
    async due({ actor, at }) {
      if (actor.kind !== 'professional') return false;
      const before = await said(actor);
      return before === undefined || at.getTime() - before.getTime() >= noticeDays * day;
    },
    async understand({ actor, at }) {
      if (actor.kind === 'professional') await store.query(understand, [actor.id, at]);
    },
  };
}
